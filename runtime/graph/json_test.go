package graph_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/runtime/graph"
)

// Objects made of Go values are the JSON that the API reads: compact, and
// without the escapes that HTML wants.
func TestObjectOf(t *testing.T) {
	want := map[string]any{"name": "A <b> & ä", "share": 44.5}
	o, err := graph.ObjectOf(want)
	if err != nil {
		t.Fatal(err)
	}
	if got, text := o.String(), `{"name":"A <b> & ä","share":44.5}`; got != text {
		t.Errorf("got %s, want %s", got, text)
	}
	var got map[string]any
	if err := o.Decode(&got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("decoded (-want +got):\n%s", diff)
	}
	if _, err := graph.ObjectOf(func() {}); err == nil {
		t.Error("a func was made an object")
	}
}
