package spec_test

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/generator/spec"
)

// backwards is an FS that lists folders in the wrong order.
type backwards struct{ fs.FS }

func (b backwards) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(b.FS, name)
	slices.Reverse(entries)
	return entries, err
}

func TestLoadDoesNotDependOnTheOrderOfFiles(t *testing.T) {
	fsys := fstest.MapFS{".hidden/x.yaml": {Data: []byte("x")}, ".x.yaml": {Data: []byte("x")}, "README.md": {Data: []byte("x")}}
	for i := range 50 {
		fsys[fmt.Sprintf("%c/node%d.yml", 'a'+i%3, i)] = &fstest.MapFile{Data: fmt.Appendf(nil,
			"node: N%d\nfield: {}\nstructs: {S%d: {fields: {a: {type: string}}}, Twice: {}}\n", i, i)}
	}
	set, diags := spec.Load(spec.Layer{FS: fsys})
	again, diagsAgain := spec.Load(spec.Layer{FS: backwards{fsys}})
	if diff := cmp.Diff(set, again); diff != "" {
		t.Errorf("the order of files shows (-sorted +backwards):\n%s", diff)
	}
	if diff := cmp.Diff(diags.All(), diagsAgain.All()); diff != "" {
		t.Errorf("the order of files shows in messages (-sorted +backwards):\n%s", diff)
	}
	if len(set.Nodes) != 50 || diags.Len() != 50 {
		t.Errorf("%d nodes and %d messages, want 50 of each", len(set.Nodes), diags.Len())
	}
}

func TestLoadManyFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 10,000 files")
	}
	const count = 10_000
	var fields strings.Builder
	for i := range 20 {
		fmt.Fprintf(&fields, "  field_%d: {type: \"list<map<string, int32>>\", doc: What the field number %d says.}\n", i, i)
	}
	fsys := fstest.MapFS{}
	for i := range count {
		fsys[fmt.Sprintf("%02d/node_%d.yaml", i%100, i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "node: Node%d\nfields:\n%s", i, &fields)}
	}
	set := load(t, spec.Layer{Name: "many", FS: fsys})
	if len(set.Nodes) != count {
		t.Errorf("%d nodes, want %d", len(set.Nodes), count)
	}
}

func BenchmarkLoad(b *testing.B) {
	var fields strings.Builder
	for i := range 20 {
		fmt.Fprintf(&fields, "  field_%d: {type: \"list<map<string, int32>>\", doc: What the field number %d says.}\n", i, i)
	}
	fsys := fstest.MapFS{}
	for i := range 1000 {
		fsys[fmt.Sprintf("node_%d.yaml", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "node: Node%d\nfields:\n%s", i, &fields)}
	}
	b.ReportAllocs()
	for b.Loop() {
		spec.Load(spec.Layer{FS: fsys})
	}
}
