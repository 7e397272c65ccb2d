package spec

import (
	"strings"

	"github.com/metagraph-go/graphgen/generator/diag"
)

// foreignTypes are names that types have elsewhere, in lower case, with those
// of this format.
var foreignTypes = map[string]string{
	"int": "int64", "long": "int64", "bigint": "int64", "short": "int32", "int8": "int32", "int16": "int32",
	"uint": "unsigned int64", "uint64": "unsigned int64", "unsigned": "unsigned int64", "unsigned int": "unsigned int64",
	"uint8": "unsigned int32", "uint16": "unsigned int32", "uint32": "unsigned int32",
	"number": "float", "numeric": "float", "double": "float", "float32": "float", "float64": "float", "decimal": "float", "real": "float",
	"boolean": "bool",
	"str":     "string", "text": "string", "char": "string", "varchar": "string", "url": "string", "uri": "string", "uuid": "string", "email": "string",
	"date": "datetime", "time": "datetime", "time.time": "datetime", "date-time": "datetime", "unixtime": "timestamp",
	"array": "list<string>", "vector": "list<string>", "slice": "list<string>", "set": "list<string>", "tuple": "list<string>",
	"dict": "map<string, string>", "dictionary": "map<string, string>", "hash": "map<string, string>", "hashmap": "map<string, string>", "record": "map<string, string>",
	"json": "object", "interface{}": "any", "mixed": "any", "unknown": "any",
	"binary": "file", "bytes": "file", "blob": "file", "password": "secret", "token": "secret",
}

// ForeignType returns how this format writes a type of another language, such
// as "list<string>" for "[]string", or "" for any other text.
func ForeignType(text string) string {
	written := translated(text, 1)
	if _, failure := parseType(Text{Value: written}, diag.Pos{}); failure != nil || written == strings.TrimSpace(text) {
		return ""
	}
	return written
}

// translated returns a type as this format writes it. What is no type of
// another language stays as it is.
func translated(text string, depth int) string {
	text = strings.TrimSpace(text)
	if depth > maxTypeNesting {
		return text
	}
	inner := func(text string) string { return translated(text, depth+1) }
	if known, ok := foreignTypes[strings.ToLower(text)]; ok {
		return known
	}
	if element, ok := strings.CutPrefix(text, "[]"); ok {
		return "list<" + inner(element) + ">"
	}
	if element, ok := strings.CutSuffix(text, "[]"); ok {
		return "list<" + inner(element) + ">"
	}
	for _, words := range []string{"list of ", "array of "} {
		if element, ok := strings.CutPrefix(strings.ToLower(text), words); ok {
			return "list<" + inner(text[len(text)-len(element):]) + ">"
		}
	}
	if rest, ok := strings.CutPrefix(text, "map["); ok {
		if key, element, ok := strings.Cut(rest, "]"); ok {
			return "map<" + inner(key) + ", " + inner(element) + ">"
		}
	}
	for _, mark := range []string{"*", "?"} { // fields may always be missing
		if element, ok := strings.CutPrefix(text, mark); ok && element != "" {
			return inner(element)
		}
		if element, ok := strings.CutSuffix(text, mark); ok && element != "" {
			return inner(element)
		}
	}
	name, rest, ok := strings.Cut(text, "<")
	args, closed := strings.CutSuffix(rest, ">")
	if !ok || !closed {
		return text
	}
	kind, _, _ := strings.Cut(foreignTypes[strings.ToLower(name)], "<")
	switch lower := strings.ToLower(name); {
	case generics[kind] > 0:
	case generics[lower] > 0:
		kind = lower
	default:
		return text
	}
	parts := strings.SplitN(args, ",", generics[kind])
	for i, part := range parts {
		parts[i] = inner(part)
	}
	return kind + "<" + strings.Join(parts, ", ") + ">"
}
