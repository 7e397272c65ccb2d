package audience_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/metagraph-go/graphgen/runtime/audience"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// gate is a limiter that holds back so many calls.
type gate struct {
	mu   sync.Mutex
	left int
	wait time.Duration
}

func (g *gate) Wait(context.Context, ...graph.LimitKey) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.left == 0 {
		return nil
	}
	g.left--
	return &graph.LimitError{Wait: g.wait}
}

func (g *gate) Observe(graph.LimitKey, graph.Usage, *graph.Error) {}

// A call that the client's own limiter holds back does not end an upload: it
// waits for as long as the limiter says.
func TestLimiter(t *testing.T) {
	api := newFakeAPI(t)
	client, err := graph.New(graph.Config{
		Token: graph.Secret("token-of-the-test"), BaseURL: api.http.URL, HTTPClient: api.http.Client(),
		Limiter: &gate{left: 2, wait: 7 * time.Minute},
	})
	if err != nil {
		t.Fatal(err)
	}
	u, err := audience.New(client, audience.Config{Schema: peopleSchema})
	if err != nil {
		t.Fatal(err)
	}
	var waits []time.Duration
	u.SetClock(api.now, func(_ context.Context, d time.Duration) error {
		waits = append(waits, d)
		return nil
	})
	result, err := u.Add(t.Context(), "1", people(5))
	if err != nil || result.Sent != 5 || result.Resent != 0 || !result.Confirmed {
		t.Fatalf("%+v, %v", result, err)
	}
	for _, wait := range waits {
		if wait < 7*time.Minute || wait > 9*time.Minute {
			t.Errorf("it waits for %v", wait)
		}
	}
	if len(waits) != 2 || api.requests != 1 {
		t.Errorf("%d waits and %d requests", len(waits), api.requests)
	}
}

// A quota of hours or a day is not waited for.
func TestBusinessLimit(t *testing.T) {
	api := newFakeAPI(t)
	api.Fault(graphtest.On("*"), graphtest.Fail(graphtest.Error{Code: 17, Subcode: 1885172, Message: "too often"}))
	_, err := api.uploader(audience.Config{Schema: peopleSchema}).Add(t.Context(), "1", people(5))
	failed, ok := errors.AsType[*audience.Error](err)
	if !ok || failed.Attempts != 1 || failed.MaybeReceived || !errors.Is(err, graph.ErrRateLimited) {
		t.Errorf("the error is %+v", err)
	}
}
