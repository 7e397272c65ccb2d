package graph

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"os"
	"sync/atomic"
	"time"
)

// attempt sends a call once and reads the whole answer. Whatever the API
// answers is an answer here; without one the error is a [*TransportError].
func (c *Client) attempt(ctx context.Context, w *wire, cred credentials, o options) (*answer, error) {
	caller := ctx
	ctx, cancel := c.bound(ctx, w, o)
	defer cancel()
	trace := sendTrace{reports: c.traces()}
	var fault fileFault
	req, err := c.httpRequest(trace.attach(ctx), w, cred, o, &fault)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		closeBody(req)
		return nil, transportError(caller, w, cred.scrub, false, err)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		if err := fault.of(w.request, cred.scrub); err != nil {
			return nil, err
		}
		broken := transportError(caller, w, cred.scrub, trace.maySent(), endCause(caller, ctx, err))
		broken.unfit = trace.refused() && ctx.Err() == nil && !broken.Timeout()
		return nil, broken
	}
	defer resp.Body.Close()
	body, err := readBody(resp.Body, c.config.MaxResponseBytes)
	if errors.Is(err, ErrResponseTooLarge) {
		return nil, &DecodeError{
			Operation: w.request.Operation.String(),
			Problem:   fmt.Sprintf("is larger than the %d bytes of Config.MaxResponseBytes", c.config.MaxResponseBytes),
			Err:       err,
		}
	}
	if err != nil {
		if err := fault.of(w.request, cred.scrub); err != nil {
			return nil, err
		}
		return nil, transportError(caller, w, cred.scrub, true, fmt.Errorf("reading the answer: %w", endCause(caller, ctx, err)))
	}
	return &answer{
		status: resp.StatusCode,
		header: resp.Header,
		body:   withoutLinkToken(body.Bytes(), cred.token),
		buffer: body,
		scrub:  cred.scrub,
	}, nil
}

// bound returns the context of one attempt.
func (c *Client) bound(ctx context.Context, w *wire, o options) (context.Context, context.CancelFunc) {
	d := c.config.Timeout
	if w.uploads() {
		d = c.config.UploadTimeout
	}
	if o.timeout != 0 {
		d = o.timeout
	}
	if d < 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeoutCause(ctx, d, &timeoutError{after: d})
}

// httpRequest returns the HTTP request of one attempt. What goes wrong with its
// files while it is sent is noted in fault.
func (c *Client) httpRequest(ctx context.Context, w *wire, cred credentials, o options, fault *fileFault) (*http.Request, error) {
	p := w.place(cred.params)
	req, err := http.NewRequestWithContext(ctx, p.method, c.baseURL(w.host)+"/"+c.path(w), nil)
	if err != nil {
		return nil, fmt.Errorf("graph: %s: %w", w.request, withoutURL(err))
	}
	req.URL.RawQuery = p.query
	for name, values := range o.header {
		req.Header[name] = values
	}
	req.Header.Set("User-Agent", c.config.UserAgent)
	if !cred.token.IsZero() {
		scheme := "Bearer "
		if o.oauth {
			scheme = "OAuth "
		}
		req.Header.Set("Authorization", scheme+cred.token.Reveal())
	}
	if o.ifNoneMatch != "" {
		req.Header.Set("If-None-Match", o.ifNoneMatch)
	}
	if p.body != nil {
		req.Header.Set("Content-Type", p.body.contentType())
		req.ContentLength = p.body.size()
		open := func() (io.ReadCloser, error) { return openBody(ctx, p.body, fault) }
		if req.Body, err = open(); err != nil {
			return nil, fault.of(w.request, cred.scrub)
		}
		if p.body.replayable() {
			// net/http uses it only where nothing of the request was sent.
			req.GetBody = open
		}
	}
	return req, nil
}

// openBody opens a body that ends with the context. net/http waits for a Read
// of the body even when the context has ended. The error is a [*FileError].
func openBody(ctx context.Context, p payload, fault *fileFault) (io.ReadCloser, error) {
	if p.size() == 0 {
		return http.NoBody, nil // Anything else would be sent in chunks.
	}
	body, err := p.open()
	if err != nil {
		fault.note(err)
		return nil, err
	}
	if _, inMemory := p.(formPayload); inMemory {
		return body, nil
	}
	context.AfterFunc(ctx, func() { _ = body.Close() })
	return watchedBody{body, fault}, nil
}

func closeBody(req *http.Request) {
	if req.Body != nil {
		_ = req.Body.Close()
	}
}

// sendTrace learns from net/http how far a request got.
type sendTrace struct {
	// reports says that the transport is one that tells.
	reports             bool
	wantedConn, gotConn atomic.Bool
}

// traces reports whether the client's transport itself is that of net/http,
// which tells how far a request gets. One around it may do anything before.
func (c *Client) traces() bool {
	transport := c.http.Transport
	if transport == nil {
		transport = http.DefaultTransport
	}
	_, ok := transport.(*http.Transport)
	return ok
}

func (t *sendTrace) attach(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { t.wantedConn.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { t.gotConn.Store(true) },
	})
}

// maySent reports whether anything may have reached the server. A request that
// never got a connection was certainly not sent; of a transport that does not
// say, the worst is assumed.
func (t *sendTrace) maySent() bool {
	return t.gotConn.Load() || !t.wantedConn.Load() && !t.reports
}

// refused reports whether net/http did not even look for a connection, because
// the request or the proxy's address is not one.
func (t *sendTrace) refused() bool { return t.reports && !t.wantedConn.Load() }

// timeoutError is the error of an attempt that took longer than it may.
type timeoutError struct{ after time.Duration }

func (e *timeoutError) Error() string {
	return "no complete answer within " + e.after.String()
}

// Timeout makes the error one that says so, as those of package net do.
func (e *timeoutError) Timeout() bool { return true }

// Is reports whether target is the error of a deadline, of a context or of a
// connection: the attempt had one.
func (e *timeoutError) Is(target error) bool {
	return target == context.DeadlineExceeded || target == os.ErrDeadlineExceeded
}

// endCause returns what ended an attempt in place of err, which may only say
// that something was closed then: the caller's context, or the attempt's own
// timeout.
func endCause(caller, attempt context.Context, err error) error {
	ended := caller.Err()
	if ended != nil && !errors.Is(err, ended) {
		return ended
	}
	var timeout *timeoutError
	if ended == nil && errors.As(context.Cause(attempt), &timeout) {
		return timeout
	}
	return err
}

// withoutURL drops the URL that net/http adds to its errors: it holds the
// proof and may hold customer data.
func withoutURL(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}
