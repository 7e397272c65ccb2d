package graph

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func FuzzDecodeTolerant(f *testing.F) {
	for _, seed := range []string{
		`{"id":9007199254740993,"budget":"5","samples":[],"names":{"0":"a"},"children":{"data":[{"id":1}]}}`,
		`{"edge":[{"id":1}],"child":12,"deep":{"a":[{"b":"1"}]},"on":"1"}`,
		`[]`, `"x"`, `12`, `{"names":{"data":[]},"names":[1]}`, `{"children":{"data":[1],"0":{},"data":[{}]}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var strict, tolerant testNode
		strictErr := json.Unmarshal(data, &strict)
		err := decodeTolerant(data, &tolerant)
		if strictErr == nil {
			if err != nil {
				t.Fatalf("encoding/json decodes it, we say %v", err)
			}
			if diff := cmp.Diff(strict, tolerant, cmpNodes); diff != "" {
				t.Fatal(diff)
			}
		}
		if json.Valid(data) {
			r := repair{src: data}
			r.value(reflectNode)
			if !json.Valid(r.dst) {
				t.Fatalf("the repair of %q is no JSON: %q", data, r.dst)
			}
		}
	})
}

func FuzzScalars(f *testing.F) {
	for _, seed := range []string{`"5"`, `1e3`, `9007199254740993`, `"1.0"`, `-0`, `""`, `1e400`, `"0x10"`, `"true"`, `18446744073709551615`, `0.00e-5`, `"2017-06-06T18:04:10+0000"`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if !json.Valid(data) {
			return
		}
		again(t, data, new(Opt[int64]))
		again(t, data, new(Opt[uint64]))
		again(t, data, new(Opt[float64]))
		again(t, data, new(Opt[bool]))
		again(t, data, new(Opt[string]))
		again(t, data, new(Opt[testID]))
		again(t, data, new(Object))
		again(t, data, new(Time))
		var plain int64
		if json.Unmarshal(data, &plain) == nil && string(data) != "null" {
			var opt Opt[int64]
			if err := json.Unmarshal(data, &opt); err != nil || opt.Or(0) != plain {
				t.Fatalf("%s: got %v, %v", data, opt, err)
			}
		}
	})
}

// again checks that what a value writes is read as the same value.
func again[T any, P interface {
	*T
	json.Unmarshaler
}](t *testing.T, data []byte, v P) {
	t.Helper()
	if err := v.UnmarshalJSON(data); err != nil {
		return
	}
	written, err := marshalJSON(v)
	if err != nil {
		t.Fatalf("%s as %T: %v", data, v, err)
	}
	second := P(new(T))
	if err := second.UnmarshalJSON(written); err != nil {
		t.Fatalf("%s as %T: reading %s: %v", data, v, written, err)
	}
	if rewritten, err := marshalJSON(second); err != nil || string(rewritten) != string(written) {
		t.Fatalf("%s as %T: wrote %s, then %s (%v)", data, v, written, rewritten, err)
	}
}
