package graph

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Error is an error that the API answered with.
//
// errors.Is matches it with a [Code] and with a [Class]; errors.As gives its
// details.
type Error struct {
	// Code and Subcode are the API's "code" and "error_subcode".
	Code, Subcode int
	// Type is the API's "type". It says little: most errors are an
	// "OAuthException".
	Type string
	// Message is for developers. Its wording changes; do not match on it.
	Message string
	// UserTitle and UserMessage are for the person who uses the program.
	UserTitle, UserMessage string
	// TraceID identifies the call for Meta's support.
	TraceID string
	// Transient is the API's own word that the call may succeed later.
	Transient bool
	// Blame names the fields that are at fault, each as a path.
	Blame [][]string
	// Data is the API's "error_data".
	Data Object
	// HTTPStatus is the status of the answer.
	HTTPStatus int
	// Operation is the operation that was called, such as "Campaign read".
	Operation string
	// Meaning is what the API's reference says about the code, when the
	// generated package knows it.
	Meaning string
	// Result is what the write itself answered when only the read after it
	// failed.
	Result Object
}

// Error returns one line with the operation, the numbers, the message and the
// trace id. It holds no token and no URL.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: (#%d", e.Operation, e.Code)
	if e.Subcode != 0 {
		fmt.Fprintf(&b, "/%d", e.Subcode)
	}
	b.WriteString(") ")
	b.WriteString(e.Message)
	if e.TraceID != "" {
		fmt.Fprintf(&b, " [trace %s]", e.TraceID)
	}
	return b.String()
}

// Is reports whether target is the error's code, its code with any subcode,
// or its class.
func (e *Error) Is(target error) bool {
	switch t := target.(type) {
	case Code:
		return t.Code == e.Code && (t.Subcode == 0 || t.Subcode == e.Subcode)
	case Class:
		return t == e.Class()
	}
	return false
}

// Class says what a caller can do about the error.
func (e *Error) Class() Class { return classify(e) }

// errorBody is an error as the API writes it.
type errorBody struct {
	Message     string          `json:"message"`
	Type        string          `json:"type"`
	Code        Opt[int64]      `json:"code"`
	Subcode     Opt[int64]      `json:"error_subcode"`
	UserTitle   string          `json:"error_user_title"`
	UserMessage string          `json:"error_user_msg"`
	TraceID     string          `json:"fbtrace_id"`
	Transient   Opt[bool]       `json:"is_transient"`
	Data        json.RawMessage `json:"error_data"`
	Result      Object          `json:"original_response"`
}

// decodeError returns the error that body holds, or nil when it holds none.
func decodeError(body []byte) *Error {
	var envelope struct {
		Error *errorBody `json:"error"`
	}
	if err := json.Unmarshal(body, &envelope); err != nil || envelope.Error == nil {
		return nil
	}
	wire := envelope.Error
	return &Error{
		Code:        int(wire.Code.Or(-1)),
		Subcode:     int(wire.Subcode.Or(0)),
		Type:        wire.Type,
		Message:     wire.Message,
		UserTitle:   wire.UserTitle,
		UserMessage: wire.UserMessage,
		TraceID:     wire.TraceID,
		Transient:   wire.Transient.Or(false),
		Data:        Object(wire.Data),
		Result:      wire.Result,
	}
}

// describe adds what the operation's package knows about the code.
func (e *Error) describe(op *Operation) {
	e.Operation = op.String()
	if op.API == nil {
		return
	}
	for _, doc := range op.API.Errors {
		if doc.Code.Code != e.Code {
			continue
		}
		if doc.Code.Subcode == e.Subcode {
			e.Meaning = doc.Meaning
			return
		}
		if doc.Code.Subcode == 0 {
			e.Meaning = doc.Meaning
		}
	}
}
