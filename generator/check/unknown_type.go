package check

import (
	"cmp"

	"github.com/metagraph-go/graphgen/generator/spec"
	"github.com/metagraph-go/graphgen/generator/suggest"
)

// checkUnknownTypes wants every type to be one of the format or of the set,
// and every id and field name to be that of a node. When files could not be
// read, the names may stand there, and nothing is reported.
func checkUnknownTypes(ix *index, r *report) {
	if ix.set.Incomplete {
		return
	}
	types := suggest.New(ix.typeNames())
	nodes := suggest.New(ix.nodeNames())
	for _, t := range ix.types {
		switch {
		case t.of != "" && ix.nodes[t.Name] == nil:
			r.errorf(t.Pos, "%s<%s>: there is no node of this name%s", t.of, clip(t.Name), nodes.Hint(t.Name))
		case t.of == "field" && ix.nodes[t.Name].Opaque:
			r.errorf(t.Pos, "field<%s>: the API publishes no fields for the node; use string", clip(t.Name))
		case t.of == "" && !spec.IsBuiltin(t.Name) && !ix.isDeclared(t.Name):
			hint := cmp.Or(suggest.DidYouMean(spec.ForeignType(t.String())), types.Hint(t.Name))
			r.errorf(t.Pos, "unknown type %q%s", clip(t.Name), hint)
		}
	}
	for _, o := range ix.operations {
		if name := o.ReadAfterWrite.Value; name != "" && name != "true" && ix.nodes[name] == nil {
			r.errorf(o.ReadAfterWrite.Pos, "read_after_write: there is no node %q%s", clip(name), nodes.Hint(name))
		}
	}
}

func (ix *index) isDeclared(name string) bool {
	return ix.nodes[name] != nil || ix.structs[name] != nil || ix.enums[name] != nil
}
