package graphtest

import (
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"testing"
	"unsafe"
)

// largeEdge is how many items the large edges of the tests have.
func largeEdge() int {
	if os.Getenv("GRAPHGEN_LONG") == "1" {
		return 50_000
	}
	return 5_000
}

// TestLargeEdges says that a page costs the same on an edge of any length,
// however it is cut: what would copy the items of the edge, or render them,
// would take memory for all of them.
func TestLargeEdges(t *testing.T) {
	tests := []struct {
		name, path string
		config     func(*Config)
	}{
		{name: "cursors", path: "/v25.0/act_1/campaigns?fields=name&limit=5"},
		{name: "cursors, filtered before paging", path: "/v25.0/act_1/campaigns?fields=name&limit=5", config: func(c *Config) { c.Without = AllQuirks }},
		{name: "offset", path: "/v25.0/act_1/campaigns?fields=name&limit=5&offset=20"},
		{name: "time", path: "/v25.0/4/feed?fields=message&limit=5"},
		{name: "time, within a range", path: "/v25.0/4/feed?fields=message&limit=5&since=1767225610&until=1767225630"},
		{name: "an expanded edge", path: "/v25.0/act_1?fields=campaigns.limit(5){name}"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			config := Config{}
			if test.config != nil {
				test.config(&config)
			}
			small, large := memoryOf(t, config, test.path, 50), memoryOf(t, config, test.path, largeEdge())
			if perItem := uint64(unsafe.Sizeof(link{})) / 2; large > small+perItem*uint64(largeEdge()) {
				t.Errorf("a page of an edge of %d takes %d bytes, one of 50 %d", largeEdge(), large, small)
			}
		})
	}
}

// memoryOf returns how many bytes a call allocates on a server whose edges have
// n items: the least of several times, as what else the process does adds to
// some of them.
func memoryOf(t *testing.T, config Config, path string, n int) uint64 {
	srv, err := NewHandler(config)
	if err != nil {
		t.Fatal(err)
	}
	store := srv.Store()
	store.Add("AdAccount", "act_1", nil)
	store.Add("User", "4", nil)
	for i := range n {
		store.AddEdge("act_1", "campaigns", "Campaign", Node{"name": "Spring"})
		store.AddEdge("4", "feed", "Post", Node{"id": fmt.Sprint("4_", i), "message": "Hello", "created_time": int64(1767225600 + i)})
	}
	least := uint64(math.MaxUint64)
	for range 20 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		w := httptest.NewRecorder()
		srv.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		runtime.ReadMemStats(&after)
		if w.Code != http.StatusOK {
			t.Fatal(w.Body)
		}
		least = min(least, after.TotalAlloc-before.TotalAlloc)
	}
	return least
}

// BenchmarkLargeEdge is a page of an edge of 50,000 items, in a store of
// 100,000 nodes.
func BenchmarkLargeEdge(b *testing.B) {
	srv, err := NewHandler(Config{})
	if err != nil {
		b.Fatal(err)
	}
	store := srv.Store()
	store.Add("AdAccount", "act_1", nil)
	store.Add("User", "4", nil)
	for i := range 50_000 {
		store.AddEdge("act_1", "campaigns", "Campaign", Node{"name": "Spring"})
		store.AddEdge("4", "feed", "Post", Node{"id": fmt.Sprint("4_", i), "created_time": int64(1767225600 + i)})
	}
	for _, path := range []string{"/v25.0/act_1/campaigns?fields=name", "/v25.0/act_1/campaigns?fields=name&summary=true", "/v25.0/4/feed"} {
		b.Run(path, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				w := httptest.NewRecorder()
				srv.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
				if w.Code != http.StatusOK {
					b.Fatal(w.Body)
				}
			}
		})
	}
}
