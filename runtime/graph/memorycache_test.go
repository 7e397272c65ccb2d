package graph

import (
	"fmt"
	"testing"
)

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
