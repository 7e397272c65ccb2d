package check

import (
	"go/token"

	"github.com/metagraph-go/graphgen/generator/spec"
)

// checkGoNames wants exported Go identifiers of ASCII letters, digits and _.
func checkGoNames(ix *index, r *report) {
	check := func(name spec.Text) {
		if name.Value == "" {
			return
		}
		exported := token.IsExported(name.Value) && typeName.MatchString(name.Value)
		if !exported || len(name.Value) > maxName {
			r.errorf(name.Pos, "go_name must be an exported Go name, such as AdAccount, and this is %q", clip(name.Value))
		}
	}
	for _, n := range ix.set.Nodes {
		check(n.GoName)
		for _, e := range n.Edges {
			check(e.GoName)
		}
	}
	for _, o := range ix.operations {
		check(o.GoName)
	}
	for _, f := range ix.fields {
		check(f.GoName)
	}
	for _, s := range ix.set.Structs {
		check(s.GoName)
	}
	for _, list := range ix.enumLists {
		if list.typ != nil {
			check(list.typ.GoName)
		}
		for _, v := range list.values {
			check(v.GoName)
		}
	}
}
