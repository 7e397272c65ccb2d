package graph

import (
	"reflect"
	"strconv"
	"strings"
)

// structure rewrites an object for a struct.
func (r *repair) structure(t reflect.Type) {
	fields := jsonFieldsOf(t)
	switch first := r.src[r.pos]; {
	case first == '{' && isPage(t):
		r.object(func(name string) { r.pageMember(fields, t, name) })
	case first == '{':
		r.object(func(name string) { r.member(fields, name) })
	case first == '[' && isPage(t):
		// An edge without its envelope.
		r.dst = append(r.dst, `{"data":`...)
		r.value(pageData(t))
		r.dst = append(r.dst, '}')
	case first == '[' && r.isEmptyList():
		r.skip()
		r.dst = append(r.dst, "null"...)
	default:
		r.bareID(t, fields)
	}
}

// pageMember rewrites the value of a member of a page. Edges that lead to one
// object have the object itself as data.
func (r *repair) pageMember(fields *jsonFields, page reflect.Type, name string) {
	if name != "data" || r.src[r.pos] != '{' || !r.isNode() {
		r.member(fields, name)
		return
	}
	r.dst = append(r.dst, '[')
	r.value(pageData(page).Elem())
	r.dst = append(r.dst, ']')
}

// member rewrites the value of an object's member.
func (r *repair) member(fields *jsonFields, name string) {
	field, ok := fields.lookup(name)
	if !ok {
		r.copy()
		return
	}
	if !field.quoted {
		r.value(field.typ)
		return
	}
	r.space()
	raw := r.skip()
	if raw[0] != '"' && raw[0] != 'n' {
		raw = strconv.AppendQuote(nil, string(raw))
	}
	r.dst = append(r.dst, raw...)
}

// bareID rewrites an id that stands for its node.
func (r *repair) bareID(t reflect.Type, fields *jsonFields) {
	raw := r.skip()
	id, ok := fields.lookup("id")
	if !ok || id.typ.Kind() != reflect.String || raw[0] != '"' && !isNumber(raw[0]) {
		r.note(raw[0], t)
		r.dst = append(r.dst, raw...)
		return
	}
	r.dst = append(r.dst, `{"id":`...)
	r.dst = append(r.dst, r.asText(raw, t)...)
	r.dst = append(r.dst, '}')
}

// mapping rewrites an object, or a list that stands for one: languages that
// know one kind of array write a map with the keys 0, 1, 2 as a list.
func (r *repair) mapping(t reflect.Type) {
	switch r.src[r.pos] {
	case '{':
		r.object(func(string) {
			r.hideKey()
			r.value(t.Elem())
		})
	case '[':
		r.dst = append(r.dst, '{')
		r.elements(func(i int) {
			r.dst = append(r.dst, '"')
			r.dst = strconv.AppendInt(r.dst, int64(i), 10)
			r.dst = append(r.dst, '"', ':')
			r.value(t.Elem())
		})
		r.dst = append(r.dst, '}')
	default:
		raw := r.skip()
		r.note(raw[0], t)
		r.dst = append(r.dst, raw...)
	}
}

// list rewrites a list, or an object that stands for one.
func (r *repair) list(t reflect.Type) {
	switch r.src[r.pos] {
	case '[':
		r.dst = append(r.dst, '[')
		r.elements(func(int) { r.value(t.Elem()) })
		r.dst = append(r.dst, ']')
	case '{':
		r.listFromObject(t)
	default:
		raw := r.skip()
		r.note(raw[0], t)
		r.dst = append(r.dst, raw...)
	}
}

// listFromObject rewrites an object for a list: the empty object, an object
// whose keys are numbers, or the envelope of an edge.
func (r *repair) listFromObject(t reflect.Type) {
	r.dst = append(r.dst, '[')
	n, odd := 0, false
	r.members(func(name string) {
		r.space()
		switch {
		case name == "data" && r.src[r.pos] == '[':
			r.elements(func(int) {
				n = r.element(n, t)
			})
			return
		case name == "paging":
			if raw := r.skip(); strings.Contains(string(raw), `"next"`) {
				r.fail(t, "is an edge with further pages, which a "+t.String()+" cannot hold; use a *graph.Page")
			}
			return
		case isIndex(name):
			r.hideKey()
			n = r.element(n, t)
			return
		}
		odd = true
		r.skip()
	})
	if odd {
		r.note('{', t)
	}
	r.dst = append(r.dst, ']')
}

// element rewrites the nth element of a list that is put together.
func (r *repair) element(n int, t reflect.Type) int {
	if n > 0 && r.dst[len(r.dst)-1] != ',' {
		r.dst = append(r.dst, ',')
	}
	r.value(t.Elem())
	return n + 1
}

func isIndex(name string) bool {
	_, err := strconv.ParseUint(name, 10, 32)
	return err == nil
}

var packagePath = reflect.TypeFor[Paging]().PkgPath()

// isPage reports whether t is a Page of anything.
func isPage(t reflect.Type) bool {
	return t.PkgPath() == packagePath && strings.HasPrefix(t.Name(), "Page[")
}

// pageData returns the type of the field Data of a Page.
func pageData(page reflect.Type) reflect.Type {
	field, _ := page.FieldByName("Data") // Every Page has it.
	return field.Type
}
