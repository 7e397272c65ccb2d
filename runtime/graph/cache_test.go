package graph

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// etagServer answers with a tag, and with 304 where the tag is sent back. Like
// the API it sends no tag with 304.
func etagServer(t *testing.T, requests *[]string) *httptest.Server {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*requests = append(*requests, r.Method+" "+r.Header.Get("If-None-Match"))
		const tag = `"7776cdb01f44354af8bfa4db0c56eebcb1378975"`
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("ETag", tag)
		_, _ = io.WriteString(w, `{"id":"7","next":"https://h/?access_token=token_of_the_tests&after=x","access_token":"page token"}`)
	}))
	t.Cleanup(server.Close)
	return server
}

func TestCache(t *testing.T) {
	var requests []string
	server := etagServer(t, &requests)
	cache := NewMemoryCache(1 << 16)
	c := newTestClient(t, Config{Token: Secret("token_of_the_tests"), BaseURL: server.URL, Cache: cache})
	var first Object
	for i := range 3 {
		var out Object
		var resp Response
		var raw []byte
		if err := c.run(context.Background(), readOf("7"), collect([]Option{WithResponse(&resp), WithRawBody(&raw)}), &out); err != nil {
			t.Fatal(err)
		}
		if string(raw) != string(out) {
			t.Errorf("the body is %s", raw)
		}
		if resp.ETag != `"7776cdb01f44354af8bfa4db0c56eebcb1378975"` {
			t.Errorf("the tag of answer %d is %s", i+1, resp.ETag)
		}
		if i == 0 {
			first = out
			continue
		}
		want := strings.ReplaceAll(string(first), "access_token=token_of_the_tests", "access_token=")
		if string(out) != want || resp.HTTPStatus != http.StatusNotModified {
			t.Errorf("status %d: got %s", resp.HTTPStatus, out)
		}
	}
	const tag = `GET "7776cdb01f44354af8bfa4db0c56eebcb1378975"`
	if got := fmt.Sprint(requests); got != fmt.Sprint([]string{"GET ", tag, tag}) {
		t.Errorf("the requests were %s", got)
	}
	for _, e := range cache.(*memoryCache).byKey {
		if strings.Contains(string(e.Value.(*memoryEntry).entry.Body), "token_of_the_tests") {
			t.Error("the cache holds the token")
		}
	}
}

// What changes the answer changes the key.
func TestCacheKeys(t *testing.T) {
	var requests []string
	server := etagServer(t, &requests)
	c := newTestClient(t, Config{Token: Secret("token_of_the_tests"), BaseURL: server.URL, Cache: NewMemoryCache(1 << 16)})
	calls := []struct {
		name string
		call Request
		opts []Option
	}{
		{"first", readOf("7"), nil},
		{"node", readOf("8"), nil},
		{"params", listOf("act_7", "x"), nil},
		{"other params", listOf("act_7", "y"), nil},
		{"token", readOf("7"), []Option{WithToken(Secret("another_token"))}},
		{"version", readOf("7"), []Option{WithVersion("v26.0")}},
		{"header", readOf("7"), []Option{WithHeader("Accept-Language", "de")}},
		{"write", createOf("act_7", "x"), nil},
		{"write again", createOf("act_7", "x"), nil},
	}
	for _, tt := range calls {
		var out Object
		if err := c.run(context.Background(), tt.call, collect(tt.opts), &out); err != nil {
			t.Fatal(err)
		}
		if last := requests[len(requests)-1]; strings.Contains(last, `"`) {
			t.Errorf("%s: the cache was asked for another call: %s", tt.name, last)
		}
	}
}

// An answer that cannot be decoded is not kept.
func TestCacheKeepsNoBrokenAnswer(t *testing.T) {
	cache := NewMemoryCache(1 << 16)
	transport := roundTripper(func(*http.Request) (*http.Response, error) {
		return withHeaders(respond(200, `{"id":`), "ETag", `"x"`), nil
	})
	c := newTestClient(t, Config{Token: Secret("token_of_the_tests"), HTTPClient: &http.Client{Transport: transport}, Cache: cache})
	var out Object
	if err := c.run(context.Background(), readOf("7"), options{}, &out); err == nil {
		t.Fatal("no error")
	}
	if n := len(cache.(*memoryCache).byKey); n != 0 {
		t.Errorf("%d answers are kept", n)
	}
}

func TestWithIfNoneMatch(t *testing.T) {
	var requests []string
	server := etagServer(t, &requests)
	c := newTestClient(t, Config{Token: Secret("token_of_the_tests"), BaseURL: server.URL, Cache: NewMemoryCache(1 << 16)})
	var out Object
	var resp Response
	if err := c.run(context.Background(), readOf("7"), collect([]Option{WithResponse(&resp)}), &out); err != nil {
		t.Fatal(err)
	}
	err := c.run(context.Background(), readOf("7"), collect([]Option{WithIfNoneMatch(resp.ETag)}), &out)
	if !errors.Is(err, ErrNotModified) {
		t.Errorf("got %v", err)
	}
	err = c.run(context.Background(), createOf("act_7", "x"), collect([]Option{WithIfNoneMatch(resp.ETag)}), &out)
	if err == nil || !strings.Contains(err.Error(), "for reads") {
		t.Errorf("a write gets %v", err)
	}
}

func TestMemoryCacheIsBounded(t *testing.T) {
	c := NewMemoryCache(10000).(*memoryCache)
	for i := range 100 {
		c.Put(fmt.Sprint(i), CacheEntry{ETag: "t", Body: make([]byte, 500)})
		c.Get("0") // Keeps it in use.
	}
	if c.held > 10000 || len(c.byKey) != c.byUse.Len() || len(c.byKey) == 0 {
		t.Errorf("%d bytes in %d entries", c.held, len(c.byKey))
	}
	if _, ok := c.Get("0"); !ok {
		t.Error("the entry in use was dropped")
	}
	if _, ok := c.Get("1"); ok {
		t.Error("the entry out of use was kept")
	}
	c.Put("99", CacheEntry{ETag: "u"})
	if e, ok := c.Get("99"); !ok || e.ETag != "u" {
		t.Errorf("an entry that was put again is %+v", e)
	}
	c.Put("large", CacheEntry{Body: make([]byte, 5000)})
	if _, ok := c.Get("large"); ok {
		t.Error("an entry that fills half of the cache was kept")
	}
}
