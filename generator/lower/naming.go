package lower

import (
	"fmt"

	"github.com/metagraph-go/graphgen/generator/diag"
	"github.com/metagraph-go/graphgen/generator/names"
	"github.com/metagraph-go/graphgen/generator/spec"
)

// nameAll gives everything its Go name. Names of types come first: the names
// of inline enums are made from those of fields and methods.
func nameAll(m *Model, diags *diag.List) {
	nm := namer{model: m, diags: diags}
	for _, n := range m.nodes {
		n.goName = nm.choose(n.spec.GoName, names.Type(n.name()), n.spec.Name)
	}
	for _, s := range m.structs {
		s.goName = nm.choose(s.spec.GoName, names.Type(s.spec.Name.Value), s.spec.Name)
	}
	for _, e := range m.enums {
		e.goName = nm.choose(e.spec.GoName, names.Enum(e.spec.Name.Value), e.spec.Name)
	}
	for _, s := range m.structs {
		nm.nameFields(s.fields, s.goName, s.spec.Home)
	}
	for _, n := range m.nodes {
		nm.nameFields(n.fields, n.goName, n.name())
	}
	for _, n := range m.nodes {
		nm.nameEdges(n)
		for _, o := range n.operations {
			o.goName = nm.choose(o.spec.GoName, methodName(o), o.spec.Kind)
			nm.nameParams(o)
		}
	}
	for _, e := range m.enums {
		for _, v := range e.spec.Values {
			e.consts = append(e.consts, e.goName+nm.choose(v.GoName, names.Value(v.Value.Value), v.Value))
		}
	}
	for _, e := range m.errors {
		if e.Subcode == 0 {
			m.sentinels[e.Code] = sentinel(e)
		}
	}
}

func sentinel(e *spec.ErrorCode) string { return "Err" + e.Name.Value }

type namer struct {
	model *Model
	diags *diag.List
}

// choose returns the name that the spec pins, or else the one that the rules
// make. Where there is neither, the name is one that nothing else has: nothing
// will be generated, but the search for clashes goes on.
func (nm namer) choose(pinned spec.Text, made string, of spec.Text) string {
	switch {
	case names.IsExported(pinned.Value):
		return pinned.Value
	case pinned.Value != "":
		nm.diags.Errorf(pinned.Pos, "go-name", "go_name %q of %s is not an exported Go name; begin with a capital letter and use letters and digits", pinned.Value, of.Value)
	case made != "":
		return made
	default:
		nm.diags.Errorf(of.Pos, "no-go-name", "no Go name can be made of %q; give it a go_name", of.Value)
	}
	return fmt.Sprintf("Unnamed%d_%d", of.Pos.Line, of.Pos.Col)
}

// nameFields names the fields of a type, and the enums that they write out:
// CampaignStatus for the field status of Campaign.
func (nm namer) nameFields(fields []*field, owner, home string) {
	for _, f := range fields {
		f.goName = nm.choose(f.spec.GoName, names.Exported(f.name()), f.spec.Name)
		if inline := nm.inline(f); inline != nil {
			f.enum = nm.addInline(inline, owner+f.goName, owner+"."+f.goName, home)
		}
	}
}

// inline returns the enum that the type of a field writes out, or nil.
func (nm namer) inline(f *field) *spec.Type {
	found := inlineEnums(f.spec.Type)
	if len(found) == 0 {
		return nil
	}
	if len(found) > 1 {
		nm.diags.Errorf(found[1].Pos, "inline-enums", "the type of %s writes out two enums, which would have one name; declare them under enums", f.name())
	}
	return &found[0]
}

// addInline adds an enum that a type writes out. Where says in its doc where
// its values stand.
func (nm namer) addInline(t *spec.Type, goName, where, home string) *enum {
	added := &enum{goName: goName, inline: true, spec: &spec.Enum{
		Name: spec.Text{Value: goName, Pos: t.Pos}, Doc: spec.Text{Value: "A value of " + where + "."}, Values: t.Values, Pos: t.Pos, Home: home,
	}}
	nm.model.enums = append(nm.model.enums, added)
	return added
}

// nameParams names the params of an operation, and the enums that they write
// out. Such an enum is never that of a field, also where the values are the
// same: a value that only one of them gets would then rename the type of the
// other. What both have is declared under enums.
func (nm namer) nameParams(o *operation) {
	for _, p := range o.params {
		p.goName = nm.choose(p.spec.GoName, names.Exported(p.name()), p.spec.Name)
		if inline := nm.inline(p); inline != nil {
			p.enum = nm.addInline(inline, o.node.goName+o.goName+p.goName, o.paramsName()+"."+p.goName, o.node.name())
		}
	}
}

func (nm namer) nameEdges(n *node) {
	for _, e := range n.edges {
		e.goName = nm.choose(e.spec.GoName, names.Exported(e.name()), e.spec.Name)
	}
}

// methodName is the name of the method for an operation.
func methodName(o *operation) string {
	verb := map[string]string{kindRead: "Read", kindCreate: "Create", kindUpdate: "Update", kindDelete: "Delete"}[o.kind()]
	switch {
	case o.edge == nil:
		return verb
	case o.kind() == kindRead || o.kind() == kindList:
		return o.edge.goName
	case o.kind() == kindCreate:
		return verb + names.One(o.edge.goName)
	}
	return verb + o.edge.goName
}
