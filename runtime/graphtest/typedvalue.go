package graphtest

import "github.com/metagraph-go/graphgen/generator/spec"

// changed returns a value of a type with what change makes of its parts.
// Change is called from the outside in, and reports whether it is done with a
// value; lists and structs that it is not done with are entered.
func (sc *schema) changed(t spec.Type, value any, change func(spec.Type, any) (to any, done bool)) any {
	if to, done := change(t, value); done {
		return to
	}
	switch x := value.(type) {
	case []any:
		if t.Name != "list" {
			return x
		}
		out := make([]any, len(x))
		for i, item := range x {
			out[i] = sc.changed(t.Args[0], item, change)
		}
		return out
	case map[string]any:
		st := sc.structs[t.Name]
		if st == nil {
			return x
		}
		out := make(map[string]any, len(x))
		for name, member := range x {
			if f := st.fields[name]; f != nil {
				member = sc.changed(f.Type, member, change)
			}
			out[name] = member
		}
		return out
	}
	return value
}
