package lower

import (
	"cmp"
	"fmt"

	"github.com/metagraph-go/graphgen/generator/diag"
	"github.com/metagraph-go/graphgen/generator/names"
)

// checkNames reports Go names that stand for two things.
func checkNames(m *Model, diags *diag.List) {
	pkg := newScope(diags, "")
	for _, reserved := range []string{"Version", "api", "graph"} {
		pkg.add(reserved, diag.Pos{}, "a name that every package has")
	}
	for _, e := range m.errors {
		pkg.add(sentinel(e), e.Pos, fmt.Sprintf("error code %d", e.Code))
	}
	for _, n := range m.nodes {
		addNode(pkg, n)
		checkNodeData(n, diags)
		checkMethods(n, diags)
	}
	for _, s := range m.structs {
		pkg.add(s.goName, s.spec.Pos, "struct "+s.spec.Name.Value)
		checkFields(s.fields, "field", s.spec.Name.Value, diags)
	}
	for _, e := range m.enums {
		what := "enum " + e.spec.Name.Value
		pkg.add(e.goName, e.spec.Pos, what)
		pkg.add(e.valuesFunc(), e.spec.Pos, "the function of values of "+what)
		for i, v := range e.spec.Values {
			pkg.add(e.consts[i], v.Pos, fmt.Sprintf("value %q of %s", v.Value.Value, what))
		}
	}
}

// addNode adds the names at package level that a node brings.
func addNode(pkg *scope, n *node) {
	what, pos := "node "+n.name(), n.spec.Pos
	pkg.add(n.goName, pos, what)
	pkg.add(n.idName(), pos, "the id type of "+what)
	pkg.add(n.handleName(), pos, "the handle of "+what)
	pkg.add(n.constructor(), pos, "the constructor of "+what)
	pkg.add(n.fieldName(), pos, "the type of field names of "+what)
	for _, f := range n.fields {
		what := fmt.Sprintf("field %q of %s", f.name(), n.name())
		pkg.add(n.fieldConst(f), f.spec.Pos, "the name of "+what)
		pkg.add(n.expansionConst(f.goName), f.spec.Pos, "the expansion of "+what)
	}
	for _, e := range n.edges {
		if n.field(e.name()) == nil {
			pkg.add(n.expansionConst(e.goName), e.spec.Pos, fmt.Sprintf("the expansion of edge %q of %s", e.name(), n.name()))
		}
	}
	for _, o := range n.operations {
		pkg.add(o.paramsName(), o.spec.Pos, "the params of "+o.label())
		pkg.add(o.varName(), o.spec.Pos, "the descriptor of "+o.label())
	}
}

// checkNodeData checks the struct of a node. A field wins over an edge of the
// same name.
func checkNodeData(n *node, diags *diag.List) {
	members := newScope(diags, " in "+n.name())
	addFields(members, n.fields, "field")
	for _, e := range n.edges {
		if n.field(e.name()) == nil {
			members.add(e.goName, e.spec.Pos, fmt.Sprintf("edge %q", e.name()))
		}
	}
}

// checkMethods checks the handle of a node and the params of its operations.
func checkMethods(n *node, diags *diag.List) {
	methods := newScope(diags, " on "+n.handleName())
	methods.add("ID", diag.Pos{}, "the id that every handle has")
	for _, o := range n.operations {
		methods.add(o.goName, o.spec.Pos, o.label())
		if o.readBack != nil {
			methods.add(o.readBackName(), o.spec.Pos, "the reading variant of "+o.label())
		}
		params := newScope(diags, " in the params of "+o.label())
		if o.takesFields() {
			params.add("Fields", diag.Pos{}, `the param "fields" that every read has`)
		}
		if o.takesLimit() {
			params.add("Limit", diag.Pos{}, `the param "limit" that every list has`)
		}
		addFields(params, o.params, "param")
	}
}

func checkFields(fields []*field, kind, owner string, diags *diag.List) {
	addFields(newScope(diags, " in "+owner), fields, kind)
}

func addFields(s *scope, fields []*field, kind string) {
	for _, f := range fields {
		s.add(f.goName, f.spec.Pos, fmt.Sprintf("%s %q", kind, f.name()))
	}
}

// scope is a place in which each Go name stands for one thing.
type scope struct {
	diags *diag.List
	where string // such as " in Campaign"
	taken map[string]claim
}

type claim struct {
	pos  diag.Pos
	what string
}

func newScope(diags *diag.List, where string) *scope {
	return &scope{diags: diags, where: where, taken: map[string]claim{}}
}

// add claims a name, and reports when it is taken. The report stands at the
// later of the two places, so that it does not depend on the order of claims.
func (s *scope) add(name string, pos diag.Pos, what string) {
	if name != "" && !names.IsIdentifier(name) {
		s.diags.Errorf(pos, "go-name", "%q, the Go name of %s, is not a Go identifier; give it a go_name of letters and digits", name, what)
		return
	}
	first, ok := s.taken[name]
	if !ok {
		s.taken[name] = claim{pos, what}
		return
	}
	second := claim{pos, what}
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
