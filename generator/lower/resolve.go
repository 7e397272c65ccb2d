package lower

import (
	"cmp"
	"slices"

	"github.com/metagraph-go/graphgen/generator/diag"
	"github.com/metagraph-go/graphgen/generator/spec"
)

// Resolve returns the model of a set of one version. What it returns does not
// depend on the order of the set's nodes, structs and enums. References that
// lead nowhere and names that clash are errors; the model is nil then.
func Resolve(set *spec.Set) (*Model, diag.List) {
	r := resolver{model: &Model{errors: set.Errors, types: map[string]any{}, sentinels: map[int]string{}}}
	r.declareTypes(set)
	for _, n := range r.model.nodes {
		r.addMembers(n)
	}
	r.checkReferences()
	if r.diags.HasErrors() {
		return nil, r.diags
	}
	r.model.markSentOnly()
	nameAll(r.model, &r.diags)
	checkNames(r.model, &r.diags)
	if r.diags.HasErrors() {
		return nil, r.diags
	}
	return r.model, r.diags
}

type resolver struct {
	model *Model
	diags diag.List
}

// declareTypes enters the nodes, structs and enums by their names.
func (r *resolver) declareTypes(set *spec.Set) {
	m := r.model
	for _, n := range set.Nodes {
		m.nodes = append(m.nodes, &node{spec: n})
	}
	for _, s := range set.Structs {
		m.structs = append(m.structs, &structType{spec: s, fields: newFields(s.Fields)})
	}
	for _, e := range set.Enums {
		m.enums = append(m.enums, &enum{spec: e})
	}
	slices.SortFunc(m.nodes, func(a, b *node) int { return compareTexts(a.spec.Name, b.spec.Name) })
	slices.SortFunc(m.structs, func(a, b *structType) int { return compareTexts(a.spec.Name, b.spec.Name) })
	slices.SortFunc(m.enums, func(a, b *enum) int { return compareTexts(a.spec.Name, b.spec.Name) })
	for _, n := range m.nodes {
		r.declareType(n.spec.Name, n)
	}
	for _, s := range m.structs {
		r.declareType(s.spec.Name, s)
	}
	for _, e := range m.enums {
		r.declareType(e.spec.Name, e)
	}
}

func (r *resolver) declareType(name spec.Text, element any) {
	if _, ok := r.model.types[name.Value]; ok {
		r.diags.Errorf(name.Pos, "duplicate-type", "there is more than one %s in this version; two of a name need ranges that do not overlap", name.Value)
		return
	}
	r.model.types[name.Value] = element
}

// addMembers adds the fields, edges and operations of a node.
func (r *resolver) addMembers(n *node) {
	n.fields = newFields(n.spec.Fields)
	for _, o := range n.spec.Operations {
		n.operations = append(n.operations, r.newOperation(o, n, nil))
	}
	sortOperations(n.operations)
	for _, e := range n.spec.Edges {
		added := &edge{spec: e, node: n}
		for _, o := range e.Operations {
			added.operations = append(added.operations, r.newOperation(o, n, added))
		}
		sortOperations(added.operations)
		n.edges = append(n.edges, added)
	}
	slices.SortStableFunc(n.edges, func(a, b *edge) int { return compareTexts(a.spec.Name, b.spec.Name) })
	for _, e := range n.edges {
		n.operations = append(n.operations, e.operations...)
	}
	addressable := len(n.operations) > 0 || len(n.fields) == 0
	if addressable && !n.spec.Opaque && !n.hasID() {
		n.fields = append([]*field{{spec: impliedID(n)}}, n.fields...)
	}
}

// impliedID is the id of a node that can be addressed although the API does
// not list an id among its fields.
func impliedID(n *node) *spec.Field {
	pos := n.spec.Pos
	return &spec.Field{Name: spec.Text{Value: "id", Pos: pos}, Type: spec.Type{Name: "numeric string", Pos: pos}, Pos: pos}
}

func (r *resolver) newOperation(s *spec.Operation, n *node, e *edge) *operation {
	o := &operation{spec: s, node: n, edge: e, params: newFields(s.Params), returns: s.Returns}
	if o.returns.Name == "" {
		o.returns = spec.Type{Name: defaultReturn(o), Pos: s.Pos}
	}
	switch target := s.ReadAfterWrite; target.Value {
	case "", "false":
	case "true":
		o.readBack = n
		if returned, ok := r.model.types[o.returns.Name].(*node); ok {
			o.readBack = returned
		}
	default:
		named, ok := r.model.types[target.Value].(*node)
		if !ok {
			r.diags.Errorf(target.Pos, "unknown-node", "read_after_write of %s names %s, which is no node of this version", o.label(), target.Value)
		}
		o.readBack = named
	}
	return o
}

// defaultReturn is what an operation answers with when the spec does not say.
func defaultReturn(o *operation) string {
	switch o.kind() {
	case kindRead:
		return o.node.name()
	case kindUpdate, kindDelete:
		return "success"
	}
	return "object"
}

func newFields(fields []*spec.Field) []*field {
	added := make([]*field, len(fields))
	for i, f := range fields {
		added[i] = &field{spec: f}
	}
	return added
}

func sortOperations(operations []*operation) {
	slices.SortStableFunc(operations, func(a, b *operation) int { return kindOrder[a.kind()] - kindOrder[b.kind()] })
}

func compareTexts(a, b spec.Text) int {
	return cmp.Or(cmp.Compare(a.Value, b.Value), cmp.Compare(a.Pos.File, b.Pos.File), cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Col, b.Pos.Col))
}

// checkReferences reports types that this version does not have. That a type
// is in no version at all was reported when the specs were checked.
func (r *resolver) checkReferences() {
	checkFields := func(fields []*field) {
		for _, f := range fields {
			r.checkType(f.spec.Type)
		}
	}
	for _, n := range r.model.nodes {
		checkFields(n.fields)
		for _, o := range n.operations {
			checkFields(o.params)
			r.checkType(o.returns)
		}
	}
	for _, s := range r.model.structs {
		checkFields(s.fields)
	}
}

func (r *resolver) checkType(t spec.Type) {
	for _, arg := range t.Args {
		r.checkType(arg)
	}
	if spec.IsBuiltin(t.Name) {
		return
	}
	if _, ok := r.model.types[t.Name]; !ok {
		r.diags.Errorf(t.Pos, "unknown-type", "this version has no type %q; if another version has it, say with since or removed where this element exists", t.Name)
	}
}
