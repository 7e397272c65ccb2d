package graph

import (
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// form is what a request says, before it is known how it is sent.
type form struct {
	values url.Values
	files  []filePart
	// secrets are the values that came as a [SecretText].
	secrets []string
}

// filePart is a file under the name of its param.
type filePart struct {
	name string
	file File
}

// newForm returns the form of a request: its params, the fields that are
// selected or read back, the params of the options, and the place in the
// pages. What comes later in this list wins.
func newForm(r Request, o options) (form, error) {
	f := form{values: url.Values{}}
	if r.Problem != nil {
		return form{}, r.problem()
	}
	if err := f.addParams(r); err != nil {
		return form{}, err
	}
	if fields := append(slices.Clone(r.Fields), r.ReadBack...); len(fields) > 0 {
		f.values.Set("fields", strings.Join(fields, ","))
	}
	if err := f.addExtra(r, o.extra); err != nil {
		return form{}, err
	}
	if err := checkReadBack(r, f); err != nil {
		return form{}, err
	}
	if problem := checkFields(f.values.Get("fields")); problem != "" {
		return form{}, &ParamError{Operation: r.Operation.String(), Param: "fields", Problem: problem}
	}
	place, err := o.from.values()
	if err != nil {
		return form{}, err
	}
	for key, value := range place {
		f.values[key] = value
	}
	return f, nil
}

// checkReadBack refuses a write that is to answer with fields and names none:
// the API would answer with what the write itself answers, which looks like an
// empty node.
func checkReadBack(r Request, f form) error {
	problem := ""
	switch {
	case r.ReadBack == nil:
		return nil
	case !r.Operation.ReadAfterWrite:
		problem = "names fields to read back, which the API does only for some writes and not for this one"
	case f.values.Get("fields") == "":
		problem = "names no field to read back: name at least one, or call the method without AndRead"
	default:
		return nil
	}
	return &ParamError{Operation: r.Operation.String(), Param: "fields", Problem: problem}
}

// addParams adds the fields of the request's param struct.
func (f *form) addParams(r Request) error {
	v := reflect.ValueOf(r.Params)
	for v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	if r.Params == nil || v.Kind() == reflect.Pointer {
		return nil
	}
	if v.Kind() != reflect.Struct {
		return fmt.Errorf("graph: %s: Request.Params is a %s and not a param struct", r.Operation, v.Type())
	}
	plan := planOf(v.Type())
	if plan.err != nil {
		return fmt.Errorf("graph: %s: the param struct cannot be sent: %w", r.Operation, plan.err)
	}
	for _, p := range plan.params {
		if err := f.add(p, v.FieldByIndex(p.index)); err != nil {
			err.Operation, err.Param, err.Field = r.Operation.String(), p.name, p.field
			return err
		}
	}
	return nil
}

// add adds one param.
func (f *form) add(p plannedParam, v reflect.Value) *ParamError {
	if isAbsent(v) || (p.csv || p.file) && v.Kind() == reflect.Slice && v.Len() == 0 {
		if p.required {
			return &ParamError{Problem: "is required"}
		}
		return nil
	}
	if p.file {
		f.addFiles(p.name, v.Interface())
		return nil
	}
	return f.set(p.name, v, p.csv)
}

// addFiles adds a File or a []File and reports whether the value is one. The
// files of a list have the names that the API gives the items of a list in a
// form: name[0], name[1].
func (f *form) addFiles(name string, value any) bool {
	switch value := value.(type) {
	case File:
		f.files = append(f.files, filePart{name, value})
	case []File:
		for i, file := range value {
			f.files = append(f.files, filePart{fmt.Sprintf("%s[%d]", name, i), file})
		}
	default:
		return false
	}
	return true
}

// set sets a param that is present.
func (f *form) set(name string, v reflect.Value, csv bool) *ParamError {
	text, err := paramText(v, csv)
	if err != nil {
		return err
	}
	if _, secret := v.Interface().(SecretText); secret {
		f.secrets = append(f.secrets, text)
	}
	f.values.Set(name, text)
	return nil
}

// isAbsent reports whether a param was not given. Numbers and booleans that
// are no Opt are absent when they are zero, lists and maps when they are nil:
// an empty list is a value.
func isAbsent(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Map, reflect.Pointer, reflect.Interface:
		return v.IsNil()
	case reflect.Slice:
		return v.IsNil() || v.Type() == reflect.TypeFor[Object]() && v.Len() == 0
	}
	if z, ok := v.Interface().(interface{ IsZero() bool }); ok {
		return z.IsZero()
	}
	return v.IsZero()
}

// paramText returns a param as the API reads it in a form: text, numbers and
// booleans as they are, the rest as compact JSON.
func paramText(v reflect.Value, csv bool) (string, *ParamError) {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		if v.IsNil() {
			return "null", nil
		}
		v = v.Elem()
	}
	if o, ok := v.Interface().(interface{ param() any }); ok {
		value := o.param()
		if value == nil {
			return "null", nil
		}
		return paramText(reflect.ValueOf(value), csv)
	}
	if csv {
		return commaText(v)
	}
	if _, isJSON := v.Interface().(json.Marshaler); isJSON {
		return jsonText(v)
	}
	if text, ok, err := markedText(v); ok {
		return text, err
	}
	switch v.Kind() {
	case reflect.String:
		if !utf8.ValidString(v.String()) {
			return "", &ParamError{Problem: "is not valid UTF-8"}
		}
		return v.String(), nil
	case reflect.Bool:
		return strconv.FormatBool(v.Bool()), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return strconv.FormatInt(v.Int(), 10), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return strconv.FormatUint(v.Uint(), 10), nil
	case reflect.Float32, reflect.Float64:
		if math.IsNaN(v.Float()) || math.IsInf(v.Float(), 0) {
			return "", &ParamError{Problem: "is no number that can be sent"}
		}
	}
	return jsonText(v)
}

// markedText returns the text of a value that marshals itself as text.
func markedText(v reflect.Value) (text string, ok bool, problem *ParamError) {
	t, ok := v.Interface().(encoding.TextMarshaler)
	if !ok {
		return "", false, nil
	}
	data, err := t.MarshalText()
	if err != nil {
		return "", true, &ParamError{Problem: "cannot be encoded", Err: withoutValue(err)}
	}
	return string(data), true, nil
}

// jsonText returns a value as compact JSON, or the text itself where the JSON
// is a string.
func jsonText(v reflect.Value) (string, *ParamError) {
	data, err := marshalJSON(v.Interface())
	if err != nil {
		var number *json.UnsupportedValueError
		if errors.As(err, &number) {
			return "", &ParamError{Problem: "holds a value that JSON cannot express", Err: withoutValue(err)}
		}
		return "", &ParamError{Problem: "cannot be encoded as JSON", Err: withoutValue(err)}
	}
	if redactsSecret(data, v) {
		return "", &ParamError{Problem: "has a secret inside; a secret can only be a param of its own"}
	}
	if len(data) > 1 && data[0] == '"' {
		var text string
		if err := json.Unmarshal(data, &text); err != nil {
			return "", &ParamError{Problem: "cannot be encoded as JSON", Err: withoutValue(err)}
		}
		return text, nil
	}
	return string(data), nil
}

// commaText returns a list as comma-separated text.
func commaText(v reflect.Value) (string, *ParamError) {
	parts := make([]string, v.Len())
	for i := range parts {
		text, err := paramText(v.Index(i), false)
		if err != nil {
			return "", err
		}
		parts[i] = text
	}
	return strings.Join(parts, ","), nil
}
