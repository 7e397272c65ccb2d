package lower

import (
	"path"
	"strings"

	"github.com/metagraph-go/graphgen/generator/diag"
)

// globs are patterns over the names of elements: "Node", "Node.operation",
// "Node.edge", "Node.edge.operation", "Node.field", and the names of structs
// and enums. A star stands for any part of one name.
type globs struct {
	patterns []string // with slashes for dots
	given    []string
	used     []bool
}

func newGlobs(option string, given []string, diags *diag.List) *globs {
	g := &globs{given: given, used: make([]bool, len(given))}
	for i, pattern := range given {
		slashed := strings.ReplaceAll(pattern, ".", "/")
		if _, err := path.Match(slashed, ""); err != nil || strings.Contains(pattern, "/") {
			diags.OptionErrorf(diag.Option{Name: option, Value: pattern}, "bad-pattern", "%s: %q is no pattern; write names with dots between and * for any part of a name, such as AdAccount.camp*", option, pattern)
			slashed, g.used[i] = "", true // reported already
		}
		g.patterns = append(g.patterns, slashed)
	}
	return g
}

// match reports whether a pattern names the element itself.
func (g *globs) match(element ...string) bool {
	if len(g.patterns) == 0 {
		return false
	}
	joined := strings.Join(element, "/")
	found := g.matchPath(joined)
	if strings.Contains(joined, ".") { // names with dots count as one name and as several
		found = g.matchPath(strings.ReplaceAll(joined, ".", "/")) || found
	}
	return found
}

// matchTree reports whether a pattern names the element or what it is part of.
func (g *globs) matchTree(element ...string) bool {
	found := false
	for i := range element {
		found = g.match(element[:i+1]...) || found
	}
	return found
}

func (g *globs) matchPath(element string) bool {
	found := false
	for i, pattern := range g.patterns {
		if ok, _ := path.Match(pattern, element); ok {
			g.used[i], found = true, true
		}
	}
	return found
}

// unused returns the patterns that named nothing.
func (g *globs) unused() []string {
	var unused []string
	for i, used := range g.used {
		if !used {
			unused = append(unused, g.given[i])
		}
	}
	return unused
}
