package metajson

import (
	"regexp"
	"slices"
	"strings"

	"github.com/metagraph-go/graphgen/generator/names"
)

var (
	typeName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{0,119}$`)
	wireName = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,119}$`)
)

// isTypeName reports whether a name can be that of a node, struct or enum.
func isTypeName(name string) bool {
	return typeName.MatchString(name) && !slices.Contains(reservedNames, name)
}

// reservedNames are types of the spec format and of the JSON.
var reservedNames = []string{
	"string", "bool", "int", "int32", "int64", "integer", "float", "datetime", "timestamp", "object", "Object", "any",
	"success", "file", "list", "map", "id", "enum",
}

// isWireName reports whether a name can be that of a field, param or edge.
func isWireName(name string) bool {
	return wireName.MatchString(name) && names.Exported(name) != ""
}

// pinned returns the Go names of elements that would share one, or that would
// have none. The names come in the order in which elements have been there:
// the first keeps what the rules make of it, so that an element that is added
// renames nothing. Taken are names that are not free from the start.
func pinned(wire, taken []string, made func(string) string) map[string]string {
	used := map[string]bool{"": true}
	for _, name := range taken {
		used[name] = true
	}
	pins := map[string]string{}
	for _, name := range wire {
		goName := made(name)
		if used[goName] {
			goName = pin(goName, name)
			for used[goName] {
				goName = "Other" + goName
			}
			pins[name] = goName
		}
		used[goName] = true
	}
	return pins
}

// pin returns a name that go_name takes: what the rules make of the name of
// the API, with what tells it from others behind it.
func pin(made, wire string) string {
	ascii := strings.Map(func(r rune) rune {
		if r < 0x80 {
			return r
		}
		return -1
	}, made)
	if !names.IsExported(ascii) {
		ascii = "Value" + ascii
	}
	return ascii + spelling(wire)
}

// spelling says how a name is written, which is what tells it from another
// that becomes the same in Go.
func spelling(name string) string {
	lower, upper := strings.ToLower(name), strings.ToUpper(name)
	switch {
	case strings.Contains(name, "."):
		return "Dotted"
	case lower == upper:
		return "Sign"
	case name == lower:
		return "Lower"
	case name == upper:
		return "Upper"
	}
	return "Mixed"
}
