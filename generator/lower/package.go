package lower

import (
	"cmp"
	"maps"
	"slices"

	"github.com/metagraph-go/graphgen/generator/ir"
	"github.com/metagraph-go/graphgen/generator/names"
)

// Package returns the IR of a selection.
func Package(s *Selection, name, version string) *ir.Package {
	l := lowerer{Selection: s, files: map[string]*ir.File{}}
	pkg := &ir.Package{Name: name, Version: version, Doc: packageDoc(name, version), Operations: []ir.OperationSummary{}}
	for _, e := range s.model.errors {
		pkg.Errors = append(pkg.Errors, ir.ErrorCode{
			Code: e.Code, Subcode: e.Subcode, GoName: sentinel(e), Name: e.Name.Value, Class: e.Class.Value,
			Meaning: oneLine(e.Doc.Value), Doc: errorDoc(e),
		})
	}
	for _, n := range s.model.nodes {
		if kept := s.nodes[n]; kept != nil {
			file := l.file(n.name())
			file.Nodes = append(file.Nodes, l.node(n, kept))
			pkg.Operations = append(pkg.Operations, summaries(n, kept)...)
		}
	}
	for _, st := range s.model.structs {
		if s.structs[st] {
			file := l.file(st.spec.Home)
			file.Structs = append(file.Structs, ir.Struct{GoName: st.goName, Doc: structDoc(st), Fields: l.structFields(st)})
		}
	}
	for _, e := range s.model.enums {
		if s.enums[e] {
			file := l.file(e.spec.Home)
			file.Enums = append(file.Enums, lowerEnum(e))
		}
	}
	for _, file := range slices.Sorted(maps.Keys(l.files)) {
		pkg.Files = append(pkg.Files, *l.files[file])
	}
	for _, file := range pkg.Files {
		slices.SortFunc(file.Enums, func(a, b ir.Enum) int { return cmp.Compare(a.GoName, b.GoName) })
	}
	return pkg
}

type lowerer struct {
	*Selection
	files map[string]*ir.File
}

// file returns the file for what is written under a node or in a file of
// shared types.
func (l *lowerer) file(home string) *ir.File {
	name := names.File(home)
	if l.files[name] == nil {
		l.files[name] = &ir.File{Name: name}
	}
	return l.files[name]
}

func (l *lowerer) node(n *node, kept *part) ir.Node {
	lowered := ir.Node{GoName: n.goName, Doc: nodeDoc(n, kept), Opaque: n.spec.Opaque}
	if l.hasIDType(n) {
		lowered.IDName, lowered.IDDoc = n.idName(), idDoc(n)
	}
	if !n.spec.Opaque {
		lowered.FieldName = n.fieldName()
		lowered.Fields = make([]ir.Field, 0, len(kept.fields))
		lowered.FieldConst = make([]ir.Const, 0, len(kept.fields))
		for _, f := range n.fields {
			if kept.fields[f] {
				lowered.Fields = append(lowered.Fields, l.nodeField(n, f))
				lowered.FieldConst = append(lowered.FieldConst, ir.Const{GoName: n.fieldConst(f), Value: f.name(), Doc: fieldConstDoc(f)})
			}
		}
		lowered.Expansions = l.expansions(n, kept)
	}
	if len(kept.operations) > 0 {
		lowered.Handle = l.handle(n, kept)
	}
	return lowered
}

// nodeField is a field of a node. An id has the type of the node's ids,
// whatever the spec says that it is.
func (l *lowerer) nodeField(n *node, f *field) ir.Field {
	lowered := l.field(f)
	if f.name() == "id" {
		lowered.Type = named(n.idName())
		if len(lowered.Doc) == 0 {
			lowered.Doc = ir.Doc{"The id of the " + n.spoken() + "."}
		}
	}
	return lowered
}

func (l *lowerer) structFields(s *structType) []ir.Field {
	lowered := make([]ir.Field, len(s.fields))
	for i, f := range s.fields {
		lowered[i] = l.field(f)
		lowered[i].Type = l.model.structFieldType(s, f)
	}
	return lowered
}

func (l *lowerer) field(f *field) ir.Field {
	return ir.Field{GoName: f.goName, Wire: f.name(), Doc: fieldDoc(f), Type: l.model.dataType(f)}
}

// expansions are the fields that hold nodes, and the edges that can be read.
// An edge that has the name of a field is that field.
func (l *lowerer) expansions(n *node, kept *part) []ir.Expansion {
	var expansions []ir.Expansion
	for _, f := range n.fields {
		if child := l.fieldChild(f); kept.fields[f] && child != nil {
			expansions = append(expansions, ir.Expansion{
				ConstName: n.expansionConst(f.goName), Wire: f.name(), ChildField: child.fieldName(), Type: l.model.dataType(f),
			})
		}
	}
	for _, e := range n.edges {
		read := e.leadsTo()
		if read == nil || !kept.operations[read] || n.field(e.name()) != nil {
			continue
		}
		child, ok := l.model.types[read.returns.Name].(*node)
		if !ok || child.spec.Opaque {
			continue
		}
		held := l.model.resultType(read.returns)
		if read.kind() == kindList {
			held = pageOf(held)
		}
		constName := n.expansionConst(e.goName)
		expansions = append(expansions, ir.Expansion{
			ConstName: constName, Wire: e.name(), ChildField: child.fieldName(), GoName: e.goName, Type: held, Doc: expansionDoc(e, constName),
		})
	}
	return expansions
}

// fieldChild returns the node that a field holds, alone or in a list, or nil.
func (l *lowerer) fieldChild(f *field) *node {
	t := f.spec.Type
	if t.Name == "list" {
		t = argument(t, 0)
	}
	if child, ok := l.model.types[t.Name].(*node); ok && !child.spec.Opaque {
		return child
	}
	return nil
}

func lowerEnum(e *enum) ir.Enum {
	lowered := ir.Enum{GoName: e.goName, Doc: enumDoc(e), ValuesFunc: e.valuesFunc(), Values: make([]ir.Const, len(e.consts))}
	for i, v := range e.spec.Values {
		lowered.Values[i] = ir.Const{GoName: e.consts[i], Value: v.Value.Value, Doc: valueDoc(v)}
	}
	return lowered
}
