package graph

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"net/http"
	"slices"
)

// Cache keeps answers of reads with their ETags. The client asks the API each
// time whether an answer has changed, which counts as a call like any other,
// and takes the answer from the cache when it has not: a cache saves
// transfer, never staleness. A Cache is used by many goroutines at once.
//
// The context is that of the call. A cache that fails has nothing to answer: a
// call goes on without it.
type Cache interface {
	// Get returns the entry of a key, and whether there is one.
	Get(ctx context.Context, key string) (CacheEntry, bool)
	// Put keeps an entry. The cache may drop it at any time.
	Put(ctx context.Context, key string, entry CacheEntry)
}

// CacheEntry is an answer. Nobody may change it. It is customer data, without
// the access token of the call.
type CacheEntry struct {
	// ETag is the API's tag, with its quotes.
	ETag string
	// Body is the answer.
	Body []byte
}

// recollection is what the cache knows about a call.
type recollection struct {
	key   string // Empty when the call is not cached.
	entry CacheEntry
	found bool
}

// recall returns what the cache knows about a call.
func (c *Client) recall(ctx context.Context, w *wire, o options) recollection {
	if c.config.Cache == nil || !w.reads() || o.ifNoneMatch != "" {
		return recollection{}
	}
	token := c.token(o)
	if token.IsZero() || w.place(nil).method != http.MethodGet {
		return recollection{}
	}
	r := recollection{key: c.cacheKey(w, o, token)}
	r.entry, r.found = c.config.Cache.Get(ctx, r.key)
	return r
}

// keep copies what the answer with the status 304 lacks to where the options
// want it: the API sends neither the body nor the tag again.
func (r recollection) keep(o options) {
	if o.rawBody != nil {
		*o.rawBody = bytes.Clone(r.entry.Body)
	}
	if o.response != nil {
		o.response.ETag = r.entry.ETag
	}
}

// remember puts an answer that could be decoded into the cache.
func (c *Client) remember(ctx context.Context, r recollection, a *answer) {
	etag := a.header.Get("Etag")
	// A tag that came in a batch is any text.
	if r.key == "" || etag == "" || !isHeader("If-None-Match", etag) || a.status != http.StatusOK {
		return
	}
	c.config.Cache.Put(ctx, r.key, CacheEntry{ETag: etag, Body: bytes.Clone(a.body)})
}

// cacheKey returns a key that differs wherever the API's answer may: by token,
// host, version, path, params and headers. Nothing can be found out from it.
func (c *Client) cacheKey(w *wire, o options, token SecretText) string {
	h := sha256.New()
	for _, part := range []string{tokenIdentity(token), c.baseURL(w.host), c.path(w), w.params.Encode(), c.config.UserAgent} {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	for _, name := range slices.Sorted(maps.Keys(o.header)) {
		h.Write([]byte(name + ":" + o.header.Get(name)))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil))
}
