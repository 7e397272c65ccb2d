package graph_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// seenCache is a cache that remembers what it was given.
type seenCache struct {
	graph.Cache
	mu     sync.Mutex
	bodies []string
	// users are the values of cacheUser in the contexts.
	users []any
}

// cacheUser is the key of a value of contexts.
type cacheUser struct{}

func (c *seenCache) see(ctx context.Context) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.users = append(c.users, ctx.Value(cacheUser{}))
}

func (c *seenCache) Get(ctx context.Context, key string) (graph.CacheEntry, bool) {
	c.see(ctx)
	return c.Cache.Get(ctx, key)
}

func (c *seenCache) Put(ctx context.Context, key string, entry graph.CacheEntry) {
	c.see(ctx)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.bodies = append(c.bodies, key+" "+string(entry.Body))
	c.Cache.Put(ctx, key, entry)
}

// cachedClient returns a client with a cache.
func cachedClient(t *testing.T, srv *graphtest.Server) (*graph.Client, *seenCache) {
	t.Helper()
	cache := &seenCache{Cache: graph.NewMemoryCache(1 << 16)}
	config := srv.ClientConfig()
	config.Cache = cache
	client, err := graph.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return client, cache
}

// conditions returns the statuses of what was received, and the tags that came
// with it.
func conditions(srv *graphtest.Server) string {
	var all []string
	for _, e := range srv.Ledger().Entries(graphtest.On("*")) {
		all = append(all, fmt.Sprint(e.Status, e.Header["If-None-Match"]))
	}
	return strings.Join(all, " ")
}

// An answer that has not changed comes from the cache, whose own copy has no
// token: the links to further pages hold it.
func TestCache(t *testing.T) {
	srv := newLists(t, 3)
	client, cache := cachedClient(t, srv)
	var first graph.Response
	for i := range 3 {
		var response graph.Response
		var raw []byte
		out, err := graph.Do(t.Context(), client, answeredAs[graph.Object](campaignsBy(1)), graph.WithResponse(&response), graph.WithRawBody(&raw))
		if err != nil {
			t.Fatal(err)
		}
		if string(raw) != string(out) {
			t.Errorf("the body is %s", raw)
		}
		hasToken := strings.Contains(string(out), "graphtest-token")
		if i == 0 {
			if first = response; first.HTTPStatus != http.StatusOK || first.ETag == "" {
				t.Errorf("status %d, tag %q: %s", first.HTTPStatus, first.ETag, out)
			}
			continue
		}
		if hasToken || !strings.Contains(string(out), `"next":`) || response.HTTPStatus != http.StatusNotModified || response.ETag != first.ETag {
			t.Errorf("status %d, tag %q: got %s", response.HTTPStatus, response.ETag, out)
		}
	}
	if got, want := conditions(srv), fmt.Sprintf("200 [] 304 [%s] 304 [%[1]s]", first.ETag); got != want {
		t.Errorf("the requests were %s, want %s", got, want)
	}
	if all := strings.Join(cache.bodies, "\n"); all == "" || strings.Contains(all, "graphtest-token") {
		t.Errorf("the cache holds the token, or nothing: %s", all)
	}
	// A walk over pages from the cache reads what it read before.
	for range 2 {
		if got, err := walk(t.Context(), client, campaignsBy(1)); err != nil || len(got) != 3 {
			t.Errorf("got %v, %v", got, err)
		}
	}
	srv.Store().Hide("1001")
	if got, err := walk(t.Context(), client, campaignsBy(1)); err != nil || len(got) != 2 {
		t.Errorf("after a change: %v, %v", got, err)
	}
}

// What changes the answer changes the key.
func TestCacheKeys(t *testing.T) {
	srv := newFaultServer(t)
	client, _ := cachedClient(t, srv)
	list := func(status meta.CampaignEffectiveStatus) graph.Call[graph.Object] {
		return answeredAs[graph.Object](account7.Campaigns(meta.AdAccountCampaignsParams{EffectiveStatus: []meta.CampaignEffectiveStatus{status}}))
	}
	read := answeredAs[graph.Object](readSeven)
	write := answeredAs[graph.Object](createOne)
	for _, call := range []struct {
		name string
		call graph.Call[graph.Object]
		opts []graph.Option
	}{
		{"first", read, nil},
		{"node", answeredAs[graph.Object](readCampaign("8")), nil},
		{"params", list(meta.CampaignEffectiveStatusActive), nil},
		{"other params", list(meta.CampaignEffectiveStatusPaused), nil},
		{"token", read, []graph.Option{graph.WithToken(graph.Secret("another_token"))}},
		{"version", read, []graph.Option{graph.WithVersion("v24.0")}},
		{"header", read, []graph.Option{graph.WithHeader("Accept-Language", "de")}},
		{"write", write, nil},
		{"write again", write, nil},
	} {
		if _, err := graph.Do(t.Context(), client, call.call, call.opts...); err != nil {
			t.Fatal(err)
		}
		entries := srv.Ledger().Entries(graphtest.On("*"))
		if last := entries[len(entries)-1]; last.Header.Get("If-None-Match") != "" {
			t.Errorf("%s: the cache was asked for another call: %v", call.name, last)
		}
	}
}

// An answer that cannot be decoded is not kept.
func TestCacheKeepsNoBrokenAnswer(t *testing.T) {
	srv := newFaultServer(t)
	client, cache := cachedClient(t, srv)
	srv.Fault(graphtest.On("*"), graphtest.Malformed().Header("ETag", `"x"`).Times(1))
	for _, fine := range []bool{false, true} {
		_, err := graph.Do(t.Context(), client, readSeven)
		if (err == nil) != fine || len(cache.bodies) > 0 != fine {
			t.Errorf("got %v, and the cache %v", err, cache.bodies)
		}
	}
}

func TestWithIfNoneMatch(t *testing.T) {
	srv := newFaultServer(t)
	client, _ := cachedClient(t, srv)
	var response graph.Response
	if _, err := graph.Do(t.Context(), client, readSeven, graph.WithResponse(&response)); err != nil {
		t.Fatal(err)
	}
	if _, err := graph.Do(t.Context(), client, readSeven, graph.WithIfNoneMatch(response.ETag)); !errors.Is(err, graph.ErrNotModified) {
		t.Errorf("got %v", err)
	}
	if _, err := graph.Do(t.Context(), client, readSeven, graph.WithIfNoneMatch(`"another"`)); err != nil {
		t.Errorf("another tag: %v", err)
	}
	if _, err := graph.Do(t.Context(), client, createOne, graph.WithIfNoneMatch(response.ETag)); err == nil || !strings.Contains(err.Error(), "for reads") {
		t.Errorf("a write gets %v", err)
	}
	srv.Ledger().WantReceived(t, graphtest.On("*"), 3)
}

// The cache gets the context of the call.
func TestCacheGetsTheContext(t *testing.T) {
	srv := newFaultServer(t)
	client, cache := cachedClient(t, srv)
	ctx := context.WithValue(t.Context(), cacheUser{}, "me")
	if _, err := graph.Do(ctx, client, readSeven); err != nil {
		t.Fatal(err)
	}
	var b graph.Batch
	graph.Add(&b, readSeven)
	if err := b.Do(ctx, client); err != nil {
		t.Fatal(err)
	}
	if len(cache.users) < 3 || slices.ContainsFunc(cache.users, func(user any) bool { return user != "me" }) {
		t.Errorf("the cache was asked on behalf of %v", cache.users)
	}
}
