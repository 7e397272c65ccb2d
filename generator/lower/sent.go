package lower

import "github.com/metagraph-go/graphgen/generator/spec"

// markSentOnly finds the structs that params hold and no answer does. What
// has the type "any" in them is what the caller gives, as it is in params.
// All of the spec set counts, so that pruning changes no type.
func (m *Model) markSentOnly() {
	answered := map[*structType]bool{}
	for _, n := range m.nodes {
		m.reachFields(n.fields, answered)
		for _, op := range n.operations {
			m.reach(op.returns, answered)
		}
	}
	sent := map[*structType]bool{}
	for _, n := range m.nodes {
		for _, op := range n.operations {
			m.reachFields(op.params, sent)
		}
	}
	for s := range sent {
		s.sentOnly = !answered[s]
	}
}

// reach adds the structs that a type holds.
func (m *Model) reach(t spec.Type, reached map[*structType]bool) {
	for _, arg := range t.Args {
		m.reach(arg, reached)
	}
	if s, ok := m.types[t.Name].(*structType); ok && !reached[s] {
		reached[s] = true
		m.reachFields(s.fields, reached)
	}
}

func (m *Model) reachFields(fields []*field, reached map[*structType]bool) {
	for _, f := range fields {
		m.reach(f.spec.Type, reached)
	}
}
