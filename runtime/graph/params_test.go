package graph

import (
	"errors"
	"fmt"
	"math"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var testAPI = API{Version: "v25.0"}

var testOperation = Operation{API: &testAPI, Node: "AdAccount", Edge: "campaigns", Kind: KindCreate, Method: "POST", Path: "act_{ad_account_id}/campaigns"}

type testStatus string

type testSpec struct {
	Name  string         `json:"name,omitzero"`
	Geo   map[string]any `json:"geo,omitzero"`
	Limit Opt[int64]     `json:"limit,omitzero"`
}

type testCommon struct {
	Locale string `param:"locale"`
}

type testParams struct {
	testCommon
	Name     string            `param:"name"`
	Budget   Opt[int64]        `param:"budget"`
	Text     Opt[string]       `param:"text"`
	Share    Opt[float64]      `param:"share"`
	On       Opt[bool]         `param:"on"`
	Plain    bool              `param:"plain"`
	Limit    int               `param:"limit"`
	Big      uint64            `param:"big"`
	Ratio    float64           `param:"ratio"`
	Start    Time              `param:"start"`
	Since    time.Time         `param:"since"`
	Fields   []testStatus      `param:"fields,csv"`
	Statuses []testStatus      `param:"statuses"`
	Rates    []float64         `param:"rates"`
	Labels   map[string]string `param:"labels"`
	Spec     *testSpec         `param:"spec"`
	Nested   testSpec          `param:"nested"`
	Raw      Object            `param:"raw"`
	Any      any               `param:"any"`
	Bytes    []byte            `param:"bytes"`
	Token    SecretText        `param:"input_token"`
	OptSpec  Opt[testSpec]     `param:"opt_spec"`
	OptNames Opt[[]string]     `param:"opt_names"`
	Ignored  string
	Skipped  string `param:"-"`
}

type testBadParams struct {
	A string   `param:"a,requird"`
	B string   `param:",csv"`
	C string   `param:"c,csv"`
	D string   `param:"d,file"`
	E string   `param:"e"`
	F string   `param:"e"`
	g []string `param:"g"`
}

// The files of a list are parts with the names of the items of a list.
func TestListsOfFiles(t *testing.T) {
	type params struct {
		Scans    []File `param:"scans,required,file"`
		Pictures []File `param:"pictures"`
	}
	request := Request{Operation: &testOperation, ID: "1", Params: params{
		Scans: []File{FileOf("a", nil), FileOf("b", nil)}, Pictures: []File{FileOf("c", nil)},
	}}
	f, err := newForm(request, collect([]Option{WithParam("more", []File{FileOf("d", nil)})}))
	if err != nil {
		t.Fatal(err)
	}
	var parts []string
	for _, part := range f.files {
		parts = append(parts, part.name+" "+part.file.Name)
	}
	if diff := cmp.Diff([]string{"scans[0] a", "scans[1] b", "pictures[0] c", "more[0] d"}, parts); diff != "" {
		t.Error(diff)
	}
	if len(f.values) > 0 {
		t.Errorf("files are sent as text too: %v", f.values)
	}
	request.Params = params{Scans: []File{}}
	if _, err := newForm(request, options{}); err == nil || !strings.Contains(err.Error(), "is required") {
		t.Errorf("a required list without files: %v", err)
	}
}

func formOf(t *testing.T, params any, opts ...Option) url.Values {
	t.Helper()
	f, err := newForm(Request{Operation: &testOperation, ID: "1", Params: params}, collect(opts))
	if err != nil {
		t.Fatal(err)
	}
	return f.values
}

func TestParamsOnTheWire(t *testing.T) {
	zone := time.FixedZone("", 2*60*60)
	for _, test := range []struct {
		name   string
		params testParams
		want   string // "" is no param at all
	}{
		{"nothing", testParams{}, ""},
		{"text", testParams{Name: "Größe & <b>"}, `name=Größe & <b>`},
		{"absent, zero and null are three things: absent", testParams{Budget: Opt[int64]{}}, ""},
		{"zero", testParams{Budget: Int(0)}, "budget=0"},
		{"null", testParams{Budget: Null[int64]()}, "budget=null"},
		{"empty text", testParams{Text: String("")}, "text="},
		{"false", testParams{On: Bool(false)}, "on=false"},
		{"zero of a plain field is absent", testParams{Limit: 0, Plain: false}, ""},
		{"plain", testParams{Limit: 25, Plain: true}, "limit=25\nplain=true"},
		{"float", testParams{Share: Float(44.5)}, "share=44.5"},
		{"whole float", testParams{Share: Float(140)}, "share=140"},
		{"large float", testParams{Ratio: 1e21}, "ratio=1e+21"},
		{"uint64", testParams{Big: math.MaxUint64}, "big=18446744073709551615"},
		{"time", testParams{Start: TimeOf(time.Date(2026, 1, 2, 3, 4, 5, 0, zone))}, "start=2026-01-02T03:04:05+0200"},
		{"time.Time", testParams{Since: time.Date(2026, 1, 2, 3, 4, 5, 0, zone)}, "since=2026-01-02T03:04:05+02:00"},
		{"comma list", testParams{Fields: []testStatus{"id", "ads{id,name}"}}, "fields=id,ads{id,name}"},
		{"empty comma list", testParams{Fields: []testStatus{}}, ""},
		{"list", testParams{Statuses: []testStatus{"A", `<"&>`}}, `statuses=["A","<\"&>"]`},
		{"empty list", testParams{Statuses: []testStatus{}}, "statuses=[]"},
		{"numbers in a list", testParams{Rates: []float64{44.5, 140, 0.1}}, "rates=[44.5,140,0.1]"},
		{"map in the order of its keys", testParams{Labels: map[string]string{"b": "é", "a": "1"}}, `labels={"a":"1","b":"é"}`},
		{"struct", testParams{Spec: &testSpec{Name: "n", Limit: Int(0)}}, `spec={"name":"n","limit":0}`},
		{"empty struct behind a pointer", testParams{Spec: &testSpec{}}, "spec={}"},
		{"null inside a struct", testParams{Nested: testSpec{Limit: Null[int64]()}}, `nested={"limit":null}`},
		{"object", testParams{Raw: Object(`{"x":[1]}`)}, `raw={"x":[1]}`},
		{"object that is text", testParams{Raw: Object(`"a\"b"`)}, `raw=a"b`},
		{"any number", testParams{Any: 44.5}, "any=44.5"},
		{"any text", testParams{Any: "x"}, "any=x"},
		{"any list", testParams{Any: []any{1, "a", nil}}, `any=[1,"a",null]`},
		{"bytes", testParams{Bytes: []byte{1, 2, 255}}, "bytes=AQL/"},
		{"secret", testParams{Token: Secret("t0k")}, "input_token=t0k"},
		{"optional struct", testParams{OptSpec: Some(testSpec{Name: "n"})}, `opt_spec={"name":"n"}`},
		{"optional list", testParams{OptNames: Some([]string{})}, `opt_names=[]`},
		{"embedded", testParams{testCommon: testCommon{Locale: "de_DE"}}, "locale=de_DE"},
		{"untagged", testParams{Ignored: "x", Skipped: "y"}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, lines(formOf(t, test.params))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// lines writes a form as sorted lines of unescaped text.
func lines(values url.Values) string {
	var out []string
	for pair := range strings.SplitSeq(values.Encode(), "&") {
		text, err := url.QueryUnescape(pair)
		if err != nil {
			text = err.Error()
		}
		out = append(out, text)
	}
	return strings.Join(out, "\n")
}

func TestWithParam(t *testing.T) {
	got := lines(formOf(t, testParams{Name: "a", Limit: 3},
		WithParam("name", "b"), WithParam("limit", nil), WithParam("on", false), WithParam("list", []string{"x"}),
		WithParam("gone", Opt[int64]{}), WithParam("nil", (*Time)(nil)), WithParam("file", File{}), WithParam("zero", 0), WithParam("text", ""), WithParam("none", Null[int64]()), WithSummary("total_count", "order"), WithParam("pi", 3.5)))
	want := "list=[\"x\"]\nname=b\nnone=null\non=false\npi=3.5\nsummary=total_count,order\ntext=\nzero=0"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestParamErrorsNameTheParamAndNeverTheValue(t *testing.T) {
	type required struct {
		Name string     `param:"name,required"`
		Sum  Opt[int64] `param:"sum,required"`
	}
	const secret = "customer-4711"
	for _, test := range []struct {
		name   string
		params any
		opts   []Option
		want   string
	}{
		{"missing", required{}, nil, "graph: AdAccount.campaigns create: param name (required.Name) is required"},
		{"missing optional type", required{Name: "x"}, nil, "graph: AdAccount.campaigns create: param sum (required.Sum) is required"},
		{"not a number", testParams{Share: Float(math.NaN())}, nil, "graph: AdAccount.campaigns create: param share (testParams.Share) is no number that can be sent"},
		{"infinity in a list", testParams{Rates: []float64{math.Inf(1)}}, nil, "graph: AdAccount.campaigns create: param rates (testParams.Rates) holds a value that JSON cannot express"},
		{"bad UTF-8", testParams{Name: secret + "\xff"}, nil, "graph: AdAccount.campaigns create: param name (testParams.Name) is not valid UTF-8"},
		{"bad JSON", testParams{Raw: Object("{" + secret)}, nil, "graph: AdAccount.campaigns create: param raw (testParams.Raw) cannot be encoded as JSON"},
		{"token as a param", nil, []Option{WithParam("access_token", secret)}, "graph: AdAccount.campaigns create: param access_token cannot be sent as a param; use WithToken"},
		{"own encoder", nil, []Option{WithParam("c", ownEncoder(secret))}, "graph: AdAccount.campaigns create: param c cannot be encoded as JSON"},
		{"no name", nil, []Option{WithParam("", secret)}, "graph: AdAccount.campaigns create: param  has no name"},
		{"channel", nil, []Option{WithParam("c", make(chan int))}, "graph: AdAccount.campaigns create: param c cannot be encoded as JSON"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := newForm(Request{Operation: &testOperation, ID: "1", Params: test.params}, collect(test.opts))
			var problem *ParamError
			if !errors.As(err, &problem) {
				t.Fatalf("got %v, want a *ParamError", err)
			}
			if diff := cmp.Diff(test.want, err.Error()); diff != "" {
				t.Error(diff)
			}
			mustHide(t, "the chain", everyVerbOfChain(err), secret)
		})
	}
}

func TestBadParamStructsAreExplained(t *testing.T) {
	_, err := newForm(Request{Operation: &testOperation, Params: testBadParams{g: nil}}, options{})
	for _, want := range []string{
		`field testBadParams.A: unknown option "requird"; the options are required, csv and file`,
		`field testBadParams.B: the tag names no param`,
		`field testBadParams.C: the option csv is for slices`,
		`field testBadParams.D: the option file is for fields of type graph.File and []graph.File`,
		`field testBadParams.F: another field is param e too`,
		`field testBadParams.g: a param must be an exported field`,
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v lacks %q", err, want)
		}
	}
	if _, err := newForm(Request{Operation: &testOperation, Params: 5}, options{}); err == nil {
		t.Error("params of kind int: got no error")
	}
}

func TestPlansAreMadeByManyGoroutines(t *testing.T) {
	type fresh struct {
		A string `param:"a"`
		B []int  `param:"b"`
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			f, err := newForm(Request{Operation: &testOperation, Params: fresh{A: "x", B: []int{1}}}, options{})
			if err != nil || f.values.Encode() != "a=x&b=%5B1%5D" {
				t.Errorf("got %v, %v", f.values, err)
			}
		})
	}
	group.Wait()
}

// ownEncoder fails with the value in its error, as encoders do.
type ownEncoder string

func (e ownEncoder) MarshalJSON() ([]byte, error) { return nil, fmt.Errorf("no to %q", string(e)) }
