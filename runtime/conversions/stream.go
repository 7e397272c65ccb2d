package conversions

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"
)

// Batch is what became of the events of one request that the API took.
type Batch struct {
	// Events are the events, in the order in which they were sent.
	Events []Ref
	// Received is how many of them the API says it has received: all, as far as
	// is known.
	Received int64
	// Messages are what else it says.
	Messages []string
	// TraceID identifies the request for Meta's support, for a short time.
	TraceID string
	// Attempts is how often the batch was sent. With more than 1, an answer was
	// lost on the way, or the API could not be reached or had too much to do.
	Attempts int
	// LeftOut are the events that were sent without some values of their user
	// data, which could not be right. Their Err is nil.
	LeftOut []*EventError
}

// Send sends events. It returns the batches that the API took, and the errors
// of all that it did not: [*EventError] for an event, [*BatchError] for a
// batch, joined where there are several. After an error that concerns all it
// sends nothing more; the last error is about the events that are left.
func (s *Sender) Send(ctx context.Context, events ...Event) ([]*Batch, error) {
	var batches []*Batch
	var failed []error
	var stop *BatchError
	settled := make([]bool, len(events))
	settle := func(refs ...Ref) {
		for _, ref := range refs {
			settled[ref.Index] = true
		}
	}
	for batch, err := range s.Stream(ctx, Events(slices.Values(events))) {
		switch err := err.(type) {
		case nil:
			batches = append(batches, batch)
			settle(batch.Events...)
			continue
		case *EventError:
			settle(err.Event)
		case *BatchError:
			settle(err.Events...)
			if err.ConcernsAll {
				stop = err
			}
		}
		failed = append(failed, err)
		if stop != nil {
			break
		}
	}
	if err := s.unsent(ctx, events, settled, stop); err != nil {
		failed = append(failed, err)
	}
	if len(failed) == 1 {
		return batches, failed[0]
	}
	return batches, errors.Join(failed...)
}

// unsent returns the error of the events that are not settled, nil where there
// are none: Send has stopped, or ctx has ended.
func (s *Sender) unsent(ctx context.Context, events []Event, settled []bool, stop *BatchError) error {
	rest := &BatchError{PixelID: s.pixel}
	for i, e := range events {
		if !settled[i] {
			rest.Events = append(rest.Events, Ref{Index: i, Name: e.Name, ID: e.ID})
		}
	}
	switch {
	case len(rest.Events) == 0:
		return nil
	case stop != nil:
		rest.ConcernsAll, rest.Err = true, fmt.Errorf("not sent after the batch before: %w", stop.Err)
	default:
		rest.Err = context.Cause(ctx)
	}
	return rest
}

// Events returns a stream of events that never fails.
func Events(events iter.Seq[Event]) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		for event := range events {
			if !yield(event, nil) {
				return
			}
		}
	}
}

// Stream sends events as they come, in as many batches as it takes, and yields
// what became of them. Each event is in one of these, once:
//
//   - a [*Batch] that the API took;
//   - an [*EventError]: the event is invalid, or the API refused it by name;
//   - a [*BatchError]: the batch was not taken, or may not have been.
//
// An error does not end the stream: going on sends what comes next. End the
// loop after a BatchError with ConcernsAll, or wait there until what it says is
// mended: each batch that comes next would be refused for the same reason, and
// calls made while throttled lengthen the block.
//
// After an error of events, the events before it are sent, and the error is the
// last that is yielded. The loop's end leaves events that were read and are not
// in any of these unsent. When ctx ends, the stream does.
func (s *Sender) Stream(ctx context.Context, events iter.Seq2[Event, error]) iter.Seq2[*Batch, error] {
	return func(yield func(*Batch, error) bool) {
		var batch []*message
		size, index := 0, 0
		flush := func() bool {
			full := batch
			batch, size = nil, 0
			return len(full) == 0 || s.deliver(ctx, full, yield)
		}
		for event, err := range events {
			if err != nil {
				if flush() {
					yield(nil, fmt.Errorf("conversions: reading event %d: %w", index, err))
				}
				return
			}
			m, invalid := newMessage(&event, index, &s.config, time.Now())
			index++
			if invalid != nil {
				if !yield(nil, invalid) {
					return
				}
			} else {
				full := len(batch) == s.config.MaxEvents || size+len(m.json)+1 > s.config.MaxBytes
				if full && !flush() {
					return
				}
				batch, size = append(batch, m), size+len(m.json)+1
			}
			if ctx.Err() != nil {
				break
			}
		}
		flush()
	}
}

// Check says whether an event can be sent, and sends nothing. The error is an
// [*EventError] when it cannot; the problems are values of its user data that
// would be left out.
func (s *Sender) Check(event Event) ([]Problem, error) {
	m, invalid := newMessage(&event, 0, &s.config, time.Now())
	if invalid != nil {
		return nil, invalid
	}
	return m.leftOut, nil
}
