package graph

import (
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"
)

var reflectNode = reflect.TypeFor[testNode]()

func TestWholeNumbersAreNotRounded(t *testing.T) {
	for text, want := range map[string]string{
		"0": "0", "-0": "0", "12": "12", "-12": "-12", "9007199254740993": "9007199254740993",
		"1e3": "1000", "1E+3": "1000", "1.5e1": "15", "12.0": "12", "120e-1": "12", "0.12e2": "12", "0.00": "0", "0e999999999": "0",
		"9007199254740993.0": "9007199254740993", "18446744073709551615": "18446744073709551615", "007": "7",
		"0.5": "", "1e-1": "", "1e30": "", "1e999999999": "", "1e-999999999": "", "1e99999999999999999999": "",
		"": "", "-": "", "+1": "", "1.": "", ".5": "", "0x10": "", "1_000": "", "NaN": "", "1e": "", "1e1.5": "", " 1": "", "--1": "",
	} {
		if got, ok := wholeNumber(text); got != want || ok != (want != "") {
			t.Errorf("wholeNumber(%q) is %q, %v; want %q", text, got, ok, want)
		}
	}
}

func TestOptIsSymmetric(t *testing.T) {
	type values struct {
		Int   Opt[int64]   `json:"int,omitzero"`
		Uint  Opt[uint64]  `json:"uint,omitzero"`
		Float Opt[float64] `json:"float,omitzero"`
		Bool  Opt[bool]    `json:"bool,omitzero"`
		Text  Opt[string]  `json:"text,omitzero"`
		Time  Time         `json:"time,omitzero"`
		Any   Object       `json:"any,omitzero"`
	}
	for _, test := range []struct{ in, want string }{
		{`{}`, `{}`},
		{`{"int":0,"uint":"18446744073709551615","float":"44.5","bool":"0","text":"<&>","any":[1.0]}`,
			`{"int":0,"uint":18446744073709551615,"float":44.5,"bool":false,"text":"<&>","any":[1.0]}`},
		{`{"int":null,"text":null,"time":null}`, `{}`},
		{`{"int":"-9223372036854775808","text":12,"time":1496772250}`, `{"int":-9223372036854775808,"text":"12","time":"2017-06-06T18:04:10+0000"}`},
	} {
		var v values
		if err := json.Unmarshal([]byte(test.in), &v); err != nil {
			t.Errorf("%s: %v", test.in, err)
			continue
		}
		if got, err := marshalJSON(v); err != nil || string(got) != test.want {
			t.Errorf("%s: got %s, %v", test.in, got, err)
		}
	}
}

func TestScalarErrorsHoldNoValue(t *testing.T) {
	for _, test := range []struct {
		text string
		into json.Unmarshaler
	}{
		{`"4711x"`, new(Opt[int64])}, {`4711.5`, new(Opt[int64])}, {`-4711`, new(Opt[uint64])}, {`4711471147114711471147`, new(Opt[int64])},
		{`4711`, new(Opt[int8])}, {`"4711x"`, new(Opt[float64])}, {`"Infinity"`, new(Opt[float64])}, {`1e400`, new(Opt[float64])},
		{`"4711"`, new(Opt[bool])}, {`"4711"`, new(Opt[map[string]int])}, {`"4711-13-01"`, new(Time)}, {``, new(Opt[int64])},
	} {
		err := test.into.UnmarshalJSON([]byte(test.text))
		if err == nil || strings.Contains(err.Error(), "4711") {
			t.Errorf("%s into %T: got error %v", test.text, test.into, err)
		}
	}
}

func TestOptStates(t *testing.T) {
	for _, test := range []struct {
		name          string
		opt           Opt[int64]
		set, null, no bool
	}{
		{"absent", Opt[int64]{}, false, false, true},
		{"null", Null[int64](), false, true, false},
		{"zero", Int(0), true, false, false},
	} {
		_, set := test.opt.Get()
		if set != test.set || test.opt.IsNull() != test.null || test.opt.IsZero() != test.no {
			t.Errorf("%s: set %v, null %v, absent %v", test.name, set, test.opt.IsNull(), test.opt.IsZero())
		}
	}
	if Int(math.MaxInt64).String() != "9223372036854775807" || Null[int64]().String() != "" {
		t.Error("String is not the value as text")
	}
}

func TestTimeReadsEveryForm(t *testing.T) {
	want := time.Date(2017, 6, 6, 18, 4, 10, 0, time.UTC)
	for _, text := range []string{
		`"2017-06-06T18:04:10+0000"`, `"2017-06-06T20:04:10+0200"`, `"2017-06-06T18:04:10Z"`, `"2017-06-06T18:04:10.000Z"`,
		`"2017-06-06T18:04:10"`, `"2017-06-06 18:04:10"`, `1496772250`, `"1496772250"`, `1.49677225e9`, `"2017-06-06T18:04:10\u002b0000"`,
	} {
		var got Time
		if err := got.UnmarshalJSON([]byte(text)); err != nil || !got.Time.Equal(want) {
			t.Errorf("%s: got %v, %v", text, got, err)
		}
	}
	for text, want := range map[string]string{
		`"20200102"`: "2020-01-02T00:00:00+0000",
		`"20200230"`: "1970-08-22T19:10:30+0000", // No date.
		`20200102`:   "1970-08-22T19:08:22+0000",
		`"2020010"`:  "1970-01-24T09:06:50+0000",
	} {
		var got Time
		if err := got.UnmarshalJSON([]byte(text)); err != nil || got.String() != want {
			t.Errorf("%s is %s, %v, want %s", text, got, err, want)
		}
	}
	var day Time
	if err := day.UnmarshalJSON([]byte(`"2017-06-06"`)); err != nil || !day.Time.Equal(want.Truncate(24*time.Hour)) {
		t.Errorf("a date: got %v, %v", day, err)
	}
}
