package metajson

import (
	"strings"

	"github.com/metagraph-go/graphgen/generator/diag"
	"github.com/metagraph-go/graphgen/generator/spec"
)

// scalars are the types of the JSON that hold one value, in the words of
// spec files. The JSON knows no width of integers; Go's are all of 64 bits.
var scalars = map[string]string{
	"string":       "string",
	"bool":         "bool",
	"float":        "float",
	"datetime":     "datetime",
	"int":          "integer",
	"unsigned int": "unsigned int32",
}

// use is where a type stands.
type use int

const (
	inField use = iota
	inParam
	inReturn
)

// untyped is the type for JSON whose form is not published. A param takes what
// the caller has.
func (u use) untyped() string {
	if u == inParam {
		return "any"
	}
	return "object"
}

// typeReader turns the types of one version into those of spec files.
type typeReader struct {
	*importer
	version int
	use     use
	report  reporter
	path    string
}

// read returns the type as spec files write it.
func (r typeReader) read(text string) string {
	parsed, err := spec.ParseType(text, diag.Pos{})
	if err != nil {
		r.report.add(r.path, "%q is no type that is understood; it was taken for %s", text, r.use.untyped())
		return r.use.untyped()
	}
	return r.convert(parsed)
}

func (r typeReader) convert(t spec.Type) string {
	switch name := t.Name; {
	case name == "list" && len(t.Args) <= 1:
		return "list<" + r.argument(t, 0) + ">"
	case name == "map" && len(t.Args) == 0:
		return "map<string, " + r.use.untyped() + ">"
	case name == "map" && len(t.Args) == 1:
		return "map<string, " + r.argument(t, 0) + ">"
	case name == "map" && len(t.Args) == 2:
		return "map<" + r.key(t.Args[0]) + ", " + r.argument(t, 1) + ">"
	case len(t.Args) > 0 || t.Values != nil:
		r.report.add(r.path, "%q is no type that is understood; it was taken for %s", t.String(), r.use.untyped())
		return r.use.untyped()
	case name == "Object" || name == "object":
		return r.use.untyped()
	case name == "file" && r.use == inParam:
		return "file"
	case scalars[name] != "":
		return scalars[name]
	}
	return r.reference(t.Name)
}

// argument is the type between "<" and ">". A bare list holds JSON without a
// published form.
func (r typeReader) argument(t spec.Type, i int) string {
	if i >= len(t.Args) {
		return r.use.untyped()
	}
	return r.convert(t.Args[i])
}

// key is the type of a map's keys, which are text in JSON.
func (r typeReader) key(t spec.Type) string {
	switch {
	case len(t.Args) > 0 || strings.EqualFold(t.Name, "object"):
		return "string"
	case scalars[t.Name] != "":
		return scalars[t.Name]
	case r.enumNames[r.version][t.Name] != "":
		return r.enumNames[r.version][t.Name]
	}
	r.report.add(r.path, "%q can't be the keys of a map; string was taken", t.String())
	return "string"
}

// reference is a type that the JSON names: an enum, a node or a struct.
func (r typeReader) reference(name string) string {
	switch {
	case r.enumNames[r.version][name] != "":
		return r.enumNames[r.version][name]
	case r.kinds[name] == "":
	case r.use == inParam && r.kinds[name] == nodeKind:
		r.report.add(r.path, "the param is the node %s, of which the JSON describes only what is read; any was taken", name)
		return "any"
	case r.has(name, r.version):
		return name
	}
	if name == "file" {
		r.report.add(r.path, "only params can be files; string was taken")
		return "string"
	}
	r.report.add(r.path, "%q is neither a class nor an enum of this version; %s was taken", name, r.use.untyped())
	return r.use.untyped()
}
