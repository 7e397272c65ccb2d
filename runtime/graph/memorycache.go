package graph

import (
	"container/list"
	"context"
	"sync"
)

// NewMemoryCache returns a cache in memory that holds at most maxBytes of
// answers, and drops those that were not asked for the longest. An answer of
// more than an eighth of maxBytes is not kept.
func NewMemoryCache(maxBytes int) Cache {
	return &memoryCache{most: maxBytes, byKey: map[string]*list.Element{}, byUse: list.New()}
}

type memoryCache struct {
	mu    sync.Mutex
	most  int
	held  int
	byKey map[string]*list.Element
	byUse *list.List // Of *memoryEntry, the last used in front.
}

type memoryEntry struct {
	key   string
	entry CacheEntry
}

// size is what an entry takes, with a rough figure for its bookkeeping.
func (e *memoryEntry) size() int { return len(e.key) + len(e.entry.ETag) + cap(e.entry.Body) + 128 }

func (c *memoryCache) Get(_ context.Context, key string) (CacheEntry, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	at, ok := c.byKey[key]
	if !ok {
		return CacheEntry{}, false
	}
	c.byUse.MoveToFront(at)
	return at.Value.(*memoryEntry).entry, true
}

func (c *memoryCache) Put(_ context.Context, key string, entry CacheEntry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at, ok := c.byKey[key]; ok {
		c.drop(at)
	}
	e := &memoryEntry{key: key, entry: entry}
	if e.size() > c.most/8 {
		return
	}
	c.byKey[key] = c.byUse.PushFront(e)
	c.held += e.size()
	for c.held > c.most {
		c.drop(c.byUse.Back())
	}
}

func (c *memoryCache) drop(at *list.Element) {
	e := c.byUse.Remove(at).(*memoryEntry)
	delete(c.byKey, e.key)
	c.held -= e.size()
}
