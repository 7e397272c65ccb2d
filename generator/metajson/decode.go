package metajson

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/metagraph-go/graphgen/generator/spec"
)

// The keys that stand in the JSON or that overrides put there. Those that are
// read nowhere else shape Meta's SDKs alone.
var (
	classKeys = []string{"apis", "fields", "exclude_creation_endpoint"}
	apiKeys   = []string{
		"name", "method", "endpoint", "return", "params", "basePath",
		"allow_file_upload", "allow_file_param", "use_graph_video_endpoint", "preferred_creation_endpoint",
	}
	fieldKeys = []string{"name", "type", "not_visible", "keyvalue", "targeting_optimization_types", "context"}
	paramKeys = append(slices.Clone(fieldKeys), "required", "is_file_param")
	enumKeys  = []string{"name", "node", "field_or_param", "values"}
)

// decoder reads JSON values of an expected kind, and reports those that are
// not.
type decoder struct {
	report reporter
}

func (d decoder) class(name string, root any) *class {
	c := &class{name: name, report: d.report}
	object := d.object("$", root, classKeys)
	for i, item := range d.list("$.fields", object["fields"]) {
		if p := d.property(fmt.Sprintf("$.fields[%d]", i), item, fieldKeys); p != nil {
			c.fields = append(c.fields, p)
		}
	}
	for i, item := range d.list("$.apis", object["apis"]) {
		if o := d.operation(fmt.Sprintf("$.apis[%d]", i), item); o != nil {
			c.operations = append(c.operations, o)
		}
	}
	c.fields = d.unique("$.fields", c.fields)
	return c
}

func (d decoder) operation(path string, value any) *operation {
	object := d.object(path, value, apiKeys)
	if object == nil {
		return nil
	}
	o := &operation{
		path:      path,
		name:      d.text(path+".name", object["name"]),
		method:    d.text(path+".method", object["method"]),
		endpoint:  d.text(path+".endpoint", object["endpoint"]),
		base:      d.text(path+".basePath", object["basePath"]),
		returns:   d.text(path+".return", object["return"]),
		video:     d.bool(path+".use_graph_video_endpoint", object["use_graph_video_endpoint"]),
		fileParam: d.bool(path+".allow_file_param", object["allow_file_param"]),
	}
	for i, item := range d.list(path+".params", object["params"]) {
		if p := d.property(fmt.Sprintf("%s.params[%d]", path, i), item, paramKeys); p != nil {
			o.params = append(o.params, p)
		}
	}
	o.params = d.unique(path+".params", o.params)
	return o
}

func (d decoder) property(path string, value any, keys []string) *property {
	object := d.object(path, value, keys)
	if object == nil {
		return nil
	}
	p := &property{
		path:     path,
		name:     d.text(path+".name", object["name"]),
		typ:      d.text(path+".type", object["type"]),
		required: d.bool(path+".required", object["required"]),
		hidden:   d.bool(path+".not_visible", object["not_visible"]),
		file:     d.bool(path+".is_file_param", object["is_file_param"]),
		keyValue: d.bool(path+".keyvalue", object["keyvalue"]) ||
			d.bool(path+".targeting_optimization_types", object["targeting_optimization_types"]),
	}
	if !isWireName(p.name) {
		d.report.add(path+".name", "%q can't be the name of a field or a param; it was left out", p.name)
		return nil
	}
	return p
}

// unique keeps the first of the properties that have one name.
func (d decoder) unique(path string, properties []*property) []*property {
	seen := map[string]bool{}
	return slices.DeleteFunc(properties, func(p *property) bool {
		again := seen[p.name]
		if again {
			d.report.add(p.path, "%q stands in %s twice; the first was taken", p.name, path)
		}
		seen[p.name] = true
		return again
	})
}

func (d decoder) enums(root any) []*enumType {
	var enums []*enumType
	seen := map[string]bool{}
	for i, item := range d.list("$", root) {
		path := fmt.Sprintf("$[%d]", i)
		object := d.object(path, item, enumKeys)
		e := &enumType{
			path: path, report: d.report,
			name:   d.text(path+".name", object["name"]),
			node:   d.text(path+".node", object["node"]),
			member: d.text(path+".field_or_param", object["field_or_param"]),
		}
		for j, value := range d.list(path+".values", object["values"]) {
			valuePath := fmt.Sprintf("%s.values[%d]", path, j)
			switch text := d.text(valuePath, value); {
			case text == "":
				d.report.add(valuePath, "a value of %s is empty, which is no value to send; it was left out", e.name)
			case !isPlainText(text):
				d.report.add(valuePath, "the value %q of %s can't stand in source; it was left out", text, e.name)
			case slices.Contains(e.values, text):
				d.report.add(valuePath, "%s has the value %q twice; the first was taken", e.name, text)
			default:
				e.values = append(e.values, text)
			}
		}
		switch {
		case e.name == "":
			d.report.add(path, "the enum has no name; it was left out")
		case len(e.values) == 0:
			d.report.add(path, "the enum %s has no values; it was left out", e.name)
		case seen[e.name]:
			d.report.add(path, "the enum %q is there twice; the first was taken", e.name)
		default:
			seen[e.name] = true
			enums = append(enums, e)
		}
	}
	return enums
}

// object returns a mapping and reports the keys that are not known.
func (d decoder) object(path string, value any, known []string) map[string]any {
	object, ok := value.(map[string]any)
	if !ok {
		d.report.add(path, "this must be an object, and it is %s; it was left out", kindOf(value))
		return nil
	}
	for _, key := range slices.Sorted(maps.Keys(object)) {
		if !slices.Contains(known, key) {
			d.report.add(path+"."+key, "the key is not known; it was left out")
		}
	}
	return object
}

func (d decoder) list(path string, value any) []any {
	list, ok := value.([]any)
	if !ok && value != nil {
		d.report.add(path, "this must be a list, and it is %s; it was left out", kindOf(value))
	}
	return list
}

// text returns a text or a number as text. Null is no text.
func (d decoder) text(path string, value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	}
	d.report.add(path, "this must be text, and it is %s; it was left out", kindOf(value))
	return ""
}

func (d decoder) bool(path string, value any) bool {
	b, ok := value.(bool)
	if !ok && value != nil {
		d.report.add(path, "this must be true or false, and it is %s; it was taken for false", kindOf(value))
	}
	return b
}

func kindOf(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case map[string]any:
		return "an object"
	case []any:
		return "a list"
	case string:
		return "text"
	case json.Number:
		return "a number"
	}
	return "true or false"
}

// directive matches what the Go tools, or a reader of comments, could take for
// more than text.
var directive = regexp.MustCompile(`^(go:|//|/\*|#cgo|line .*:)|\*/|\+build`)

// isPlainText reports whether text can be the value of an enum in a spec file.
func isPlainText(text string) bool {
	if strings.TrimSpace(text) != text || strings.ContainsAny(text, "\n\t") || len(text) > 500 || directive.MatchString(text) {
		return false
	}
	return !strings.ContainsFunc(text, func(r rune) bool { return spec.BadRune(r) != "" })
}
