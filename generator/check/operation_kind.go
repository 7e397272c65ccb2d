package check

import (
	"slices"

	"github.com/metagraph-go/graphgen/generator/spec"
)

// checkOperationKinds wants operations where they have a meaning: a node is
// read, updated and deleted; an edge is read or listed, and written.
func checkOperationKinds(ix *index, r *report) {
	for _, n := range ix.set.Nodes {
		for _, o := range n.Operations {
			if !slices.Contains([]string{"read", "update", "delete"}, o.Kind.Value) {
				r.errorf(o.Kind.Pos, "a node has no operation %q, only read, update and delete; put it on an edge", clip(o.Kind.Value))
			}
		}
		for _, e := range n.Edges {
			checkEdgeOperations(r, n, e)
		}
	}
}

func checkEdgeOperations(r *report, n *spec.Node, e *spec.Edge) {
	if len(e.Operations) == 0 {
		r.errorf(e.Pos, "edge %s of %s has no operation; give it list, read, create, update or delete", e.Name.Value, n.Name.Value)
	}
	for _, read := range e.Operations {
		if read.Kind.Value != "read" {
			continue
		}
		for _, list := range e.Operations {
			if list.Kind.Value == "list" && list.Range.Overlaps(read.Range) {
				r.errorf(read.Kind.Pos, "edge %s of %s has both read and list; it answers with one object or with a list", e.Name.Value, n.Name.Value)
				break
			}
		}
	}
}
