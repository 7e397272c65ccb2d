package graph_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// The API's word on how long to wait is followed, up to the policy's bound and
// never beyond the context's deadline.
func TestRetryWaits(t *testing.T) {
	blockedFor := func(d time.Duration) graphtest.Fault { return graphtest.Throttle(80004).Regain(d) }
	tests := []struct {
		name        string
		refusal     graphtest.Fault
		deadline    time.Duration
		sent        int
		least, most time.Duration
		ok          bool
	}{
		{"back-off", graphtest.Answer(500, ""), 0, 2, 0, 500 * time.Millisecond, true},
		{"a throttle that says nothing", graphtest.Throttle(4), 0, 2, 30 * time.Second, 40 * time.Second, true},
		{"429 of a proxy", graphtest.Answer(429, ""), 0, 2, 30 * time.Second, 40 * time.Second, true},
		{"a throttle that says nothing, with little time", graphtest.Throttle(4), 20 * time.Second, 1, 0, 0, false},
		{"abuse prevention", graphtest.Throttle(613), 0, 1, 0, 0, false},
		{"minutes of a use case", blockedFor(2 * time.Minute), 0, 2, 2 * time.Minute, 2*time.Minute + 500*time.Millisecond, true},
		{"more than the policy allows", blockedFor(3 * time.Minute), 0, 1, 0, 0, false},
		{"seconds of an ad account", graphtest.Throttle(17).Regain(90 * time.Second), 0, 2, 90 * time.Second, 91 * time.Second, true},
		{"an ad account that is not used up", graphtest.Fail(graphtest.Error{Code: 17}).Header("X-Ad-Account-Usage", `{"acc_id_util_pct":99.9,"reset_time_duration":90}`), 0, 2, 30 * time.Second, 40 * time.Second, true},
		{"Retry-After", graphtest.Answer(503, "").Header("Retry-After", "7"), 0, 2, 7 * time.Second, 8 * time.Second, true},
		{"Retry-After with a date", graphtest.Answer(503, "").Header("Retry-After", "Fri, 02 Jan 2026 03:04:35 GMT").Header("Date", "Fri, 02 Jan 2026 03:04:05 GMT"), 0, 2, 30 * time.Second, 31 * time.Second, true},
		{"Retry-After with a date alone", graphtest.Answer(503, "").Header("Retry-After", "Sat, 01 Jan 2000 00:00:20 GMT"), 0, 2, 20 * time.Second, 21 * time.Second, true},
		{"Retry-After with a date that has passed", graphtest.Answer(503, "").Header("Retry-After", "Fri, 31 Dec 1999 00:00:00 GMT"), 0, 2, 0, 500 * time.Millisecond, true},
		{"a score that decays", graphtest.Fail(graphtest.Error{Code: 613, Subcode: 1487742}), 0, 2, time.Minute, 80 * time.Second, true},
		{"beyond the deadline", blockedFor(time.Minute), 30 * time.Second, 1, 0, 0, false},
		{"within the deadline", blockedFor(time.Minute), 90 * time.Second, 2, time.Minute, 61 * time.Second, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				srv := newFaultServer(t, inMemory)
				srv.Fault(graphtest.On("*"), test.refusal.Times(1))
				ctx := t.Context()
				if test.deadline != 0 {
					var cancel context.CancelFunc
					ctx, cancel = context.WithTimeout(ctx, test.deadline)
					defer cancel()
				}
				client := clientOf(t, srv, graph.RetryPolicy{})
				start := time.Now()
				_, err := graph.Do(ctx, client, readSeven)
				took := time.Since(start)
				if sent := srv.Ledger().Requests(); (err == nil) != test.ok || sent != test.sent || took < test.least || took > test.most {
					t.Errorf("sent %d times in %v: %v", sent, took, err)
				}
				var e *graph.Error
				if err != nil && (!errors.As(err, &e) || e.Wait == 0) {
					t.Errorf("the error does not say how long to wait: %v", err)
				}
			})
		})
	}
}

// A throttle that does not end is met with waits that double, until one would
// be longer than the policy allows. The error then says how long it is.
func TestThrottleGoesOn(t *testing.T) {
	calls := []struct {
		name string
		run  func(context.Context, *graph.Client, ...graph.Option) error
	}{
		{"a write", func(ctx context.Context, c *graph.Client, opts ...graph.Option) error {
			_, err := graph.Do(ctx, c, meta.CampaignByID("7").Delete(), opts...)
			return err
		}},
		{"a batch", func(ctx context.Context, c *graph.Client, opts ...graph.Option) error {
			var b graph.Batch
			graph.Add(&b, meta.CampaignByID("7").Delete(), opts...)
			return b.Do(ctx, c)
		}},
	}
	for _, call := range calls {
		t.Run(call.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				srv := newFaultServer(t, inMemory)
				srv.Fault(graphtest.On("Campaign.delete"), graphtest.Throttle(80004))
				client := clientOf(t, srv, graph.RetryPolicy{MaxAttempts: 10})
				start := time.Now()
				err := call.run(t.Context(), client)
				var e *graph.Error
				if !errors.As(err, &e) || e.Wait != 4*time.Minute {
					t.Fatalf("the error does not say how long to wait: %v", err)
				}
				if sent, took := srv.Ledger().Requests(), time.Since(start); sent != 4 || took < 210*time.Second || took > 270*time.Second {
					t.Errorf("sent %d times in %v", sent, took)
				}
				srv.Ledger().Clear()
				if err := call.run(t.Context(), client, graph.NoRetry()); !errors.As(err, &e) || e.Wait != 30*time.Second {
					t.Errorf("the error does not say how long to wait: %v", err)
				}
				if sent := srv.Ledger().Requests(); sent != 1 {
					t.Errorf("with NoRetry it is sent %d times", sent)
				}
			})
		})
	}
}

// A call that is cancelled while it waits returns at once, with both errors.
func TestCancelDuringWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := newFaultServer(t, inMemory)
		srv.Fault(graphtest.On("*"), graphtest.Throttle(80004).Regain(time.Minute))
		client := clientOf(t, srv, graph.RetryPolicy{})
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		start := time.Now()
		_, err := graph.Do(ctx, client, readSeven)
		if !errors.Is(err, context.Canceled) || !errors.Is(err, graph.ErrRateLimited) || time.Since(start) != time.Second {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
	})
}

// The budget ends the retries of a client whose calls all fail, and fills
// again as calls succeed.
func TestRetryBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := newFaultServer(t, inMemory)
		down := graphtest.Answer(500, "")
		client := clientOf(t, srv, graph.RetryPolicy{MaxAttempts: 3, Budget: 5})
		srv.Fault(graphtest.On("*"), down)
		for range 10 {
			_, _ = graph.Do(t.Context(), client, readSeven)
		}
		if sent := srv.Ledger().Requests(); sent != 10+5 {
			t.Errorf("10 calls were sent %d times", sent)
		}
		srv.ClearFaults()
		for range 10 {
			if _, err := graph.Do(t.Context(), client, readSeven); err != nil {
				t.Fatal(err)
			}
		}
		srv.Ledger().Clear()
		srv.Fault(graphtest.On("*"), down)
		_, _ = graph.Do(t.Context(), client, readSeven)
		if sent := srv.Ledger().Requests(); sent != 2 {
			t.Errorf("after 10 successes a failing call is sent %d times", sent)
		}
	})
}

func TestRetriesOff(t *testing.T) {
	srv := newFaultServer(t)
	srv.Fault(graphtest.On("*"), graphtest.Answer(500, ""))
	_, err := graph.Do(t.Context(), clientOf(t, srv, oneTry), readSeven)
	if sent := srv.Ledger().Requests(); err == nil || sent != 1 {
		t.Errorf("sent %d times: %v", sent, err)
	}
}

// A write that found no connection was not sent, so it is repeated; one that
// may have been is not, unless the caller says that it does no harm.
func TestWriteRetries(t *testing.T) {
	update := meta.CampaignByID("7").Update(meta.CampaignUpdateParams{Name: graph.String("y")})
	once := []graph.File{{Name: "a.jpg", Reader: strings.NewReader("x")}}
	tests := []struct {
		name      string
		run       func(context.Context, *graph.Client) error
		connected bool
		dials     int
	}{
		{"no connection", callOfMatrix("", true, createOne).run, false, 3},
		{"no connection for a file that is read once", func(ctx context.Context, c *graph.Client) error {
			_, err := graph.UploadImages(ctx, c, "act_7", once)
			return err
		}, false, 1},
		{"idempotent", func(ctx context.Context, c *graph.Client) error {
			_, err := graph.Do(ctx, c, update, graph.Idempotent())
			return err
		}, true, 3},
		{"not idempotent", callOfMatrix("", true, update).run, true, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				srv := newFaultServer(t, inMemory)
				srv.Fault(graphtest.On("*"), graphtest.Raw(""))
				if !test.connected {
					srv.Close()
				}
				dials := 0
				transport := srv.Transport()
				dial := transport.DialContext
				transport.DialContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
					dials++
					return dial(ctx, network, addr)
				}
				config := srv.ClientConfig()
				config.HTTPClient = &http.Client{Transport: transport}
				config.Retry.MaxAttempts = 3
				client, err := graph.New(config)
				if err != nil {
					t.Fatal(err)
				}
				err = test.run(t.Context(), client)
				var broken *graph.TransportError
				if !errors.As(err, &broken) || broken.Sent != test.connected || dials != test.dials {
					t.Errorf("%d dials: %v", dials, err)
				}
			})
		})
	}
}
