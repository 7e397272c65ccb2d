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

// session is one run of an upload: the session of the API that it is in, and
// those that follow it.
type session struct {
	u        *Uploader
	endpoint *endpoint
	// sentBefore is the number of the last batch that an earlier run may have
	// sent, and sentInSession of those the last one of this session.
	sentBefore, sentInSession int64
	// ackedAhead are the ends of the batches that an earlier run had
	// acknowledged out of order.
	ackedAhead []Mark
	batcher    *batcher

	mu      sync.Mutex
	state   Checkpoint
	batches int64 // acknowledged
	sent    int64 // rows in these
	samples Samples
	// left are the batches that the session was over for.
	left []*batch
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
	s.state.Version = checkpointVersion
	s.state.FirstBatch = max(state.FirstBatch, 1)
	s.state.Ahead = slices.Clone(state.Ahead)
	s.state.Skipped = slices.Clone(state.Skipped)
	s.state.Earlier = slices.Clone(state.Earlier)
	s.state.Window = u.config.Concurrency
	if resumed {
		s.sentBefore = state.lastAcked() + int64(state.Window)
		if state.ClosedBy > 0 { // Which was sent alone.
			s.sentBefore = state.ClosedBy
		}
		s.sentInSession = s.sentBefore
	}
	return s
}

// run sends the batches of rows and returns the account of it, also when it
// fails.
func (s *session) run(ctx context.Context, rows Rows) (*Result, error) {
	err := s.sendAll(ctx, rows)
	return s.result(), err
}

// sendAll sends the batches.
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
		if err := s.send(ctx, flight, b); err != nil {
			return flight.land(err)
		}
	}
	if err := flight.land(nil); err != nil {
		return err
	}
	return s.sendLeft(ctx)
}

// send sends a batch, or begins to. The first one of a session goes alone
// because the API refuses a session that does not begin with it, the last one
// because it ends the session.
func (s *session) send(ctx context.Context, flight *flight, b *batch) error {
	for {
		if s.hasLeft() {
			if err := flight.land(nil); err != nil {
				return err
			}
			if err := s.sendLeft(ctx); err != nil {
				return err
			}
		}
		alone, err := s.place(b)
		if err != nil {
			return err
		}
		if !alone {
			return flight.start(func() error { return s.deliverOrLeave(ctx, b) })
		}
		if err := flight.land(nil); err != nil {
			return err
		}
		if !s.hasLeft() {
			return s.deliverOrLeave(ctx, b)
		}
	}
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
