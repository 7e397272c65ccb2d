package graph

import (
	"context"
	"errors"
	"fmt"
)

// TransportError means that a call got no answer from the API: the connection
// could not be made, it broke, or time ran out.
//
// errors.Is matches it with [ErrTransient], unless the request could not be sent
// at all, such as one through a proxy whose address is none, or the caller's
// context ended the call: then it matches the context's error.
type TransportError struct {
	// Operation is the operation and the id of the node.
	Operation string
	// Sent says that the request may have reached the API. A write with Sent
	// may have been done: look before doing it again.
	Sent bool
	// Err is the cause, without URLs and secrets.
	Err error

	// ended says that the caller's context ended the call.
	ended bool
	// unfit says that there is nothing to make a connection for.
	unfit bool
}

// Error returns one line with the operation and the cause. It holds no token
// and no URL.
func (e *TransportError) Error() string {
	if e.Sent {
		return fmt.Sprintf("graph: %s: no answer, although the request may have arrived: %v", e.Operation, e.Err)
	}
	return fmt.Sprintf("graph: %s: not sent: %v", e.Operation, e.Err)
}

// GoString returns what Error returns.
func (e *TransportError) GoString() string { return e.Error() }

// Unwrap returns Err.
func (e *TransportError) Unwrap() error { return e.Err }

// Is reports whether target is [ErrTransient] and the call may succeed later.
func (e *TransportError) Is(target error) bool { return target == ErrTransient && !e.ended && !e.unfit }

// Timeout reports whether time ran out.
func (e *TransportError) Timeout() bool {
	var t interface{ Timeout() bool }
	return errors.As(e.Err, &t) && t.Timeout()
}

// transportError returns err as a TransportError that holds no secrets.
func transportError(caller context.Context, w *wire, s scrubber, sent bool, err error) *TransportError {
	return &TransportError{Operation: w.request.String(), Sent: sent, Err: s.err(withoutURL(err)), ended: caller.Err() != nil}
}

// err returns err, or what stands for it when its text holds a secret.
func (s scrubber) err(err error) error {
	text := err.Error()
	if clean := s.text(text); clean != text {
		return &scrubbedError{text: clean, is: func(target error) bool { return errors.Is(err, target) }}
	}
	return err
}

// scrubbedError stands for an error whose text holds a secret. Its original
// cannot be unwrapped, only recognised.
type scrubbedError struct {
	text string
	is   func(error) bool
}

func (e *scrubbedError) Error() string { return e.text }

// Is reports whether the original is target.
func (e *scrubbedError) Is(target error) bool { return e.is(target) }
