package graph

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

type testID string

type testChild struct {
	ID   testID `json:"id,omitzero"`
	Name string `json:"name,omitzero"`
}

type testBase struct {
	Owner testID `json:"owner_id"`
}

type testNode struct {
	testBase
	ID       testID                      `json:"id,omitzero"`
	Budget   Opt[int64]                  `json:"budget,omitzero"`
	Count    int32                       `json:"count"`
	Big      uint64                      `json:"big"`
	Share    float64                     `json:"share"`
	On       bool                        `json:"on"`
	Start    Time                        `json:"start"`
	Created  time.Time                   `json:"created"`
	Samples  map[string]string           `json:"samples"`
	Deep     map[string][]map[string]int `json:"deep"`
	Names    []string                    `json:"names"`
	Child    *testChild                  `json:"child"`
	Plain    testChild                   `json:"plain"`
	Children []*testChild                `json:"children"`
	Edge     *Page[*testChild]           `json:"edge"`
	Spec     Object                      `json:"spec"`
	Any      any                         `json:"any"`
	Number   json.Number                 `json:"number"`
	Quoted   int64                       `json:"quoted,string"`
	Host     netip.Addr                  `json:"host"`
	Two      [2]int                      `json:"two"`
	IDs      []testID                    `json:"ids"`
	OptID    Opt[testID]                 `json:"opt_id"`
	OptList  Opt[[]int]                  `json:"opt_list"`
	Untagged int
}

// cmpNodes lets cmp look into the test types.
var cmpNodes = cmp.Options{
	cmp.AllowUnexported(testNode{}, Opt[int64]{}, Opt[testID]{}, Opt[[]int]{}),
	cmp.Comparer(func(a, b netip.Addr) bool { return a == b }),
}

func TestQuirksOfTheAPIDecode(t *testing.T) {
	at := time.Date(2017, 6, 6, 18, 4, 10, 0, time.UTC)
	for _, test := range []struct {
		name, json string
		want       testNode
	}{
		{"id as text", `{"id":"act_1"}`, testNode{ID: "act_1"}},
		{"id as a number beyond 2^53", `{"id":9007199254740993}`, testNode{ID: "9007199254740993"}},
		{"id of 30 digits", `{"id":123456789012345678901234567890}`, testNode{ID: "123456789012345678901234567890"}},
		{"id of an embedded struct", `{"owner_id":12}`, testNode{testBase: testBase{Owner: "12"}}},
		{"ids as numbers in a list", `{"ids":[1,"2",3]}`, testNode{IDs: []testID{"1", "2", "3"}}},
		{"optional id as a number", `{"opt_id":9007199254740993}`, testNode{OptID: Some(testID("9007199254740993"))}},
		{"money as text", `{"budget":"5000"}`, testNode{Budget: Int(5000)}},
		{"int64 as text without rounding", `{"budget":"9007199254740993"}`, testNode{Budget: Int(9007199254740993)}},
		{"int64 with an exponent", `{"budget":1e3}`, testNode{Budget: Int(1000)}},
		{"int as text", `{"count":"12"}`, testNode{Count: 12}},
		{"int with a fraction of zero", `{"count":12.0}`, testNode{Count: 12}},
		{"empty text for an int", `{"count":""}`, testNode{}},
		{"empty text for an optional int", `{"budget":""}`, testNode{}},
		{"uint64 as text", `{"big":"18446744073709551615"}`, testNode{Big: math.MaxUint64}},
		{"metric as text", `{"share":"12.34"}`, testNode{Share: 12.34}},
		{"true as text", `{"on":"true"}`, testNode{On: true}},
		{"true as 1", `{"on":1}`, testNode{On: true}},
		{"true as text 1", `{"on":"1"}`, testNode{On: true}},
		{"false as text 0", `{"on":"0","count":"1"}`, testNode{Count: 1}},
		{"time without a colon", `{"start":"2017-06-06T18:04:10+0000"}`, testNode{Start: TimeOf(at)}},
		{"time as unix seconds", `{"start":1496772250}`, testNode{Start: TimeOf(at)}},
		{"time as unix seconds in text", `{"start":"1496772250"}`, testNode{Start: TimeOf(at)}},
		{"empty map as a list", `{"samples":[]}`, testNode{Samples: map[string]string{}}},
		{"map as a list", `{"samples":["a","b"]}`, testNode{Samples: map[string]string{"0": "a", "1": "b"}}},
		{"numbers in a map of text", `{"samples":{"a":1.50}}`, testNode{Samples: map[string]string{"a": "1.50"}}},
		{"deep types", `{"deep":{"a":[{"b":"1"}],"c":[]}}`, testNode{Deep: map[string][]map[string]int{"a": {{"b": 1}}, "c": {}}}},
		{"empty list as an object", `{"names":{}}`, testNode{Names: []string{}}},
		{"list as an object with numbers", `{"names":{"0":"a","2":"c"}}`, testNode{Names: []string{"a", "c"}}},
		{"empty struct as a list", `{"plain":[],"child":[]}`, testNode{}},
		{"edge declared as a list", `{"children":{"data":[{"id":1},{"id":2}],"paging":{"cursors":{"after":"x"}}}}`,
			testNode{Children: []*testChild{{ID: "1"}, {ID: "2"}}}},
		{"list declared as an edge", `{"edge":[{"id":1}]}`, testNode{Edge: &Page[*testChild]{Data: []*testChild{{ID: "1"}}}}},
		{"id in place of a node", `{"child":12,"plain":"13"}`, testNode{Child: &testChild{ID: "12"}, Plain: testChild{ID: "13"}}},
		{"one object as the data of an edge", `{"edge":{"data":{"id":7}}}`, testNode{Edge: &Page[*testChild]{Data: []*testChild{{ID: "7"}}}}},
		{"the data of an edge as an object with numbers", `{"edge":{"data":{"0":{"id":7},"3":{"id":8}}}}`, testNode{Edge: &Page[*testChild]{Data: []*testChild{{ID: "7"}, {ID: "8"}}}}},
		{"null", `{"budget":null,"child":null,"count":"1","names":null}`, testNode{Count: 1}},
		{"raw JSON is left alone", `{"spec":{"n":1.0},"any":{"n":"1"},"number":12.50,"count":"1"}`,
			testNode{Spec: Object(`{"n":1.0}`), Any: map[string]any{"n": "1"}, Number: "12.50", Count: 1}},
		{"a field with the option string", `{"quoted":12}`, testNode{Quoted: 12}},
		{"a type that reads text", `{"host":"::1","count":"1"}`, testNode{Host: netip.IPv6Loopback(), Count: 1}},
		{"an array", `{"two":["1",2]}`, testNode{Two: [2]int{1, 2}}},
		{"a list in an Opt", `{"opt_list":["1"]}`, testNode{OptList: Some([]int{1})}},
		{"names in another case", `{"UNTAGGED":"7"}`, testNode{Untagged: 7}},
		{"unknown members", `{"new":{"a":[1,{}]},"count":"1"}`, testNode{Count: 1}},
		{"spaces", " {\n\"count\" : \"1\" ,\t\"names\" : [ 1 , \"a\\\"]\" ] } ", testNode{Count: 1, Names: []string{"1", `a"]`}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got testNode
			if err := decodeTolerant([]byte(test.json), &got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got, cmpNodes); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDecodeErrorsSayWhereAndNeverWhat(t *testing.T) {
	const secret = "47114711customer"
	for _, test := range []struct{ name, json, path, want string }{
		{"text for a number", `{"data":[{"id":"1"},{"count":"` + secret + `"}]}`, "data[1].count", "graph: Ad read: the answer's data[1].count is a string, which does not fit int32"},
		{"too large", `{"data":[{"count":99999999999}]}`, "data[0].count", "graph: Ad read: the answer's data[0].count is a number, which does not fit int32"},
		{"fraction", `{"data":[{"count":47114711.5}]}`, "data[0].count", "graph: Ad read: the answer's data[0].count is a number, which does not fit int32"},
		{"object for text", `{"data":[{"child":{"name":{"x":"` + secret + `"}}}]}`, "data[0].child.name", "graph: Ad read: the answer's data[0].child.name is an object, which does not fit string"},
		{"own decoder", `{"data":[{"budget":"` + secret + `"}]}`, "data[0].budget", "graph: Ad read: the answer's data[0].budget is a string, which does not fit graph.Opt[int64]"},
		{"time", `{"data":[{"start":"` + secret + `"}]}`, "data[0].start", "graph: Ad read: the answer's data[0].start is a string, which does not fit graph.Time"},
		{"list for a struct", `{"data":[{"plain":["` + secret + `"]}]}`, "data[0].plain", "graph: Ad read: the answer's data[0].plain is a list, which does not fit graph.testChild"},
		{"an edge with further pages for a list", `{"data":[{"children":{"data":[],"paging":{"next":"https://graph/` + secret + `"}}}]}`, "data[0].children.paging", "graph: Ad read: the answer's data[0].children.paging is an edge with further pages, which a []*graph.testChild cannot hold; use a *graph.Page"},
		{"text for a list in a single object", `{"data":{"names":"` + secret + `"}}`, "data.names", "graph: Ad read: the answer's data.names is a string, which does not fit []string"},
		{"another object for a list", `{"data":[{"names":{"x":"` + secret + `"}}]}`, "data[0].names", "graph: Ad read: the answer's data[0].names is an object, which does not fit []string"},
		{"no JSON", `<html>` + secret, "", "graph: Ad read: the answer is not JSON"},
		{"cut off", `{"data":[{"id":"` + secret, "", "graph: Ad read: the answer ends in the middle of its JSON, after 32 bytes"},
		{"nothing", ` `, "", "graph: Ad read: the answer is empty"},
		{"text", `"` + secret + `"`, "", "graph: Ad read: the answer is a string, which does not fit graph.Page[*github.com/metagraph-go/graphgen/runtime/graph.testNode]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := decodeAnswer(&Operation{Node: "Ad", Kind: KindRead}, []byte(test.json), new(Page[*testNode]))
			var problem *DecodeError
			if !errors.As(err, &problem) {
				t.Fatalf("got %v, want a *DecodeError", err)
			}
			if diff := cmp.Diff(test.want, err.Error()); diff != "" {
				t.Error(diff)
			}
			if problem.Path != test.path {
				t.Errorf("path is %q, want %q", problem.Path, test.path)
			}
			mustHide(t, "the chain", everyVerbOfChain(err), secret, "47114711")
		})
	}
}

// The keys of maps are data: the API answers with samples of what it was sent.
func TestDecodeErrorsHideKeys(t *testing.T) {
	// The number is one that no address holds by chance.
	const key, number = "mary@example.com", "471147114"
	type entry struct {
		Count int64 `json:"count"`
	}
	type answer struct {
		Samples map[string]entry            `json:"samples"`
		Deep    map[string]map[string]int64 `json:"deep"`
		Lists   map[string][]int64          `json:"lists"`
		Raw     Raw[map[string]int64]       `json:"raw"`
		List    []entry                     `json:"list"`
	}
	for _, test := range []struct{ json, path string }{
		{`{"samples":{"%s":"x"}}`, "samples.{key}"},
		{`{"samples":{"%s":{"count":"x"}}}`, "samples.{key}.count"},
		{`{"deep":{"a":{"%s":"x"}}}`, "deep.{key}.{key}"},
		{`{"lists":{"%s":[1,"x"]}}`, "lists.{key}[1]"},
		{`{"raw":{"%s":"x"}}`, "raw.{key}"},
		{`{"list":{"%s":{"count":1}}}`, "list"},
		{`{"list":{"%d":{"count":"x"},"%s":1}}`, "list.{key}.count"},
		{`{"samples":[{"count":"%s"}]}`, "samples[0].count"},
	} {
		err := decodeAnswer(readOp, []byte(strings.NewReplacer("%s", key, "%d", number).Replace(test.json)), new(answer))
		var problem *DecodeError
		if !errors.As(err, &problem) || problem.Path != test.path {
			t.Errorf("%s: got %v, want the path %s", test.json, err, test.path)
		}
		mustHide(t, test.json, everyVerbOfChain(err), key, number)
	}
}

// Errors of the caller's own decoders hold the value as a rule. They can be
// recognised, but not read.
func TestDecodeErrorsOfOwnTypesAreHidden(t *testing.T) {
	var node struct {
		At time.Time `json:"at"`
	}
	err := decodeAnswer(readOp, []byte(`{"at":"4711customer"}`), &node)
	var problem *DecodeError
	if !errors.As(err, &problem) || problem.Path != "at" {
		t.Errorf("got %v", err)
	}
	mustHide(t, "the chain", everyVerbOfChain(err), "4711customer")
	var own ownDecoder
	err = decodeAnswer(readOp, []byte(`{"x":"4711customer"}`), &own)
	if !errors.Is(err, errOwnDecoder) {
		t.Errorf("the error of the own decoder is not recognised in %v", err)
	}
	mustHide(t, "the chain", everyVerbOfChain(err), "4711customer")
}

var errOwnDecoder = errors.New("no")

type ownDecoder struct{}

func (*ownDecoder) UnmarshalJSON(data []byte) error {
	return fmt.Errorf("%w to %s", errOwnDecoder, data)
}

func TestDecodeErrorInsideARaw(t *testing.T) {
	err := decodeAnswer(&Operation{Node: "Ad", Kind: KindRead}, []byte(`{"data":[{"id":"1"},{"count":"x"}]}`), new(Page[Raw[*testNode]]))
	var problem *DecodeError
	if !errors.As(err, &problem) || problem.Path != "data[1].count" || problem.Type != "int32" {
		t.Errorf("got %v", err)
	}
}

func TestBareResults(t *testing.T) {
	for text, want := range map[string]bool{`true`: true, `false`: false, `{"success":true}`: true, `{"success":"true"}`: true, `"1"`: true, `{}`: false} {
		var got Success
		if err := decodeTolerant([]byte(text), &got); err != nil || got.Success != want {
			t.Errorf("%s: got %v, %v", text, got, err)
		}
	}
	for _, text := range []string{`12`, `"12"`, `{"id":12}`} {
		var got *testChild
		if err := decodeTolerant([]byte(text), &got); err != nil || got == nil || got.ID != "12" {
			t.Errorf("%s: got %v, %v", text, got, err)
		}
	}
}

func TestRawKeepsWhatHasNoField(t *testing.T) {
	var page Page[Raw[*testChild]]
	const first = `{"id":1,"name":"a","new_field":{"x":[1]}}`
	if err := decodeTolerant([]byte(`{"data":[`+first+`,{"id":"2"}]}`), &page); err != nil {
		t.Fatal(err)
	}
	if page.Data[0].Value.ID != "1" || page.Data[0].JSON.String() != first {
		t.Errorf("got %v and %s", page.Data[0].Value, page.Data[0].JSON)
	}
	if diff := cmp.Diff(map[string]Object{"new_field": Object(`{"x":[1]}`)}, page.Data[0].Unknown()); diff != "" {
		t.Error(diff)
	}
	if unknown := page.Data[1].Unknown(); len(unknown) != 0 {
		t.Errorf("got %v", unknown)
	}
	if data, err := json.Marshal(page.Data[0]); err != nil || string(data) != first {
		t.Errorf("got %s, %v", data, err)
	}
}
