package lower_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/metagraph-go/graphgen/generator/spec"
	"github.com/metagraph-go/graphgen/specs"
)

// What is added anywhere in a spec set renames nothing: every name that the
// built-in specs make without some of their elements, they make with them for
// the same thing.
//
// There is one exception, which thinned leaves out: an edge takes the words of
// the node that it lists, and so may be named anew by its first list.
func TestAddingRenamesNothing(t *testing.T) {
	after := declarations(lowerVersion(t, builtIn(t), "v25.0", nil, nil))
	random := rand.New(rand.NewPCG(7, 8))
	for range 5 {
		before := declarations(lowerVersion(t, thinned(builtIn(t), random), "v25.0", nil, nil))
		if len(before) < len(after)/4 || len(before) > len(after)*9/10 {
			t.Fatalf("%d of %d names are left", len(before), len(after))
		}
		for name, was := range before {
			is, ok := after[name]
			if !ok || meaning(name, was) != meaning(name, is) {
				t.Errorf("%s was %q and is %q", name, was, is)
			}
		}
	}
}

// meaning is what stands in the API for a declaration. Types are left out: a
// first param gives a method an argument, and a field wins over an edge.
func meaning(name, declared string) string {
	if strings.Contains(name, "Node.") {
		return "method"
	}
	return declared[strings.LastIndex(declared, " ")+1:]
}

func builtIn(t testing.TB) *spec.Set {
	t.Helper()
	set, diags := spec.Load(spec.Layer{Name: "specs", FS: specs.FS()})
	wantClean(t, diags)
	return set
}

// thinned takes elements out of a set at random. Types stay, since others
// refer to them.
func thinned(set *spec.Set, random *rand.Rand) *spec.Set {
	drop := func() bool { return random.IntN(3) == 0 }
	fields := func(list []*spec.Field) []*spec.Field {
		return slices.DeleteFunc(list, func(f *spec.Field) bool { return f.Name.Value != "id" && drop() })
	}
	operations := func(list []*spec.Operation) []*spec.Operation {
		list = slices.DeleteFunc(list, func(o *spec.Operation) bool { return o.Kind.Value != "list" && drop() })
		for _, o := range list {
			o.Params = fields(o.Params)
		}
		return list
	}
	for _, n := range set.Nodes {
		if len(n.Fields) > 0 { // a node that has none is addressed by an id
			n.Fields = append(n.Fields[:1], fields(n.Fields[1:])...)
		}
		n.Operations = operations(n.Operations)
		n.Edges = slices.DeleteFunc(n.Edges, func(*spec.Edge) bool { return drop() })
		for _, e := range n.Edges {
			e.Operations = operations(e.Operations)
		}
	}
	for _, s := range set.Structs {
		s.Fields = fields(s.Fields)
	}
	for _, e := range set.Enums {
		e.Values = slices.DeleteFunc(e.Values, func(*spec.Value) bool { return drop() })
	}
	set.Errors = slices.DeleteFunc(set.Errors, func(*spec.ErrorCode) bool { return drop() })
	return set
}
