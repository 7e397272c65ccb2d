package graph

import (
	"fmt"
	"testing"
)

func TestMemoryCacheIsBounded(t *testing.T) {
	c := NewMemoryCache(10000).(*memoryCache)
	for i := range 100 {
		c.Put(t.Context(), fmt.Sprint(i), CacheEntry{ETag: "t", Body: make([]byte, 500)})
		c.Get(t.Context(), "0") // Keeps it in use.
	}
	if c.held > 10000 || len(c.byKey) != c.byUse.Len() || len(c.byKey) == 0 {
		t.Errorf("%d bytes in %d entries", c.held, len(c.byKey))
	}
	if _, ok := c.Get(t.Context(), "0"); !ok {
		t.Error("the entry in use was dropped")
	}
	if _, ok := c.Get(t.Context(), "1"); ok {
		t.Error("the entry out of use was kept")
	}
	c.Put(t.Context(), "99", CacheEntry{ETag: "u"})
	if e, ok := c.Get(t.Context(), "99"); !ok || e.ETag != "u" {
		t.Errorf("an entry that was put again is %+v", e)
	}
	c.Put(t.Context(), "large", CacheEntry{Body: make([]byte, 5000)})
	if _, ok := c.Get(t.Context(), "large"); ok {
		t.Error("an entry that fills half of the cache was kept")
	}
}

// A write costs nothing more for a cache that it never asks: its body may be
// large.
func TestWritesDoNotAskTheCache(t *testing.T) {
	client := newTestClient(t, Config{Token: Secret("t0ken"), Cache: NewMemoryCache(1 << 16)})
	for _, r := range []Request{createOf("act_7", "x"), deleteOf("7"), uploadOf("act_7", FileOf("a.jpg", []byte("A")))} {
		w, err := newWire(r, options{})
		if err != nil {
			t.Fatal(err)
		}
		if allocs := testing.AllocsPerRun(10, func() { client.recall(t.Context(), w, options{}) }); allocs != 0 {
			t.Errorf("%s: %v allocations", r, allocs)
		}
	}
}
