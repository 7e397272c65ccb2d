package graph_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// A small answer that unfolds into a huge one is refused.
func TestCompressionBomb(t *testing.T) {
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	_, _ = z.Write(bytes.Repeat([]byte(" "), 10<<20))
	_ = z.Close()
	srv := newFaultServer(t)
	srv.Fault(graphtest.On("*"), graphtest.Answer(200, bomb.String()).Header("Content-Encoding", "gzip"))
	config := srv.ClientConfig()
	config.MaxResponseBytes = 1 << 20
	client, err := graph.New(config)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := graph.Do(t.Context(), client, readSeven); !errors.Is(err, graph.ErrResponseTooLarge) {
		t.Errorf("got %v", err)
	}
}

// A client's own http.Client is protected without being changed: a redirect
// carries the token nowhere, and no call is repeated elsewhere.
func TestRedirectsAreNotFollowed(t *testing.T) {
	other := newFaultServer(t)
	for _, status := range []int{301, 302, 303, 307, 308} {
		srv := newFaultServer(t)
		for _, to := range []string{other.URL, srv.URL} {
			srv.ClearFaults()
			srv.Fault(graphtest.On("*"), graphtest.Answer(status, "").Header("Location", to+"/v25.0/8?access_token=leak"))
			own := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return nil }}
			config := srv.ClientConfig()
			config.HTTPClient = own
			client, err := graph.New(config)
			if err != nil {
				t.Fatal(err)
			}
			for _, call := range faultCalls {
				before := srv.Ledger().Requests()
				err := call.run(t.Context(), client)
				if sent := srv.Ledger().Requests() - before; !errors.Is(err, graph.ErrBadRequest) || sent != 1 || strings.Contains(err.Error(), "leak") {
					t.Errorf("%d, %s: %d requests, %v", status, call.name, sent, err)
				}
			}
			if own.Transport != nil || own.CheckRedirect(nil, nil) != nil {
				t.Error("the http.Client was changed")
			}
		}
	}
	if got := other.Ledger().Requests(); got != 0 {
		t.Errorf("%d redirects were followed", got)
	}
}

// Many goroutines share a client, with answers, errors, a cache and a limiter.
func TestConcurrentUse(t *testing.T) {
	srv := newFaultServer(t, func(c *graphtest.Config) { c.AppSecret, c.Allowance = "app_secret_example", 1000 })
	srv.Fault(graphtest.On("Campaign.read").ID("9"), graphtest.Fail(graphtest.Error{Code: 100, Message: "no"}))
	config := srv.ClientConfig()
	config.TimedProof, config.Cache, config.Limiter = true, graph.NewMemoryCache(1<<16), graph.NewLimiter(graph.LimiterConfig{})
	config.Logger = slog.New(slog.DiscardHandler)
	client, err := graph.New(config)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := range 32 {
		wg.Go(func() {
			id := fmt.Sprint(7 + i%3)
			got, err := graph.Do(t.Context(), client, readCampaign(id), graph.WithToken(graph.Secret(fmt.Sprintf("token_of_test_%d", i%3))))
			if (err != nil) != (id == "9") || err == nil && string(got.ID) != id {
				t.Errorf("node %s: got %+v, %v", id, got, err)
			}
		})
	}
	wg.Wait()
	srv.Ledger().WantReceived(t, graphtest.On("*"), 32)
}

// No goroutine outlives its call, however the call ends: the bubble would
// never end otherwise.
func TestNoGoroutineLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		before := runtime.NumGoroutine()
		srv := newFaultServer(t, inMemory)
		srv.Fault(graphtest.On("*"), graphtest.Throttle(4).Times(1), graphtest.Answer(500, "").Times(1), graphtest.Timeout().Times(1), graphtest.Answer(200, "{"))
		config := srv.ClientConfig()
		config.Retry, config.Limiter, config.Cache = graph.RetryPolicy{}, graph.NewLimiter(graph.LimiterConfig{}), graph.NewMemoryCache(1<<10)
		client, err := graph.New(config)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, _ = graph.Do(ctx, client, readSeven)
		_, _ = graph.Do(ctx, client, createOne)
		_, _ = graph.Do(t.Context(), client, createOne)
		client.CloseIdleConnections()
		srv.Close()
		synctest.Wait()
		if after := runtime.NumGoroutine(); after > before {
			t.Errorf("%d goroutines became %d", before, after)
		}
	})
}
