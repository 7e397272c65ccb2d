package graph

import (
	"errors"
	"math"
	"math/rand/v2"
	"sync"
	"time"
)

// RetryPolicy says how often and when failed attempts are repeated. What is
// repeated is fixed, because it is a matter of safety:
//
//   - Reads are repeated when no answer came and after errors that pass.
//   - Writes are repeated when the API certainly did not act, and otherwise
//     only where a second time does no harm. The package's comment lists these
//     under Repeating; [Idempotent] adds a call to them.
//   - Calls with a file that can be read only once are never repeated, nor are
//     those with [NoRetry].
//   - Nothing is repeated when the wait would outlast the context's deadline.
//
// The zero policy has the defaults that its fields name.
type RetryPolicy struct {
	// MaxAttempts is how often a call is sent at most. 0 means 4, 1 means that
	// nothing is repeated.
	MaxAttempts int
	// BaseDelay is the bound of the random wait before the second attempt. It
	// doubles with each further one. 0 means half a second.
	//
	// After a throttle whose end the API does not tell, the wait is at least 60
	// times BaseDelay, which is half a minute, and doubles as well: calls that
	// are made while throttled lengthen the block.
	BaseDelay time.Duration
	// MaxDelay is the bound at which the doubling ends. 0 means 30 seconds.
	MaxDelay time.Duration
	// MaxWait is the longest wait that the API may ask for, or that a throttle
	// may need. Where a longer one is needed, the call fails at once, and
	// [Error.Wait] says how long to wait. 0 means two minutes.
	MaxWait time.Duration
	// Budget is how many retries the client has in reserve, for all calls
	// together. Each retry takes one; ten calls that succeed give one back. It
	// keeps a client from multiplying its calls while the API is down. 0 means
	// 50, less than 0 no bound.
	Budget int
}

func (p RetryPolicy) check() error {
	if p.MaxAttempts < 0 || p.BaseDelay < 0 || p.MaxDelay < 0 || p.MaxWait < 0 {
		return errors.New("graph: Config.Retry has a negative number")
	}
	return nil
}

func (p RetryPolicy) withDefaults() RetryPolicy {
	if p.MaxAttempts == 0 {
		p.MaxAttempts = 4
	}
	if p.BaseDelay == 0 {
		p.BaseDelay = 500 * time.Millisecond
	}
	if p.MaxDelay == 0 {
		p.MaxDelay = 30 * time.Second
	}
	if p.MaxWait == 0 {
		p.MaxWait = 2 * time.Minute
	}
	if p.Budget == 0 {
		p.Budget = 50
	}
	return p
}

// wait returns how long to wait after an attempt failed with err, and whether
// to repeat it at all. harmless says that running the call twice does no harm.
func (p RetryPolicy) wait(err error, attempt int, harmless bool) (time.Duration, bool) {
	var broken *TransportError
	if errors.As(err, &broken) {
		return p.backoff(attempt), (harmless || !broken.Sent) && !broken.unfit
	}
	e := asError(err)
	if e == nil {
		return 0, false
	}
	v := classify(e)
	if v.repeat == repeatNever || v.repeat == repeatOnce && attempt > 1 {
		return 0, false
	}
	if !harmless && !e.refused(v) {
		return 0, false
	}
	switch wait := max(e.Wait, v.wait); {
	case wait > p.MaxWait:
		return 0, false
	case e.advised:
		return wait + p.jitter(min(wait/4, math.MaxInt64-wait)), true
	case e.Wait > 0:
		// Spread the callers that were told the same time.
		return wait + p.jitter(p.BaseDelay), true
	}
	return p.backoff(attempt), true
}

// throttleFactor is how many times BaseDelay a call waits at least after a
// throttle whose end is not known.
const throttleFactor = 60

// advise sets how long to wait after a throttle whose end the API does not
// tell. attempt is the one that was refused.
func (p RetryPolicy) advise(e *Error, attempt int) {
	v := classify(e)
	if e.Wait > 0 || v.class != ErrRateLimited || v.repeat == repeatNever {
		return
	}
	wait := max(multiply(p.BaseDelay, throttleFactor), v.wait)
	for range attempt - 1 {
		if wait > p.MaxWait {
			break // Long enough to give up.
		}
		wait = multiply(wait, 2)
	}
	e.Wait, e.advised = wait, true
}

// multiply returns d times n, or the longest duration when that is shorter.
func multiply(d time.Duration, n int64) time.Duration {
	if d > math.MaxInt64/time.Duration(n) {
		return math.MaxInt64
	}
	return d * time.Duration(n)
}

// refused reports whether the API certainly did not act on the call: it counts
// calls before it runs them. A bare 429 may come from anything on the way.
func (e *Error) refused(v verdict) bool { return v.class == ErrRateLimited && e.Code != 0 }

// backoff returns a random wait whose bound doubles with each attempt.
func (p RetryPolicy) backoff(attempt int) time.Duration {
	bound := p.BaseDelay
	for range attempt - 1 {
		if bound >= p.MaxDelay/2 {
			bound = p.MaxDelay
			break
		}
		bound *= 2
	}
	return p.jitter(min(bound, p.MaxDelay))
}

// jitter returns a random time below bound.
func (p RetryPolicy) jitter(bound time.Duration) time.Duration {
	return rand.N(max(bound, 1))
}

// retryBudget counts the retries that a client has in reserve, in tenths. A
// nil budget has no bound.
type retryBudget struct {
	mu         sync.Mutex
	left, full int
}

// retryCost is what a retry takes, and what so many successes give back.
const retryCost = 10

func newRetryBudget(retries int) *retryBudget {
	if retries < 0 {
		return nil
	}
	return &retryBudget{left: retries * retryCost, full: retries * retryCost}
}

// take takes one retry and reports whether there was one.
func (b *retryBudget) take() bool {
	if b == nil {
		return true
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.left < retryCost {
		return false
	}
	b.left -= retryCost
	return true
}

// succeed gives back a part of a retry.
func (b *retryBudget) succeed() {
	if b == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.left = min(b.left+1, b.full)
}
