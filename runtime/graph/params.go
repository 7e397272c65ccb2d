package graph

import (
	"encoding"
	"fmt"
	"net/url"
	"reflect"
	"strconv"
	"strings"
)

// encodeParams adds the params of a call to values.
func encodeParams(values url.Values, r Request) error {
	if r.Params == nil {
		return nil
	}
	v := reflect.ValueOf(r.Params)
	if v.Kind() != reflect.Struct {
		return fmt.Errorf("graph: %s: params are a %s and not a param struct", r, v.Type())
	}
	for i := range v.NumField() {
		tag, ok := v.Type().Field(i).Tag.Lookup("param")
		if !ok {
			continue
		}
		name, options, _ := strings.Cut(tag, ",")
		field := v.Field(i)
		if isAbsent(field) {
			if hasOption(options, "required") {
				return fmt.Errorf("graph: %s: param %s is required", r, name)
			}
			continue
		}
		text, err := encodeParam(field, hasOption(options, "csv"))
		if err != nil {
			return fmt.Errorf("graph: %s: param %s: %w", r, name, err)
		}
		values.Set(name, text)
	}
	return nil
}

func hasOption(options, want string) bool {
	for option := range strings.SplitSeq(options, ",") {
		if option == want {
			return true
		}
	}
	return false
}

// isAbsent reports whether a param was not given.
func isAbsent(v reflect.Value) bool {
	if z, ok := v.Interface().(interface{ IsZero() bool }); ok {
		return z.IsZero()
	}
	if v.Kind() == reflect.Slice || v.Kind() == reflect.Map {
		return v.IsNil()
	}
	return v.IsZero()
}

// encodeParam returns a param as the API reads it: text and numbers as they
// are, lists and structs as compact JSON.
func encodeParam(v reflect.Value, csv bool) (string, error) {
	switch v.Kind() {
	case reflect.String:
		return v.String(), nil
	case reflect.Int, reflect.Int64:
		return strconv.FormatInt(v.Int(), 10), nil
	case reflect.Slice:
		if csv {
			return joinList(v), nil
		}
	}
	if t, ok := v.Interface().(encoding.TextMarshaler); ok {
		text, err := t.MarshalText()
		return string(text), err
	}
	data, err := marshalJSON(v.Interface())
	if err != nil {
		return "", err
	}
	if len(data) > 1 && data[0] == '"' {
		var text string
		err := unmarshalScalar(data, &text)
		return text, err
	}
	return string(data), nil
}

func joinList(v reflect.Value) string {
	parts := make([]string, v.Len())
	for i := range parts {
		parts[i] = fmt.Sprint(v.Index(i).Interface())
	}
	return strings.Join(parts, ",")
}
