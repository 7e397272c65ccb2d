package check

import (
	"slices"

	"github.com/metagraph-go/graphgen/generator/spec"
)

// checkParamTypes refuses nodes as params: what is sent is the id of one. A
// node without an id that nothing can be done with is data, as a struct is.
func checkParamTypes(ix *index, r *report) {
	for _, t := range ix.types {
		if n := ix.nodes[t.Name]; t.use == inParam && n != nil && t.of == "" && !isData(n) {
			r.errorf(t.Pos, "a param can't be the node %s; use id<%s>, or a struct", t.Name, t.Name)
		}
	}
}

func isData(n *spec.Node) bool {
	hasID := slices.ContainsFunc(n.Fields, func(f *spec.Field) bool { return f.Name.Value == "id" })
	return len(n.Fields) > 0 && !hasID && len(n.Operations) == 0 && len(n.Edges) == 0
}
