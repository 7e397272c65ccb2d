package audience

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"slices"
	"sync"
	"time"
)

// session is one run of an upload.
type session struct {
	u        *Uploader
	endpoint *endpoint
	// sentBefore is the number of the last batch that an earlier run may have
	// sent.
	sentBefore int64
	// ackedAhead are the ends of the batches that an earlier run had
	// acknowledged out of order.
	ackedAhead []Mark
	batcher    *batcher

	mu      sync.Mutex
	state   Checkpoint
	batches int64 // acknowledged
	sent    int64 // rows in these
	samples Samples
}

// newSession returns a session that goes on from state.
func newSession(u *Uploader, state Checkpoint, resumed bool) *session {
	s := &session{
		u:          u,
		endpoint:   endpoints[state.Kind],
		ackedAhead: state.Ahead,
		batcher:    newBatcher(u, state.Acked),
		state:      state,
		batches:    state.Acked.Seq,
		sent:       state.Acked.Sent,
	}
	s.state.Ahead = slices.Clone(state.Ahead)
	s.state.Window = u.config.Concurrency
	if resumed {
		s.sentBefore = state.Acked.Seq + int64(state.Window)
	}
	return s
}

// run sends the batches of rows and returns the account of it, also when it
// fails.
func (s *session) run(ctx context.Context, rows Rows) (*Result, error) {
	err := s.sendAll(ctx, rows)
	return s.result(), err
}

// sendAll sends the batches. The first one goes alone because the API refuses
// a session that does not begin with it, the last one because it ends the
// session.
func (s *session) sendAll(ctx context.Context, rows Rows) error {
	flight := newFlight(s.u.config.Concurrency)
	for b, err := range s.batcher.batches(rows) {
		if err == nil && ctx.Err() != nil {
			err = fmt.Errorf("audience: stopped before batch %d: %w", b.seq, ctx.Err())
		}
		if err != nil {
			return flight.land(err)
		}
		switch acked, err := s.ackedBefore(b); {
		case err != nil:
			return flight.land(err)
		case acked:
			continue
		}
		if b.seq == 1 || b.final {
			if err := flight.land(nil); err != nil {
				return err
			}
			if err := s.deliver(ctx, b); err != nil {
				return err
			}
			continue
		}
		if !flight.start(func() error { return s.deliver(ctx, b) }) {
			break
		}
	}
	return flight.land(nil)
}

// flight is the batches that are on their way.
type flight struct {
	slots chan struct{}
	wait  sync.WaitGroup
	mu    sync.Mutex
	err   error // the first
}

func newFlight(size int) *flight { return &flight{slots: make(chan struct{}, size)} }

// start runs send when there is a slot, on a goroutine unless there is one slot
// only. It reports false when a batch has failed.
func (f *flight) start(send func() error) bool {
	if cap(f.slots) == 1 {
		return f.keep(send())
	}
	f.slots <- struct{}{}
	if !f.keep(nil) {
		<-f.slots
		return false
	}
	f.wait.Go(func() {
		defer func() { <-f.slots }()
		f.keep(send())
	})
	return true
}

// keep keeps the first error, and reports whether there is none.
func (f *flight) keep(err error) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err == nil {
		f.err = err
	}
	return f.err == nil
}

// land waits for all batches and returns the first error, else err.
func (f *flight) land(err error) error {
	f.wait.Wait()
	f.keep(err)
	return f.err
}

// expires returns when the API closes the session.
func (s *session) expires() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state.StartedAt.Add(sessionLength)
}

// newSessionID returns a random id above 0.
func newSessionID() int64 {
	var b [8]byte
	for {
		rand.Read(b[:]) // Never fails.
		if id := int64(binary.BigEndian.Uint64(b[:]) >> 1); id > 0 {
			return id
		}
	}
}
