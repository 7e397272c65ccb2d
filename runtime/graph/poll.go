package graph

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Poll says how often the client asks how far the API is with what it does in
// the background. The zero value has the defaults that its fields name. The
// API counts each time as a call. A few calls that fail one after another for
// a reason that passes do not end the wait. One that the API, or a [Limiter],
// asks to wait for longer than [RetryPolicy.MaxWait] ends it at once, and
// [Error.Wait] or [LimitError.Wait] says for how long.
type Poll struct {
	// Period is the wait before the client asks again. It doubles each time. 0
	// means two seconds.
	Period time.Duration
	// MaxPeriod is where the doubling ends. 0 means 30 seconds, or Period where
	// that is longer.
	MaxPeriod time.Duration
}

const (
	defaultPeriod    = 2 * time.Second
	defaultMaxPeriod = 30 * time.Second
)

// maxFailedLooks is how many looks may fail one after another. What the API
// does goes on meanwhile.
const maxFailedLooks = 5

func (p Poll) withDefaults() (Poll, error) {
	switch {
	case p.Period < 0 || p.MaxPeriod < 0:
		return p, errors.New("graph: Poll.Period or Poll.MaxPeriod is less than 0")
	case p.MaxPeriod > 0 && p.MaxPeriod < p.Period:
		return p, errors.New("graph: Poll.MaxPeriod is shorter than Poll.Period")
	}
	if p.MaxPeriod == 0 {
		p.MaxPeriod = max(defaultMaxPeriod, p.Period)
	}
	if p.Period == 0 {
		p.Period = min(defaultPeriod, p.MaxPeriod)
	}
	return p, nil
}

// wait looks again and again, until look reports that there is no more to look
// for. An error of a look that is not the last one is one of the call.
func (p Poll) wait(ctx context.Context, c *Client, r Request, look func() (done bool, err error)) error {
	failed := 0
	for period := p.Period; ; period = min(multiply(period, 2), p.MaxPeriod) {
		done, err := look()
		if done {
			return err
		}
		wait := period
		if err == nil {
			failed = 0
		} else {
			failed++
			asked, again := c.nextLook(err)
			wait = max(period, asked)
			if !again || failed >= maxFailedLooks || endsWithin(ctx, wait) {
				return err
			}
		}
		if err := pause(ctx, r, wait); err != nil {
			return err
		}
	}
}

// pause waits before the next look.
func pause(ctx context.Context, r Request, d time.Duration) error {
	if err := sleep(ctx, d); err != nil {
		return fmt.Errorf("graph: %s: waiting for the end: %w", r, err)
	}
	return nil
}

// nextLook returns how long the API, or the limiter, asks to wait after a look
// that failed, and whether another one may succeed.
func (c *Client) nextLook(err error) (time.Duration, bool) {
	var limit *LimitError
	if errors.As(err, &limit) {
		return limit.Wait, limit.Wait <= c.config.Retry.MaxWait
	}
	e := asError(err)
	switch {
	case e == nil:
		return 0, errors.Is(err, ErrTransient)
	case e.advised:
		// A guess, which is never long.
		return e.Wait, e.Retryable()
	}
	return e.Wait, e.Retryable() && e.Wait <= c.config.Retry.MaxWait
}

// endsWithin reports whether the context has ended or will before the wait.
func endsWithin(ctx context.Context, wait time.Duration) bool {
	deadline, ok := ctx.Deadline()
	return ctx.Err() != nil || ok && time.Until(deadline) <= wait
}
