package graph

import (
	"cmp"
	"context"
	"fmt"
	"time"
)

// Limiter holds calls back before the API refuses them. The client asks it
// before each attempt and tells it what each answer said. It is used by many
// goroutines at once.
type Limiter interface {
	// Wait returns nil when calls may be sent, and an error when they may not:
	// the context's, or one that errors.Is matches with [ErrRateLimited]. There is
	// one call, or all that travel in one request and that the API counts one by
	// one: the operations of a batch, and after them the request, as the operation
	// "Batch create"; or the same key for each id of [ByIDs].
	Wait(ctx context.Context, calls ...LimitKey) error
	// Observe learns from an answer. refusal is the API's error, or nil.
	Observe(call LimitKey, usage Usage, refusal *Error)
}

// LimitKey is what the API's allowances may depend on. Neither a token nor a
// secret can be found from it.
type LimitKey struct {
	// App stands for the app, whose allowances all of its tokens share. The
	// client knows the app by [Config.AppSecret]; without one, App is Token.
	App string
	// Token stands for the access token. It is empty when the transport adds
	// the token.
	Token string
	// Operation is the operation, such as "AdAccount.campaigns list".
	Operation string
	// Object is the id of the node, such as "act_123".
	Object string
}

// limitKey returns the key of a call.
func (c *Client) limitKey(token SecretText, r Request) LimitKey {
	key := LimitKey{Token: tokenIdentity(token), Operation: r.Operation.String(), Object: r.ID}
	key.App = cmp.Or(tokenIdentity(c.config.AppSecret), key.Token)
	return key
}

// hold waits until the limiter lets a request through that counts n times, with
// the calls that travel in it.
func (c *Client) hold(ctx context.Context, r Request, cred *credentials, n int, calls ...LimitKey) error {
	if c.config.Limiter == nil {
		return nil
	}
	cred.key = c.limitKey(cred.token, r)
	for range n {
		calls = append(calls, cred.key)
	}
	if err := c.config.Limiter.Wait(ctx, calls...); err != nil {
		return fmt.Errorf("graph: %s: %w", r, err)
	}
	return nil
}

// LimitError means that a [Limiter] did not let a call through: nothing was
// sent. errors.Is matches it with [ErrRateLimited].
type LimitError struct {
	// Wait is how long to wait before the call would be let through.
	Wait time.Duration
}

// Error says how long to wait.
func (e *LimitError) Error() string {
	return fmt.Sprintf("not sent: the allowance is used up; wait %s", e.Wait.Round(time.Second))
}

// Is reports whether target is [ErrRateLimited].
func (e *LimitError) Is(target error) bool { return target == ErrRateLimited }

// LimiterConfig is what [NewLimiter] needs. The zero value has the defaults
// that its fields name.
type LimiterConfig struct {
	// Threshold is the use of an allowance in percent from which calls that
	// draw on it are slowed down. 0 means 75.
	Threshold float64
	// MaxDelay is the time between two calls that draw on an allowance that is
	// used up. At the threshold it is 0, and it grows with the use. A batch goes
	// out at once when its turn comes, and each of its operations adds to the
	// time after it, up to MaxWait. 0 means 10 seconds.
	MaxDelay time.Duration
	// MaxWait is the longest that a call or a batch is held back. One that would
	// be held back for longer fails with a [*LimitError], at once unless the API
	// tells of a longer block meanwhile. 0 means two minutes.
	MaxWait time.Duration
}
