package audience

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/internal/delivery"
)

// outcomeOf returns what is known about a batch after an attempt that failed.
func outcomeOf(err error) delivery.Outcome {
	if errors.Is(err, ErrUpdateRunning) {
		return delivery.Busy
	}
	return delivery.OutcomeOf(err)
}

// deliver sends a batch until the API acknowledges it. The attempts are the
// same to the byte: the number of a batch identifies it in its session. The
// error is errSessionOver when the batch has to go into another one.
func (s *session) deliver(ctx context.Context, b *batch) error {
	b.inDoubt = b.inDoubt || b.seq <= s.sentBefore
	sentInSession := b.seq <= s.sentInSession
	moved := b.inDoubt && !sentInSession
	for {
		if err := s.beforeAttempt(b, sentInSession); err != nil {
			return s.failed(b, err)
		}
		b.attempts++
		again := b.inDoubt
		answer, err := graph.Do(ctx, s.u.client, s.call(b), delivery.Options(s.u.config.Token, s.u.config.Version)...)
		if err == nil {
			return s.ack(b, &answer, again, moved)
		}
		err = scrub(err, s.u.frame.rows(b.payload))
		if b.ends() && sentInSession && errors.Is(err, ErrSessionFinished) {
			// Only this batch ends the session, so an earlier attempt arrived and
			// its answer was lost.
			return s.ack(b, nil, again, moved)
		}
		result := outcomeOf(err)
		if result == delivery.Unknown {
			b.inDoubt, sentInSession = true, true
		}
		switch {
		case b.attempts >= s.u.config.MaxAttempts || ctx.Err() != nil:
			return s.failed(b, err)
		case errors.Is(err, ErrSessionTimedOut) && s.state.Kind.takesSessions() && !s.begins(b, sentInSession):
			return errSessionOver
		case result == delivery.Refused:
			return s.failed(b, err)
		}
		if err := s.wait(ctx, result, b.attempts, err); err != nil {
			return s.failed(b, err)
		}
	}
}

// begins reports whether an attempt at a batch begins the session.
func (s *session) begins(b *batch, sentInSession bool) bool {
	return s.state.seqInSession(b.seq) == 1 && !sentInSession
}

// ends reports whether a batch is the last one of its session.
func (b *batch) ends() bool { return b.final || b.closes }

func (s *session) call(b *batch) graph.Call[batchAnswer] {
	p := sessionParam{
		SessionID:     s.state.SessionID,
		BatchSeq:      s.state.seqInSession(b.seq),
		LastBatchFlag: b.ends(),
	}
	if len(s.state.Earlier) == 0 {
		p.EstimatedNumTotal = s.u.config.EstimatedTotal // Of the whole upload.
	}
	return s.endpoint.call(s.state.ID, batchParams{Payload: b.payload, Session: p})
}

func (s *session) failed(b *batch, err error) error {
	if errors.Is(err, errSessionOver) {
		return err
	}
	return &Error{
		Kind:          s.state.Kind,
		ID:            s.state.ID,
		SessionID:     s.state.SessionID,
		Batch:         b.seq,
		FirstRow:      b.first,
		LastRow:       b.last,
		Attempts:      b.attempts,
		MaybeReceived: b.inDoubt,
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

// wait waits before the next attempt, but never longer than a session lasts,
// and where there can be no other one, never for the end of the session.
func (s *session) wait(ctx context.Context, result delivery.Outcome, attempt int, cause error) error {
	pause := firstPause
	var answer *graph.Error
	if errors.As(cause, &answer) && (result == delivery.Busy || errors.Is(cause, graph.ErrRateLimited)) {
		pause = firstBusyPause
	}
	pause = max(delivery.Backoff(pause, longestPause, attempt), delivery.WaitOf(cause))
	pause = delivery.Jitter(pause)
	switch {
	case !s.state.Kind.takesSessions() && s.expires().Before(s.u.now().Add(pause)):
		return fmt.Errorf("no time is left in the session to wait %v: %w", pause.Round(time.Second), cause)
	case pause > sessionLength:
		return fmt.Errorf("the wait of %v is too long; resume the upload later: %w", pause.Round(time.Second), cause)
	}
	if err := s.u.sleep(ctx, pause); err != nil {
		return errors.Join(err, cause)
	}
	return nil
}
