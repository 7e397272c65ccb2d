package graph

import (
	"context"
	"fmt"
	"net/http"
)

// Do runs a call and returns the API's answer.
//
// The error is an [*Error] when the API refused the call, a [*TransportError]
// when no answer came, a [*DecodeError] when the answer cannot be read, and a
// [*FileError] when a file that it sends cannot. It matches [ErrNotDone] when
// the API answers that it did nothing.
// Failed attempts are repeated as [RetryPolicy] says; the error is the last
// attempt's.
func Do[T any](ctx context.Context, c *Client, call Call[T], opts ...Option) (T, error) {
	var out, none T
	if err := c.run(ctx, call.Request, collect(opts), &out); err != nil {
		return none, err
	}
	return out, nil
}

// run sends a request and decodes the answer into out.
func (c *Client) run(ctx context.Context, r Request, o options, out any) error {
	if !c.isMade() {
		return errNoClient
	}
	w, err := newWire(r, o)
	if err != nil {
		return err
	}
	known := c.recall(ctx, w, o)
	if known.found {
		o.ifNoneMatch = known.entry.ETag
	}
	a, err := c.exchange(ctx, w, o)
	if err != nil {
		return err
	}
	defer a.release()
	if a.status == http.StatusNotModified {
		if !known.found {
			return fmt.Errorf("graph: %s: %w", r, ErrNotModified)
		}
		known.keep(o)
		return decodeAnswer(r.Operation, known.entry.Body, out)
	}
	if err := decodeResult(r, a.body, out); err != nil {
		return err
	}
	c.remember(ctx, known, a)
	return nil
}
