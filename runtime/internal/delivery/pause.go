package delivery

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"time"

	"github.com/metagraph-go/graphgen/runtime/graph"
)

// WaitOf returns how long to wait after err, as the API or the client's limiter
// says. 0 means that nothing is known.
func WaitOf(err error) time.Duration {
	var answer *graph.Error
	var limited *graph.LimitError
	switch {
	case errors.As(err, &answer):
		return answer.Wait
	case errors.As(err, &limited):
		return limited.Wait
	}
	return 0
}

// Backoff returns first after attempt 1, and doubles it with each attempt up to
// longest.
func Backoff(first, longest time.Duration, attempt int) time.Duration {
	for range attempt - 1 {
		if first >= longest {
			break
		}
		first *= 2
	}
	return min(first, longest)
}

// Jitter returns d and at most a quarter more.
func Jitter(d time.Duration) time.Duration { return d + rand.N(min(d/4, math.MaxInt64-d)+1) }

// Sleep waits until d has passed, or returns the context's error.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
