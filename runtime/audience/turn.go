package audience

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"
)

const (
	// sessionLength is how long after its first batch the API closes a session.
	sessionLength = 90 * time.Minute
	// sessionUse is after how long an upload ends a session itself, with a batch
	// that is marked as the last one. What is left is for the attempts at it.
	sessionUse = 75 * time.Minute
	// leastPace is how long the pace of an upload is measured.
	leastPace = 5 * time.Minute
)

// errSessionOver means that a batch has to go into another session.
var errSessionOver = errors.New("the session is over")

// EndedSession is one of the sessions of an upload that took more than one.
type EndedSession struct {
	SessionID int64     `json:"session_id"`
	StartedAt time.Time `json:"started_at"`
	// Received is the session's number of rows by the API's own count, as far
	// as it told, and InvalidEntries how many of them the API found invalid.
	Received       int64 `json:"received"`
	InvalidEntries int64 `json:"invalid_entries"`
	// Closed says that the session ended with a batch that was marked as its
	// last one. Otherwise its 90 minutes were over.
	Closed bool `json:"closed"`
}

// takesSessions reports whether an upload may take several sessions. One that
// replaces an audience takes effect at the end of its session, so that all
// rows have to be in it.
func (k Kind) takesSessions() bool { return k != KindReplace }

// place says where a batch goes: it begins another session when this one has
// had its last batch, and makes the batch the last one when the session has
// lasted long enough. It reports whether the batch has to go alone.
func (s *session) place(b *batch) (alone bool, err error) {
	now := s.u.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state.closed() {
		s.turn()
	}
	b.closes = s.state.ClosedBy == b.seq
	if b.ends() || s.state.seqInSession(b.seq) == 1 {
		return true, nil
	}
	// A batch that an earlier run may have sent was not marked then, and has to
	// stay the same to the byte.
	if !s.state.Kind.takesSessions() || now.Sub(s.state.StartedAt) < sessionUse || b.seq <= s.sentInSession {
		return false, nil
	}
	s.state.ClosedBy, b.closes = b.seq, true
	return true, s.save()
}

// turn begins another session. It is saved when its first batch is sent. No
// batch may be on its way.
func (s *session) turn() {
	received, invalid := s.state.earlier()
	s.state.Earlier = append(s.state.Earlier, EndedSession{
		SessionID:      s.state.SessionID,
		StartedAt:      s.state.StartedAt,
		Received:       s.state.Received - received,
		InvalidEntries: s.state.InvalidEntries - invalid,
		Closed:         s.state.closed(),
	})
	s.state.SessionID, s.state.StartedAt, s.state.ClosedBy = newSessionID(), time.Time{}, 0
	s.state.FirstBatch, s.state.Skipped = s.state.Acked.Seq+1, nil
	for _, ahead := range s.state.Ahead {
		s.state.Skipped = append(s.state.Skipped, ahead.Seq)
	}
	s.sentInSession = 0
}

// deliverOrLeave delivers a batch, or leaves it when the session is over.
func (s *session) deliverOrLeave(ctx context.Context, b *batch) error {
	err := s.deliver(ctx, b)
	if !errors.Is(err, errSessionOver) {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.left = append(s.left, b)
	return nil
}

func (s *session) hasLeft() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.left) > 0
}

// sendLeft sends the batches that a session was over for, one after the other,
// in the next session.
func (s *session) sendLeft(ctx context.Context) error {
	for s.hasLeft() {
		s.mu.Lock()
		s.turn()
		batches := s.left
		s.left = nil
		s.mu.Unlock()
		slices.SortFunc(batches, func(a, b *batch) int { return cmp.Compare(a.seq, b.seq) })
		for _, b := range batches {
			b.closes = false
			if err := s.deliverOrLeave(ctx, b); err != nil {
				return err
			}
		}
	}
	return nil
}
