package graph

import (
	"encoding/json"
	"fmt"
)

// The methods of this file read src. It is valid JSON, so they look for
// nothing but its structure.

// object rewrites an object. The function member rewrites each value.
func (r *repair) object(member func(name string)) {
	r.dst = append(r.dst, '{')
	first := true
	r.scanMembers(func(key []byte) {
		if !first {
			r.dst = append(r.dst, ',')
		}
		first = false
		r.dst = append(append(r.dst, key...), ':')
		r.inside(unquote(key), member)
	})
	r.dst = append(r.dst, '}')
}

// members reads an object. The function member reads each value.
func (r *repair) members(member func(name string)) {
	r.scanMembers(func(key []byte) { r.inside(unquote(key), member) })
}

func (r *repair) inside(name string, member func(name string)) {
	r.path = append(r.path, name)
	r.space()
	member(name)
	r.path = r.path[:len(r.path)-1]
}

// hideKey puts "{key}" into the path in place of the name of the member that is
// read: the keys of maps are data, such as an address.
func (r *repair) hideKey() { r.path[len(r.path)-1] = "{key}" }

func (r *repair) scanMembers(member func(key []byte)) {
	r.pos++ // The brace.
	for r.more('}') {
		key := r.skip()
		r.space()
		r.pos++ // The colon.
		member(key)
	}
}

// elements reads a list and writes commas between what the function element
// writes.
func (r *repair) elements(element func(i int)) {
	r.pos++ // The bracket.
	for i := 0; r.more(']'); i++ {
		if i > 0 {
			r.dst = append(r.dst, ',')
		}
		r.path = append(r.path, fmt.Sprintf("[%d]", i))
		element(i)
		r.path = r.path[:len(r.path)-1]
	}
}

// more reports whether another member follows, and goes to its start. It goes
// past the end otherwise.
func (r *repair) more(end byte) bool {
	r.space()
	if r.src[r.pos] == ',' {
		r.pos++
		r.space()
	}
	if r.src[r.pos] == end {
		r.pos++
		return false
	}
	return true
}

func (r *repair) space() {
	for r.src[r.pos] == ' ' || r.src[r.pos] == '\t' || r.src[r.pos] == '\n' || r.src[r.pos] == '\r' {
		r.pos++
	}
}

// copy writes the next value as it is.
func (r *repair) copy() { r.dst = append(r.dst, r.skip()...) }

// isEmptyList reports whether the next value, a list, has no elements.
func (r *repair) isEmptyList() bool {
	ahead := repair{src: r.src, pos: r.pos + 1}
	ahead.space()
	return ahead.src[ahead.pos] == ']'
}

// isNode reports whether the next value, an object, is no list in disguise: it
// has members, and the key of the first one is no number.
func (r *repair) isNode() bool {
	ahead := repair{src: r.src, pos: r.pos + 1}
	ahead.space()
	return ahead.src[ahead.pos] == '"' && !isIndex(unquote(ahead.skip()))
}

// skip returns the next value and goes past it.
func (r *repair) skip() []byte {
	r.space()
	start, depth := r.pos, 0
	for r.pos < len(r.src) {
		switch c := r.src[r.pos]; c {
		case '"':
			r.skipString()
		case '{', '[':
			depth++
			r.pos++
		case '}', ']':
			depth--
			r.pos++
		case ',', ':', ' ', '\t', '\n', '\r':
			r.pos++
		default:
			r.skipLiteral()
		}
		if depth == 0 {
			break
		}
	}
	return r.src[start:r.pos]
}

func (r *repair) skipString() {
	for r.pos++; r.src[r.pos] != '"'; r.pos++ {
		if r.src[r.pos] == '\\' {
			r.pos++
		}
	}
	r.pos++
}

// skipLiteral goes past a number, true, false or null.
func (r *repair) skipLiteral() {
	for r.pos < len(r.src) {
		switch r.src[r.pos] {
		case ',', ']', '}', ' ', '\t', '\n', '\r':
			return
		}
		r.pos++
	}
}

// unquote returns the text of a JSON string.
func unquote(raw []byte) string {
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		return ""
	}
	return text
}
