package graph

import "reflect"

// extraParam is a param that came with an option.
type extraParam struct {
	name  string
	value any
}

// WithParam sends a param that the call's param struct does not have, such as
// one that the API's reference does not show. It replaces a param of the same
// name; nil takes it out. The value is encoded as one of a param struct:
// text, numbers and booleans as they are, lists, maps and structs as compact
// JSON. A [SecretText] stands in no URL and in no error.
func WithParam(name string, value any) Option {
	return func(o *options) { o.extra = append(o.extra, extraParam{name, value}) }
}

// WithSummary asks an edge for its summary, which comes as [Page.Summary]. No
// names mean the edge's default members; a common name is "total_count". Not
// every edge has a summary.
func WithSummary(names ...string) Option {
	if len(names) == 0 {
		return WithParam("summary", true)
	}
	return func(o *options) { o.extra = append(o.extra, extraParam{"summary", commaList(names)}) }
}

// commaList is a list that is sent as comma-separated text.
type commaList []string

// addExtra adds the params that came with options.
func (f *form) addExtra(r Request, extra []extraParam) error {
	for _, p := range extra {
		if problem := f.addOne(p); problem != nil {
			problem.Operation, problem.Param = r.Operation.String(), p.name
			return problem
		}
	}
	return nil
}

// isUnset reports whether a value says itself that it is absent. Zeros do not:
// who passes one means it.
func isUnset(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Invalid:
		return true
	case reflect.Pointer, reflect.Map, reflect.Slice:
		return v.IsNil()
	}
	z, ok := v.Interface().(interface{ IsZero() bool })
	return ok && z.IsZero()
}

func (f *form) addOne(p extraParam) *ParamError {
	switch p.name {
	case "":
		return &ParamError{Problem: "has no name"}
	case "access_token", "appsecret_proof":
		return &ParamError{Problem: "cannot be sent as a param; use WithToken"}
	}
	f.values.Del(p.name)
	v := reflect.ValueOf(p.value)
	if isUnset(v) {
		return nil
	}
	if f.addFiles(p.name, p.value) {
		return nil
	}
	_, csv := p.value.(commaList)
	return f.set(p.name, v, csv)
}
