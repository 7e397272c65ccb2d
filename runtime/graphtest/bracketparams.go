package graphtest

import (
	"slices"
	"strconv"
	"strings"
)

// deepestBrackets is how deep params in brackets may nest.
const deepestBrackets = 16

// setParam sets a param. The last value of a name counts, but values of a name
// that ends in empty brackets are items of a list.
func (c *call) setParam(name, value string) {
	if list, ok := strings.CutSuffix(name, "[]"); ok {
		if c.appended == nil {
			c.appended = map[string]int{}
		}
		name = list + "[" + strconv.Itoa(c.appended[list]) + "]"
		c.appended[list]++
	}
	c.params[name] = value
}

// foldBrackets turns the params of a list or an object that came one by one,
// as PHP reads forms, into one param of JSON: "a[0]=x&a[1]=y" into a=["x","y"],
// and "a[b]=x" into a={"b":"x"}.
func (c *call) foldBrackets() {
	var trees map[string]any
	for _, name := range keys(c.params) {
		base, path := splitBrackets(name)
		if path == nil {
			continue
		}
		if trees == nil {
			trees = map[string]any{}
		}
		grow(trees, append([]string{base}, path...), c.params[name])
		delete(c.params, name)
	}
	for name, tree := range trees {
		c.params[name] = textOf(listed(tree))
	}
}

// splitBrackets splits "a[b][0]" into a and its path, which is nil for a name
// that is not of this form.
func splitBrackets(name string) (string, []string) {
	base, rest, found := strings.Cut(name, "[")
	inner, closed := strings.CutSuffix(rest, "]")
	if !found || !closed || base == "" {
		return name, nil
	}
	path := strings.Split(inner, "][")
	if len(path) > deepestBrackets || slices.ContainsFunc(path, func(step string) bool { return strings.ContainsAny(step, "[]") }) {
		return name, nil
	}
	return base, path
}

// grow puts a value at the end of a path. What stands in its way gives way.
func grow(tree map[string]any, path []string, value string) {
	for _, step := range path[:len(path)-1] {
		next, ok := tree[step].(map[string]any)
		if !ok {
			next = map[string]any{}
			tree[step] = next
		}
		tree = next
	}
	tree[path[len(path)-1]] = value
}

// listed turns objects whose names are all numbers into lists, in the order of
// the numbers.
func listed(value any) any {
	members, ok := value.(map[string]any)
	if !ok {
		return value
	}
	names := keys(members)
	numbered := !slices.ContainsFunc(names, func(name string) bool { return !isDigits(name) })
	if !numbered {
		out := make(map[string]any, len(names))
		for _, name := range names {
			out[name] = listed(members[name])
		}
		return out
	}
	slices.SortFunc(names, func(a, b string) int {
		if len(a) != len(b) {
			return len(a) - len(b)
		}
		return strings.Compare(a, b)
	})
	out := make([]any, len(names))
	for i, name := range names {
		out[i] = listed(members[name])
	}
	return out
}
