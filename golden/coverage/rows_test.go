package coverage

import (
	"fmt"
	"slices"
	"strings"

	"github.com/metagraph-go/graphgen/runtime/graph"
)

// check returns what a generated package lacks of the rows about v25.0.
func (c *checklist) check(p *loaded) []string {
	var problems []string
	for _, row := range c.Operations {
		problems = append(problems, row.check(p)...)
	}
	for _, row := range c.Absent {
		problems = append(problems, row.check(p)...)
	}
	for _, row := range c.Fields {
		problems = append(problems, row.check(p)...)
	}
	for _, row := range c.Enums {
		problems = append(problems, row.check(p)...)
	}
	for _, row := range c.Errors {
		problems = append(problems, row.check(p)...)
	}
	return problems
}

// problems collects what is wrong with one row.
type problems struct {
	row  string
	list []string
}

func (ps *problems) add(format string, args ...any) {
	ps.list = append(ps.list, ps.row+": "+fmt.Sprintf(format, args...))
}

func (ps *problems) want(what string, got, want any) {
	if got, want := fmt.Sprint(got), fmt.Sprint(want); got != want {
		ps.add("%s is %s, want %s", what, got, want)
	}
}

func (ps *problems) wantDoc(doc string, parts ...string) {
	for _, part := range parts {
		if !strings.Contains(doc, part) {
			ps.add("the doc does not say %q: %s", part, doc)
		}
	}
}

func (r operationRow) check(p *loaded) []string {
	ps := &problems{row: r.GoMethod}
	m := p.methods[r.GoMethod]
	if m == nil {
		ps.add("no such method")
		return ps.list
	}
	ps.want("node", m.operation.Node, r.Node)
	ps.want("edge", m.operation.Edge, r.Edge)
	ps.want("kind", m.operation.Kind, r.Op)
	ps.want("HTTP method", m.operation.Method, r.Method)
	ps.want("path", m.operation.Path, r.Path)
	ps.want("result", m.returns, r.GoCall)
	ps.want("documented errors", m.operation.Errors, r.Errors)
	ps.want("read-after-write", m.operation.ReadAfterWrite, r.ReadAfterWrite)
	ps.want("a method that reads back", p.methods[r.GoMethod+"AndRead"] != nil, r.ReadAfterWrite)
	for _, row := range r.Params {
		row.check(ps, p.structs[m.params])
	}
	if r.DocHas != "" {
		ps.wantDoc(m.doc, r.DocHas)
	}
	return ps.list
}

func (r paramRow) check(ps *problems, params map[string]field) {
	param, ok := params[r.Wire]
	if !ok {
		ps.add("no param %s", r.Wire)
		return
	}
	ps.want("param "+r.Wire, param.goType, r.GoType)
	ps.want("param "+r.Wire+": required", slices.Contains(param.options, "required"), r.Required)
	ps.want("param "+r.Wire+": csv", slices.Contains(param.options, "csv"), r.CSV)
	if param.doc == "" {
		ps.add("param %s has no doc", r.Wire)
	}
}

func (r absentRow) check(p *loaded) []string {
	ps := &problems{row: r.Node + "." + r.Edge}
	found := false
	for name, m := range p.methods {
		if m.operation.Node != r.Node {
			continue
		}
		found = true
		if m.operation.Edge == r.Edge && slices.Contains(r.Ops, string(m.operation.Kind)) {
			ps.add("%s is an operation that the API does not have", name)
		}
	}
	if !found {
		ps.add("the node has no operations at all")
	}
	return ps.list
}

func (r fieldRow) check(p *loaded) []string {
	ps := &problems{row: r.Type + "." + r.Wire}
	f, ok := p.structs[r.Type][r.Wire]
	if !ok {
		ps.add("no such field")
		return ps.list
	}
	ps.want("type", f.goType, r.GoType)
	if names, isNode := p.enums[r.Type+"Field"]; isNode && !slices.Contains(names, r.Wire) {
		ps.add("a read can't ask for it: %sField has no constant", r.Type)
	}
	ps.wantDoc(f.doc, r.docParts()...)
	return ps.list
}

// docParts are what the doc of a field has to say.
func (r fieldRow) docParts() []string {
	var parts []string
	for _, part := range []struct {
		holds bool
		text  string
	}{
		{r.DocHas != "", r.DocHas},
		{r.Permission != "", "Needs the permission " + r.Permission + "."},
		{r.EmptySince != "", "The API returns nothing here since " + r.EmptySince + "."},
		{r.Deprecated, "Deprecated: "},
		{r.Core, "A core field."},
		{r.Min != "", "From " + r.Min + " to " + r.Max + "."},
	} {
		if part.holds {
			parts = append(parts, part.text)
		}
	}
	return parts
}

func (r enumRow) check(p *loaded) []string {
	ps := &problems{row: r.Type}
	got := p.enums[r.Type]
	if r.Values != nil {
		ps.want("values", sorted(got), sorted(r.Values))
	}
	for _, value := range r.Includes {
		if !slices.Contains(got, value) {
			ps.add("no value %s", value)
		}
	}
	ps.want("what "+r.Type+"Values returns", sorted(p.listed[r.Type]), sorted(got))
	return ps.list
}

func (r errorRow) check(p *loaded) []string {
	ps := &problems{row: r.GoName}
	code := graph.Code{Code: r.Code}
	ps.want("code", p.sentinels[r.GoName], code)
	doc, ok := p.catalogue[code]
	if !ok {
		ps.add("the catalogue lacks code %d", r.Code)
		return ps.list
	}
	ps.want("name in the catalogue", "Err"+doc.Name, r.GoName)
	ps.want("class in the catalogue", doc.Class, r.Class)
	ps.want("class of an error", (&graph.Error{Code: r.Code, HTTPStatus: 400}).Class(), r.Class)
	if doc.Meaning == "" {
		ps.add("no meaning")
	}
	return ps.list
}

func sorted(list []string) []string { return slices.Sorted(slices.Values(list)) }
