package graph

import (
	"cmp"
	"fmt"
	"strings"
	"time"
	"unicode"
)

// Error is an error that the API, or a server on the way to it, answered with.
//
// errors.Is matches it with a [Code] and with a [Class]; errors.As gives its
// details. Text that came with it is without the secrets of the call, which
// the API likes to quote.
type Error struct {
	// Code and Subcode are the API's "code" and "error_subcode". Code is 0 when
	// the answer has none, such as the HTML page of a proxy.
	Code, Subcode int
	// Type is the API's "type". It says little: most errors are an
	// "OAuthException".
	Type string
	// Message is for developers. Its wording changes; do not match on it.
	Message string
	// UserTitle and UserMessage are for the person who uses the program, in the
	// language of the call.
	UserTitle, UserMessage string
	// TraceID identifies the call for Meta's support, for a short time.
	TraceID string
	// Transient is the API's own word that the call may succeed later.
	Transient bool
	// Blame names the fields that are at fault, each as a path.
	Blame [][]string
	// Data is the API's "error_data".
	Data Object
	// HTTPStatus is the status of the answer.
	HTTPStatus int
	// Operation is the operation that was called and the id of its node, such
	// as "Campaign read 23".
	Operation string
	// Name and Meaning are what the generated package knows about the code: its
	// name there without "Err", such as "InvalidParameter", for metrics and
	// logs, and what the API's reference says. They are empty for other codes.
	Name, Meaning string
	// Result is what the write itself answered when only the read after it
	// failed.
	Result Object
	// Usage is what the answer says about the use of allowances.
	Usage Usage
	// Wait is how long to wait before the next call: what the API asks for, or
	// after a throttle where it does not say, what [RetryPolicy] makes of it. 0
	// means that nothing is known.
	Wait time.Duration

	// advised says that Wait is not the API's word.
	advised bool
	// documented is the class that the generated package's catalogue gives.
	documented Class
}

// Error returns one line with the operation, the numbers, the message, what the
// API tells the user, and the trace id. It holds no token and no URL.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("graph: ")
	b.WriteString(e.Operation)
	b.WriteString(": ")
	if e.Code != 0 {
		fmt.Fprintf(&b, "(#%d", e.Code)
		if e.Subcode != 0 {
			fmt.Fprintf(&b, "/%d", e.Subcode)
		}
		b.WriteString(") ")
	}
	b.WriteString(oneLine(e.text()))
	if e.Wait > 0 {
		fmt.Fprintf(&b, " (wait %v)", e.Wait.Round(time.Second))
	}
	if len(e.Result) > 0 {
		b.WriteString(" (the write was done; reading it back failed)")
	}
	if e.TraceID != "" {
		fmt.Fprintf(&b, " [trace %s]", oneLine(e.TraceID))
	}
	return b.String()
}

// text returns the message, or what else says what the error is. The API
// begins some of its messages with the code. What it tells the user comes
// along, because next to a message such as "Invalid parameter" only that says
// what is wrong.
func (e *Error) text() string {
	text := strings.TrimPrefix(e.Message, fmt.Sprintf("(#%d) ", e.Code))
	text = cmp.Or(text, e.Meaning)
	for _, more := range []string{e.UserTitle, e.UserMessage} {
		switch {
		case more == "" || strings.Contains(text, more):
		case text == "":
			text = more
		default:
			text = strings.TrimRight(text, ". ") + ": " + more
		}
	}
	return cmp.Or(text, fmt.Sprintf("an error without a message, with status %d", e.HTTPStatus))
}

// longestText is the number of bytes that one line quotes of an answer.
const longestText = 2000

// oneLine returns text without line breaks and other control characters: who
// writes an answer must not write lines of a log.
func oneLine(text string) string {
	if len(text) > longestText {
		text = strings.ToValidUTF8(text[:longestText], "") + "..."
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, text)
}

// Is reports whether target is the error's code, its code with any subcode,
// or its class.
func (e *Error) Is(target error) bool {
	switch t := target.(type) {
	case Code:
		return t.matches(e.Code, e.Subcode)
	case Class:
		return t == e.Class()
	}
	return false
}

// Class says what a caller can do about the error.
func (e *Error) Class() Class { return classify(e).class }

// Retryable reports whether the same call can succeed later without anybody
// doing anything. It does not say that a write may be repeated: after an
// error of class [ErrTransient] a write may have been done all the same.
func (e *Error) Retryable() bool { return classify(e).repeat != repeatNever }

// describe adds what is known about the operation and its package.
func (e *Error) describe(r Request) {
	e.Operation = r.String()
	if r.Operation == nil || r.Operation.API == nil {
		return
	}
	for _, doc := range r.Operation.API.Errors {
		if !doc.Code.matches(e.Code, e.Subcode) {
			continue
		}
		if e.Meaning == "" || doc.Code.isPrecise() {
			e.Name, e.Meaning, e.documented = doc.Name, doc.Meaning, doc.Class
		}
	}
}
