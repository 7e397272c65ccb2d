package graphtest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
)

// largeEdge is how many items the large edges of the tests have.
func largeEdge() int {
	if os.Getenv("GRAPHGEN_LONG") == "1" {
		return 50_000
	}
	return 5_000
}

// TestLargeEdges says that a page costs the same on an edge of any length,
// however it is cut: what would look at all of the items would also allocate
// for them.
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
			small, large := allocations(t, config, test.path, 50), allocations(t, config, test.path, largeEdge())
			// Under -race, pools drop some of what they hold.
			if large > small+20 {
				t.Errorf("a page of an edge of %d makes %v allocations, one of 50 %v", largeEdge(), large, small)
			}
		})
	}
}

// allocations returns how many allocations a call makes on a server whose edges
// have n items.
func allocations(t *testing.T, config Config, path string, n int) float64 {
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
	return testing.AllocsPerRun(10, func() {
		w := httptest.NewRecorder()
		srv.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != http.StatusOK {
			t.Fatal(w.Body)
		}
	})
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
