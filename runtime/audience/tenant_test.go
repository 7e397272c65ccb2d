package audience_test

import (
	"fmt"
	"testing"

	"github.com/metagraph-go/graphgen/runtime/audience"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
	"github.com/metagraph-go/graphgen/runtime/hash"
)

// One client uploads for a tenant with a token and a version of its own.
func TestTokenAndVersion(t *testing.T) {
	f := newFakeAPI(t, func(c *graphtest.Config) { c.Tokens = []graphtest.Token{{Text: "token-of-the-tenant"}} })
	u := f.uploader(audience.Config{
		Schema: []hash.Key{hash.KeyEmail}, MaxRows: 1, Concurrency: 4,
		Token: graph.Secret("token-of-the-tenant"), Version: "v24.0",
	})
	result, err := u.Add(t.Context(), "1", func(yield func([]string, error) bool) {
		for i := range 20 {
			if !yield([]string{fmt.Sprintf("a%d@example.com", i)}, nil) {
				return
			}
		}
	})
	if err != nil || result.Batches != 20 {
		t.Errorf("%d batches, %v", result.Batches, err)
	}
	for _, e := range f.Ledger().Entries(graphtest.On("*")) {
		if e.Version != "v24.0" {
			t.Errorf("%v went to %s", e, e.Version)
		}
	}
}
