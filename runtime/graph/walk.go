package graph

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
)

// defaultLimit is the size of a page of an edge when a call does not say.
const defaultLimit = 25

// maxEmptyPages is how many empty pages may follow each other. Some edges that
// page by offset or time link to a next page for ever.
const maxEmptyPages = 1000

// walk is a walk over the pages of an edge. It is not generic, so that it is
// compiled once.
type walk struct {
	client  *Client
	request Request
	options options
	log     *cursorLog
	pages   int
	empty   int
	done    bool
	// problem is what the next fetch fails with.
	problem error
}

func (c *Client) walk(r Request, opts []Option) *walk {
	w := &walk{client: c, request: r, options: collect(opts), log: newCursorLog()}
	w.options.use = manyPages
	w.log.visit(w.options.from)
	return w
}

// fetch gets the next page into page.
func (w *walk) fetch(ctx context.Context, page any) error {
	err := w.problem
	if err == nil {
		err = ctx.Err()
	}
	if err == nil {
		err = w.client.run(ctx, w.request, w.options, page)
	}
	for errors.Is(err, ErrReduceData) && w.shrink() {
		err = w.client.run(ctx, w.request, w.options, page)
	}
	if err != nil {
		w.done = true
		return &PageError{Cursor: w.options.from, Err: err}
	}
	w.pages++
	w.client.onPage(ctx, w.request, w.pages)
	return nil
}

// shrink halves the size of the pages. It reports false when it is one.
func (w *walk) shrink() bool {
	f, err := newForm(w.request, w.options)
	if err != nil {
		return false
	}
	limit, err := strconv.Atoi(f.values.Get("limit"))
	if err != nil {
		limit = defaultLimit
	}
	if limit < 2 {
		return false
	}
	w.options.extra = append(slices.Clip(w.options.extra), extraParam{"limit", limit / 2})
	return true
}

// advance goes to the next page after one that held items.
func (w *walk) advance(next Cursor, items int) {
	w.empty++
	if items > 0 {
		w.empty = 0
	}
	switch {
	case next == "", w.options.maxPages > 0 && w.pages >= w.options.maxPages:
		w.done = true
	case w.log.visit(next):
		// The range of an offset or a time that does not change is the end.
		w.done = items == 0 && !next.isOpaque()
		w.problem = fmt.Errorf("graph: %s: the link to the next page leads back to a page that was read", w.request)
	case w.empty >= maxEmptyPages:
		w.problem = fmt.Errorf("graph: %s: %d empty pages followed each other; go on from the cursor if that is right", w.request, w.empty)
	}
	w.options.from = next
}
