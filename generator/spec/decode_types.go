package spec

import "slices"

var (
	fieldKeys = []string{
		"type", "doc", "default", "min", "max", "core", "deprecated", "permissions", "empty_since", "notice", "go_name",
		"since", "removed",
	}
	paramKeys  = append(slices.Clone(fieldKeys), "required", "csv")
	structKeys = []string{"doc", "source", "go_name", "since", "removed", "fields"}
	enumKeys   = []string{"doc", "source", "go_name", "since", "removed", "values"}
	valueKeys  = []string{"doc", "deprecated", "go_name", "since", "removed"}
)

func (d *decoder) fields(owner, key string, v *value) []*Field {
	return d.fieldsOf("a field", fieldKeys, d.present(owner, "field ", d.mapping(key, v)))
}

func (d *decoder) params(owner string, v *value) []*Field {
	return d.fieldsOf("a param", paramKeys, d.present(owner, "param ", d.mapping("params", v)))
}

func (d *decoder) fieldsOf(what string, keys []string, pairs []pair) []*Field {
	var fields []*Field
	for _, p := range pairs {
		d.variants(p.key.Value, p.value, func(variant *value) {
			field := d.field(what, keys, p.key, variant)
			field.Added = p.added
			fields = append(fields, field)
		})
	}
	return fields
}

// field reads a field or, with the keys of one, a param.
func (d *decoder) field(what string, keys []string, name Text, v *value) *Field {
	f := &Field{Name: name, Pos: name.Pos}
	if v.kind != mappingKind {
		d.wrongKind(v, name.Value, "a mapping, such as {type: string}")
		f.Type.Pos = v.pos
		return f
	}
	for _, p := range d.keyed(what, v, paramKeys) {
		v := p.value
		key := p.key.Value
		if !slices.Contains(keys, key) {
			if slices.Contains(paramKeys, key) {
				d.diags.Errorf(p.key.Pos, ruleUnknownKey, "a field has no key %q; only params have it", key)
				continue
			}
			if d.unknownKey(what, p.key, keys) == "type" {
				f.Type.Pos = p.key.Pos
			}
			continue
		}
		switch key {
		case "type":
			f.Type = d.typ(key, v)
		case "doc":
			f.Doc = d.doc(key, v)
		case "default":
			f.Default = d.text(key, v)
		case "min":
			f.Min = d.number(key, v)
		case "max":
			f.Max = d.number(key, v)
		case "core":
			f.Core = d.bool(key, v)
		case "deprecated":
			f.Deprecated = d.deprecated(key, v)
		case "permissions":
			f.Permissions = d.texts(key, v)
		case "empty_since":
			f.EmptySince = d.text(key, v)
		case "notice":
			f.Notice = d.doc(key, v)
		case "go_name":
			f.GoName = d.text(key, v)
		case "since":
			f.Range.Since = d.text(key, v)
		case "removed":
			f.Range.Removed = d.text(key, v)
		case "required":
			f.Required = d.bool(key, v)
		case "csv":
			f.CSV = d.bool(key, v)
		}
	}
	return f
}

func (d *decoder) structType(e entry, v *value) *Struct {
	s := &Struct{Name: e.name, Pos: e.name.Pos, Home: e.home}
	for _, p := range d.keyed("struct "+e.name.Value, v, structKeys) {
		v := p.value
		switch key := p.key.Value; key {
		case "doc":
			s.Doc = d.doc(key, v)
		case "source":
			s.Source = d.source(v)
		case "go_name":
			s.GoName = d.text(key, v)
		case "since":
			s.Range.Since = d.text(key, v)
		case "removed":
			s.Range.Removed = d.text(key, v)
		case "fields":
			s.Fields = d.fields(e.name.Value, key, v)
		default:
			d.unknownKey("a struct", p.key, structKeys)
		}
	}
	return s
}

func (d *decoder) enum(e entry, v *value) *Enum {
	enum := &Enum{Name: e.name, Pos: e.name.Pos, Home: e.home}
	for _, p := range d.keyed("enum "+e.name.Value, v, enumKeys) {
		v := p.value
		switch key := p.key.Value; key {
		case "doc":
			enum.Doc = d.doc(key, v)
		case "source":
			enum.Source = d.source(v)
		case "go_name":
			enum.GoName = d.text(key, v)
		case "since":
			enum.Range.Since = d.text(key, v)
		case "removed":
			enum.Range.Removed = d.text(key, v)
		case "values":
			enum.Values = d.values(e.name.Value, v)
		default:
			d.unknownKey("an enum", p.key, enumKeys)
		}
	}
	return enum
}

// values reads a list of values or a mapping of values to what is known of
// them.
func (d *decoder) values(owner string, v *value) []*Value {
	var values []*Value
	if v.kind == listKind {
		for _, item := range v.items {
			if t := d.text("an enum value", item); t.Pos.Line != 0 {
				values = append(values, &Value{Value: t, Pos: t.Pos})
			}
		}
		return values
	}
	if v.kind != mappingKind {
		d.wrongKind(v, "values", "a list or a mapping")
		return nil
	}
	for _, p := range d.present(owner, "value ", v.pairs) {
		d.variants("value "+p.key.Value, p.value, func(variant *value) {
			values = append(values, d.value(p.key, variant))
		})
	}
	return values
}

func (d *decoder) value(name Text, v *value) *Value {
	value := &Value{Value: name, Pos: name.Pos}
	for _, p := range d.keyed("value "+name.Value, v, valueKeys) {
		v := p.value
		switch key := p.key.Value; key {
		case "doc":
			value.Doc = d.doc(key, v)
		case "deprecated":
			value.Deprecated = d.deprecated(key, v)
		case "go_name":
			value.GoName = d.text(key, v)
		case "since":
			value.Range.Since = d.text(key, v)
		case "removed":
			value.Range.Removed = d.text(key, v)
		default:
			d.unknownKey("an enum value", p.key, valueKeys)
		}
	}
	return value
}
