package check

import (
	"regexp"
	"strings"

	"github.com/metagraph-go/graphgen/generator/spec"
)

var (
	typeName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*$`)
	wireName = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.:-]*$`)
	letter   = regexp.MustCompile(`[A-Za-z0-9]`)
)

const maxName = 120

// checkNames keeps the names to characters that are safe in identifiers, file
// names, URLs and struct tags.
func checkNames(ix *index, r *report) {
	for _, n := range ix.set.Nodes {
		checkTypeName(r, "node", n.Name)
		for _, e := range n.Edges {
			checkWireName(r, "edge", e.Name)
		}
	}
	for _, s := range ix.set.Structs {
		checkTypeName(r, "struct", s.Name)
		checkHome(ix, r, s.Home, s.Name)
	}
	for _, e := range ix.set.Enums {
		checkTypeName(r, "enum", e.Name)
		checkHome(ix, r, e.Home, e.Name)
	}
	for _, f := range ix.fields {
		checkWireName(r, f.what(), f.Name)
	}
}

func checkTypeName(r *report, what string, name spec.Text) {
	switch {
	case !typeName.MatchString(name.Value) || len(name.Value) > maxName:
		r.errorf(name.Pos, "the name of %s %s must begin with a letter and hold letters, digits and _ only, and this is %q", article(what), what, clip(name.Value))
	case spec.IsBuiltin(name.Value):
		r.errorf(name.Pos, "%q is a type of the format; name the %s otherwise", name.Value, what)
	}
}

func checkWireName(r *report, what string, name spec.Text) {
	if !wireName.MatchString(name.Value) || !letter.MatchString(name.Value) || len(name.Value) > maxName {
		r.errorf(name.Pos, "the name of %s %s must begin with a letter, a digit or _ and hold letters, digits, _ . : and - only, and this is %q",
			article(what), what, clip(name.Value))
	}
}

// checkHome judges the name of a file of types. That of a node is judged as
// the node's.
func checkHome(ix *index, r *report, home string, of spec.Text) {
	if ix.nodes[home] == nil && (!typeName.MatchString(home) || len(home) > maxName) {
		r.errorf(of.Pos, "the name after \"types\" must begin with a letter and hold letters, digits and _ only, and this is %q", clip(home))
	}
}

func article(noun string) string {
	if strings.ContainsAny(noun[:1], "aeiou") {
		return "an"
	}
	return "a"
}

// clip shortens what is put into a message.
func clip(text string) string {
	const limit = 60
	if runes := []rune(text); len(runes) > limit {
		return string(runes[:limit]) + "…"
	}
	return text
}
