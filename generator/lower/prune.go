package lower

import (
	"github.com/metagraph-go/graphgen/generator/diag"
	"github.com/metagraph-go/graphgen/generator/spec"
)

// Selection is the part of a model that is generated.
//
// A pattern selects an element with all that is part of it, and the closure
// adds what that needs: all structs and enums, and the data of the nodes that
// operations answer with. A node that is only the type of a field, or whose id
// is a param, is kept reduced to its id and name, which is what the API answers
// with when nothing more is asked for; if all of it were needed, nearly every
// node would pull in every other. Widening a selection adds fields to such a
// node and changes neither names nor types, so code that uses it still
// compiles.
type Selection struct {
	model   *Model
	nodes   map[*node]*part
	structs map[*structType]bool
	enums   map[*enum]bool
	ids     map[*node]bool // nodes that something refers to by id
}

// hasIDType reports whether the type of a node's ids is generated.
func (s *Selection) hasIDType(n *node) bool {
	return n.hasID() || s.ids[n] || len(s.nodes[n].operations) > 0
}

// part is the part of a node that is generated.
type part struct {
	whole      bool // all fields but those that are excluded
	fields     map[*field]bool
	operations map[*operation]bool
}

// Prune selects the part of a model that include names and exclude does not,
// with what it needs. No include names everything. A pattern in include that
// names nothing is an error, and so are patterns that leave nothing; one in
// exclude that names nothing or changes nothing is a warning.
func Prune(m *Model, include, exclude []string) (*Selection, diag.List) {
	var diags diag.List
	p := prune(m, include, exclude, &diags)
	p.reportPatterns(&diags)
	return p.Selection, diags
}

func prune(m *Model, include, exclude []string, diags *diag.List) *pruner {
	p := &pruner{
		Selection: &Selection{model: m, nodes: map[*node]*part{}, structs: map[*structType]bool{}, enums: map[*enum]bool{}, ids: map[*node]bool{}},
		all:       len(include) == 0,
		include:   newGlobs("include", include, diags),
		exclude:   newGlobs("exclude", exclude, diags),
	}
	for _, n := range m.nodes {
		p.selectNode(n)
	}
	for _, s := range m.structs {
		if p.selected(s.spec.Name.Value) && !p.exclude.match(s.spec.Home) {
			p.addStruct(s)
		}
	}
	for _, e := range m.enums {
		if !e.inline && p.selected(e.spec.Name.Value) && !p.exclude.match(e.spec.Home) {
			p.enums[e] = true
		}
	}
	p.close()
	return p
}

type pruner struct {
	*Selection
	all     bool
	include *globs
	exclude *globs
	// pending are the types whose parts are still to be followed.
	pending []spec.Type
}

// selected reports whether an element is included and not excluded. Both are
// asked, so that every pattern that names something counts as used.
func (p *pruner) selected(element ...string) bool {
	included := p.include.matchTree(element...) || p.all
	excluded := p.exclude.matchTree(element...)
	return included && !excluded
}

// selectNode adds what the patterns select of a node.
func (p *pruner) selectNode(n *node) {
	if p.selected(n.name()) {
		p.addWhole(n)
	}
	for _, f := range n.fields {
		if p.selected(n.name(), f.name()) {
			p.addField(n, f)
		}
	}
	for _, e := range n.edges {
		p.selected(n.name(), e.name())
	}
	for _, o := range n.operations {
		if p.selected(elementOf(o)...) {
			p.addOperation(o)
		}
	}
}

func elementOf(o *operation) []string {
	if o.edge == nil {
		return []string{o.node.name(), o.kind()}
	}
	return []string{o.node.name(), o.edge.name(), o.kind()}
}

// addReduced adds a node with its id and its name. Where there is no id the
// node is no object but data, of which nothing can be left out.
func (p *pruner) addReduced(n *node) *part {
	if kept := p.nodes[n]; kept != nil {
		return kept
	}
	kept := &part{fields: map[*field]bool{}, operations: map[*operation]bool{}}
	p.nodes[n] = kept
	for _, f := range n.fields {
		if !n.hasID() || f.name() == "id" || f.name() == "name" && isText(f) {
			p.addField(n, f)
		}
	}
	return kept
}

func isText(f *field) bool { return f.spec.Type.Name == "string" }

// addWhole adds a node with all its fields, and none of its operations.
func (p *pruner) addWhole(n *node) {
	kept := p.addReduced(n)
	if kept.whole {
		return
	}
	kept.whole = true
	for _, f := range n.fields {
		p.addField(n, f)
	}
}

// addField adds a field of a node, unless it is excluded. The id stays.
func (p *pruner) addField(n *node, f *field) {
	kept := p.addReduced(n)
	if kept.fields[f] || f.name() != "id" && p.exclude.match(n.name(), f.name()) {
		return
	}
	kept.fields[f] = true
	p.need(f)
}

// addOperation adds an operation with what it takes and answers with.
func (p *pruner) addOperation(o *operation) {
	kept := p.addReduced(o.node)
	kept.operations[o] = true
	for _, f := range o.params {
		p.need(f)
	}
	p.answerWith(o.returns)
	if o.readBack != nil {
		p.addAnswer(o.readBack)
	}
}

// answerWith adds the data that an operation answers with.
func (p *pruner) answerWith(t spec.Type) {
	for _, arg := range t.Args {
		p.answerWith(arg)
	}
	if n, ok := p.model.types[t.Name].(*node); ok {
		p.addAnswer(n)
		return
	}
	p.pending = append(p.pending, t)
}

// addAnswer adds a node that an operation answers with: the whole of it, or
// what is left of it when it is excluded.
func (p *pruner) addAnswer(n *node) {
	if p.exclude.match(n.name()) {
		p.addReduced(n)
		return
	}
	p.addWhole(n)
}

func (p *pruner) addStruct(s *structType) {
	if p.structs[s] {
		return
	}
	p.structs[s] = true
	for _, f := range s.fields {
		p.need(f)
	}
}

// need remembers to add the types of a field.
func (p *pruner) need(f *field) {
	if f.enum != nil {
		p.enums[f.enum] = true
	}
	if t := f.spec.Type; len(t.Args) > 0 || p.model.types[t.Name] != nil {
		p.pending = append(p.pending, t)
	}
}

// close adds what the pending types refer to, and what that refers to.
func (p *pruner) close() {
	for len(p.pending) > 0 {
		t := p.pending[len(p.pending)-1]
		p.pending = p.pending[:len(p.pending)-1]
		if t.Name == "id" {
			p.addByID(argument(t, 0))
			continue
		}
		p.pending = append(p.pending, t.Args...)
		switch declared := p.model.types[t.Name].(type) {
		case *node:
			p.addReduced(declared)
		case *structType:
			p.addStruct(declared)
		case *enum:
			p.enums[declared] = true
		}
	}
}

// addByID adds a node that something refers to by its id.
func (p *pruner) addByID(t spec.Type) {
	if n, ok := p.model.types[t.Name].(*node); ok {
		p.addReduced(n)
		p.ids[n] = true
	}
}
