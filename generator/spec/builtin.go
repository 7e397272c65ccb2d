package spec

import (
	"slices"
)

var scalars = []string{
	"string", "numeric string", "secret", "bool", "int32", "int64", "integer", "unsigned int32", "unsigned int64", "float",
	"datetime", "timestamp", "object", "any", "success", "file",
}

// generics are the types that are made of others, with the number of those.
var generics = map[string]int{"list": 1, "map": 2, "id": 1, "field": 1}

// Scalars returns the names of the types that have no parts.
func Scalars() []string { return slices.Clone(scalars) }

// Generic returns how many types a type such as list is made of, and whether
// it is such a type.
func Generic(name string) (args int, ok bool) {
	args, ok = generics[name]
	return args, ok
}

// IsBuiltin reports whether a type's name belongs to the format, and not to
// the specs.
func IsBuiltin(name string) bool {
	_, generic := generics[name]
	return generic || name == "enum" || slices.Contains(scalars, name)
}

// HTTPMethod returns the method of an operation: what the spec says, or what
// the kind implies.
func (o *Operation) HTTPMethod() string {
	switch {
	case o.Method.Value != "":
		return o.Method.Value
	case o.Kind.Value == "read" || o.Kind.Value == "list":
		return "GET"
	case o.Kind.Value == "delete":
		return "DELETE"
	}
	return "POST"
}
