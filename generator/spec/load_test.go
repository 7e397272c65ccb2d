package spec_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/generator/diag"
	"github.com/metagraph-go/graphgen/generator/spec"
	"github.com/metagraph-go/graphgen/specs"
)

// layer returns a layer of the files, given as name and content in turns.
func layer(name string, files ...string) spec.Layer {
	fsys := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		fsys[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return spec.Layer{Name: name, FS: fsys}
}

// messages returns one line for each diagnostic.
func messages(diags diag.List) []string {
	var lines []string
	for _, d := range diags.All() {
		lines = append(lines, d.String())
	}
	return lines
}

// load loads layers that are right.
func load(t *testing.T, layers ...spec.Layer) *spec.Set {
	t.Helper()
	set, diags := spec.Load(layers...)
	if lines := messages(diags); len(lines) > 0 {
		t.Fatalf("Load reports:\n%s", strings.Join(lines, "\n"))
	}
	return set
}

func TestLoadBuiltIn(t *testing.T) {
	set := load(t, spec.Layer{Name: "specs", FS: specs.FS()})
	if len(set.Nodes) == 0 || len(set.Errors) == 0 || len(set.Versions) == 0 {
		t.Errorf("the built-in set has %d nodes, %d error codes and %d versions", len(set.Nodes), len(set.Errors), len(set.Versions))
	}
}

func TestLoadSaysWhatTheFilesSay(t *testing.T) {
	set := load(t, layer("specs", "nodes/ad_account.yaml", `
node: AdAccount
doc: >-
  An account that
  owns campaigns.
source: {page: Ad Account, version: v25.0, url: "https://example.com/"}
path: act_{ad_account_id}
requirements: [New Page Experience]
fields:
  age: {type: float, min: -1, max: 24.5, core: true, empty_since: 2024-01-02, default: true}
  budget: [{type: string, removed: v25.0}, {type: int64, since: v25.0}]
update: {deprecated: true}
edges:
  campaigns:
    list:
      params:
        status: {type: "list<enum {A, B C}>", required: true, csv: true}
      returns: Campaign
      errors: [100, 190]
structs:
  Fee: {fields: {percent: {type: float}}}
enums:
  Status:
    values: {ACTIVE: {doc: On., since: v21.0}, PAUSED: {}}
`, "errors.yaml", `
errors:
  - {code: 190, name: Token, class: needs a new token}
  - code: 100
    name: InvalidParameter
    subcodes: {33: {name: ObjectNotFound}}
`, "versions.yaml", `
versions:
  - {version: v25.0, released: 2026-02-18, expires: 2028-07-29}
  - {version: v9.0, released: 2020-11-10, marketing_expires: 2021-08-25}
`))
	node := set.Nodes[0]
	text := func(value string, line, col int) spec.Text {
		return spec.Text{Value: value, Pos: pos("specs/nodes/ad_account.yaml", line, col)}
	}
	for _, tc := range []struct {
		what      string
		got, want any
	}{
		{"name", node.Name, text("AdAccount", 2, 7)},
		{"doc", node.Doc.Value, "An account that owns campaigns."},
		{"path", node.Path, text("act_{ad_account_id}", 7, 7)},
		{"requirements", node.Requirements, []spec.Text{text("New Page Experience", 8, 16)}},
		{"source page", node.Source.Page, text("Ad Account", 6, 16)},
		{"min", node.Fields[0].Min, spec.Number(text("-1", 10, 27))},
		{"core", node.Fields[0].Core, true},
		{"empty_since", node.Fields[0].EmptySince.Value, "2024-01-02"},
		{"default", node.Fields[0].Default.Value, "true"},
		{"variant", node.Fields[1].Range.Removed, text("v25.0", 11, 36)},
		{"second variant", node.Fields[2].Name, text("budget", 11, 3)},
		{"second variant's type", node.Fields[2].Type.String(), "int64"},
		{"deprecated", node.Operations[0].Deprecated.Value, "true"},
		{"kind", node.Edges[0].Operations[0].Kind, text("list", 15, 5)},
		{"param", node.Edges[0].Operations[0].Params[0].Type.String(), "list<enum {A, B C}>"},
		{"inline enum value", node.Edges[0].Operations[0].Params[0].Type.Args[0].Values[1].Value, text("B C", 17, 39)},
		{"error codes", node.Edges[0].Operations[0].Errors[1], spec.Number(text("190", 19, 21))},
		{"struct home", set.Structs[0].Home, "AdAccount"},
		{"value", set.Enums[0].Values[0].Range.Since, text("v21.0", 24, 40)},
		{"first code", set.Errors[0].Name.Value, "InvalidParameter"},
		{"subcode", [2]int{set.Errors[1].Code, set.Errors[1].Subcode}, [2]int{100, 33}},
		{"first version", set.Versions[0].MarketingExpires.Value, "2021-08-25"},
	} {
		if diff := cmp.Diff(tc.want, tc.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tc.what, diff)
		}
	}
}

func pos(file string, line, col int) diag.Pos { return diag.Pos{File: file, Line: line, Col: col} }

// A pipe, or anything else that is no file, is reported and not opened: that
// could wait forever.
func TestLoadPipe(t *testing.T) {
	files := fstest.MapFS{"a.yaml": {Data: []byte("node: A\n")}, "pipe.yaml": {Mode: fs.ModeNamedPipe}}
	set, diags := spec.Load(spec.Layer{Name: "in", FS: files})
	if got, want := diags.Err().Error(), "in/pipe.yaml: this is no file; rename it or take it away"; got != want || len(set.Nodes) != 1 {
		t.Errorf("%d nodes and %q, want one and %q", len(set.Nodes), got, want)
	}
}
