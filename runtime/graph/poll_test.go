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
