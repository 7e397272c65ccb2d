package graphtest

import "time"

// AudienceRules says how uploads of people to custom audiences behave where
// the API's documentation leaves it open, and what is kept of them. The zero
// AudienceRules counts a batch once, refuses a session that has ended, and
// keeps who is in an audience.
type AudienceRules struct {
	// CountRepeats makes num_received count a batch as often as it comes. The
	// audience has its people once all the same.
	CountRepeats bool
	// RepeatsAfterEnd makes a session that has ended answer the batches that it
	// has had. Otherwise it refuses them with 2650/1870159, as it does others.
	RepeatsAfterEnd bool
	// ForgetPeople keeps records of batches and not who is in an audience, so
	// that an upload of millions takes no memory here. Audiences then count as
	// empty; what was uploaded is told by [Store.AudienceSessions].
	ForgetPeople bool
}

// AudienceSession is what the server took of an upload of people in several
// calls, those with the param session.
type AudienceSession struct {
	// ID is the session_id.
	ID string
	// StartedAt is when the first batch came. The session times out 90 minutes
	// later, by [Config.Now].
	StartedAt time.Time
	// Finished means that the last batch has come.
	Finished bool
	// Received and Invalid are num_received and num_invalid_entries of the
	// latest answer.
	Received, Invalid int
	// Batches are the batches in the order in which they first came.
	Batches []AudienceBatch
}

// AudienceBatch is one batch of an [AudienceSession].
type AudienceBatch struct {
	// Seq is the batch_seq, from 1.
	Seq int64
	// Last is the last_batch_flag.
	Last bool
	// Rows is how many rows it has, and Invalid how many of them are invalid.
	Rows, Invalid int
	// Times is how often it came. Calls that were refused do not count.
	Times int
	// Changed means that it came again with another payload or last_batch_flag.
	// The people are those of the first time.
	Changed bool
	// Digest is the SHA-256 digest of the text of the param payload, in hex: a
	// test that knows what has to come can tell that it came, row by row.
	Digest string
}

// AudienceSessions returns the sessions of an audience in the order in which
// they began. Those that remove people from all audiences of an ad account are
// the account's, by its id with act_.
func (s *Store) AudienceSessions(id string) []AudienceSession {
	s.mu.Lock()
	defer s.mu.Unlock()
	rec := s.nodes[id]
	if rec == nil {
		return nil
	}
	a, ok := rec.state.(*audience)
	if !ok {
		return nil
	}
	sessions := make([]AudienceSession, len(a.begun))
	for i, session := range a.begun {
		sessions[i] = AudienceSession{
			ID: session.id, StartedAt: session.start, Finished: session.finished,
			Received: session.received, Invalid: session.invalid,
		}
		for _, batch := range session.order {
			sessions[i].Batches = append(sessions[i].Batches, *batch)
		}
	}
	return sessions
}
