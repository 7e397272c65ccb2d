package graph

import (
	"context"
	"errors"
	"log/slog"
	"time"
)

// Hooks are functions that a client calls as calls go on, for metrics and
// traces. They are called from the goroutine of the call, so they should be
// quick, and from many goroutines at once. Nil fields are skipped.
type Hooks struct {
	// OnRequest is called before each attempt. The context that it returns is
	// that of the HTTP request and of all further hooks of the attempt, so that
	// it can hold a span of a trace; it has to be made of the one that it was
	// called with, or to be nil. Attempts at one call get the same context, that
	// of the caller. Operations of a batch get what the hook returned for the
	// HTTP request, the operation "Batch create", which comes before them.
	OnRequest func(context.Context, Event) context.Context
	// OnResponse is called once after each OnRequest, also when no answer came.
	OnResponse func(context.Context, Event)
	// OnRetry is called before the wait for another attempt, with what failed.
	OnRetry func(context.Context, Event)
	// OnThrottle is called when the API refuses a call because there were too
	// many.
	OnThrottle func(context.Context, Event)
	// OnPage is called for each page of a walk.
	OnPage func(context.Context, Event)
}

// Event is what a hook learns. It holds no secrets and no params, except that
// the API may quote a param in the message of an [*Error]. Fields that do not
// apply are zero.
type Event struct {
	// Operation is the operation that is called.
	Operation *Operation
	// ID is the id of the node.
	ID string
	// Attempt counts the attempts at the call from 1.
	Attempt int
	// Page counts the pages of a walk from 1.
	Page int
	// HTTPStatus is the status of the answer.
	HTTPStatus int
	// Duration is how long the attempt took.
	Duration time.Duration
	// Wait is how long the client waits before the next attempt, or how long
	// the API asks to wait.
	Wait time.Duration
	// Usage is what the answer says about the use of allowances.
	Usage Usage
	// Err is what failed.
	Err error
}

// eventOf returns an event of an attempt.
func eventOf(r Request, attempt int) Event {
	return Event{Operation: r.Operation, ID: r.ID, Attempt: attempt}
}

// onRequest tells that an attempt begins, and returns its context.
func (c *Client) onRequest(ctx context.Context, e Event) context.Context {
	if c.config.Hooks.OnRequest != nil {
		if own := c.config.Hooks.OnRequest(ctx, e); own != nil {
			return own
		}
	}
	return ctx
}

// onResponse tells that an attempt ended. a is nil when no answer came. Where
// nobody listens, the answer's usage is not asked for.
func (c *Client) onResponse(ctx context.Context, e Event, a *answer) {
	if c.config.Logger == nil && c.config.Hooks.OnResponse == nil && c.config.Hooks.OnThrottle == nil {
		return
	}
	if a != nil {
		e.HTTPStatus, e.Usage = a.status, *a.usage()
	}
	if c.config.Hooks.OnResponse != nil {
		c.config.Hooks.OnResponse(ctx, e)
	}
	c.log(ctx, slog.LevelDebug, "graph: attempt", e)
	if e.Err != nil && errors.Is(e.Err, ErrRateLimited) {
		if c.config.Hooks.OnThrottle != nil {
			c.config.Hooks.OnThrottle(ctx, e)
		}
		c.log(ctx, slog.LevelWarn, "graph: throttled", e)
	}
}

func (c *Client) onRetry(ctx context.Context, e Event) {
	if c.config.Hooks.OnRetry != nil {
		c.config.Hooks.OnRetry(ctx, e)
	}
	c.log(ctx, slog.LevelWarn, "graph: retrying", e)
}

// onPage tells that a walk got a page.
func (c *Client) onPage(ctx context.Context, r Request, page int) {
	e := Event{Operation: r.Operation, ID: r.ID, Page: page}
	if c.config.Hooks.OnPage != nil {
		c.config.Hooks.OnPage(ctx, e)
	}
}

func (c *Client) log(ctx context.Context, level slog.Level, message string, e Event) {
	logger := c.config.Logger
	if logger == nil || !logger.Enabled(ctx, level) {
		return
	}
	attrs := make([]slog.Attr, 0, 12)
	attrs = append(attrs, slog.String("operation", e.Operation.String()), slog.String("id", e.ID), slog.Int("attempt", e.Attempt))
	if e.HTTPStatus != 0 {
		attrs = append(attrs, slog.Int("status", e.HTTPStatus))
	}
	if e.Duration != 0 {
		attrs = append(attrs, slog.Duration("duration", e.Duration))
	}
	if e.Wait != 0 {
		attrs = append(attrs, slog.Duration("wait", e.Wait))
	}
	if percent := e.Usage.Percent(); percent != 0 {
		attrs = append(attrs, slog.Float64("usage_percent", percent))
	}
	if refusal := asError(e.Err); refusal != nil {
		// Not the message: the API may quote params in it.
		attrs = append(attrs, slog.String("class", string(refusal.Class())), slog.Int("code", refusal.Code),
			slog.Int("subcode", refusal.Subcode), slog.String("trace", refusal.TraceID))
	} else if e.Err != nil {
		attrs = append(attrs, slog.String("error", e.Err.Error()))
	}
	logger.LogAttrs(ctx, level, message, attrs...)
}
