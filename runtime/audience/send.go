package audience

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/metagraph-go/graphgen/runtime/graph"
)

// sessionLength is how long after its first batch the API closes a session.
const sessionLength = 90 * time.Minute

// outcome is what is known about a batch after an attempt that failed.
type outcome int

const (
	// refused: the batch was not taken, and will not be.
	refused outcome = iota
	// busy: the batch was not taken, but may be later.
	busy
	// unknown: the batch may have been taken.
	unknown
)

func outcomeOf(err error) outcome {
	var answer *graph.Error
	var broken *graph.TransportError
	var unreadable *graph.DecodeError
	switch {
	case errors.Is(err, ErrUpdateRunning):
		return busy
	case errors.As(err, &answer):
		switch {
		case errors.Is(err, graph.ErrRateLimited) && answer.Code != 0:
			return busy // The API counts calls before it runs them.
		case errors.Is(err, graph.ErrRateLimited), errors.Is(err, graph.ErrTransient):
			return unknown
		}
		return refused
	case errors.As(err, &broken) && !broken.Sent:
		return busy
	case errors.As(err, &broken), errors.As(err, &unreadable):
		return unknown
	}
	return refused // The call could not be built.
}

// deliver sends a batch until the API acknowledges it. The attempts are the
// same to the byte: the number of a batch identifies it in its session.
func (s *session) deliver(ctx context.Context, b *batch) error {
	resent := s.mayHaveBeenSent(b.seq)
	maybeReceived := resent
	for attempt := 1; ; attempt++ {
		if err := s.beforeAttempt(b, maybeReceived); err != nil {
			return s.failed(b, attempt-1, maybeReceived, err)
		}
		answer, err := graph.Do(ctx, s.u.client, s.call(b), s.u.config.Options...)
		if err == nil {
			return s.ack(b, &answer, resent)
		}
		err = scrub(err, s.u.frame.rows(b.payload))
		if b.final && maybeReceived && errors.Is(err, ErrSessionFinished) {
			// Only this batch ends the session, so an earlier attempt arrived and
			// its answer was lost.
			return s.ack(b, nil, resent)
		}
		result := outcomeOf(err)
		maybeReceived = maybeReceived || result == unknown
		if result == refused || attempt == s.u.config.MaxAttempts || ctx.Err() != nil {
			return s.failed(b, attempt, maybeReceived, err)
		}
		if err := s.wait(ctx, result, attempt, err); err != nil {
			return s.failed(b, attempt, maybeReceived, err)
		}
		resent = maybeReceived
	}
}

func (s *session) call(b *batch) graph.Call[batchAnswer] {
	return s.endpoint.call(s.state.ID, batchParams{
		Payload: b.payload,
		Session: sessionParam{
			SessionID:         s.state.SessionID,
			BatchSeq:          b.seq,
			LastBatchFlag:     b.final,
			EstimatedNumTotal: s.u.config.EstimatedTotal,
		},
	})
}

func (s *session) failed(b *batch, attempts int, maybeReceived bool, err error) error {
	return &Error{
		Kind:          s.state.Kind,
		ID:            s.state.ID,
		SessionID:     s.state.SessionID,
		Batch:         b.seq,
		FirstRow:      b.first,
		LastRow:       b.last,
		Attempts:      attempts,
		MaybeReceived: maybeReceived,
		Err:           err,
	}
}

const (
	firstPause = time.Second
	// firstBusyPause is longer because calls made while throttled lengthen the
	// block.
	firstBusyPause = time.Minute
	longestPause   = 15 * time.Minute
)

// wait waits before the next attempt, but never for the end of the session.
func (s *session) wait(ctx context.Context, result outcome, attempt int, cause error) error {
	pause := firstPause
	var answer *graph.Error
	if errors.As(cause, &answer) && (result == busy || errors.Is(cause, graph.ErrRateLimited)) {
		pause = firstBusyPause
	}
	pause = min(pause<<min(attempt-1, 10), longestPause)
	if answer != nil {
		pause = max(pause, answer.Wait)
	}
	pause += rand.N(pause/4 + 1)
	if s.expires().Before(s.u.now().Add(pause)) {
		return fmt.Errorf("no time is left in the session to wait %v: %w", pause.Round(time.Second), cause)
	}
	if err := s.u.sleep(ctx, pause); err != nil {
		return errors.Join(err, cause)
	}
	return nil
}
