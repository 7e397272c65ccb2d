package metajson_test

import (
	"context"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/generator"
	"github.com/metagraph-go/graphgen/generator/diag"
	"github.com/metagraph-go/graphgen/generator/metajson"
	"github.com/metagraph-go/graphgen/generator/spec"
)

var update = flag.Bool("update", false, "write the files that tests compare with")

// shopReleases are the fixture: a small API of two versions that has each
// quirk of Meta's JSON once.
func shopReleases() []metajson.Release {
	return []metajson.Release{
		{Version: "v2.0", Name: "v2.0", FS: os.DirFS("testdata/v2.0")},
		{Version: "v1.0", Name: "v1.0", FS: os.DirFS("testdata/v1.0")},
	}
}

// dates are the versions of the fixture as a spec set knows them.
func dates() []*spec.Version {
	text := func(s string) spec.Text { return spec.Text{Value: s} }
	return []*spec.Version{
		{Name: text("v1.0"), Released: text("2025-01-01"), Expires: text("2027-01-01")},
		{Name: text("v2.0"), Released: text("2025-06-01")},
		{Name: text("v3.0"), Released: text("2026-01-01")},
	}
}

func importShop(t *testing.T) *metajson.Result {
	t.Helper()
	result, err := metajson.Import(shopReleases(), dates())
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// testdata/want shows what becomes of each quirk: the spec files, and the
// findings about what they can't say.
func TestImport(t *testing.T) {
	result := importShop(t)
	got := map[string]string{}
	for name, content := range result.Files {
		got[name] = string(content)
	}
	var findings strings.Builder
	for _, finding := range result.Findings {
		findings.WriteString(finding.String() + "\n")
	}
	got["findings.txt"] = findings.String()
	if *update {
		writeWant(t, got)
	}
	if diff := cmp.Diff(readWant(t), got); diff != "" {
		t.Errorf("the import differs from testdata/want (-want +got), run with -update to accept it:\n%s", diff)
	}
}

func writeWant(t *testing.T, files map[string]string) {
	t.Helper()
	if err := os.RemoveAll("testdata/want"); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll("testdata/want", 0o777); err != nil {
		t.Fatal(err)
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join("testdata/want", name), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func readWant(t *testing.T) map[string]string {
	t.Helper()
	want := map[string]string{}
	entries, err := os.ReadDir("testdata/want")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		content, err := os.ReadFile(filepath.Join("testdata/want", entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		want[entry.Name()] = string(content)
	}
	return want
}

// layerOf makes a spec layer of imported files.
func layerOf(result *metajson.Result) generator.Layer {
	files := fstest.MapFS{}
	for name, content := range result.Files {
		files[name] = &fstest.MapFile{Data: content}
	}
	return generator.Layer{Name: "imported", FS: files}
}

// What is imported has no mistakes and needs no docs.
func TestImportPassesLint(t *testing.T) {
	found, err := generator.Lint(context.Background(), []generator.Layer{layerOf(importShop(t))})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range found {
		t.Error(d)
	}
}

// Each version of what is imported generates.
func TestImportGenerates(t *testing.T) {
	layer := layerOf(importShop(t))
	for _, version := range []string{"v1.0", "v2.0"} {
		result, err := generator.Generate(context.Background(), generator.Config{
			Specs: []generator.Layer{layer}, APIVersion: version, Package: "shop",
		})
		if err != nil {
			t.Errorf("%s: %v", version, err)
			continue
		}
		_, hasRetired := result.Files["retired.go"]
		if want := version == "v1.0"; hasRetired != want {
			t.Errorf("%s has the node Retired: %t, want %t", version, hasRetired, want)
		}
	}
}

// The same JSON gives the same bytes, whatever the order of the releases.
func TestImportIsDeterministic(t *testing.T) {
	want := importShop(t)
	releases := shopReleases()
	slices.Reverse(releases)
	for range 5 {
		got, err := metajson.Import(releases, dates())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("two imports differ:\n%s", diff)
		}
	}
}

// What a person wrote wins over what was imported, and keeps its docs and
// errors; what only the import knows is added.
func TestHandWrittenSpecsLieOverImported(t *testing.T) {
	hand := generator.Layer{Name: "hand", FS: fstest.MapFS{
		"shop.yaml": {Data: []byte(`node: Shop
doc: A shop.
fields:
  budget: {type: int64, doc: What it may spend.}
edges:
  items:
    read: {doc: Reads the items at once., returns: Shelf, errors: [100]}
  calls:
    doc: The calls.
    list: {doc: Lists the calls., returns: Call}
structs:
  Shelf:
    doc: A shelf.
    fields: {length: {type: float, doc: In meters.}}
  Item:
    doc: What is on a shelf.
    fields: {label: {type: string, doc: Its label.}}
`)},
		"call.yaml":   {Data: []byte("node: Call\ndoc: A call.\nfields: {id: {type: numeric string, doc: The id.}}\n")},
		"errors.yaml": {Data: []byte("errors:\n  - {code: 100, name: InvalidParameter, class: bad request, doc: A param is wrong.}\n")},
	}}
	layers := []generator.Layer{layerOf(importShop(t)), hand}
	found, err := generator.Lint(context.Background(), layers)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range found {
		if d.Severity == diag.Error {
			t.Error(d)
		}
	}
	set, _ := spec.Load(layers...)
	shop := set.Nodes[slices.IndexFunc(set.Nodes, func(n *spec.Node) bool { return n.Name.Value == "Shop" })]
	for _, f := range shop.Fields {
		if f.Name.Value == "budget" && (f.Type.String() != "int64" || f.Doc.Value == "") {
			t.Errorf("budget is %s with the doc %q", f.Type, f.Doc.Value)
		}
	}
	kinds := map[string][]string{}
	for _, e := range shop.Edges {
		for _, o := range e.Operations {
			kinds[e.Name.Value] = append(kinds[e.Name.Value], o.Kind.Value)
		}
	}
	want := map[string][]string{"items": {"create", "delete", "read"}, "films": {"create", "create"}} // in two variants
	for edge, operations := range want {
		if diff := cmp.Diff(operations, slices.Sorted(slices.Values(kinds[edge]))); diff != "" {
			t.Errorf("operations of %s (-want +got):\n%s", edge, diff)
		}
	}
	if slices.ContainsFunc(set.Nodes, func(n *spec.Node) bool { return n.Name.Value == "Item" }) {
		t.Error("Item is still a node, though it was written by hand as a struct")
	}
}

// What can't be read at all is an error that says where.
func TestImportErrors(t *testing.T) {
	good := fstest.MapFS{"specs/Shop.json": {Data: []byte(`{"fields": []}`)}}
	tests := map[string]struct {
		releases []metajson.Release
		want     string
	}{
		"nothing":      {nil, "nothing to import"},
		"no version":   {[]metajson.Release{{Version: "25", FS: good}}, `"25" is not an API version`},
		"twice":        {[]metajson.Release{{Version: "v1.0", FS: good}, {Version: "v1.0", FS: good}}, "v1.0 is given twice"},
		"no files":     {[]metajson.Release{{Version: "v1.0", Name: "here", FS: fstest.MapFS{}}}, "here holds no *.json file"},
		"not JSON":     {[]metajson.Release{{Version: "v1.0", Name: "here", FS: fstest.MapFS{"A.json": {Data: []byte("{")}}}}, "here/A.json is not JSON"},
		"two values":   {[]metajson.Release{{Version: "v1.0", Name: "here", FS: fstest.MapFS{"A.json": {Data: []byte("{} {}")}}}}, "more than one JSON value"},
		"shared names": {[]metajson.Release{{Version: "v1.0", FS: fstest.MapFS{"AdSet.json": {Data: []byte("{}")}, "Ad_Set.json": {Data: []byte("{}")}}}}, "ad_set.yaml"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := metajson.Import(tt.releases, nil)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want an error about %q", err, tt.want)
			}
		})
	}
}

// Whatever JSON there is, the import reports what it can't take, and lint has
// nothing to say about the spec files that it writes.
func FuzzImport(f *testing.F) {
	f.Add(`{"apis": [{"endpoint": "items", "method": "GET", "return": "Item", "params": [{"name": "x", "required": true, "type": "list<Item>"}]}], "fields": [{"name": "id", "type": "string"}]}`, `[{"name": "Shop_x", "node": "Shop", "field_or_param": "x", "values": ["a", "A", "null"]}]`)
	f.Add(`{"fields": [{"name": 1, "type": {}}], "apis": [null, {"method": "GET"}]}`, `{}`)
	f.Add(`{"apis": [
		{"name": "#get", "method": "GET", "return": "Shop"}, {"endpoint": "read", "method": "GET", "return": "Shop"},
		{"endpoint": "shops", "method": "GET", "return": "Shop"}, {"endpoint": "Shops", "method": "GET", "return": "Object"},
		{"name": "genGet", "method": "GET", "endpoint": "", "basePath": "../a b//", "return": "Shop"},
		{"endpoint": "up", "method": "POST", "basePath": "a/../b", "return": "list<Other>"}
	], "fields": [{"name": "sh_ops", "type": "string"}, {"name": "Read", "type": "bool"}, {"name": "id", "type": "bool"}, {"name": "Id", "type": "int"}]}`,
		`[{"name": "e", "values": ["go:embed x", "*/", "// x", "line a:1", " x", "x\ny", "\u202e"]}]`)
	f.Add(`[]`, `[{"name": "e", "values": ["#", "%", "\u0000", "🙂", "ab: c", "- x"]}]`)
	f.Fuzz(func(t *testing.T, class, enums string) {
		files := fstest.MapFS{"Shop.json": {Data: []byte(class)}, "enum_types.json": {Data: []byte(enums)}}
		result, err := metajson.Import([]metajson.Release{{Version: "v1.0", FS: files}}, dates())
		if err != nil {
			return
		}
		found, err := generator.Lint(context.Background(), []generator.Layer{layerOf(result)})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range found {
			t.Errorf("%s\n%s", d, strings.Join(slices.Sorted(maps.Keys(result.Files)), " "))
		}
	})
}
