package graph

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// exchange sends a call until the API answers it without an error, or until
// repeating it is unsafe or of no use. The caller releases the answer.
func (c *Client) exchange(ctx context.Context, w *wire, o options) (*answer, error) {
	for attempt := 1; ; attempt++ {
		told, a, err := c.try(ctx, w, o, attempt)
		if err == nil {
			c.budget.succeed()
			return a, nil
		}
		wait, again := c.nextTry(ctx, w, o, err, attempt)
		if !again {
			return nil, err
		}
		if !c.budget.take() {
			return nil, fmt.Errorf("%w (not sent again: %w)", err, errBudgetSpent)
		}
		event := eventOf(w.request, attempt)
		event.Wait, event.Err = wait, err
		c.onRetry(told, event)
		if cause := sleep(ctx, wait); cause != nil {
			return nil, fmt.Errorf("%w (waiting for the next attempt: %w)", err, cause)
		}
	}
}

// try sends a call once and returns the answer, unless it is an error of the
// API, and the context that the hooks have of the attempt.
func (c *Client) try(ctx context.Context, w *wire, o options, attempt int) (context.Context, *answer, error) {
	cred, err := c.credentials(w.request, o, w.secrets...)
	if err != nil {
		return ctx, nil, err
	}
	if err := c.hold(ctx, w.request, &cred, max(o.ids, 1)); err != nil {
		return ctx, nil, err
	}
	ctx = c.onRequest(ctx, eventOf(w.request, attempt))
	a, err := c.send(ctx, w, o, cred, attempt)
	return ctx, a, err
}

// send is try after the wait for the limiter and the first hook.
func (c *Client) send(ctx context.Context, w *wire, o options, cred credentials, attempt int) (*answer, error) {
	event := eventOf(w.request, attempt)
	start := time.Now()
	a, err := c.attempt(ctx, w, cred, o)
	event.Duration = time.Since(start)
	if err != nil {
		event.Err = err
		c.onResponse(ctx, event, nil)
		return nil, err
	}
	a.attempts = attempt
	a.keep(o)
	refusal := a.failure(w.request)
	if refusal != nil {
		c.config.Retry.advise(refusal, attempt)
	}
	if c.config.Limiter != nil {
		c.config.Limiter.Observe(cred.key, *a.usage(), refusal)
	}
	if refusal == nil {
		c.onResponse(ctx, event, a)
		return a, nil
	}
	a.release()
	event.Err, event.Wait = refusal, refusal.Wait
	c.onResponse(ctx, event, a)
	return nil, refusal
}

// nextTry returns how long to wait before a call is sent again, and whether it
// is. It is not when the wait would outlast the context: the caller then
// learns the error at once.
func (c *Client) nextTry(ctx context.Context, w *wire, o options, err error, attempt int) (time.Duration, bool) {
	if ctx.Err() != nil || attempt >= c.config.Retry.MaxAttempts || o.noRetry || !w.replayable() {
		return 0, false
	}
	if o.oneTimeout && isTimeout(err) {
		return 0, false
	}
	wait, again := c.config.Retry.wait(err, attempt, w.reads() || o.idempotent)
	if !again {
		return 0, false
	}
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) <= wait {
		return 0, false
	}
	return wait, true
}

// errBudgetSpent stands beside the error of a call that would have been
// repeated.
var errBudgetSpent = errors.New("the client has used up its budget of retries, RetryPolicy.Budget")

// sleep waits until d has passed, or returns the context's error.
func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// isTimeout reports whether a call failed because no answer came in time.
func isTimeout(err error) bool {
	var broken *TransportError
	return errors.As(err, &broken) && broken.Timeout()
}

// asError returns err as an [*Error], or nil.
func asError(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return nil
}
