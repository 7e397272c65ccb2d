package graph

import (
	"io"
	"strings"
)

// payload is the body of a request. It is opened once for each attempt.
type payload interface {
	// contentType is the value of the Content-Type header.
	contentType() string
	// size is the length in bytes, or -1 when it is not known.
	size() int64
	// open returns the body from its start.
	open() (io.ReadCloser, error)
	// replayable says whether open works more than once.
	replayable() bool
}

// formPayload is a URL-encoded form.
type formPayload string

func (p formPayload) contentType() string { return "application/x-www-form-urlencoded" }

func (p formPayload) size() int64 { return int64(len(p)) }

func (p formPayload) open() (io.ReadCloser, error) {
	return io.NopCloser(strings.NewReader(string(p))), nil
}

func (p formPayload) replayable() bool { return true }
