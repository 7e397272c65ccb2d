package check_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/metagraph-go/graphgen/generator/check"
	"github.com/metagraph-go/graphgen/generator/diag"
	"github.com/metagraph-go/graphgen/generator/spec"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/specs"
)

// lint returns what is wrong with one file.
func lint(data string) []diag.Diagnostic {
	set, diags := spec.Load(spec.Layer{FS: fstest.MapFS{"a.yaml": {Data: []byte(data)}}})
	diags.Add(check.Set(set))
	return diags.All()
}

func TestBuiltInSpecsAreRight(t *testing.T) {
	set, diags := spec.Load(spec.Layer{Name: "specs", FS: specs.FS()})
	diags.Add(check.Set(set))
	for _, d := range diags.All() {
		if d.Severity == diag.Error {
			t.Error(d)
		}
	}
}

// The names that Meta has are all allowed.
func TestNamesOfTheAPI(t *testing.T) {
	for _, name := range []string{
		"id", "1d_click", "action.type", "post.object.wall", "inclusionOperator", "offsite_conversion.fb_pixel-x", "a:b", "_x",
	} {
		for _, d := range lint("node: Post\nfields:\n  " + fmt.Sprintf("%q", name) + ": {type: string}\n") {
			t.Error(d)
		}
	}
	for _, value := range []string{"available for order", "Cajun/Creole", "American (New)", "1", "EVERYTHING_2.0"} {
		for _, d := range lint("node: Post\nfields: {a: {type: E}}\nenums: {E: {values: [" + fmt.Sprintf("%q", value) + "]}}\n") {
			t.Error(d)
		}
	}
}

// What passes can be put into a struct tag, a string and a comment.
func TestNamesThatBreakOut(t *testing.T) {
	for _, name := range []string{
		"a`b", `a"b`, "a,omitempty", "-", ".", "..", "a b", "a\\b", "a/b", "a\tb", "é", "*/", "a{b}", "", "__", "a\u202eb",
	} {
		for _, format := range []string{
			"node: Post\nfields:\n  %s: {type: string}\n",
			"node: Post\nupdate: {params: {%s: {type: string}}}\nfields: {a: {type: string}}\n",
			"node: Post\nedges:\n  %s: {read: {returns: Post}}\nfields: {a: {type: string}}\n",
			"types: Post\nstructs: {S: {fields: {%s: {type: string}, s: {type: S}}}}\n",
			"node: %s\nopaque: true\n",
			"types: %s\nenums: {E: {values: [A]}}\n",
		} {
			data := fmt.Sprintf(format, fmt.Sprintf("%+q", name))
			if !slices.ContainsFunc(lint(data), func(d diag.Diagnostic) bool { return d.Rule == "name" && d.Severity == diag.Error }) {
				t.Errorf("no error for the name in\n%s", data)
			}
		}
	}
}

// The classes of the catalogue are those of the runtime.
func TestClassesAreThoseOfTheRuntime(t *testing.T) {
	for _, class := range []graph.Class{
		graph.ErrToken, graph.ErrPermission, graph.ErrRateLimited, graph.ErrTransient, graph.ErrNotFound,
		graph.ErrBadRequest, graph.ErrBlocked, graph.ErrReduceData,
	} {
		for _, d := range lint("errors: [{code: 1, name: One, doc: One., class: " + string(class) + "}]\n") {
			t.Error(d)
		}
	}
	if len(lint("errors: [{code: 1, name: One, doc: One., class: "+string(graph.ErrReadBack)+"}]\n")) == 0 {
		t.Error("a code can have the class that the client gives to a failed read")
	}
}

// A set that no file stands behind, such as one that an importer makes, is
// checked too.
func TestSetWithoutFiles(t *testing.T) {
	text := func(s string) spec.Text { return spec.Text{Value: s} }
	set := &spec.Set{Nodes: []*spec.Node{{
		Name:   text("Campaign"),
		Fields: []*spec.Field{{Name: text("id"), Type: spec.Type{Name: "Unicorn"}, Required: true}},
	}}}
	var rules []string
	for _, d := range ptr(check.Set(set)).All() {
		rules = append(rules, d.Rule)
	}
	if !slices.Contains(rules, "unknown-type") || !slices.Contains(rules, "required") {
		t.Errorf("rules %v, want unknown-type and required", rules)
	}
}

func ptr(l diag.List) *diag.List { return &l }

// An author finds every rule that can stop a build in a file of its own.
func TestRulesAreNamed(t *testing.T) {
	names := append(check.Rules(), spec.Rules()...)
	for i, name := range names {
		if name == "" || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz-") != "" || slices.Contains(names[:i], name) {
			t.Errorf("bad rule name %q", name)
		}
	}
}

func FuzzSet(f *testing.F) {
	for _, seed := range []string{
		"node: Campaign\nfields: {id: {type: 'list<map<string, enum {A}>>', min: 1, default: true}}\n",
		"types: T\nstructs: {S: [{fields: {s: {type: S}}, removed: v2.0}, {since: v2.0}]}\nenums: {E: {values: {A: {since: v1.0}}}}\n",
		"errors: [{code: 1, name: X, class: blocked, subcodes: {2: {}}}]\n",
		"versions: [{version: v1.0, released: 2020-01-01, expires: x}]\n",
		"node: A\nedges: {e: {list: {returns: id<A>, errors: [1], params: {p: {type: file, csv: true}}}, read: }}\nupdate: {read_after_write: true}\n",
		"a: &a [*a]\n", "node: x\n---\n", "!!binary x", "\xff", "{", "? a\n", "node: '\\\n\n", "#\n- #\n  -",
	} {
		f.Add([]byte(seed), []byte("node: A\nfields: {id: null}\n"))
	}
	if builtIn, err := os.ReadFile("../../specs/errors.yaml"); err == nil {
		f.Add(builtIn, []byte(""))
	}
	f.Fuzz(func(t *testing.T, base, over []byte) {
		set, diags := spec.Load(
			spec.Layer{Name: "base", FS: fstest.MapFS{"a.yaml": {Data: base}}},
			spec.Layer{Name: "over", FS: fstest.MapFS{"b.yaml": {Data: over}}})
		diags.Add(check.Set(set))
		for _, d := range diags.All() {
			if d.Rule == "" || d.Pos.File == "" || strings.ContainsAny(d.String(), "\n\x00\x1b") {
				t.Errorf("bad diagnostic %+v", d)
			}
		}
	})
}
