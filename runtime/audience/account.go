package audience

import (
	"cmp"
	"fmt"
	"slices"
)

// The account of a session: which batches were acknowledged, and what is saved
// about them.

// ackedBefore reports whether an earlier run had the batch acknowledged, and
// counts it then.
func (s *session) ackedBefore(b *batch) (bool, error) {
	i := slices.IndexFunc(s.ackedAhead, func(m Mark) bool { return m.Seq == b.seq })
	if i < 0 {
		return false, nil
	}
	if s.ackedAhead[i].Digest != b.end.Digest {
		return false, fmt.Errorf("%w: rows %d to %d are others", ErrInputChanged, b.first, b.last)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.batches++
	s.sent += b.rows
	return true, nil
}

// beforeAttempt refuses to send when the session is over. With its first batch
// it begins the session and saves the checkpoint, so that a run that dies
// before the answer does not leave rows in a session that nobody knows of.
func (s *session) beforeAttempt(b *batch, sentInSession bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.begins(b, sentInSession) {
		return s.checkTime()
	}
	s.state.StartedAt = s.u.now()
	return s.save()
}

// checkTime refuses to send when the session is over.
func (s *session) checkTime() error {
	switch {
	case s.u.now().Sub(s.state.StartedAt) < sessionLength:
		return nil
	case s.state.Kind.takesSessions():
		return errSessionOver
	}
	return &ExpiredError{SessionID: s.state.SessionID, StartedAt: s.state.StartedAt, RowsDone: s.state.Acked.Counts.Read}
}

// ack takes a batch into the account. There is no answer when it was lost.
// moved says that an earlier session may have had the batch too.
func (s *session) ack(b *batch, answer *batchAnswer, resent, moved bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.batches++
	s.sent += b.rows
	if resent {
		s.state.Resent++
	}
	if moved {
		s.state.Moved++
	}
	if answer != nil {
		received, invalid := s.state.earlier()
		s.state.Received = max(s.state.Received, received+answer.NumReceived.Or(0))
		s.state.InvalidEntries = max(s.state.InvalidEntries, invalid+answer.NumInvalidEntries.Or(0))
		s.samples = s.samples.add(answer.InvalidEntrySamples)
	}
	if b.final {
		s.state.Finished = true
		s.state.Confirmed = answer != nil && s.state.Moved == 0 && s.state.Received == s.sent
	}
	s.advance(b.end)
	if err := s.save(); err != nil {
		return err
	}
	if s.u.config.Progress != nil {
		s.u.config.Progress(s.progress(b.last))
	}
	return nil
}

// advance moves Acked as far as there is no gap.
func (s *session) advance(end Mark) {
	s.state.Ahead = append(s.state.Ahead, end)
	slices.SortFunc(s.state.Ahead, func(a, b Mark) int { return cmp.Compare(a.Seq, b.Seq) })
	for len(s.state.Ahead) > 0 && s.state.Ahead[0].Seq == s.state.Acked.Seq+1 {
		s.state.Acked = s.state.Ahead[0]
		s.state.Ahead = s.state.Ahead[1:]
	}
}

// save hands a copy of the checkpoint to the caller.
func (s *session) save() error {
	if s.u.config.Checkpoint == nil {
		return nil
	}
	state := s.state
	state.Schema = slices.Clone(state.Schema)
	state.Ahead = slices.Clone(state.Ahead)
	state.Skipped = slices.Clone(state.Skipped)
	state.Earlier = slices.Clone(state.Earlier)
	if err := s.u.config.Checkpoint(state); err != nil {
		return fmt.Errorf("audience: the checkpoint was not saved: %w", err)
	}
	return nil
}

func (s *session) progress(rows int64) Progress {
	rows = max(rows, s.state.Acked.Counts.Read)
	return Progress{
		Kind:        s.state.Kind,
		ID:          s.state.ID,
		SessionID:   s.state.SessionID,
		SessionEnds: s.state.StartedAt.Add(sessionLength),
		TooSlow:     s.tooSlow(rows),
		Rows:        rows,
		Sent:        s.sent,
		Batches:     s.batches,
		Received:    s.state.Received,
	}
}

// tooSlow reports whether all rows take longer than the session, when these
// took the time since it began.
func (s *session) tooSlow(rows int64) bool {
	taken := s.u.now().Sub(s.state.StartedAt)
	if s.state.Kind.takesSessions() || s.state.Finished || s.u.config.EstimatedTotal == 0 || rows == 0 || taken < leastPace {
		return false
	}
	all := taken.Seconds() / float64(rows) * float64(s.u.config.EstimatedTotal)
	return all > sessionLength.Seconds()
}

func (s *session) result() *Result {
	s.mu.Lock()
	defer s.mu.Unlock()
	return &Result{
		Kind:           s.state.Kind,
		ID:             s.state.ID,
		SessionID:      s.state.SessionID,
		Counts:         s.batcher.tally.counts(),
		RowErrors:      s.batcher.rowErrors,
		Batches:        s.batches,
		Sent:           s.sent,
		Resent:         s.state.Resent,
		Received:       s.state.Received,
		Confirmed:      s.state.Confirmed,
		InvalidEntries: s.state.InvalidEntries,
		Samples:        s.samples,
		Earlier:        slices.Clone(s.state.Earlier),
	}
}
