package graph

import (
	"context"
	"iter"
)

// Pages returns the pages of an edge, one request for each. Nothing is sent
// before the range begins, and breaking off sends nothing more. The walk ends
// where the API gives no link to a next page; empty pages do not end it. An
// error is yielded once, as a [*PageError] that says where to go on, and ends
// the walk.
//
// When the API answers that a page is too much data ([ErrReduceData]), the
// walk goes on from the same place with pages of half the size. A link that
// leads back to a page that was read is an error, not a loop.
//
// The sequence can be ranged over again, from the start, and by many
// goroutines; each range is a walk of its own. [MaxPages] ends it early.
func Pages[T any](ctx context.Context, c *Client, list List[T], opts ...Option) iter.Seq2[*Page[T], error] {
	return func(yield func(*Page[T], error) bool) {
		w := c.walk(list.Request, opts)
		for !w.done {
			page := new(Page[T])
			if err := w.fetch(ctx, page); err != nil {
				yield(nil, err)
				return
			}
			w.advance(page.Paging.Next, len(page.Data))
			if !yield(page, nil) {
				return
			}
		}
	}
}

// All returns the items of an edge, page after page. It is what [Pages] says,
// item by item. When it yields an error, all items before [PageError.Cursor]
// were yielded, and going on from there yields the rest. A program that breaks
// off and goes on later uses Pages, which says where each page ends.
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

// MaxPages ends a walk over pages after n pages, without an error. Zero is no
// limit. The last page says where the next one starts. It is for walks, such as
// those of [Pages], [All] and [ReportRows].
func MaxPages(n int) Option { return func(o *options) { o.maxPages = n } }

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
