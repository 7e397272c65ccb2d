package check

import (
	"github.com/metagraph-go/graphgen/generator/diag"
	"github.com/metagraph-go/graphgen/generator/spec"
	"github.com/metagraph-go/graphgen/generator/suggest"
)

// checkNewInLayer warns of what a later layer seems to add because a name is
// misspelt: a node that has no operations and that nothing refers to, and a
// field, a param or an edge that is one slip away from one beside it. A go_name
// says that the name is meant.
func checkNewInLayer(ix *index, r *report) {
	if ix.set.Incomplete {
		return
	}
	warnNewNodes(ix, r)
	for _, n := range ix.set.Nodes {
		warnNearFields(r, "field", n.Name.Value, n.Fields)
		var edges []named
		for _, e := range n.Edges {
			edges = append(edges, named{e.Name, e.Added, e.GoName.Value != ""})
		}
		warnNear(r, "edge", n.Name.Value, edges)
	}
	for _, s := range ix.set.Structs {
		warnNearFields(r, "field", s.Name.Value, s.Fields)
	}
	for _, o := range ix.operations {
		warnNearFields(r, "param", o.name(), o.Params)
	}
}

func warnNewNodes(ix *index, r *report) {
	earlier := map[string]bool{}
	for _, n := range ix.set.Nodes {
		if !n.Added {
			earlier[n.Name.Value] = true
		}
	}
	var names []string
	for name := range earlier {
		names = append(names, name)
	}
	finder := suggest.New(names)
	used := ix.usedNodes()
	for _, n := range ix.set.Nodes {
		name := n.Name.Value
		if !n.Added || earlier[name] || used[name] || hasOperations(n) || ix.imported[n.Pos.File] {
			continue
		}
		hint := finder.Hint(name)
		if hint == "" {
			hint = "; give it operations, or refer to it"
		}
		r.warnf(n.Pos, "node %s is in no earlier layer, has no operations, and nothing refers to it%s", clip(name), hint)
	}
}

// usedNodes are the nodes that something else than themselves refers to.
func (ix *index) usedNodes() map[string]bool {
	used := map[string]bool{}
	var use func(in string, t spec.Type)
	use = func(in string, t spec.Type) {
		if t.Name != in {
			used[t.Name] = true
		}
		for _, arg := range t.Args {
			use(in, arg)
		}
	}
	for _, f := range ix.fields {
		use(f.owner, f.Type)
	}
	for _, o := range ix.operations {
		use("", o.Returns)
		used[o.ReadAfterWrite.Value] = true
	}
	return used
}

func hasOperations(n *spec.Node) bool {
	for _, e := range n.Edges {
		if len(e.Operations) > 0 {
			return true
		}
	}
	return len(n.Operations) > 0
}

// named is an element that has its name beside others.
type named struct {
	name  spec.Text
	added bool
	meant bool
}

func warnNearFields(r *report, word, owner string, fields []*spec.Field) {
	var names []named
	for _, f := range fields { // that one has no type is reported elsewhere
		names = append(names, named{f.Name, f.Added, f.GoName.Value != "" || f.Type.Pos.Line == 0})
	}
	warnNear(r, word, owner, names)
}

// maxNear bounds the work for specs of very many elements side by side.
const maxNear = 5000

// warnNear warns of added elements that are one slip away from earlier ones.
func warnNear(r *report, word, owner string, elements []named) {
	if len(elements) > maxNear {
		return
	}
	warned := map[diag.Pos]bool{} // variants share a place
	for _, e := range elements {
		if !e.added || e.meant || warned[e.name.Pos] {
			continue
		}
		for _, other := range elements {
			if !other.added && suggest.Slip(e.name.Value, other.name.Value) {
				warned[e.name.Pos] = true
				r.warnf(e.name.Pos, "%s %s is new beside %s of %s; did you mean %q? (if not, a go_name says so)",
					word, clip(e.name.Value), clip(other.name.Value), clip(owner), clip(other.name.Value))
				break
			}
		}
	}
}
