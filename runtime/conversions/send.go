package conversions

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
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
		switch {
		case s.config.SkipNamed && len(failed.Named) > 0 && skips < maxSkips:
			skips++
			if events = s.skip(events, failed, yield); len(events) == 0 {
				return events != nil
			}
			attempt = 0
			continue
		case outcome != delivery.Unknown, attempt >= s.config.MaxAttempts, ctx.Err() != nil:
			return yield(nil, failed)
		}
		again, once := split(events)
		if len(once) > 0 {
			part := *failed
			part.Events = refsOf(once)
			if !yield(nil, &part) {
				return false
			}
		}
		if len(again) == 0 {
			return true
		}
		events, failed.Events = again, refsOf(again)
		if err := sleep(ctx, pause(attempt, err)); err != nil {
			failed.Err = fmt.Errorf("%w (waiting for the next attempt: %w)", failed.Err, err)
			return yield(nil, failed)
		}
	}
}

// post sends events once, and again where the client knows that the API did not
// take them.
func (s *Sender) post(ctx context.Context, events []*message) (*Batch, error) {
	options := []graph.Option{graph.WithVersion(s.config.Version)}
	if !s.config.Token.IsZero() {
		options = append(options, graph.WithToken(s.config.Token))
	}
	a, err := graph.Do(ctx, s.client, s.call(events), options...)
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
	firstPause   = time.Second
	longestPause = time.Minute
)

// pause returns how long to wait after an attempt whose answer was lost.
func pause(attempt int, err error) time.Duration {
	d := min(firstPause<<min(attempt-1, 10), longestPause)
	var refusal *graph.Error
	if errors.As(err, &refusal) {
		d = max(d, min(refusal.Wait, longestPause))
	}
	return d + rand.N(d/4+1)
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
