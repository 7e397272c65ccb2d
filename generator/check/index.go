package check

import (
	"slices"

	"github.com/metagraph-go/graphgen/generator/spec"
)

// index lists what a set holds, so that a rule is a loop over what it judges.
type index struct {
	set     *spec.Set
	nodes   map[string]*spec.Node
	structs map[string]*spec.Struct
	enums   map[string]*spec.Enum

	// imported are the files that were made of others. They have no docs, and
	// all that those have.
	imported map[string]bool

	fields     []fieldIn
	operations []operationIn
	types      []typeIn
	enumLists  []enumList
	enumValues map[string]*valueSet
}

// fieldIn is a field or a param with the element that holds it.
type fieldIn struct {
	*spec.Field
	owner string // such as "Campaign" or "AdAccount.campaigns.list"
	param bool
	// within is the range of the owner.
	within spec.Range
	// documented means that the file is written for readers; see missing-doc.
	documented bool
}

// what is the word for the element.
func (f fieldIn) what() string {
	if f.param {
		return "param"
	}
	return "field"
}

// operationIn is an operation with its node and, unless it is one of the node
// itself, its edge.
type operationIn struct {
	*spec.Operation
	node *spec.Node
	edge *spec.Edge
}

func (o operationIn) name() string {
	if o.edge == nil {
		return o.node.Name.Value + "." + o.Kind.Value
	}
	return o.node.Name.Value + "." + o.edge.Name.Value + "." + o.Kind.Value
}

// typeIn is a type with its use. Types inside it are listed too.
type typeIn struct {
	spec.Type
	use   typeUse
	outer bool   // not inside another type
	of    string // "id" or "field" for the node of an id<Node> or field<Node>, or ""
	owner string // the struct that uses it, or ""
}

type typeUse int

const (
	inField typeUse = iota
	inParam
	inReturns
)

// enumList is the values of an enum, inline or named.
type enumList struct {
	name   string
	values []*spec.Value
	typ    *spec.Enum // nil for an inline enum
	at     spec.Text
}

func newIndex(set *spec.Set) *index {
	ix := &index{
		set:      set,
		nodes:    make(map[string]*spec.Node, len(set.Nodes)),
		structs:  make(map[string]*spec.Struct, len(set.Structs)),
		enums:    make(map[string]*spec.Enum, len(set.Enums)),
		imported: importedFiles(set),
	}
	for _, n := range set.Nodes {
		ix.nodes[n.Name.Value] = n
	}
	documented := documentedHomes(set)
	for _, n := range set.Nodes {
		for _, f := range n.Fields {
			ix.addField(fieldIn{f, n.Name.Value, false, n.Range, documented[n.Name.Value]}, "")
		}
		for _, o := range n.Operations {
			ix.addOperation(operationIn{o, n, nil})
		}
		for _, e := range n.Edges {
			for _, o := range e.Operations {
				ix.addOperation(operationIn{o, n, e})
			}
		}
	}
	for _, s := range set.Structs {
		ix.structs[s.Name.Value] = s
		for _, f := range s.Fields {
			ix.addField(fieldIn{f, s.Name.Value, false, s.Range, documented[s.Home]}, s.Name.Value)
		}
	}
	values := map[string][]*spec.Value{}
	for _, e := range set.Enums {
		ix.enums[e.Name.Value] = e
		values[e.Name.Value] = append(values[e.Name.Value], e.Values...)
		ix.enumLists = append(ix.enumLists, enumList{"enum " + e.Name.Value, e.Values, e, e.Name})
	}
	ix.enumValues = make(map[string]*valueSet, len(values))
	for name, all := range values {
		ix.enumValues[name] = newValueSet(all)
	}
	return ix
}

// importedFiles are the files that name the files that they were made of.
func importedFiles(set *spec.Set) map[string]bool {
	imported := map[string]bool{}
	add := func(s spec.Source) {
		if s.File.Value != "" {
			imported[s.File.Pos.File] = true
		}
	}
	for _, n := range set.Nodes {
		add(n.Source)
	}
	for _, s := range set.Structs {
		add(s.Source)
	}
	for _, e := range set.Enums {
		add(e.Source)
	}
	return imported
}

// documentedHomes are the nodes and files of types in which something big has
// a doc.
func documentedHomes(set *spec.Set) map[string]bool {
	documented := map[string]bool{}
	for _, n := range set.Nodes {
		documented[n.Name.Value] = n.Doc.Value != ""
	}
	for _, s := range set.Structs {
		documented[s.Home] = documented[s.Home] || s.Doc.Value != ""
	}
	for _, e := range set.Enums {
		documented[e.Home] = documented[e.Home] || e.Doc.Value != ""
	}
	return documented
}

func (ix *index) addOperation(o operationIn) {
	ix.operations = append(ix.operations, o)
	within := o.Range
	if within == (spec.Range{}) && o.edge != nil {
		within = o.edge.Range
	}
	for _, p := range o.Params {
		ix.addField(fieldIn{p, o.name(), true, within, o.node.Doc.Value != ""}, "")
	}
	ix.addType(typeIn{Type: o.Returns, use: inReturns, outer: true})
}

func (ix *index) addField(f fieldIn, owner string) {
	f.documented = f.documented && !ix.imported[f.Pos.File]
	ix.fields = append(ix.fields, f)
	use := inField
	if f.param {
		use = inParam
	}
	ix.addType(typeIn{Type: f.Type, use: use, outer: true, owner: owner})
}

func (ix *index) addType(t typeIn) {
	if t.Name == "" {
		return
	}
	ix.types = append(ix.types, t)
	if t.Values != nil {
		ix.enumLists = append(ix.enumLists, enumList{"the enum", t.Values, nil, spec.Text{Pos: t.Pos}})
	}
	of := ""
	if t.Name == "id" || t.Name == "field" {
		of = t.Name
	}
	for _, arg := range t.Args {
		ix.addType(typeIn{Type: arg, use: t.use, owner: t.owner, of: of})
	}
}

// isInteger reports whether a type holds whole numbers.
func isInteger(name string) bool {
	return slices.Contains([]string{"int32", "int64", "integer", "unsigned int32", "unsigned int64"}, name)
}

func isNumber(name string) bool {
	return isInteger(name) || name == "float" || name == "numeric string"
}

// typeNames returns all names that a type can have.
func (ix *index) typeNames() []string {
	names := append([]string{"list", "map", "id", "field", "enum"}, spec.Scalars()...)
	for name := range ix.nodes {
		names = append(names, name)
	}
	for name := range ix.structs {
		names = append(names, name)
	}
	for name := range ix.enums {
		names = append(names, name)
	}
	return names
}

// nodeNames returns the names of all nodes.
func (ix *index) nodeNames() []string {
	var names []string
	for name := range ix.nodes {
		names = append(names, name)
	}
	return names
}
