package conversions_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/metagraph-go/graphgen/runtime/conversions"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// No batch is sent again within the time that the API asks for, or within half
// a minute of a throttle for which it asks nothing.
func TestWaits(t *testing.T) {
	for _, test := range []struct {
		name   string
		fault  graphtest.Fault
		config conversions.Config
		// least is 0 where the Sender gives up at once.
		least, most time.Duration
	}{
		{"no answer", breakAfter.Times(1), conversions.Config{}, time.Second, 2 * time.Second},
		{"no answer twice", breakAfter.Times(2), conversions.Config{}, 3 * time.Second, 5 * time.Second},
		{"a short maximum", breakAfter.Times(3), conversions.Config{MaxWait: 100 * time.Millisecond}, 300 * time.Millisecond, time.Second},
		{"a throttle", throttle.Times(1), conversions.Config{}, 30 * time.Second, time.Minute},
		{"a throttle twice", throttle.Times(2), conversions.Config{}, 90 * time.Second, 2 * time.Minute},
		{"429 of a proxy", graphtest.HTML(429).Times(1), conversions.Config{}, 30 * time.Second, time.Minute},
		{"429 with a wait", graphtest.HTML(429).Header("Retry-After", "90").Times(1), conversions.Config{}, 90 * time.Second, 2 * time.Minute},
		{"429 with a long wait", graphtest.HTML(429).Header("Retry-After", "1800").Times(1), conversions.Config{}, 0, 0},
		{"429 with a long wait, waited for", graphtest.HTML(429).Header("Retry-After", "1800").Times(1),
			conversions.Config{MaxWait: time.Hour}, 30 * time.Minute, 40 * time.Minute},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				srv := newServer(t)
				srv.Fault(graphtest.On("*"), test.fault)
				config := srv.ClientConfig()
				config.Retry = graph.RetryPolicy{} // The fake API's own is impatient.
				client, err := graph.New(config)
				if err != nil {
					t.Fatal(err)
				}
				start := time.Now()
				_, err = newSender(t, client, test.config).Send(t.Context(), leads(2, 0)...)
				if took := time.Since(start); took < test.least || took > test.most {
					t.Errorf("it took %v", took)
				}
				if test.least > 0 {
					if err != nil {
						t.Error(err)
					}
					return
				}
				failed, ok := errors.AsType[*conversions.BatchError](err)
				answer, isAnswer := errors.AsType[*graph.Error](err)
				if !ok || !isAnswer || failed.Attempts != 1 || !failed.MaybeReceived || !failed.ConcernsAll || answer.Wait != 30*time.Minute {
					t.Errorf("the error is %v", err)
				}
			})
		})
	}
}

// gate is a limiter that holds back so many calls.
type gate struct{ left int }

func (g *gate) Wait(context.Context, ...graph.LimitKey) error {
	if g.left == 0 {
		return nil
	}
	g.left--
	return &graph.LimitError{Wait: 5 * time.Second}
}

func (g *gate) Observe(graph.LimitKey, graph.Usage, *graph.Error) {}

// What was certainly not sent is sent later, with an ID or without.
func TestNotSentYet(t *testing.T) {
	for _, test := range []struct {
		held, requests int
		want           outcome
	}{
		{3, 1, outcome{Taken: 4}},
		{4, 0, outcome{Failed: 4}},
	} {
		synctest.Test(t, func(t *testing.T) {
			srv := newServer(t)
			config := srv.ClientConfig()
			config.Limiter = &gate{left: test.held}
			client, err := graph.New(config)
			if err != nil {
				t.Fatal(err)
			}
			got, _ := account(t, newSender(t, client, conversions.Config{}), leads(4, 2))
			if got != test.want {
				t.Errorf("%d calls are held back: the events are %+v", test.held, got)
			}
			srv.Ledger().WantReceived(t, graphtest.On("*"), test.requests)
		})
	}
}

// What waits between attempts ends with the context, and does not begin where
// the deadline comes before its end.
func TestContextEndsTheWait(t *testing.T) {
	const long = 1500 * time.Millisecond
	for _, test := range []struct {
		name  string
		limit func(context.Context) (context.Context, context.CancelFunc)
		took  func(time.Duration) bool
		cause error
	}{
		{"cancelled", func(ctx context.Context) (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancel(ctx)
			time.AfterFunc(long, cancel)
			return ctx, cancel
		}, func(d time.Duration) bool { return d == long }, context.Canceled},
		{"deadline", func(ctx context.Context) (context.Context, context.CancelFunc) {
			return context.WithTimeout(ctx, long)
		}, func(d time.Duration) bool { return d < long }, graph.ErrTransient},
	} {
		synctest.Test(t, func(t *testing.T) {
			srv := newServer(t)
			srv.Fault(graphtest.On("*"), breakAfter)
			ctx, cancel := test.limit(t.Context())
			defer cancel()
			start := time.Now()
			_, err := newSender(t, srv.Client(t), conversions.Config{}).Send(ctx, leads(3, 0)...)
			failed, ok := errors.AsType[*conversions.BatchError](err)
			if !ok || !failed.MaybeReceived || !errors.Is(err, test.cause) || !test.took(time.Since(start)) {
				t.Errorf("%s: after %v: %v", test.name, time.Since(start), err)
			}
		})
	}
}
