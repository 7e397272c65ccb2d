package check

import (
	"cmp"
	"slices"

	"github.com/metagraph-go/graphgen/generator/spec"
	"github.com/metagraph-go/graphgen/generator/suggest"
)

// checkTypeShapes wants each type to have the parts that it is made of.
func checkTypeShapes(ix *index, r *report) {
	earlier := ix.earlierFields()
	for _, f := range ix.fields {
		if f.Type.Name == "" && f.Type.Pos.Line == 0 {
			hint := "; give it one, such as type: string"
			if f.Added {
				hint = cmp.Or(earlier(f.owner).Hint(f.Name.Value), hint)
			}
			r.errorf(f.Pos, "%s %s has no type%s", f.what(), f.Name.Value, hint)
		}
	}
	for _, t := range ix.types {
		want, generic := spec.Generic(t.Name)
		switch {
		case generic && len(t.Args) != want:
			r.errorf(t.Pos, "%s takes %s, such as %s", t.Name, [...]string{"", "one type", "two types"}[want], examples[t.Name])
		case t.Name == "map" && !isMapKey(ix, t.Args[0].Name):
			r.errorf(t.Args[0].Pos, "the keys of a map are text in JSON; use string, a number, an enum or an id in place of %s", clip(t.Args[0].String()))
		case t.Name == "enum" && t.Values == nil:
			r.errorf(t.Pos, "enum needs its values, such as enum {ACTIVE, PAUSED}")
		case !generic && len(t.Args) > 0 && (spec.IsBuiltin(t.Name) || ix.isDeclared(t.Name)):
			r.errorf(t.Pos, "%s takes no types in <>", clip(t.Name))
		case t.Name == "success" && (t.use != inReturns || !t.outer):
			r.errorf(t.Pos, "success is what an operation returns; use bool here")
		}
	}
}

// earlierFields returns a function that finds the fields or params of an
// element that no later layer added.
func (ix *index) earlierFields() func(owner string) *suggest.Finder {
	names := map[string][]string{}
	finders := map[string]*suggest.Finder{}
	return func(owner string) *suggest.Finder {
		if len(names) == 0 {
			for _, f := range ix.fields {
				if !f.Added {
					names[f.owner] = append(names[f.owner], f.Name.Value)
				}
			}
		}
		if finders[owner] == nil {
			finders[owner] = suggest.New(names[owner])
		}
		return finders[owner]
	}
}

var examples = map[string]string{"list": "list<string>", "map": "map<string, int64>", "id": "id<Campaign>", "field": "field<Campaign>"}

// isMapKey reports whether a type can be the key of a map. Names that are
// wrong in themselves are reported elsewhere.
func isMapKey(ix *index, name string) bool {
	if !spec.IsBuiltin(name) {
		return ix.nodes[name] == nil && ix.structs[name] == nil
	}
	return !slices.Contains([]string{"list", "map", "object", "any", "success", "file"}, name)
}
