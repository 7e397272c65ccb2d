package lower

import (
	"github.com/metagraph-go/graphgen/generator/ir"
	"github.com/metagraph-go/graphgen/generator/spec"
)

// scalars are the types of specs that are one value.
var scalars = map[string]ir.Kind{
	"string":         ir.String,
	"numeric string": ir.String,
	"secret":         ir.Secret,
	"bool":           ir.Bool,
	"int32":          ir.Int64,
	"int64":          ir.Int64,
	"integer":        ir.Int64,
	"unsigned int32": ir.Int64,
	"unsigned int64": ir.Uint64,
	"float":          ir.Float64,
	"datetime":       ir.Time,
	"timestamp":      ir.Time,
	"object":         ir.Object,
	"any":            ir.Object,
	"success":        ir.Success,
	"file":           ir.FilePart,
}

// dataType is the type of a field. A number or a bool is wrapped, so that 0
// and false differ from absence.
func (m *Model) dataType(f *field) ir.Type {
	return optional(m.plainType(f.spec.Type, f.enum), false)
}

// structFieldType is the type of a field of a struct. In a struct that is only
// sent, "any" is what the caller gives.
func (m *Model) structFieldType(s *structType, f *field) ir.Type {
	if s.sentOnly {
		return optional(m.inParam(f.spec.Type, f.enum), false)
	}
	return m.dataType(f)
}

// paramType is the type of a param. Text is wrapped too unless it is required.
func (m *Model) paramType(p *field) ir.Type {
	if p.spec.Type.Name == "any" {
		return ir.Type{Kind: ir.Any}
	}
	return optional(m.inParam(p.spec.Type, p.enum), !p.spec.Required)
}

// inParam is plainType for params, where "any" is what the caller gives.
func (m *Model) inParam(t spec.Type, inline *enum) ir.Type {
	switch {
	case t.Name == "any":
		return ir.Type{Kind: ir.Any}
	case t.Name == "list":
		return listOf(m.inParam(argument(t, 0), inline))
	case t.Name == "map":
		return m.mapOf(t, m.inParam(argument(t, 1), inline), inline)
	}
	return m.plainType(t, inline)
}

// resultType is the type of an operation's answer or of an item of a list.
func (m *Model) resultType(t spec.Type) ir.Type { return m.plainType(t, nil) }

// plainType is a type that is not wrapped.
func (m *Model) plainType(t spec.Type, inline *enum) ir.Type {
	switch t.Name {
	case "list":
		return listOf(m.plainType(argument(t, 0), inline))
	case "map":
		return m.mapOf(t, m.plainType(argument(t, 1), inline), inline)
	case "id":
		if n, ok := m.types[argument(t, 0).Name].(*node); ok {
			return named(n.idName())
		}
		return ir.Type{Kind: ir.String}
	case "field":
		if n, ok := m.types[argument(t, 0).Name].(*node); ok && !n.spec.Opaque {
			return named(n.fieldName())
		}
		return ir.Type{Kind: ir.String}
	case "enum":
		if inline == nil {
			return ir.Type{Kind: ir.String}
		}
		return named(inline.goName)
	}
	if kind, ok := scalars[t.Name]; ok {
		return ir.Type{Kind: kind}
	}
	switch declared := m.types[t.Name].(type) {
	case *node:
		if declared.spec.Opaque {
			return named(declared.goName)
		}
		return pointerTo(named(declared.goName))
	case *structType:
		return pointerTo(named(declared.goName))
	case *enum:
		return named(declared.goName)
	}
	return ir.Type{Kind: ir.Object}
}

// mapOf is a map type. Keys of JSON objects are text: what has no text form
// that Go reads back stays a string.
func (m *Model) mapOf(t spec.Type, elem ir.Type, inline *enum) ir.Type {
	key := m.plainType(argument(t, 0), inline)
	switch key.Kind {
	case ir.String, ir.Int64, ir.Uint64, ir.Named:
	default:
		key = ir.Type{Kind: ir.String}
	}
	if _, opaque := m.types[argument(t, 0).Name].(*node); opaque {
		key = ir.Type{Kind: ir.String}
	}
	return ir.Type{Kind: ir.Map, Key: &key, Elem: &elem}
}

// argument is the type between "<" and ">" at i. A bare list or map, which
// the API has too, holds JSON that it publishes no type for, under keys that
// are text.
func argument(t spec.Type, i int) spec.Type {
	if i < len(t.Args) {
		return t.Args[i]
	}
	if t.Name == "map" && i == 0 {
		return spec.Type{Name: "string", Pos: t.Pos}
	}
	return spec.Type{Name: "object", Pos: t.Pos}
}

func optional(t ir.Type, text bool) ir.Type {
	switch t.Kind {
	case ir.String:
		if !text {
			return t
		}
	case ir.Bool, ir.Int64, ir.Uint64, ir.Float64:
	default:
		return t
	}
	return ir.Type{Kind: ir.Opt, Elem: &t}
}

func named(name string) ir.Type      { return ir.Type{Kind: ir.Named, Name: name} }
func pointerTo(elem ir.Type) ir.Type { return ir.Type{Kind: ir.Pointer, Elem: &elem} }
func listOf(elem ir.Type) ir.Type    { return ir.Type{Kind: ir.List, Elem: &elem} }
func pageOf(elem ir.Type) ir.Type    { return ir.Type{Kind: ir.Page, Elem: &elem} }

// inlineEnum returns the enum that a type writes out, or nil. More than one in
// a type have no names of their own and are an error.
func inlineEnums(t spec.Type) []spec.Type {
	if t.Name == "enum" && t.Values != nil {
		return []spec.Type{t}
	}
	var found []spec.Type
	for _, arg := range t.Args {
		found = append(found, inlineEnums(arg)...)
	}
	return found
}
