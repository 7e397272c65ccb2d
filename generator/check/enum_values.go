package check

import "github.com/metagraph-go/graphgen/generator/spec"

// checkEnumValues wants enums to have values and each value once.
func checkEnumValues(ix *index, r *report) {
	for _, list := range ix.enumLists {
		if len(list.values) == 0 {
			r.errorf(list.at.Pos, "%s has no values", list.name)
		}
		seen := map[string]*spec.Value{}
		for _, v := range list.values {
			before := seen[v.Value.Value]
			switch {
			case v.Value.Value == "":
				r.errorf(v.Pos, "a value of %s is empty; leave it out", list.name)
			case before == nil:
				seen[v.Value.Value] = v
			case before.Pos != v.Pos: // else they are variants
				r.errorf(v.Pos, "%s has the value %q twice, first at %s", list.name, clip(v.Value.Value), before.Pos)
			case v.Pos.Line == 0 || list.typ == nil:
				r.errorf(v.Pos, "%s has the value %q twice", list.name, clip(v.Value.Value))
			}
		}
	}
}
