package check

import (
	"cmp"
	"slices"

	"github.com/metagraph-go/graphgen/generator/spec"
)

// declaration is a node, struct or enum.
type declaration struct {
	what string
	name spec.Text
	in   spec.Range
}

// checkDeclaredTwice wants one type of a name at a version. Only structs and
// enums can have variants; a node is one for all versions.
func checkDeclaredTwice(ix *index, r *report) {
	var all []declaration
	for _, n := range ix.set.Nodes {
		all = append(all, declaration{"node", n.Name, spec.Range{}})
	}
	for _, s := range ix.set.Structs {
		all = append(all, declaration{"struct", s.Name, s.Range})
	}
	for _, e := range ix.set.Enums {
		all = append(all, declaration{"enum", e.Name, e.Range})
	}
	slices.SortStableFunc(all, func(a, b declaration) int {
		return cmp.Or(cmp.Compare(a.name.Value, b.name.Value), cmp.Compare(a.name.Pos.File, b.name.Pos.File),
			cmp.Compare(a.name.Pos.Line, b.name.Pos.Line), cmp.Compare(a.name.Pos.Col, b.name.Pos.Col))
	})
	first := 0
	for i := 1; i < len(all); i++ {
		if all[i].name.Value != all[first].name.Value {
			first = i
			continue
		}
		for _, before := range all[first:i] {
			sameList := before.name.Pos == all[i].name.Pos // variants, which have a rule of their own
			if !sameList && before.in.Overlaps(all[i].in) {
				r.errorf(all[i].name.Pos, "%s %s is declared twice: also as %s %s at %s", all[i].what, all[i].name.Value, article(before.what), before.what, before.name.Pos)
				break
			}
		}
	}
}
