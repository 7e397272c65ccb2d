package lower

import (
	"cmp"
	"strconv"

	"github.com/metagraph-go/graphgen/generator/diag"
)

// checkNames reports Go names that stand for two things.
func checkNames(m *Model, diags *diag.List) {
	pkg := newScope(diags, "", packageNames(m))
	for _, reserved := range []string{"Version", "api", "graph"} {
		pkg.add(reserved, diag.Pos{}, label{what: "a name that every package has"})
	}
	for _, e := range m.errors {
		pkg.add(sentinel(e), e.Pos, label{what: "error code", name: strconv.Itoa(e.Code)})
	}
	for _, n := range m.nodes {
		addNode(pkg, n)
		checkNodeData(n, diags)
		checkMethods(n, diags)
	}
	for _, s := range m.structs {
		pkg.add(s.goName, s.spec.Pos, label{what: "struct", name: s.spec.Name.Value})
		checkFields(s.fields, "field", s.spec.Name.Value, diags)
	}
	for _, e := range m.enums {
		name := e.spec.Name.Value
		pkg.add(e.goName, e.spec.Pos, label{what: "enum", name: name})
		pkg.add(e.valuesFunc(), e.spec.Pos, label{what: "the function of values of enum", name: name})
		for i, v := range e.spec.Values {
			pkg.add(e.consts[i], v.Pos, label{what: "value", quoted: v.Value.Value, of: "enum " + name})
		}
	}
}

// packageNames is about how many names a package has at its top level.
func packageNames(m *Model) int {
	count := len(m.errors) + len(m.structs) + 5*len(m.nodes) + 2*len(m.enums)
	for _, n := range m.nodes {
		count += 2*len(n.fields) + len(n.edges) + 2*len(n.operations)
	}
	for _, e := range m.enums {
		count += len(e.consts)
	}
	return count
}

// addNode adds the names at package level that a node brings.
func addNode(pkg *scope, n *node) {
	name, pos := n.name(), n.spec.Pos
	pkg.add(n.goName, pos, label{what: "node", name: name})
	pkg.add(n.idName(), pos, label{what: "the id type of node", name: name})
	pkg.add(n.handleName(), pos, label{what: "the handle of node", name: name})
	pkg.add(n.constructor(), pos, label{what: "the constructor of node", name: name})
	pkg.add(n.fieldName(), pos, label{what: "the type of field names of node", name: name})
	addMemberNames(pkg, n)
	addOperationNames(pkg, n)
}

// addMemberNames adds the names of constants for fields and expansions. They
// clash within a node only if the members do, which is reported there.
func addMemberNames(pkg *scope, n *node) {
	members := map[string]bool{}
	for _, f := range n.fields {
		if members[f.goName] {
			continue
		}
		members[f.goName] = true
		pkg.add(n.fieldConst(f), f.spec.Pos, label{what: "the name of field", quoted: f.name(), of: n.name()})
		pkg.add(n.expansionConst(f.goName), f.spec.Pos, label{what: "the expansion of field", quoted: f.name(), of: n.name()})
	}
	for _, e := range n.edges {
		if !members[e.goName] {
			members[e.goName] = true
			pkg.add(n.expansionConst(e.goName), e.spec.Pos, label{what: "the expansion of edge", quoted: e.name(), of: n.name()})
		}
	}
}

// addOperationNames adds the names of params and descriptors. They clash
// within a node only if the methods do, which is reported there.
func addOperationNames(pkg *scope, n *node) {
	methods := map[string]bool{}
	for _, o := range n.operations {
		if !methods[o.goName] {
			methods[o.goName] = true
			pkg.add(o.paramsName(), o.spec.Pos, label{what: "the params of", name: o.label()})
			pkg.add(o.varName(), o.spec.Pos, label{what: "the descriptor of", name: o.label()})
		}
	}
}

// checkNodeData checks the struct of a node. A field wins over an edge of the
// same name.
func checkNodeData(n *node, diags *diag.List) {
	members := newScope(diags, " in "+n.name(), len(n.fields)+len(n.edges))
	addFields(members, n.fields, "field")
	for _, e := range n.edges {
		if n.field(e.name()) == nil {
			members.add(e.goName, e.spec.Pos, label{what: "edge", quoted: e.name()})
		}
	}
}

// checkMethods checks the handle of a node and the params of its operations.
func checkMethods(n *node, diags *diag.List) {
	methods := newScope(diags, " on "+n.handleName(), 2*len(n.operations)+1)
	methods.add("ID", diag.Pos{}, label{what: "the id that every handle has"})
	for _, o := range n.operations {
		methods.add(o.goName, o.spec.Pos, label{what: o.label()})
		if o.readBack != nil {
			methods.add(o.readBackName(), o.spec.Pos, label{what: "the reading variant of", name: o.label()})
		}
		params := newScope(diags, " in the params of "+o.label(), len(o.params)+2)
		if o.takesFields() {
			params.add("Fields", diag.Pos{}, label{what: `the param "fields" that every read has`})
		}
		if o.takesLimit() {
			params.add("Limit", diag.Pos{}, label{what: `the param "limit" that every list has`})
		}
		addFields(params, o.params, "param")
	}
}

func checkFields(fields []*field, kind, owner string, diags *diag.List) {
	addFields(newScope(diags, " in "+owner, len(fields)), fields, kind)
}

func addFields(s *scope, fields []*field, kind string) {
	for _, f := range fields {
		s.add(f.goName, f.spec.Pos, label{what: kind, quoted: f.name()})
	}
}

// scope is a place in which each Go name stands for one thing.
type scope struct {
	diags  *diag.List
	where  string         // such as " in Campaign"
	taken  map[string]int // to the index in claims
	claims []claim
}

type claim struct {
	pos  diag.Pos
	what label
}

// label says what a name stands for. It becomes text only when names clash.
type label struct{ what, name, quoted, of string }

func (l label) String() string {
	text := l.what
	if l.name != "" {
		text += " " + l.name
	}
	if l.quoted != "" || l.of != "" {
		text += " " + strconv.Quote(l.quoted)
	}
	if l.of != "" {
		text += " of " + l.of
	}
	return text
}

// newScope returns a scope with room for so many names.
func newScope(diags *diag.List, where string, room int) *scope {
	return &scope{diags: diags, where: where, taken: make(map[string]int, room), claims: make([]claim, 0, room)}
}

// add claims a name, and reports when it is taken. The report stands at the
// later of the two places, so that it does not depend on the order of claims.
func (s *scope) add(name string, pos diag.Pos, what label) {
	index, ok := s.taken[name]
	if !ok {
		s.taken[name] = len(s.claims)
		s.claims = append(s.claims, claim{pos, what})
		return
	}
	first, second := s.claims[index], claim{pos, what}
	if comparePos(second.pos, first.pos) < 0 {
		first, second = second, first
	}
	place := ""
	if first.pos != (diag.Pos{}) {
		place = " (" + first.pos.String() + ")"
	}
	s.diags.Errorf(second.pos, "name-collision", "%s and %s%s would both be named %s%s; give one of them another go_name",
		second.what, first.what, place, name, s.where)
}

func comparePos(a, b diag.Pos) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
}
