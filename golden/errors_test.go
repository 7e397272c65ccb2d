package golden_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/generator/check"
	"github.com/metagraph-go/graphgen/generator/diag"
	"github.com/metagraph-go/graphgen/generator/spec"
)

// A case is a folder of spec files. If it has folders, they are layers in the
// order of their names. want.txt has one line for each message, with its rule.
func TestErrors(t *testing.T) {
	for _, name := range errorCases(t) {
		t.Run(name, func(t *testing.T) {
			var lines strings.Builder
			for _, d := range diagnose(caseLayers(t, name)) {
				lines.WriteString(d.String() + " [" + d.Rule + "]\n")
			}
			if lines.Len() == 0 {
				t.Error("nothing is wrong with the case")
			}
			compareFile(t, filepath.Join("errors", name, "want.txt"), lines.String())
		})
	}
}

// Every rule has a case, so that each message is read by someone and none
// changes unseen.
func TestErrorsOfEveryRule(t *testing.T) {
	seen := map[string]bool{}
	for _, name := range errorCases(t) {
		for _, d := range diagnose(caseLayers(t, name)) {
			seen[d.Rule] = true
		}
	}
	rules := append(spec.Rules(), check.Rules()...)
	for _, rule := range rules {
		if !seen[rule] {
			t.Errorf("no case in errors breaks the rule %s", rule)
		}
	}
	for rule := range seen {
		if !slices.Contains(rules, rule) {
			t.Errorf("the rule %s is reported, but not listed", rule)
		}
	}
}

// Ten mistakes give ten messages in the order of their places.
func TestTenMistakes(t *testing.T) {
	found := diagnose(caseLayers(t, "ten-mistakes"))
	if len(found) != 10 {
		t.Errorf("%d messages, want 10", len(found))
	}
	rules := map[string]bool{}
	for _, d := range found {
		rules[d.Rule] = true
		if d.Pos.Line == 0 || d.Pos.Col == 0 {
			t.Errorf("no place: %s", d)
		}
	}
	if len(rules) != 10 {
		t.Errorf("%d rules, want 10", len(rules))
	}
}

func diagnose(layers []spec.Layer) []diag.Diagnostic {
	set, diags := spec.Load(layers...)
	diags.Add(check.Set(set))
	return diags.All()
}

func errorCases(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir("errors")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		if entry.IsDir() {
			names = append(names, entry.Name())
		}
	}
	return names
}

// madeLayers are the layers that a folder of files can't show.
var madeLayers = map[string]fs.FS{
	"file-too-large":  fstest.MapFS{"large.yaml": {Data: []byte("node: Large\ndoc: " + strings.Repeat("x", 4<<20) + "\n")}},
	"file-unreadable": brokenFS{},
	"folder-empty":    fstest.MapFS{"campaign.txt": {Data: []byte("node: Campaign\n")}},
	"bytes-not-utf8":  fstest.MapFS{"campaign.yaml": {Data: []byte("node: Campaign\ndoc: caf\xe9\n")}},
}

// brokenFS lists a file that can't be opened.
type brokenFS struct{}

func (brokenFS) Open(name string) (fs.File, error) {
	if name == "." {
		return fstest.MapFS{"campaign.yaml": {}}.Open(".")
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: errors.New("the disk is gone")}
}

func caseLayers(t *testing.T, name string) []spec.Layer {
	t.Helper()
	if made, ok := madeLayers[name]; ok {
		return []spec.Layer{{FS: made}}
	}
	dir := filepath.Join("errors", name)
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var layers []spec.Layer
	for _, entry := range entries {
		if entry.IsDir() {
			layers = append(layers, spec.Layer{Name: entry.Name(), FS: os.DirFS(filepath.Join(dir, entry.Name()))})
		}
	}
	if layers == nil {
		layers = []spec.Layer{{FS: os.DirFS(dir)}}
	}
	return layers
}

// compareFile compares a golden file with what was got, or writes it.
func compareFile(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	// Checkouts on Windows may have other line ends.
	if diff := cmp.Diff(strings.ReplaceAll(string(want), "\r\n", "\n"), got); diff != "" {
		t.Errorf("%s (-want +got); rewrite with -update if it is right:\n%s", path, diff)
	}
}
