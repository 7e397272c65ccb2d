package graph

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Response is what came with an answer besides its value. See [WithResponse].
type Response struct {
	// HTTPStatus is the status of the answer. It is 304 when the value came from
	// the client's cache after the API said that it has not changed.
	HTTPStatus int
	// Usage is what the answer says about the use of allowances.
	Usage Usage
	// Version is the API version that served the call. It is another than the
	// one asked for when that one has expired.
	Version string
	// VersionWarning is the API's warning that the version is or will be
	// retired.
	VersionWarning string
	// ETag identifies the answer; see [WithIfNoneMatch].
	ETag string
	// TraceID, RequestID, Revision and Debug identify the call for Meta's
	// support.
	TraceID, RequestID, Revision, Debug string
	// Attempts is how often the call was sent.
	Attempts int
}

// answer is what a server answered with, or one result of a batch.
type answer struct {
	status int
	header http.Header
	body   []byte
	scrub  scrubber
	// buffer is what body lies in. It goes back to the pool with release.
	buffer   *bytes.Buffer
	attempts int
	// inBatch says that the answer is a result of a batch, so that nobody on the
	// way wrote it.
	inBatch bool
	// parsed is what usage returns, once it was asked for.
	parsed *Usage
}

// usage returns what the headers say about the use of allowances. They are
// parsed when it is first asked for: often nobody does.
func (a *answer) usage() *Usage {
	if a.parsed == nil {
		a.parsed = new(parseUsage(a.header))
	}
	return a.parsed
}

// release gives the body back. Nothing may use it afterwards.
func (a *answer) release() {
	freeBuffer(a.buffer)
	a.buffer, a.body = nil, nil
}

// failure returns the error that an answer is, or nil.
func (a *answer) failure(r Request) *Error {
	e := a.fault()
	if e == nil {
		return nil
	}
	e.HTTPStatus = a.status
	e.Usage = *a.usage()
	e.Wait = max(e.Usage.Wait(), retryAfter(a.header))
	e.describe(r)
	e.Message = a.scrub.text(e.Message)
	e.UserTitle = a.scrub.text(e.UserTitle)
	e.UserMessage = a.scrub.text(e.UserMessage)
	e.Type = a.scrub.text(e.Type)
	e.TraceID = a.scrub.text(e.TraceID)
	e.Data = a.scrub.object(e.Data)
	e.Result = a.scrub.object(e.Result)
	for _, path := range e.Blame {
		for i := range path {
			path[i] = a.scrub.text(path[i])
		}
	}
	return e
}

// decode decodes an answer into out, unless it is an error of the API. It is
// how the results of a batch are read.
func (a *answer) decode(r Request, out any) error {
	if e := a.failure(r); e != nil {
		return e
	}
	return decodeResult(r, a.body, out)
}

// decodeResult decodes an answer that is no error of the API, unless it says
// that nothing was done.
func decodeResult(r Request, body []byte, out any) error {
	if err := checkDone(r, body); err != nil {
		return err
	}
	return decodeAnswer(r.Operation, body, out)
}

// keep copies what came with the answer to where the options want it.
func (a *answer) keep(o options) {
	if o.rawBody != nil {
		*o.rawBody = bytes.Clone(a.body)
	}
	if o.response != nil {
		*o.response = a.response()
	}
}

func (a *answer) response() Response {
	get := func(name string) string { return a.scrub.text(a.header.Get(name)) }
	return Response{
		HTTPStatus:     a.status,
		Usage:          *a.usage(),
		Version:        get("Facebook-Api-Version"),
		VersionWarning: get("X-Ad-Api-Version-Warning"),
		ETag:           a.header.Get("Etag"),
		TraceID:        get("X-Fb-Trace-Id"),
		RequestID:      get("X-Fb-Request-Id"),
		Revision:       get("X-Fb-Rev"),
		Debug:          get("X-Fb-Debug"),
		Attempts:       a.attempts,
	}
}

// retryAfter returns how long a Retry-After header asks to wait, in seconds or
// until a date. The API sends none; proxies do.
func retryAfter(h http.Header) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if seconds, err := strconv.Atoi(value); err == nil {
		return min(time.Duration(max(seconds, 0)), longestUsageWait/time.Second) * time.Second
	}
	until, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	now, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		now = time.Now() // The proxy's clock counts, where it says what it shows.
	}
	return min(max(until.Sub(now), 0), longestUsageWait)
}
