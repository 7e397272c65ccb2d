package graphtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// object is a JSON object whose members have an order.
type object []member

type member struct {
	name  string
	value any
}

func (o *object) add(name string, value any) { *o = append(*o, member{name, value}) }

func (o object) get(name string) any {
	for _, m := range o {
		if m.name == name {
			return m.value
		}
	}
	return nil
}

func (o object) has(name string) bool {
	for _, m := range o {
		if m.name == name {
			return true
		}
	}
	return false
}

// MarshalJSON writes the members in their order.
func (o object) MarshalJSON() ([]byte, error) { return appendJSON(nil, o) }

// encode returns compact JSON without the escapes that are for HTML.
func encode(value any) ([]byte, error) { return appendJSON(nil, value) }

// appendJSON appends a value as compact JSON. What answers are made of is
// written here, level by level; encoding/json would copy an object once for
// each level that is around it.
func appendJSON(b []byte, value any) ([]byte, error) {
	var err error
	switch v := value.(type) {
	case nil:
		return append(b, "null"...), nil
	case bool:
		return strconv.AppendBool(b, v), nil
	case string:
		return appendText(b, v), nil
	case json.Number:
		if v != "" {
			return append(b, v...), nil // All of them came from JSON, or from integers.
		}
	case object:
		b = append(b, '{')
		for i, m := range v {
			b = appendName(b, i, m.name)
			if b, err = appendJSON(b, m.value); err != nil {
				return nil, err
			}
		}
		return append(b, '}'), nil
	case map[string]any:
		b = append(b, '{')
		for i, name := range keys(v) {
			b = appendName(b, i, name)
			if b, err = appendJSON(b, v[name]); err != nil {
				return nil, err
			}
		}
		return append(b, '}'), nil
	case []any:
		b = append(b, '[')
		for i, item := range v {
			if i > 0 {
				b = append(b, ',')
			}
			if b, err = appendJSON(b, item); err != nil {
				return nil, err
			}
		}
		return append(b, ']'), nil
	}
	var other bytes.Buffer
	enc := json.NewEncoder(&other)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(value); err != nil {
		return nil, err
	}
	return append(b, bytes.TrimSuffix(other.Bytes(), []byte("\n"))...), nil
}

func appendName(b []byte, i int, name string) []byte {
	if i > 0 {
		b = append(b, ',')
	}
	return append(appendText(b, name), ':')
}

// appendText appends a text as a JSON string.
func appendText(b []byte, text string) []byte {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c >= 0x7f || c == '"' || c == '\\' {
			var other bytes.Buffer
			enc := json.NewEncoder(&other)
			enc.SetEscapeHTML(false)
			_ = enc.Encode(strings.ToValidUTF8(text, "\ufffd")) // A text can always be encoded.
			return append(b, bytes.TrimSuffix(other.Bytes(), []byte("\n"))...)
		}
	}
	b = append(b, '"')
	b = append(b, text...)
	return append(b, '"')
}

// mustJSON encodes values of this package, which JSON can always hold: they
// came from JSON.
func mustJSON(value any) []byte {
	data, err := encode(value)
	if err != nil {
		return []byte("null")
	}
	return data
}

// decode reads one JSON value. Numbers keep their digits.
func decode(text string) (any, error) {
	dec := json.NewDecoder(bytes.NewReader([]byte(text)))
	dec.UseNumber()
	var value any
	if err := dec.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, fmt.Errorf("more text after the JSON value")
	}
	return value, nil
}

// normalize returns a Go value as what decoding its JSON gives.
func normalize(value any) (any, error) {
	switch v := value.(type) {
	case nil, bool:
		return value, nil
	case string:
		if utf8.ValidString(v) {
			return v, nil
		}
	case int:
		return json.Number(strconv.Itoa(v)), nil
	}
	data, err := encode(value)
	if err != nil {
		return nil, err
	}
	return decode(string(data))
}

// textOf returns a scalar as text: what a form would hold.
func textOf(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		if v {
			return "true"
		}
		return "false"
	}
	return string(mustJSON(value))
}

// texts returns a decoded list as texts.
func texts(value any) []string {
	list, _ := value.([]any)
	out := make([]string, len(list))
	for i, item := range list {
		out[i] = textOf(item)
	}
	return out
}

func truth(text string) bool { return text == "true" || text == "1" }

func numberText(n int64) string { return string(mustJSON(n)) }
