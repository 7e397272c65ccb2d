package check

import (
	"github.com/metagraph-go/graphgen/generator/diag"
	"github.com/metagraph-go/graphgen/generator/spec"
)

// variant is one of the elements that have one name in one place.
type variant struct {
	what string
	name spec.Text
	in   spec.Range
}

// checkVariants wants the ranges of an element's variants to be disjoint, so
// that each version has at most one of them.
func checkVariants(ix *index, r *report) {
	byPlace := map[diag.Pos][]variant{}
	check := func(what string, name spec.Text, in spec.Range) {
		if name.Pos.Line == 0 {
			return
		}
		for _, other := range byPlace[name.Pos] {
			if other.what == what && other.in.Overlaps(in) {
				r.errorf(name.Pos, "two variants of %s %s are for the same versions: %s and %s; set since and removed so that they do not overlap",
					what, name.Value, rangeText(other.in), rangeText(in))
				return
			}
		}
		byPlace[name.Pos] = append(byPlace[name.Pos], variant{what, name, in})
	}
	for _, f := range ix.fields {
		check(f.what(), f.Name, f.Range)
	}
	for _, n := range ix.set.Nodes {
		for _, e := range n.Edges {
			check("edge", e.Name, e.Range)
		}
	}
	for _, o := range ix.operations {
		check("operation", o.Kind, o.Range)
	}
	for _, s := range ix.set.Structs {
		check("struct", s.Name, s.Range)
	}
	for _, e := range ix.set.Enums {
		check("enum", e.Name, e.Range)
		for _, v := range e.Values {
			check("value", v.Value, v.Range)
		}
	}
}

func rangeText(r spec.Range) string {
	switch {
	case r.Since.Value == "" && r.Removed.Value == "":
		return "all versions"
	case r.Removed.Value == "":
		return "from " + r.Since.Value + " on"
	case r.Since.Value == "":
		return "before " + r.Removed.Value
	}
	return r.Since.Value + " to before " + r.Removed.Value
}
