package graph

import (
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// repair rewrites JSON so that it fits a Go type. It makes one pass over src,
// which must be valid JSON, and writes dst. What it cannot make fit it copies,
// and notes the first such place as problem.
type repair struct {
	// search decodes each value on its own, to find the place of a problem that
	// the kind of a value does not show.
	search  bool
	src     []byte
	pos     int
	dst     []byte
	path    []string
	problem *DecodeError
}

var (
	jsonUnmarshaler = reflect.TypeFor[json.Unmarshaler]()
	textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()
	jsonNumber      = reflect.TypeFor[json.Number]()
)

// value rewrites the next value for t.
func (r *repair) value(t reflect.Type) {
	r.space()
	pointer := reflect.PointerTo(t)
	switch {
	case r.src[r.pos] == 'n' || t == jsonNumber || t.Kind() == reflect.Interface:
		r.copy()
	case t.Kind() == reflect.Pointer && !t.Implements(jsonUnmarshaler):
		r.value(t.Elem())
	case pointer.Implements(jsonUnmarshaler) || t.Implements(jsonUnmarshaler):
		r.own(t)
	case pointer.Implements(textUnmarshaler):
		r.text(t)
	case t.Kind() == reflect.Struct:
		r.structure(t)
	case t.Kind() == reflect.Map:
		r.mapping(t)
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8:
		r.copy()
	case t.Kind() == reflect.Slice || t.Kind() == reflect.Array:
		r.list(t)
	default:
		r.scalar(t)
	}
}

// own copies a value whose type decodes itself, and notes when it does not.
func (r *repair) own(t reflect.Type) {
	raw := r.skip()
	r.dst = append(r.dst, raw...)
	if !r.search {
		return
	}
	err := json.Unmarshal(raw, reflect.New(t).Interface())
	var inner *DecodeError
	switch {
	case errors.As(err, &inner) && inner.Type != "":
		r.found(inner.Path, inner.Type, inner.Problem)
	case err != nil:
		r.note(raw[0], t)
	}
}

// scalar rewrites a string, a number or a boolean.
func (r *repair) scalar(t reflect.Type) {
	raw := r.skip()
	text := string(raw)
	if raw[0] == '"' {
		text = unquote(raw)
	}
	fixed, ok := "", false
	switch t.Kind() {
	case reflect.String:
		r.dst = append(r.dst, r.asText(raw, t)...)
		return
	case reflect.Bool:
		fixed, ok = asBool(text)
	case reflect.Float32, reflect.Float64:
		fixed, ok = asNumber(text, raw[0])
	default:
		fixed, ok = asWhole(text, raw[0])
	}
	if !ok || !r.fits([]byte(fixed), t) {
		r.note(raw[0], t)
		r.dst = append(r.dst, raw...)
		return
	}
	r.dst = append(r.dst, fixed...)
}

// text rewrites a value for a type that reads text.
func (r *repair) text(t reflect.Type) {
	raw := r.asText(r.skip(), t)
	r.dst = append(r.dst, raw...)
	if !r.fits(raw, t) {
		r.note(raw[0], t)
	}
}

// asText returns a number or a boolean as a JSON string with every digit.
func (r *repair) asText(raw []byte, t reflect.Type) []byte {
	switch raw[0] {
	case '"':
		return raw
	case '{', '[':
		r.note(raw[0], t)
		return raw
	}
	return strconv.AppendQuote(nil, string(raw))
}

func asBool(text string) (string, bool) {
	switch text {
	case "true", "1":
		return "true", true
	case "false", "0", "":
		return "false", true
	}
	return "", false
}

// asNumber returns text as a JSON number. Empty text is null.
func asNumber(text string, first byte) (string, bool) {
	if text == "" {
		return "null", true
	}
	if first != '"' {
		return text, isNumber(first)
	}
	return text, json.Valid([]byte(text)) && isNumber(text[0])
}

// asWhole returns text as a JSON number without fraction and exponent.
func asWhole(text string, first byte) (string, bool) {
	text, ok := asNumber(text, first)
	if !ok || text == "null" {
		return text, ok
	}
	return wholeNumber(text)
}

func isNumber(first byte) bool { return first == '-' || first >= '0' && first <= '9' }

// fits reports whether encoding/json decodes a value into a t, as far as the
// repair looks.
func (r *repair) fits(raw []byte, t reflect.Type) bool {
	return !r.search || json.Unmarshal(raw, reflect.New(t).Interface()) == nil
}

// note notes that a value does not fit t.
func (r *repair) note(first byte, t reflect.Type) {
	r.fail(t, fmt.Sprintf("is %s, which does not fit %s", kindOf(first), t))
}

// fail notes a problem at the current path.
func (r *repair) fail(t reflect.Type, problem string) { r.found("", t.String(), problem) }

// found notes a problem below the current path. The first one counts.
func (r *repair) found(below, typeName, problem string) {
	if r.problem != nil {
		return
	}
	path := strings.Join(r.path, ".")
	if below != "" {
		path = strings.TrimPrefix(path+"."+below, ".")
	}
	r.problem = &DecodeError{Path: strings.ReplaceAll(path, ".[", "["), Type: typeName, Problem: problem}
}

// kindOf names the kind of the JSON value that begins with first.
func kindOf(first byte) string {
	switch first {
	case '"':
		return "a string"
	case '{':
		return "an object"
	case '[':
		return "a list"
	case 't', 'f':
		return "a boolean"
	case 'n':
		return "null"
	}
	return "a number"
}
