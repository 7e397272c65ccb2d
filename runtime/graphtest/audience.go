package graphtest

import (
	"crypto/sha256"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
)

func init() {
	actions["CustomAudience.users create"] = changePeople(peopleAdd)
	actions["CustomAudience.users delete"] = changePeople(peopleRemove)
	actions["CustomAudience.usersreplace create"] = changePeople(peopleReplace)
	actions["AdAccount.usersofanyaudience delete"] = removeEverywhere
}

// audience is the state of a custom audience: who is in it, as digests of what
// was sent.
type audience struct {
	people   *crowd
	sessions map[string]*audienceSession
	// begun are the sessions in the order in which they began.
	begun []*audienceSession
}

type peopleChange int

const (
	peopleAdd peopleChange = iota
	peopleRemove
	peopleReplace
)

// People returns how many people an audience has, who were added to it and not
// removed. It is 0 with [AudienceRules.ForgetPeople].
//
// Rows with the same e-mail address, phone number, advertiser id, external id
// and user ids are one person, whatever else is in them; rows that have only
// some of these in common are two, which the API may know to be one. A removal
// takes everyone who has any of the row's, also when the people were added with
// other columns. Rows with nothing of that kind are the same person, and are
// removed, where all of their values are the same.
func (s *Store) People(audienceID string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if rec := s.nodes[audienceID]; rec != nil {
		if a, ok := rec.state.(*audience); ok {
			return len(a.people.people)
		}
	}
	return 0
}

func audienceOf(rec *record) *audience {
	a, ok := rec.state.(*audience)
	if !ok {
		a = &audience{people: newCrowd(), sessions: map[string]*audienceSession{}}
		rec.state = a
	}
	return a
}

// changePeople returns the action of one of the edges that change people.
func changePeople(change peopleChange) action {
	return func(s *Server, sc *schema, c *call, decoded args) (any, *Error) {
		rows, err := readPayload(c, decoded["payload"])
		if err != nil {
			return nil, err
		}
		a := audienceOf(c.rec)
		if change == peopleReplace && c.rec.fields["subtype"] != nil && c.rec.fields["subtype"] != "CUSTOM" {
			return nil, &Error{Code: 2650, Message: "(#2650) Only audiences of the subtype CUSTOM can be replaced"}
		}
		session, err := a.session(s, change, decoded["session"], rows)
		if err != nil {
			return nil, err
		}
		session.take(rows, s.config.Audiences, a)
		if err := session.end(a); err != nil {
			return nil, err
		}
		s.recount(c.rec, a, session)
		return s.peopleAnswer(c, session, change), nil
	}
}

// removeEverywhere removes people from all audiences of an account. Its
// sessions are the account's.
func removeEverywhere(s *Server, _ *schema, c *call, decoded args) (any, *Error) {
	rows, err := readPayload(c, decoded["payload"])
	if err != nil {
		return nil, err
	}
	account := audienceOf(c.rec)
	session, err := account.session(s, peopleRemove, decoded["session"], rows)
	if err != nil {
		return nil, err
	}
	var audiences []*audience
	for _, l := range s.store.edges[edgeKey{c.rec.id, "customaudiences"}] {
		audiences = append(audiences, audienceOf(l.rec))
	}
	session.take(rows, s.config.Audiences, audiences...)
	if err := session.end(account); err != nil {
		return nil, err
	}
	for i, l := range s.store.edges[edgeKey{c.rec.id, "customaudiences"}] {
		s.recount(l.rec, audiences[i], nil)
	}
	return s.peopleAnswer(c, session, peopleReplace), nil
}

// payload are the rows of a call, without those that are invalid.
type payload struct {
	digest  [sha256.Size]byte // of its text
	schema  string
	people  []person
	rows    int
	invalid map[string]string
}

// maxRows is how many rows one call may have.
const maxRows = 10000

// hashedKeys are the keys whose values are SHA-256 digests.
var hashedKeys = []string{"EMAIL", "PHONE", "GEN", "DOBY", "DOBM", "DOBD", "FN", "LN", "FI", "ST", "CT", "ZIP", "COUNTRY", "EMAIL_SHA256", "PHONE_SHA256"}

// clearKeys are the keys whose values are sent as they are.
var clearKeys = []string{"MADID", "MOBILE_ADVERTISER_ID", "EXTERN_ID", "UID", "APPUID", "PAGEUID", "LOOKALIKE_VALUE", "DATA_PROCESSING_OPTIONS", "DATA_PROCESSING_OPTIONS_COUNTRY", "DATA_PROCESSING_OPTIONS_STATE"}

// readPayload reads the people of a call.
func readPayload(c *call, value any) (*payload, *Error) {
	members, ok := value.(map[string]any)
	if !ok {
		return nil, paramError([]string{"payload"}, "The parameter payload is required")
	}
	var columns []string
	switch schema := members["schema"].(type) {
	case string:
		columns = []string{schema}
	case []any:
		for _, key := range schema {
			columns = append(columns, textOf(key))
		}
	}
	for _, key := range columns {
		if !slices.Contains(hashedKeys, key) && !slices.Contains(clearKeys, key) {
			return nil, paramError([]string{"payload", "schema"}, "Param payload.schema has an unknown key %s%s", key, nearest(key, append(slices.Clone(hashedKeys), clearKeys...)))
		}
	}
	data, ok := members["data"].([]any)
	switch {
	case len(columns) == 0:
		return nil, paramError([]string{"payload", "schema"}, "Param payload.schema is required")
	case !ok || len(data) == 0:
		return nil, paramError([]string{"payload", "data"}, "Param payload.data must be a list of rows")
	case len(data) > maxRows:
		return nil, paramError([]string{"payload", "data"}, "Param payload.data has %d rows; a call takes at most %d", len(data), maxRows)
	}
	p := &payload{
		digest: sha256.Sum256([]byte(c.params["payload"])), schema: strings.Join(columns, ","),
		rows: len(data), invalid: map[string]string{},
	}
	for _, entry := range data {
		row, isList := entry.([]any)
		if !isList {
			row = []any{entry}
		}
		if reason := rowProblem(columns, row); reason != "" {
			p.invalid[string(mustJSON(row))] = reason
			continue
		}
		p.people = append(p.people, newPerson(columns, row))
	}
	return p, nil
}

// rowProblem returns why a row is invalid, or "".
func rowProblem(columns []string, row []any) string {
	if len(row) != len(columns) {
		return "the row has " + strconv.Itoa(len(row)) + " values for " + strconv.Itoa(len(columns)) + " keys"
	}
	empty := true
	for i, key := range columns {
		text := textOf(row[i])
		empty = empty && text == ""
		if text != "" && slices.Contains(hashedKeys, key) && !isDigest(text) {
			return key + " is not a SHA-256 digest in lower case"
		}
	}
	if empty {
		return "the row is empty"
	}
	return ""
}

func isDigest(text string) bool {
	return len(text) == 2*sha256.Size && strings.Trim(text, "0123456789abcdef") == ""
}

// recount writes what reads of an audience return about its people. Unlike at
// the API, that changes at once, and the figures are exact.
func (s *Server) recount(rec *record, a *audience, session *audienceSession) {
	count := json.Number(strconv.Itoa(len(a.people.people)))
	rec.fields["approximate_count_lower_bound"] = count
	rec.fields["approximate_count_upper_bound"] = count
	rec.fields["time_content_updated"] = json.Number(numberText(s.config.Now().Unix()))
	if session == nil || session.start.IsZero() {
		return
	}
	if session.listed == nil {
		session.listed = &record{typ: "CustomAudienceSession", fields: map[string]any{}}
		s.store.linkTo(edgeKey{rec.id, "sessions"}, session.listed)
	}
	fields := map[string]any{
		"session_id": session.id, "start_time": json.Number(numberText(session.start.Unix())),
		"num_received": json.Number(strconv.Itoa(session.received)), "num_invalid_entries": json.Number(strconv.Itoa(session.invalid)),
	}
	if session.finished {
		fields["end_time"] = json.Number(numberText(s.config.Now().Unix()))
	}
	s.store.set(session.listed, fields)
}

// peopleAnswer is what a call that changes people answers.
func (s *Server) peopleAnswer(c *call, session *audienceSession, change peopleChange) object {
	out := object{{"audience_id", c.rec.id}}
	if change == peopleReplace {
		out = object{{"account_id", accountOf(c.rec)}}
	}
	out.add("session_id", session.id)
	out.add("num_received", session.received)
	out.add("num_invalid_entries", session.invalid)
	if len(session.samples) == 0 && s.has(EmptyMaps) {
		out.add("invalid_entry_samples", []any{})
	} else {
		samples := map[string]string{}
		for row, reason := range session.samples {
			samples[row] = reason
		}
		out.add("invalid_entry_samples", samples)
	}
	return out
}

// sessionLife is how long after its first call a session ends by itself.
const sessionLife = 90 * time.Minute
