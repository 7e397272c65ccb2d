package graph

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
)

// AdSpecs returns the params of calls that create ads as the list that a set
// of asynchronous ad requests is made of. S is the generated package's type of
// an item:
//
//	specs, err := graph.AdSpecs[*meta.AsyncAdSpec](account.CreateAd(one), account.CreateAd(two))
//	set, err := graph.Do(ctx, client, account.CreateAsyncAdRequestSet(meta.AdAccountCreateAsyncAdRequestSetParams{Name: "spring", AdSpecs: specs}))
//
// A call that lacks a required param, or has one that S has no field for, is
// an error.
func AdSpecs[S, T any](calls ...Call[T]) ([]S, error) {
	specs := make([]S, len(calls))
	for i, call := range calls {
		if err := adSpec(call.Request, &specs[i]); err != nil {
			return nil, fmt.Errorf("%w (ad %d)", err, i)
		}
	}
	return specs, nil
}

// adSpec decodes the params of a request into what out points to.
func adSpec(r Request, out any) error {
	params, err := paramsObject(r)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(params)) {
		one, err := marshalJSON(map[string]json.RawMessage{name: params[name]})
		if err == nil {
			dec := json.NewDecoder(bytes.NewReader(one))
			dec.DisallowUnknownFields()
			err = dec.Decode(out)
		}
		if err != nil {
			return &ParamError{Operation: r.Operation.String(), Param: name, Problem: "has no place in an asynchronous request", Err: withoutValue(err)}
		}
	}
	return nil
}

// paramsObject returns the params of a request as the members of an object.
func paramsObject(r Request) (map[string]json.RawMessage, error) {
	// The form finds out what is missing or wrong.
	f, err := newForm(r, options{})
	if err != nil {
		return nil, err
	}
	if len(f.secrets) > 0 {
		return nil, fmt.Errorf("graph: %s: an asynchronous request takes no params that are secret", r)
	}
	members := map[string]json.RawMessage{}
	v := reflect.Indirect(reflect.ValueOf(r.Params))
	if !v.IsValid() {
		return members, nil
	}
	for _, p := range planOf(v.Type()).params {
		if p.file && !v.FieldByIndex(p.index).IsZero() {
			return nil, &ParamError{Operation: r.Operation.String(), Param: p.name, Field: p.field, Problem: "is a file, which an asynchronous request cannot have"}
		}
		if !f.values.Has(p.name) {
			continue
		}
		if members[p.name], err = marshalJSON(v.FieldByIndex(p.index).Interface()); err != nil {
			return nil, &ParamError{Operation: r.Operation.String(), Param: p.name, Field: p.field, Problem: "cannot be encoded as JSON", Err: withoutValue(err)}
		}
	}
	return members, nil
}
