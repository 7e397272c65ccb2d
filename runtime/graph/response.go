package graph

import "net/http"

// answer is what a server answered with, or one result of a batch.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// decode decodes an answer into out. The error is an *Error when the answer
// is one.
func (a *answer) decode(r Request, out any) error {
	if e := decodeError(a.body); e != nil {
		e.HTTPStatus = a.status
		e.describe(r.Operation)
		return e
	}
	if a.status < 200 || a.status > 299 {
		return &Error{
			Code:       -1,
			HTTPStatus: a.status,
			Operation:  r.Operation.String(),
			Message:    "the answer is no error of the API: " + http.StatusText(a.status),
		}
	}
	return decodeAnswer(r.Operation, a.body, out)
}
