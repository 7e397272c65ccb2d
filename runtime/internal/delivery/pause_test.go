package delivery

import (
	"context"
	"errors"
	"math"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/metagraph-go/graphgen/runtime/graph"
)

func TestBackoff(t *testing.T) {
	for _, test := range []struct {
		attempt int
		want    time.Duration
	}{
		{1, time.Second}, {2, 2 * time.Second}, {4, 8 * time.Second}, {5, 10 * time.Second}, {1 << 30, 10 * time.Second},
	} {
		if got := Backoff(time.Second, 10*time.Second, test.attempt); got != test.want {
			t.Errorf("after attempt %d it is %v, want %v", test.attempt, got, test.want)
		}
	}
	if got := Backoff(time.Minute, time.Second, 1); got != time.Second {
		t.Errorf("it is %v, longer than the longest", got)
	}
}

func TestJitter(t *testing.T) {
	for _, d := range []time.Duration{0, 1, time.Minute, math.MaxInt64} {
		if got := Jitter(d); got < d || got-d > d/4 {
			t.Errorf("%v becomes %v", d, got)
		}
	}
}

func TestWaitOf(t *testing.T) {
	slow := answers(503, "")
	err := send(t, graph.Config{HTTPClient: &http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
		answer, err := slow.RoundTrip(r)
		answer.Header.Set("Retry-After", "90")
		return answer, err
	})}})
	if got := WaitOf(err); got != 90*time.Second {
		t.Errorf("the wait is %v: %v", got, err)
	}
	if got := WaitOf(errors.New("broken")); got != 0 {
		t.Errorf("the wait is %v", got)
	}
}

func TestSleep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		if err := Sleep(t.Context(), time.Minute); err != nil || time.Since(start) != time.Minute {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := Sleep(ctx, time.Hour); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Minute+time.Second {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
	})
}
