package check

import (
	"fmt"

	"github.com/metagraph-go/graphgen/generator/spec"
	"github.com/metagraph-go/graphgen/generator/suggest"
)

// checkReturns wants lists to say what their items are, and creates what they
// answer with. The other kinds have a default.
func checkReturns(ix *index, r *report) {
	edges := earlierEdges{}
	for _, o := range ix.operations {
		missing := o.Returns.Name == "" && o.Returns.Pos.Line == 0
		switch kind := o.Kind.Value; {
		case missing && kind == "list":
			r.errorf(o.Kind.Pos, "list needs returns: the type of its items%s", edges.hint(o))
		case missing && kind == "create":
			r.errorf(o.Kind.Pos, "create needs returns: the node or struct that it answers with, or success%s", edges.hint(o))
		case missing && kind == "read" && o.edge != nil:
			r.errorf(o.Kind.Pos, "read of an edge needs returns: the type that it answers with%s", edges.hint(o))
		case kind == "list" && o.Returns.Name == "list" && len(o.Returns.Args) == 1:
			r.errorf(o.Returns.Pos, "returns of a list is the type of its items; write %s in place of %s", clip(o.Returns.Args[0].String()), clip(o.Returns.String()))
		}
	}
}

// earlierEdges finds the edges of nodes that no later layer added.
type earlierEdges map[*spec.Node]*suggest.Finder

// hint names the edge that the edge of an operation was likely meant to be, if
// a later layer added it.
func (e earlierEdges) hint(o operationIn) string {
	if o.edge == nil || !o.edge.Added {
		return ""
	}
	if e[o.node] == nil {
		var names []string
		for _, edge := range o.node.Edges {
			if !edge.Added {
				names = append(names, edge.Name.Value)
			}
		}
		e[o.node] = suggest.New(names)
	}
	if near := e[o.node].Nearest(o.edge.Name.Value); near != "" {
		return fmt.Sprintf("; %s is new: did you mean the edge %q?", clip(o.edge.Name.Value), clip(near))
	}
	return ""
}
