package audience

import (
	"context"
	"errors"
)

// Add adds people to the custom audience with this id. People that are in it
// already stay in it once.
//
// The Result is never nil; when the upload fails, it says how far it came. The
// error is an [*Error] when sending a batch failed, a [*RowError] when
// Config.OnInvalid is [Stop], or what rows or Config.Checkpoint failed with.
func (u *Uploader) Add(ctx context.Context, audienceID string, rows Rows) (*Result, error) {
	return u.start(ctx, KindAdd, audienceID, rows)
}

// Remove removes people from the custom audience with this id. Result and
// error are as for [Uploader.Add].
func (u *Uploader) Remove(ctx context.Context, audienceID string, rows Rows) (*Result, error) {
	return u.start(ctx, KindRemove, audienceID, rows)
}

// Replace makes people the whole of the custom audience with this id, which
// must have less than 100 million people. The audience changes when the
// session is over: after a failure, resume the upload or start again from the
// first row. All rows have to be sent within the session's 90 minutes:
// [Progress] warns when they will not do, and the upload fails with an
// [*ExpiredError] at their end. Rows that are too many for that are divided:
// replace the audience with some of them, and add the rest. Result and error are as for [Uploader.Add].
func (u *Uploader) Replace(ctx context.Context, audienceID string, rows Rows) (*Result, error) {
	return u.start(ctx, KindReplace, audienceID, rows)
}

// RemoveFromAccount removes people from every custom audience of an ad
// account, such as "act_123". Result and error are as for [Uploader.Add].
func (u *Uploader) RemoveFromAccount(ctx context.Context, accountID string, rows Rows) (*Result, error) {
	return u.start(ctx, KindRemoveFromAccount, accountID, rows)
}

// Resume goes on with an upload that failed or was killed, with the rows that
// it began with, from the first one on: those that were acknowledged are
// skipped, after a digest has shown that they are the same. Rows behind them are
// not compared with anything. An upload that is finished is not sent again.
//
// When the session's 90 minutes are over, the upload goes on in another one;
// that of [Uploader.Replace] fails with an [*ExpiredError]. Other rows are
// [ErrInputChanged], another Config is a [*ConfigChangedError]. Result and error
// are otherwise as for [Uploader.Add]; the Result is of all runs
// together, but for RowErrors and Samples, which are of this one.
func (u *Uploader) Resume(ctx context.Context, from Checkpoint, rows Rows) (*Result, error) {
	if err := from.check(u); err != nil {
		return &Result{Kind: from.Kind, ID: from.ID, SessionID: from.SessionID}, err
	}
	s := newSession(u, from, true)
	if from.Finished {
		return s.result(), nil
	}
	if err := s.checkTime(); err != nil && !errors.Is(err, errSessionOver) {
		return s.result(), err
	}
	return s.run(ctx, rows)
}

// Check reads and encodes rows as an upload does and sends nothing. Batches
// and Sent of the Result say what would be sent, of the rows before an error
// where there is one. Checks need no valid token and no network.
func (u *Uploader) Check(rows Rows) (*Result, error) {
	b := newBatcher(u, Mark{})
	result := &Result{}
	var failed error
	for made, err := range b.batches(rows) {
		if err != nil {
			failed = err
			break
		}
		result.Batches, result.Sent = made.seq, made.end.Sent
	}
	switch {
	case errors.Is(failed, ErrNoRows):
		failed = nil
	case failed != nil && b.rows > 0: // The batch that was not finished.
		result.Batches, result.Sent = b.seq+1, b.sent+b.rows
	}
	result.Counts, result.RowErrors = b.tally.counts(), b.rowErrors
	return result, failed
}

func (u *Uploader) start(ctx context.Context, kind Kind, id string, rows Rows) (*Result, error) {
	id, err := checkID(kind, id)
	if err != nil {
		return &Result{Kind: kind}, err
	}
	state := Checkpoint{
		Version:   checkpointVersion,
		Kind:      kind,
		ID:        id,
		SessionID: u.config.SessionID,
		Schema:    u.config.Schema,
		Settings:  u.settings,
		Config:    u.config.settings(),
	}
	if state.SessionID == 0 {
		state.SessionID = newSessionID()
	}
	return newSession(u, state, false).run(ctx, rows)
}
