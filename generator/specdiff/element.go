package specdiff

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/metagraph-go/graphgen/generator/ir"
)

// element is a part of a package that has a name of its own.
type element struct {
	// key tells elements apart by what they are in the API, so that one that
	// has another Go name is renamed, and not removed and added.
	key string
	// parent is the key of what holds the element; "" for none.
	parent string
	group  string
	what   string
	name   string
	goName string
	// goType is the type or the signature that Go code sees.
	goType   string
	required bool
	// facts are what is on the wire alone. Elements of one sort have the same
	// facts in the same order.
	facts []fact
}

// fact is something that a change of does not break Go code.
type fact struct {
	name string
	// value is text, or a list of codes.
	value string
	codes bool
}

// ownName is the Go name without that of the type that it is a member of.
func (e *element) ownName() string { return e.goName[strings.LastIndexByte(e.goName, '.')+1:] }

func (f fact) difference(was fact) string {
	if !f.codes {
		return fmt.Sprintf("%s %s, was %s", f.name, orNone(f.value), orNone(was.value))
	}
	before, after := strings.Fields(was.value), strings.Fields(f.value)
	var parts []string
	if added := without(after, before); len(added) > 0 {
		parts = append(parts, "new "+strings.Join(added, ", "))
	}
	if gone := without(before, after); len(gone) > 0 {
		parts = append(parts, "no more "+strings.Join(gone, ", "))
	}
	return f.name + ": " + strings.Join(parts, "; ")
}

func orNone(text string) string { return cmp.Or(text, "none") }

func without(texts, excluded []string) []string {
	return slices.DeleteFunc(slices.Clone(texts), func(text string) bool { return slices.Contains(excluded, text) })
}

// ranks is the order of sorts of elements in a group.
var ranks = []string{
	"node", "struct", "enum", "id type", "field", "expansion", "handle", "operation", "reading variant", "param", "value", "error code",
}

func rank(what string) int { return slices.Index(ranks, what) }

// elements are the elements of a package.
type elements struct {
	list  []*element
	byKey map[string]*element
}

// add adds an element, and returns its key.
func (all *elements) add(e element) string {
	e.key = e.parent + "/" + e.what + " " + e.key
	if e.parent == "" {
		e.key = e.what + " " + e.key
	}
	if all.byKey[e.key] == nil {
		all.byKey[e.key] = &e
		all.list = append(all.list, &e)
	}
	return e.key
}

// flatten lists the elements of a package.
func flatten(pkg *ir.Package) *elements {
	all := &elements{byKey: map[string]*element{}}
	for _, e := range pkg.Errors {
		code := strconv.Itoa(e.Code)
		if e.Subcode != 0 {
			code += "/" + strconv.Itoa(e.Subcode)
		}
		all.add(element{key: code, group: "errors", what: "error code", name: code, goName: e.GoName, facts: []fact{{"class", e.Class, false}}})
	}
	for i := range pkg.Files {
		file := &pkg.Files[i]
		group := ""
		if len(file.Nodes) > 0 {
			group = file.Nodes[0].GoName
		}
		for j := range file.Nodes {
			all.addNode(group, &file.Nodes[j])
		}
		for _, s := range file.Structs {
			key := all.add(element{key: s.GoName, group: cmp.Or(group, s.GoName), what: "struct", name: s.GoName, goName: s.GoName})
			all.addFields(cmp.Or(group, s.GoName), key, s.GoName, s.Fields)
		}
		for _, e := range file.Enums {
			key := all.add(element{key: e.GoName, group: cmp.Or(group, e.GoName), what: "enum", name: e.GoName, goName: e.GoName})
			for _, v := range e.Values {
				all.add(element{key: v.Value, parent: key, group: cmp.Or(group, e.GoName), what: "value", name: v.Value, goName: v.GoName})
			}
		}
	}
	return all
}

func (all *elements) addNode(group string, n *ir.Node) {
	form := "struct"
	if n.Opaque {
		form = "graph.Object"
	}
	key := all.add(element{key: n.GoName, group: group, what: "node", name: n.GoName, goName: n.GoName, goType: form})
	if n.IDName != "" {
		all.add(element{key: "id", parent: key, group: group, what: "id type", name: n.GoName, goName: n.IDName})
	}
	all.addFields(group, key, n.GoName, n.Fields)
	for _, e := range n.Expansions {
		field := ""
		if e.GoName != "" {
			field = n.GoName + "." + e.GoName + " " + e.Type.String() + ", "
		}
		all.add(element{
			key: e.Wire, parent: key, group: group, what: "expansion", name: e.Wire, goName: e.ConstName, goType: field + "of " + e.ChildField,
		})
	}
	if h := n.Handle; h != nil {
		id := cmp.Or(n.IDName, "string")
		all.add(element{key: "handle", parent: key, group: group, what: "handle", name: n.GoName, goName: h.GoName, goType: h.Constructor + "(" + id + ")"})
		for i := range h.Operations {
			all.addOperation(group, key, h.GoName, &h.Operations[i])
		}
	}
}

func (all *elements) addFields(group, parent, owner string, fields []ir.Field) {
	for _, f := range fields {
		all.add(element{
			key: f.Wire, parent: parent, group: group, what: "field", name: f.Wire, goName: owner + "." + f.GoName, goType: f.Type.String(),
		})
	}
}

func (all *elements) addOperation(group, parent, handle string, o *ir.Operation) {
	name := strings.TrimSpace(o.Edge + " " + o.Kind)
	errors := make([]string, len(o.Errors))
	for i, code := range o.Errors {
		errors[i] = strconv.Itoa(code)
	}
	answer := "graph.Call"
	if o.Page {
		answer = "graph.List"
	}
	key := all.add(element{
		key: name, parent: parent, group: group, what: "operation", name: name, goName: handle + "." + o.GoName,
		goType: fmt.Sprintf("func(%s) %s[%s]", o.ParamsName, answer, o.Result.String()),
		facts: []fact{
			{"request", o.Method + " /" + o.Path, false}, {"host", o.Host, false}, {"errors", strings.Join(errors, " "), true},
			{"read after write", strconv.FormatBool(o.ReadAfterWrite), false},
		},
	})
	if back := o.ReadBack; back != nil {
		all.add(element{
			key: "back", parent: key, group: group, what: "reading variant", name: name, goName: handle + "." + back.GoName,
			goType: fmt.Sprintf("func(%s, ...%s) graph.Call[%s]", o.ParamsName, back.FieldName, back.Result.String()),
		})
	}
	for _, p := range o.Params {
		all.add(element{
			key: p.Wire, parent: key, group: group, what: "param", name: name + " " + p.Wire, goName: o.ParamsName + "." + p.GoName,
			goType: p.Type.String(), required: p.Required,
			facts: []fact{{"sent as", sentAs(p), false}},
		})
	}
}

func sentAs(p ir.Param) string {
	switch {
	case p.File:
		return "a file"
	case p.CSV:
		return "comma-separated text"
	}
	return "a value"
}
