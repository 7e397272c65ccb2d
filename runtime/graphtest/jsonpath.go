package graphtest

import (
	"regexp"
	"strconv"
	"strings"
)

// maxFound bounds what a path may find: one with many ".." finds the same
// things again and again.
const maxFound = 10000

// find returns what a JSONPath of a batch leads to: the subset that the API
// documents, with names, stars, indexes, slices and "..".
func find(root any, path string) []any {
	rest, ok := strings.CutPrefix(strings.TrimSpace(path), "$")
	if !ok {
		return nil
	}
	found := []any{root}
	for rest != "" {
		var step func(any) []any
		switch {
		case strings.HasPrefix(rest, ".."):
			name, after := pathName(rest[2:])
			step, rest = func(v any) []any { return descend(v, name) }, after
		case strings.HasPrefix(rest, "."):
			name, after := pathName(rest[1:])
			step, rest = func(v any) []any { return children(v, name) }, after
		case strings.HasPrefix(rest, "["):
			inside, after, closed := strings.Cut(rest[1:], "]")
			if !closed {
				return nil
			}
			step, rest = func(v any) []any { return subscript(v, strings.TrimSpace(inside)) }, after
		default:
			return nil
		}
		var next []any
		for _, value := range found {
			next = append(next, step(value)...)
			if len(next) > maxFound {
				return nil
			}
		}
		found = next
	}
	return found
}

// pathName splits a name from what follows it.
func pathName(text string) (name, rest string) {
	end := strings.IndexAny(text, ".[")
	if end < 0 {
		return text, ""
	}
	return text[:end], text[end:]
}

// children returns the member of a name, or all for a star.
func children(value any, name string) []any {
	switch v := value.(type) {
	case map[string]any:
		if name != "*" {
			if member, ok := v[name]; ok {
				return []any{member}
			}
			return nil
		}
		var all []any
		for _, key := range keys(v) {
			all = append(all, v[key])
		}
		return all
	case []any:
		if name == "*" {
			return v
		}
		if i, err := strconv.Atoi(name); err == nil && i >= 0 && i < len(v) {
			return v[i : i+1]
		}
	}
	return nil
}

// descend returns the members of a name at any depth.
func descend(value any, name string) []any {
	found := children(value, name)
	for _, child := range children(value, "*") {
		found = append(found, descend(child, name)...)
	}
	return found
}

// subscript returns what stands for "[...]": a star, a name in quotes, an
// index, or a slice.
func subscript(value any, inside string) []any {
	if inside == "*" {
		return children(value, "*")
	}
	if name := strings.Trim(inside, `'"`); name != inside {
		return children(value, name)
	}
	list, ok := value.([]any)
	if !ok {
		return nil
	}
	parts := strings.Split(inside, ":")
	if len(parts) == 1 {
		i, err := strconv.Atoi(inside)
		if i < 0 {
			i += len(list)
		}
		if err != nil || i < 0 || i >= len(list) {
			return nil
		}
		return list[i : i+1]
	}
	bounds := []int{0, len(list), 1}
	for i, part := range parts[:min(len(parts), 3)] {
		if n, err := strconv.Atoi(part); err == nil {
			bounds[i] = n
		}
	}
	var found []any
	for i := max(0, bounds[0]); i < min(len(list), bounds[1]); i += max(1, bounds[2]) {
		found = append(found, list[i])
	}
	return found
}

// reference is a place in a batch that takes the result of an operation.
var reference = regexp.MustCompile(`\{result=([^:{}]+):([^{}]*)\}`)

// references returns the names that a text refers to.
func references(text string) []string {
	var names []string
	for _, m := range reference.FindAllStringSubmatch(text, -1) {
		names = append(names, m[1])
	}
	return names
}

// substitute puts results in the places of references. Several values are
// joined by commas.
func substitute(text string, results map[string]any) string {
	return reference.ReplaceAllStringFunc(text, func(place string) string {
		m := reference.FindStringSubmatch(place)
		var values []string
		for _, value := range find(results[m[1]], m[2]) {
			values = append(values, textOf(value))
		}
		return strings.Join(values, ",")
	})
}
