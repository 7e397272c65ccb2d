package graph

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// waits are the functions that wait for what the API does in the background.
var waits = map[string]func(context.Context, *Client, Poll) error{
	"an async set": func(ctx context.Context, c *Client, p Poll) error {
		_, err := WaitAsyncSet(ctx, c, "1", AsyncWait{Poll: p})
		return err
	},
	"a report": func(ctx context.Context, c *Client, p Poll) error {
		_, err := WaitReport(ctx, c, "1", ReportOptions{Poll: p})
		return err
	},
	"a video": func(ctx context.Context, c *Client, p Poll) error {
		_, err := WaitVideo(ctx, c, "1", VideoWait{Poll: p})
		return err
	},
}

// never answers that nothing is done yet, and counts the requests.
type never struct {
	requests int
	// fails is how many requests fail at first.
	fails int
}

func (n *never) RoundTrip(*http.Request) (*http.Response, error) {
	n.requests++
	if n.requests <= n.fails {
		return respond(503, `{"error":{"code":2,"message":"down"}}`), nil
	}
	return respond(200, `{"id":"1","is_completed":false,"status":{"video_status":"processing"},"async_status":"Job Running"}`), nil
}

func (n *never) client(t *testing.T) *Client {
	c, err := New(Config{
		Token: Secret("token_of_the_tests"), HTTPClient: &http.Client{Transport: n}, Retry: RetryPolicy{MaxAttempts: 1},
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// All waits ask less and less often, and survive calls that fail for a moment.
func TestPoll(t *testing.T) {
	for _, tt := range []struct {
		name  string
		poll  Poll
		fails int
		// requests are those of two minutes.
		requests int
	}{
		{"defaults", Poll{}, 0, 7}, // After 0, 2, 6, 14, 30, 60, 90 and 120 seconds.
		{"failed calls", Poll{}, 4, 7},
		{"a short end", Poll{MaxPeriod: time.Second}, 0, 120},
		{"a steady period", Poll{Period: 10 * time.Second, MaxPeriod: 10 * time.Second}, 0, 12},
		{"a long period", Poll{Period: time.Minute}, 0, 2},
		{"an endless period", Poll{Period: 1<<63 - 1}, 0, 1},
	} {
		for name, wait := range waits {
			t.Run(tt.name+" of "+name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					n := &never{fails: tt.fails}
					ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute-time.Millisecond)
					defer cancel()
					err := wait(ctx, n.client(t), tt.poll)
					if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "read 1: waiting for the end: ") {
						t.Errorf("got error %v", err)
					}
					if n.requests != tt.requests {
						t.Errorf("%d requests, want %d", n.requests, tt.requests)
					}
				})
			})
		}
	}
}

// A wait ends with the error of a call when calls go on failing.
func TestPollGivesUp(t *testing.T) {
	for name, wait := range waits {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := &never{fails: 100}
				if err := wait(t.Context(), n.client(t), Poll{}); !errors.Is(err, ErrTransient) || n.requests != 5 {
					t.Errorf("got error %v after %d requests", err, n.requests)
				}
			})
		})
	}
}

// A wait ends at once when a call is asked to wait for longer than the client
// may, and goes on after shorter ones.
func TestPollEndsWithLongWaits(t *testing.T) {
	throttled := func(*http.Request) (*http.Response, error) {
		return withHeaders(respond(400, `{"error":{"code":80004}}`), "X-Business-Use-Case-Usage",
			`{"1":[{"type":"ads_management","call_count":100,"estimated_time_to_regain_access":60}]}`), nil
	}
	guessed := func(*http.Request) (*http.Response, error) { return respond(400, `{"error":{"code":4}}`), nil }
	for _, tt := range []struct {
		name      string
		transport roundTripper
		limiter   Limiter
		most      time.Duration
		// want is how long the wait takes until it gives up.
		want time.Duration
	}{
		{"longer than MaxWait", throttled, nil, time.Hour - 1, 0},
		{"as long as MaxWait", throttled, nil, time.Hour, 4 * time.Hour},
		{"the defaults", throttled, nil, 0, 0},
		{"no end is known", guessed, nil, 0, 4 * 30 * time.Second},
		{"a limiter", nil, refusing{time.Hour}, 0, 0},
		{"a limiter, for a minute", nil, refusing{time.Minute}, 0, 4 * time.Minute},
	} {
		for name, wait := range waits {
			t.Run(tt.name+" of "+name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					c := newTestClient(t, Config{
						Token: Secret("token_of_the_tests"), HTTPClient: &http.Client{Transport: tt.transport}, Limiter: tt.limiter,
						Retry: RetryPolicy{MaxAttempts: 1, MaxWait: tt.most},
					})
					start := time.Now()
					err := wait(t.Context(), c, Poll{Period: time.Second, MaxPeriod: time.Second})
					if took := time.Since(start); !errors.Is(err, ErrRateLimited) || took != tt.want {
						t.Errorf("got error %v after %v, want %v", err, took, tt.want)
					}
				})
			})
		}
	}
}

// refusing is a limiter that lets nothing through.
type refusing struct{ wait time.Duration }

func (r refusing) Wait(context.Context, ...LimitKey) error { return &LimitError{Wait: r.wait} }

func (refusing) Observe(LimitKey, Usage, *Error) {}

// Periods that make no sense are refused before anything is sent.
func TestPollRefuses(t *testing.T) {
	for _, poll := range []Poll{{Period: -1}, {MaxPeriod: -time.Second}, {Period: time.Minute, MaxPeriod: time.Second}} {
		for name, wait := range waits {
			n := &never{}
			if err := wait(t.Context(), n.client(t), poll); err == nil || !strings.Contains(err.Error(), "Poll.MaxPeriod is") || n.requests > 0 {
				t.Errorf("%s, %+v: got error %v after %d requests", name, poll, err, n.requests)
			}
		}
	}
}
