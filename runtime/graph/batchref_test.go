package graph

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPartsOfResults(t *testing.T) {
	const body = `{"id":7,"data":[{"id":"1","of":{"id":"x"}},{"id":"2"},{"id":"3"}],"images":{"b.jpg":{"hash":"h1"},"a.jpg":{"hash":"h2"}},"ok":true,"none":null}`
	tests := map[string][]string{
		"$.id":               {"7"},
		"$.ok":               {"true"},
		"$.data.*.id":        {"1", "2", "3"},
		"$.data[*].id":       {"1", "2", "3"},
		"$.data..id":         {"1", "x", "2", "3"},
		"$.data[0].id":       {"1"},
		"$.data[0:2:1].id":   {"1", "2"},
		"$.data[0:199:1].id": {"1", "2", "3"},
		"$.data[::2].id":     {"1", "3"},
		"$.data[1:].id":      {"2", "3"},
		"$.images.*.hash":    {"h1", "h2"},
		"$.data[9].id":       {},
		"$.nobody":           {},
		"$.id.id":            {},
		"$.id[0]":            {},
	}
	for path, want := range tests {
		got, err := partsOf([]byte(body), path)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: error %v (-want +got):\n%s", path, err, diff)
		}
	}
	for _, path := range []string{"$.data", "$.images", "$.none", "$.data[0]"} {
		if got, err := partsOf([]byte(body), path); err == nil {
			t.Errorf("%s: got %q of what is no text", path, got)
		}
	}
}

func TestPathsThatAreRefused(t *testing.T) {
	for _, path := range []string{
		"", "$", "id", ".id", "$id", "$.", "$..", "$.a.", "$.a b", `$["id"]`, "$[", "$[]", "$[a]", "$[-1]", "$[0:1:0]", "$[0:1:2:3]",
		"$[99999999999]", "$.id}", "$.a{", "$.data[?(@.id)]", "$.data[(@.length-1)]", "$.a,b", "$.*x",
	} {
		if steps, err := parsePath(path); err == nil {
			t.Errorf("%q was read as %v", path, steps)
		}
	}
}

func FuzzPath(f *testing.F) {
	for _, path := range []string{"$.id", "$.data.*.id", "$.data..id", "$.data[0:199:1].id", "$.images.*.hash", "$[*]", "$[::]"} {
		f.Add(path, `{"data":[{"id":"1"}],"id":2}`)
	}
	f.Fuzz(func(t *testing.T, path, body string) {
		_, err := parsePath(path)
		if err == nil && strings.ContainsAny(path, "{} \"\\%&=#?") {
			t.Errorf("%q is taken for a path", path)
		}
		_, _ = partsOf([]byte(body), path) // Must end, and must not panic.
	})
}

// What stands for a reference in an operation that is repeated goes into JSON
// and into paths, where some text would mean something else.
func TestResultsThatCannotBePutIn(t *testing.T) {
	for body, want := range map[string][2]bool{
		`{"id":"12"}`:       {true, true},
		`{"id":"a b"}`:      {true, false},
		`{"id":"a/b"}`:      {true, false},
		`{"id":".."}`:       {true, false},
		`{"id":"a\"b"}`:     {false, false},
		`{"id":"a\\b"}`:     {false, false},
		`{"id":"{result="}`: {false, false},
		`{"id":"a\nb"}`:     {false, false},
		`{"id":null}`:       {false, false},
		`{}`:                {false, false},
	} {
		var b Batch
		first := Add(&b, callOf[Object](createOf("1", "a")))
		inParam := Add(&b, callOf[Object](createOf("1", `{"a":"`+first.Ref("$.id")+`"}`)))
		inPath := Add(&b, callOf[Object](readOf(first.Ref("$.id"))))
		first.op.err, first.op.body = nil, []byte(body)
		_, paramErr := inParam.op.resolved()
		_, pathErr := inPath.op.resolved()
		if got := [2]bool{paramErr == nil, pathErr == nil}; got != want {
			t.Errorf("%s: can be put into a param and a path: %v, want %v", body, got, want)
		}
	}
}
