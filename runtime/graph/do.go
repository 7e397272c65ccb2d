package graph

import "context"

// Do runs a call and returns the API's answer. Errors that the API answered
// with are an [*Error].
func Do[T any](ctx context.Context, c *Client, call Call[T], opts ...Option) (T, error) {
	var out, none T
	if err := c.run(ctx, call.Request, collect(opts), &out); err != nil {
		return none, err
	}
	return out, nil
}

// run sends a request and decodes the answer into out.
func (c *Client) run(ctx context.Context, r Request, o options, out any) error {
	w, err := newWire(r, o)
	if err != nil {
		return err
	}
	a, err := c.send(ctx, w, o)
	if err != nil {
		return err
	}
	return a.decode(r, out)
}
