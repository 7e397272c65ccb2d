package graph

import (
	"bytes"
	"encoding/json"
	"reflect"
)

// redactsSecret reports whether data, the JSON of v, says "[redacted]" where v
// has a secret: encoding/json cannot tell printing from sending. The API would
// take that text for the value.
func redactsSecret(data []byte, v reflect.Value) bool {
	return bytes.Contains(data, []byte(redacted)) && holdsSecret(v)
}

// holdsSecret looks for a secret wherever encoding/json looks for values. It
// is called with values that encoding/json could encode, so it ends.
func holdsSecret(v reflect.Value) bool {
	if !v.IsValid() || !v.CanInterface() {
		return false
	}
	switch value := v.Interface().(type) {
	case SecretText:
		return !value.IsZero()
	case json.Marshaler:
		return false
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		return holdsSecret(v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			if holdsSecret(v.Field(i)) {
				return true
			}
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			if holdsSecret(v.Index(i)) {
				return true
			}
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			if holdsSecret(v.MapIndex(key)) {
				return true
			}
		}
	}
	return false
}
