package graphtest

import (
	"encoding/hex"
	"strconv"
	"time"
)

// audienceSession is an upload of many people in several calls.
type audienceSession struct {
	id       string
	change   peopleChange
	schema   string
	start    time.Time
	batches  map[int64]*AudienceBatch
	order    []*AudienceBatch // in which they came
	last     int64
	total    int64
	finished bool
	// failure is what the last batch was answered when the session came to
	// nothing.
	failure *Error
	// ending means that the current call is the last one.
	ending   bool
	repeated bool
	received int
	invalid  int
	samples  map[string]string
	// people are those of a replacement, which take effect at its end.
	people *crowd
	listed *record
}

// session returns the session that a call belongs to, or why it can't.
func (a *audience) session(s *Server, change peopleChange, value any, rows *payload) (*audienceSession, *Error) {
	members, ok := value.(map[string]any)
	if !ok {
		return &audienceSession{id: s.store.newID(), change: change}, nil
	}
	id := textOf(members["session_id"])
	seq, err := strconv.ParseInt(textOf(members["batch_seq"]), 10, 64)
	switch {
	case id == "":
		return nil, paramError([]string{"session", "session_id"}, "Param session.session_id is required")
	case err != nil || seq < 1:
		return nil, paramError([]string{"session", "batch_seq"}, "Param session.batch_seq must be a number from 1 on")
	}
	now := s.config.Now()
	session := a.sessions[id]
	switch {
	case session == nil && seq != 1:
		return nil, sessionError(1870147, "The first batch of the session is missing: batch_seq begins with 1")
	case session == nil:
		if change == peopleReplace && a.replacing(now) {
			return nil, sessionError(1870145, "An update of the audience is running already")
		}
		session = &audienceSession{id: id, change: change, schema: rows.schema, start: now, batches: map[int64]*AudienceBatch{}}
		session.total, _ = strconv.ParseInt(textOf(members["estimated_num_total"]), 10, 64)
		a.sessions[id] = session
		a.begun = append(a.begun, session)
	case session.finished && !(s.config.Audiences.RepeatsAfterEnd && session.batches[seq] != nil):
		return nil, sessionError(1870159, "The session has finished already")
	case now.Sub(session.start) > sessionLife:
		return nil, sessionError(1870158, "The session has timed out: it ends 90 minutes after its first batch")
	case session.change != change:
		return nil, paramError([]string{"session", "session_id"}, "The session is one of another operation")
	case session.schema != rows.schema:
		return nil, paramError([]string{"payload", "schema"}, "The schema must not change within a session")
	}
	session.last = max(session.last, seq)
	session.ending = truth(textOf(members["last_batch_flag"]))
	session.enter(seq, rows)
	return session, nil
}

// enter enters a batch into the session's record.
func (session *audienceSession) enter(seq int64, rows *payload) {
	batch := AudienceBatch{
		Seq: seq, Last: session.ending, Rows: rows.rows, Invalid: len(rows.invalid), Digest: hex.EncodeToString(rows.digest[:]),
	}
	before := session.batches[seq]
	session.repeated = before != nil
	if before == nil {
		before = &batch
		session.batches[seq] = before
		session.order = append(session.order, before)
	}
	before.Times++
	before.Changed = before.Changed || before.Digest != batch.Digest || before.Last != batch.Last
}

func sessionError(subcode int, message string) *Error {
	return &Error{Code: 2650, Subcode: subcode, Message: "(#2650) " + message}
}

// replacing reports whether a replacement is under way.
func (a *audience) replacing(now time.Time) bool {
	for _, s := range a.sessions {
		if s.change == peopleReplace && !s.finished && now.Sub(s.start) <= sessionLife {
			return true
		}
	}
	return false
}

// take takes the rows of a call for some audiences. A batch that is sent again
// changes nobody.
func (session *audienceSession) take(rows *payload, rules AudienceRules, audiences ...*audience) {
	if !session.repeated || rules.CountRepeats {
		session.count(rows)
	}
	if session.repeated || rules.ForgetPeople {
		return
	}
	for _, a := range audiences {
		session.apply(a, rows.people)
	}
}

// apply changes the people of an audience. Those of a replacement wait for
// its end.
func (session *audienceSession) apply(a *audience, people []person) {
	for _, p := range people {
		switch session.change {
		case peopleAdd:
			a.people.add(p)
		case peopleRemove:
			a.people.remove(p)
		case peopleReplace:
			if session.people == nil {
				session.people = newCrowd()
			}
			session.people.add(p)
		}
	}
}

// maxSamples is how many invalid entries an answer shows.
const maxSamples = 100

func (session *audienceSession) count(rows *payload) {
	session.received += rows.rows
	session.invalid += len(rows.invalid)
	if session.samples == nil {
		session.samples = map[string]string{}
	}
	for _, row := range keys(rows.invalid) {
		if len(session.samples) < maxSamples {
			session.samples[row] = rows.invalid[row]
		}
	}
}

// end ends the session when the call was its last one. A replacement takes
// effect then; one that lacks a batch does not.
func (session *audienceSession) end(a *audience) *Error {
	alone := session.start.IsZero()
	full := session.change == peopleReplace && session.total > 0 && int64(session.received) >= session.total
	if !alone && !session.ending && !full {
		return nil
	}
	if session.finished {
		return session.failure // The last batch has come again.
	}
	session.finished = true
	if session.change != peopleReplace {
		return nil
	}
	if int64(len(session.batches)) != session.last {
		session.failure = sessionError(1870148, "A part of the session is missing, so nothing was replaced")
		return session.failure
	}
	a.people, session.people = session.people, nil
	if a.people == nil {
		a.people = newCrowd()
	}
	return nil
}
