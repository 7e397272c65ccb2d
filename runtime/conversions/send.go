package conversions

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/internal/delivery"
)

// maxSkips is how often a batch is sent again without the events that the API
// names.
const maxSkips = 20

// deliver sends the events of a batch and yields what became of them: of all
// together, or of parts. It returns false when the loop has ended.
func (s *Sender) deliver(ctx context.Context, events []*message, yield func(*Batch, error) bool) bool {
	lost := false // an answer to these events
	for attempt, skips := 1, 0; ; attempt++ {
		batch, err := s.post(ctx, events)
		if err == nil {
			batch.Attempts = attempt
			return yield(batch, nil)
		}
		failed := s.failure(events, err)
		failed.Attempts = attempt
		outcome := delivery.OutcomeOf(err)
		lost = lost || outcome == delivery.Unknown
		failed.MaybeReceived = lost
		wait := s.pause(attempt, err)
		switch {
		case s.config.SkipNamed && len(failed.Named) > 0 && skips < maxSkips:
			skips++
			if events = s.skip(events, failed, yield); len(events) == 0 {
				return events != nil
			}
			attempt = 0
			continue
		case outcome == delivery.Refused, attempt >= s.config.MaxAttempts, wait > s.config.MaxWait, ctx.Err() != nil, endsBefore(ctx, wait):
			failed.ConcernsAll = concernsAll(err)
			return yield(nil, failed)
		}
		if outcome == delivery.Unknown {
			again, once := split(events)
			if len(once) > 0 {
				part := *failed
				part.Events = refsOf(once)
				part.ConcernsAll = len(again) == 0 && concernsAll(err)
				if !yield(nil, &part) {
					return false
				}
			}
			if len(again) == 0 {
				return true
			}
			events, failed.Events = again, refsOf(again)
		}
		if err := delivery.Sleep(ctx, delivery.Jitter(wait)); err != nil {
			failed.Err = fmt.Errorf("%w (waiting for the next attempt: %w)", failed.Err, err)
			return yield(nil, failed)
		}
	}
}

// post sends events once.
func (s *Sender) post(ctx context.Context, events []*message) (*Batch, error) {
	a, err := graph.Do(ctx, s.client, s.call(events), delivery.Options(s.config.Token, s.config.Version)...)
	if err != nil {
		return nil, err
	}
	received, ok := a.EventsReceived.Get()
	if !ok {
		return nil, &graph.DecodeError{Operation: sendEvents.String(), Path: "events_received", Type: "int64", Problem: "is not there"}
	}
	batch := &Batch{Events: refsOf(events), Received: received, TraceID: a.TraceID}
	for _, message := range a.Messages {
		batch.Messages = append(batch.Messages, delivery.ScrubText(message, valuesOf(events)))
	}
	for _, m := range events {
		if len(m.leftOut) > 0 {
			batch.LeftOut = append(batch.LeftOut, &EventError{Event: m.ref, Problems: m.leftOut})
		}
	}
	return batch, nil
}

// failure returns the error of a batch that failed with err.
func (s *Sender) failure(events []*message, err error) *BatchError {
	failed := &BatchError{PixelID: s.pixel, Events: refsOf(events), Err: delivery.Scrub(err, valuesOf(events))}
	for _, i := range namedBy(err, events) {
		failed.Named = append(failed.Named, events[i].ref)
	}
	return failed
}

// skip yields the errors of the events that the API names, and returns the
// others; nil when the loop has ended.
func (s *Sender) skip(events []*message, failed *BatchError, yield func(*Batch, error) bool) []*message {
	rest := []*message{}
	ended := false
	for _, m := range events {
		switch {
		case !slices.Contains(failed.Named, m.ref):
			rest = append(rest, m)
		case !ended:
			ended = !yield(nil, &EventError{Event: m.ref, Err: failed.Err})
		}
	}
	if ended {
		return nil
	}
	return rest
}

// split divides events into those that can be sent again, because the API
// counts them once, and the others.
func split(events []*message) (again, once []*message) {
	for _, m := range events {
		if m.ref.ID != "" {
			again = append(again, m)
		} else {
			once = append(once, m)
		}
	}
	return again, once
}

func refsOf(events []*message) []Ref {
	refs := make([]Ref, len(events))
	for i, m := range events {
		refs[i] = m.ref
	}
	return refs
}

const (
	firstPause = time.Second
	// firstThrottledPause is longer because calls made while throttled lengthen
	// the block.
	firstThrottledPause = 30 * time.Second
)

// pause returns how long to wait after an attempt that failed: at least as long
// as the API or the client's limiter asks for, more after further attempts.
func (s *Sender) pause(attempt int, err error) time.Duration {
	first := firstPause
	switch asked := delivery.WaitOf(err); {
	case asked > s.config.MaxWait:
		return asked
	case asked > 0:
		first = max(first, asked)
	case errors.Is(err, graph.ErrRateLimited):
		first = firstThrottledPause
	}
	return delivery.Backoff(first, s.config.MaxWait, attempt)
}

// endsBefore reports whether the deadline of ctx comes before a wait is over.
func endsBefore(ctx context.Context, wait time.Duration) bool {
	deadline, ok := ctx.Deadline()
	return ok && time.Until(deadline) <= wait
}

// concernsAll reports whether other events would fail with the same error.
func concernsAll(err error) bool {
	return slices.ContainsFunc([]error{graph.ErrToken, graph.ErrPermission, graph.ErrBlocked, graph.ErrNotFound, graph.ErrRateLimited},
		func(class error) bool { return errors.Is(err, class) })
}
