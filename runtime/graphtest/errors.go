package graphtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// Error is an error as the API answers with it. The zero value of a field
// leaves the member out.
type Error struct {
	// Code and Subcode are "code" and "error_subcode".
	Code, Subcode int
	// Type is "type". Empty means "OAuthException", which most errors are.
	Type string
	// Message is "message".
	Message string
	// UserTitle and UserMessage are "error_user_title" and "error_user_msg".
	UserTitle, UserMessage string
	// Transient is "is_transient".
	Transient bool
	// Data is "error_data": any value that JSON can hold.
	Data any
	// Status is the HTTP status. 0 means the one that the API uses for the code.
	Status int

	// blame is the path of the param that is at fault.
	blame []string
	// original is what a write answered before reading it back failed.
	original json.RawMessage
}

// Error returns the message.
func (e *Error) Error() string { return e.Message }

const (
	typeOAuth     = "OAuthException"
	typeMethod    = "GraphMethodException"
	typeBatch     = "GraphBatchException"
	typeException = "FacebookApiException"
)

// paramError is an error about one param, or a member of it.
func paramError(path []string, format string, args ...any) *Error {
	return &Error{Code: 100, Message: "(#100) " + fmt.Sprintf(format, args...), blame: path}
}

// unstored is the error about something that the store does not take.
func unstored(err error) *Error { return paramError(nil, "%v", err) }

// missing is the error about an object that is not there. The API does not
// tell it from one that may not be seen, or not be used in this way.
func missing(method, id string) *Error {
	return &Error{
		Code: 100, Subcode: 33, Type: typeMethod,
		Message: fmt.Sprintf("No %s of object '%s': it does not exist, the token may not see it, or it has no such operation", strings.ToLower(method), id),
	}
}

func unknownAlias(ids ...string) *Error {
	return &Error{Code: 803, Message: "(#803) There are no objects with these ids: " + strings.Join(ids, ",")}
}

func unknownPath(path string) *Error {
	return &Error{Code: 2500, Message: "Unknown path components: /" + path}
}

func badToken(subcode int, message string) *Error {
	return &Error{Code: 190, Subcode: subcode, Message: message}
}

// status returns the HTTP status that the API uses for the error.
func (e *Error) status() int {
	switch {
	case e.Status != 0:
		return e.Status
	case e.Code == 4, e.Code == 10, e.Code >= 200 && e.Code <= 299:
		return http.StatusForbidden
	case e.Code == 803:
		return http.StatusNotFound
	case e.Code == 1, e.Code == 2:
		return http.StatusInternalServerError
	}
	return http.StatusBadRequest
}

// body returns the envelope of the error.
func (e *Error) body(trace string, dataAsText bool) object {
	kind := e.Type
	if kind == "" {
		kind = typeOAuth
	}
	inner := object{{"message", e.Message}, {"type", kind}}
	if e.Code != 0 {
		inner.add("code", e.Code)
	}
	if e.Subcode != 0 {
		inner.add("error_subcode", e.Subcode)
	}
	if e.Transient {
		inner.add("is_transient", true)
	}
	if e.UserTitle != "" {
		inner.add("error_user_title", e.UserTitle)
	}
	if e.UserMessage != "" {
		inner.add("error_user_msg", e.UserMessage)
	}
	if data := e.data(dataAsText); data != nil {
		inner.add("error_data", data)
	}
	if e.original != nil {
		inner.add("original_response", e.original)
	}
	inner.add("fbtrace_id", trace)
	return object{{"error", inner}}
}

func (e *Error) data(asText bool) any {
	if e.Data != nil || len(e.blame) == 0 {
		return e.Data
	}
	data := object{{"blame_field_specs", [][]string{e.blame}}}
	if asText {
		return string(mustJSON(data))
	}
	return data
}
