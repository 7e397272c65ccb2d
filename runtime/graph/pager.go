package graph

import (
	"context"
	"fmt"
	"iter"
	"net/url"
)

// Pages returns the pages of an edge, one request for each. Nothing is sent
// before the range begins, and breaking off sends nothing more. The walk ends
// where the API gives no link to a next page; empty pages do not end it. An
// error is yielded once, as a [*PageError] that says where to go on, and ends
// the walk. The sequence can be ranged over again, from the start.
func Pages[T any](ctx context.Context, c *Client, list List[T], opts ...Option) iter.Seq2[*Page[T], error] {
	return func(yield func(*Page[T], error) bool) {
		w := c.walk(list.Request, opts)
		for !w.done {
			page := new(Page[T])
			if err := w.fetch(ctx, page, &page.Paging); err != nil {
				yield(nil, err)
				return
			}
			if !yield(page, nil) {
				return
			}
		}
	}
}

// All returns the items of an edge, page after page. It is what [Pages]
// says, item by item.
func All[T any](ctx context.Context, c *Client, list List[T], opts ...Option) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		for page, err := range Pages(ctx, c, list, opts...) {
			if err != nil {
				yield(none, err)
				return
			}
			for _, item := range page.Data {
				if !yield(item, nil) {
					return
				}
			}
		}
	}
}

// PageError says where a walk over pages failed.
type PageError struct {
	// Cursor is where the page that failed starts: pass it to [From] to go on.
	Cursor Cursor
	// Err is what failed.
	Err error
}

// Error returns the text of Err.
func (e *PageError) Error() string { return e.Err.Error() }

// Unwrap returns Err.
func (e *PageError) Unwrap() error { return e.Err }

// walk is a walk over the pages of an edge. It is not generic, so that it is
// compiled once.
type walk struct {
	client  *Client
	request Request
	options options
	done    bool
}

func (c *Client) walk(r Request, opts []Option) *walk {
	return &walk{client: c, request: r, options: collect(opts)}
}

// fetch gets the next page into page, whose paging is at paging.
func (w *walk) fetch(ctx context.Context, page any, paging *Paging) error {
	at := w.options.from
	if err := w.client.run(ctx, w.request, w.options, page); err != nil {
		w.done = true
		return &PageError{Cursor: at, Err: err}
	}
	if paging.Next != "" && paging.Next == at {
		w.done = true
		return &PageError{Cursor: at, Err: fmt.Errorf("graph: %s: the next page has the cursor of this one", w.request)}
	}
	w.options.from = paging.Next
	w.done = paging.Next == ""
	return nil
}

// values returns the params that lead to the cursor's place.
func (c Cursor) values() (url.Values, error) {
	values, err := url.ParseQuery(string(c))
	if err != nil {
		return nil, fmt.Errorf("graph: the cursor is none that this package gave: %w", err)
	}
	return values, nil
}
