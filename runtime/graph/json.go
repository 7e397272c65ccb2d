package graph

import (
	"bytes"
	"encoding/json"
	"errors"
)

// Object is JSON that has no published type. It is kept as it came.
type Object json.RawMessage

// ObjectOf returns v as JSON.
func ObjectOf(v any) (Object, error) {
	data, err := marshalJSON(v)
	return Object(data), err
}

// Decode decodes the object into what v points to, as answers are decoded: like
// [encoding/json.Unmarshal], and with the API's other spellings of numbers,
// ids, booleans and empty objects. The error is a [*DecodeError].
func (o Object) Decode(v any) error { return decodeTolerant(o, v) }

// String returns the JSON text.
func (o Object) String() string { return string(o) }

// MarshalJSON returns the object itself, and null when it is empty.
func (o Object) MarshalJSON() ([]byte, error) {
	if len(o) == 0 {
		return []byte("null"), nil
	}
	return o, nil
}

// UnmarshalJSON keeps a copy of data.
func (o *Object) UnmarshalJSON(data []byte) error {
	if o == nil {
		return errors.New("graph: decoding into a nil *Object")
	}
	*o = append(Object(nil), data...)
	return nil
}

// marshalJSON is compact JSON without the escaping that makes JSON safe
// inside HTML: the API reads the text as it is.
func marshalJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}
