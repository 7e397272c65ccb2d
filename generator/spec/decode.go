package spec

import (
	"cmp"
	"slices"
	"strings"

	"github.com/metagraph-go/graphgen/generator/diag"
	"github.com/metagraph-go/graphgen/generator/suggest"
)

// decode turns the merged elements into a set in a fixed order.
func decode(e *elements, diags *diag.List) *Set {
	set := &Set{}
	d := &decoder{diags: diags, set: set}
	for _, node := range e.nodes.entries {
		set.Nodes = append(set.Nodes, d.node(node))
	}
	for _, entry := range d.declared("struct", e.structs.entries) {
		d.variants("struct "+entry.name.Value, entry.value, func(v *value) {
			set.Structs = append(set.Structs, d.structType(entry, v))
		})
	}
	for _, entry := range d.declared("enum", e.enums.entries) {
		d.variants("enum "+entry.name.Value, entry.value, func(v *value) {
			set.Enums = append(set.Enums, d.enum(entry, v))
		})
	}
	for _, code := range e.errors.entries {
		set.Errors = append(set.Errors, d.errorCodes(code)...)
	}
	for _, version := range e.versions.entries {
		set.Versions = append(set.Versions, d.version(version))
	}
	slices.SortStableFunc(set.Nodes, func(a, b *Node) int { return cmp.Compare(a.Name.Value, b.Name.Value) })
	slices.SortStableFunc(set.Structs, func(a, b *Struct) int { return cmp.Compare(a.Name.Value, b.Name.Value) })
	slices.SortStableFunc(set.Enums, func(a, b *Enum) int { return cmp.Compare(a.Name.Value, b.Name.Value) })
	slices.SortStableFunc(set.Errors, func(a, b *ErrorCode) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.Subcode, b.Subcode))
	})
	slices.SortStableFunc(set.Versions, func(a, b *Version) int { return CompareVersions(a.Name.Value, b.Name.Value) })
	return set
}

// decoder reads values of an expected kind and reports those that are not.
type decoder struct {
	diags *diag.List
	set   *Set
}

func (d *decoder) wrongKind(v *value, what, want string) {
	d.diags.Errorf(v.pos, ruleWrongKind, "%s must be %s, and this is %s%s", what, want, v.kind, emptyHint(v, want))
}

// emptyHint says what to write in place of nothing.
func emptyHint(v *value, want string) string {
	switch {
	case v.kind != nullKind:
		return ""
	case v.text != "":
		return "; put " + v.text + " in quotes if it is text (null takes away only what an earlier layer has)"
	case strings.HasPrefix(want, "a mapping"):
		return "; write {} for an empty mapping, or take the key away"
	}
	return "; fill it or take it away"
}

// mapping returns the pairs of a mapping.
func (d *decoder) mapping(what string, v *value) []pair {
	if v.kind != mappingKind {
		d.wrongKind(v, what, "a mapping")
		return nil
	}
	return v.pairs
}

// maxVariants is more than the API has versions.
const maxVariants = 100

// variants calls each with the value, or with each variant if it is a list.
func (d *decoder) variants(what string, v *value, each func(*value)) {
	if v.kind != listKind {
		each(v)
		return
	}
	if len(v.items) == 0 {
		d.diags.Errorf(v.pos, ruleWrongKind, "%s has no variants; give one or take it away", what)
	}
	if len(v.items) > maxVariants {
		d.diags.Errorf(v.pos, ruleWrongKind, "%s has more than %d variants", what, maxVariants)
		return
	}
	for _, item := range v.items {
		each(item)
	}
}

// text returns a scalar as it is written. What is numeric stays text.
func (d *decoder) text(key string, v *value) Text {
	if v.kind != scalarKind {
		d.wrongKind(v, key, "text")
		return Text{}
	}
	return Text{v.text, v.pos}
}

// doc returns text of one or more lines without space around it.
func (d *decoder) doc(key string, v *value) Text {
	t := d.text(key, v)
	t.Value = strings.TrimSpace(t.Value)
	return t
}

func (d *decoder) number(key string, v *value) Number {
	return Number(d.text(key, v))
}

func (d *decoder) bool(key string, v *value) bool {
	if v.kind != scalarKind || !v.isBool {
		d.diags.Errorf(v.pos, ruleWrongKind, "%s must be true or false", key)
		return false
	}
	return v.text == "true"
}

// deprecated is true or text that says what to use; false is nothing.
func (d *decoder) deprecated(key string, v *value) Text {
	t := d.doc(key, v)
	if v.isBool && v.text == "false" {
		return Text{}
	}
	return t
}

func (d *decoder) list(key string, v *value) []*value {
	if v.kind != listKind {
		d.wrongKind(v, key, "a list")
		return nil
	}
	return v.items
}

func (d *decoder) texts(key string, v *value) []Text {
	var texts []Text
	for _, item := range d.list(key, v) {
		texts = append(texts, d.text("an entry of "+key, item))
	}
	return texts
}

func (d *decoder) numbers(key string, v *value) []Number {
	var numbers []Number
	for _, item := range d.list(key, v) {
		numbers = append(numbers, d.number("an entry of "+key, item))
	}
	return numbers
}

func (d *decoder) typ(key string, v *value) Type {
	t := d.text(key, v)
	if t.Pos.Line == 0 {
		return Type{Pos: v.pos}
	}
	parsed, failure := parseType(t, v.inner)
	if failure != nil {
		d.diags.Errorf(failure.pos, ruleTypeSyntax, "bad type: %s%s", failure.message, suggest.DidYouMean(ForeignType(t.Value)))
	}
	return parsed
}

var sourceKeys = []string{"page", "version", "url", "file"}

func (d *decoder) source(v *value) Source {
	var s Source
	for _, p := range d.keyed("source", v, sourceKeys) {
		switch p.key.Value {
		case "page":
			s.Page = d.text("page", p.value)
		case "version":
			s.Version = d.text("version", p.value)
		case "url":
			s.URL = d.text("url", p.value)
		case "file":
			s.File = d.text("file", p.value)
		default:
			d.unknownKey("source", p.key, sourceKeys)
		}
	}
	return s
}
