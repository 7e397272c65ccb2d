package graph

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"strings"
)

// members are the members of a JSON object, undecoded. Errors are read from
// them one by one, so that a member of an odd type spoils none of the others.
type members map[string]json.RawMessage

// text returns a member as text, or "" when it is none.
func (m members) text(key string) string {
	var s string
	if json.Unmarshal(m[key], &s) != nil {
		return ""
	}
	return s
}

// number returns a member as a whole number, and whether it is one. The API
// sends numbers as text too.
func (m members) number(key string) (int, bool) {
	var n Opt[int64]
	if len(m[key]) == 0 || n.UnmarshalJSON(m[key]) != nil {
		return 0, false
	}
	v, ok := n.Get()
	if int64(int(v)) != v {
		return 0, false
	}
	return int(v), ok
}

// flag returns a member as a boolean, and whether it is one.
func (m members) flag(key string) (value, ok bool) {
	var b Opt[bool]
	if len(m[key]) == 0 || b.UnmarshalJSON(m[key]) != nil {
		return false, false
	}
	return b.Get()
}

// fault returns the error that an answer holds, or nil when it holds none.
// The status alone decides nothing: the API sends errors with 200, and proxies
// send pages of their own with any status.
func (a *answer) fault() *Error {
	ok := a.status >= 200 && a.status <= 299 || a.status == http.StatusNotModified
	switch {
	case ok && a.isForeign():
		return &Error{Message: a.foreign(), Transient: true}
	case ok && !bytes.Contains(a.body, []byte(`"error`)):
		return nil // As nearly all answers, without decoding them.
	}
	var m members
	var e *Error
	if json.Unmarshal(a.body, &m) == nil && m != nil {
		e = memberError(m, ok)
	}
	if e == nil && !ok {
		e = &Error{Message: a.foreign()}
	}
	return e
}

// isForeign reports whether an answer with a status of success does not begin
// as JSON does: the page of a proxy, a text such as "Service Unavailable", or
// nothing. What the API did is not known then. JSON that breaks off is the
// API's own.
func (a *answer) isForeign() bool {
	if a.inBatch || a.status == http.StatusNoContent || a.status == http.StatusNotModified {
		return false
	}
	text := bytes.TrimLeft(a.body, " \t\r\n")
	if len(text) == 0 {
		return true
	}
	switch first := text[0]; {
	case first == '{', first == '[', first == '"', isNumber(first):
		return false
	case first == 't', first == 'f', first == 'n':
		return !json.Valid(text)
	}
	return true
}

// memberError returns the error in the members of an answer, in any of the
// forms that the API uses. Some forms look like a node and are taken for an
// error only when the status says so too.
func memberError(m members, ok bool) *Error {
	switch raw := bytes.TrimSpace(m["error"]); {
	case len(raw) == 0 || string(raw) == "null":
	case raw[0] == '{':
		var inner members
		_ = json.Unmarshal(raw, &inner) // It is an object.
		// With success it may be a field of a node.
		if !ok || inner["code"] != nil || inner["type"] != nil || len(m) == 1 {
			return envelopeError(inner)
		}
	case raw[0] == '"' && (!ok || m["id"] == nil):
		return oauthError(m)
	}
	if m["error_code"] != nil && (!ok || m["id"] == nil && (m["error_msg"] != nil || m["error_description"] != nil)) {
		return restError(m)
	}
	if _, isNumber := m.number("code"); isNumber && !ok {
		return envelopeError(m)
	}
	return nil
}

// envelopeError reads the usual form of an error.
func envelopeError(m members) *Error {
	e := &Error{
		Type:        m.text("type"),
		Message:     m.text("message"),
		UserTitle:   m.text("error_user_title"),
		UserMessage: m.text("error_user_msg"),
		TraceID:     m.text("fbtrace_id"),
		Data:        errorData(m["error_data"]),
	}
	e.Transient, _ = m.flag("is_transient")
	e.Code, _ = m.number("code")
	e.Subcode, _ = m.number("error_subcode")
	e.Blame = blame(e.Data)
	if result := m["original_response"]; len(result) > 0 && string(result) != "null" {
		e.Result = Object(result)
	}
	return e
}

// oauthError reads the form of the endpoints that hand out tokens:
// {"error": "invalid_grant", "error_description": "..."}.
func oauthError(m members) *Error {
	e := restError(m)
	e.Type = m.text("error")
	if e.Message == "" {
		e.Message, e.Type = e.Type, ""
	}
	return e
}

// restError reads the form of the API's predecessor:
// {"error_code": 190, "error_msg": "..."}.
func restError(m members) *Error {
	e := &Error{Message: m.text("error_msg"), TraceID: m.text("fbtrace_id")}
	if e.Message == "" {
		e.Message = m.text("error_description")
	}
	if e.Message == "" {
		e.Message = m.text("error_message")
	}
	e.Code, _ = m.number("error_code")
	e.Subcode, _ = m.number("error_subcode")
	return e
}

// errorData returns "error_data", which is an object or JSON in a string.
func errorData(raw json.RawMessage) Object {
	var text string
	if json.Unmarshal(raw, &text) == nil && json.Valid([]byte(text)) {
		raw = json.RawMessage(text)
	}
	if len(raw) == 0 || string(raw) == "null" {
		return nil
	}
	return Object(raw)
}

// blame returns the paths in "blame_field_specs", whose items are lists of
// names or names.
func blame(data Object) [][]string {
	var wire struct {
		Specs []json.RawMessage `json:"blame_field_specs"`
	}
	if len(data) == 0 || json.Unmarshal(data, &wire) != nil {
		return nil
	}
	var paths [][]string
	for _, spec := range wire.Specs {
		var path []string
		var name string
		switch {
		case json.Unmarshal(spec, &path) == nil && len(path) > 0:
			paths = append(paths, path)
		case json.Unmarshal(spec, &name) == nil && name != "":
			paths = append(paths, []string{name})
		}
	}
	return paths
}

// foreign describes an answer that the API did not write. It quotes nothing
// of it.
func (a *answer) foreign() string {
	status := strings.TrimSpace(fmt.Sprintf("%d %s", a.status, http.StatusText(a.status)))
	what := "without the API's error object"
	kind, _, _ := mime.ParseMediaType(a.header.Get("Content-Type"))
	switch trimmed := bytes.TrimSpace(a.body); {
	case a.status >= 300 && a.status <= 399:
		what = "to another place, which is not followed"
	case len(trimmed) == 0:
		what = "with an empty body"
	case trimmed[0] == '<':
		what = "with a page of HTML"
	case kind != "" && !json.Valid(a.body):
		what = "with " + kind + " that is not JSON"
	case a.status <= 299:
		what = "with text that is not JSON"
	}
	return "the server answered " + status + " " + what
}
