package lower_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/generator/diag"
	"github.com/metagraph-go/graphgen/generator/ir"
	"github.com/metagraph-go/graphgen/generator/lower"
	"github.com/metagraph-go/graphgen/generator/spec"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// The IR of a small spec set, in full.
func TestPackageGolden(t *testing.T) {
	pkg := lowerVersion(t, shop(t), "v25.0", nil, nil)
	got, err := json.MarshalIndent(pkg, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("testdata", "shop.json")
	if *update {
		if err := os.WriteFile(golden, append(got, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.TrimSpace(string(want)), string(got)); diff != "" {
		t.Errorf("the IR changed (-want +got); run with -update if that is meant:\n%s", diff)
	}
}

// shop is the spec set of testdata.
func shop(t testing.TB) *spec.Set {
	t.Helper()
	set, diags := spec.Load(spec.Layer{Name: "shop", FS: os.DirFS("testdata/shop")})
	wantClean(t, diags)
	return set
}

// load loads a spec set from the text of files. Without versions.yaml it has
// v24.0, v25.0 and v26.0.
func load(t testing.TB, files map[string]string) *spec.Set {
	t.Helper()
	fsys := fstest.MapFS{"versions.yaml": {Data: []byte("versions:\n  - {version: v24.0}\n  - {version: v25.0}\n  - {version: v26.0}\n")}}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	set, diags := spec.Load(spec.Layer{FS: fsys})
	wantClean(t, diags)
	return set
}

// lowerVersion runs all steps and wants no diagnostics.
func lowerVersion(t testing.TB, set *spec.Set, version string, include, exclude []string) *ir.Package {
	t.Helper()
	pkg, diags := tryLower(set, version, include, exclude)
	wantClean(t, diags)
	return pkg
}

func tryLower(set *spec.Set, version string, include, exclude []string) (*ir.Package, diag.List) {
	selected, diags := lower.Select(set, version, time.Time{})
	if diags.HasErrors() {
		return nil, diags
	}
	model, found := lower.Resolve(selected)
	diags.Add(found)
	if diags.HasErrors() {
		return nil, diags
	}
	selection, found := lower.Prune(model, include, exclude)
	diags.Add(found)
	if diags.HasErrors() {
		return nil, diags
	}
	return lower.Package(selection, "shop", version), diags
}

func wantClean(t testing.TB, diags diag.List) {
	t.Helper()
	for _, d := range diags.All() {
		t.Error(d)
	}
	if t.Failed() {
		t.FailNow()
	}
}

// goType writes a type of the IR as Go, for tables.
func goType(t ir.Type) string {
	switch t.Kind {
	case ir.Named:
		return t.Name
	case ir.Pointer:
		return "*" + goType(*t.Elem)
	case ir.List:
		return "[]" + goType(*t.Elem)
	case ir.Map:
		return "map[" + goType(*t.Key) + "]" + goType(*t.Elem)
	case ir.Opt, ir.Page:
		return string(t.Kind) + "[" + goType(*t.Elem) + "]"
	}
	return string(t.Kind)
}

// declarations lists what a package declares: types with their members, and
// constants.
func declarations(pkg *ir.Package) map[string]string {
	all := map[string]string{}
	fields := func(owner string, list []ir.Field) {
		for _, f := range list {
			all[owner+"."+f.GoName] = goType(f.Type) + " " + f.Wire
		}
	}
	for _, file := range pkg.Files {
		for _, n := range file.Nodes {
			all[n.GoName] = "node"
			if n.IDName != "" {
				all[n.IDName] = "id"
			}
			fields(n.GoName, n.Fields)
			for _, c := range n.FieldConst {
				all[c.GoName] = n.FieldName + " " + c.Value
			}
			for _, e := range n.Expansions {
				all[e.ConstName] = e.ChildField + " " + e.Wire
				if e.GoName != "" {
					all[n.GoName+"."+e.GoName] = goType(e.Type) + " " + e.Wire
				}
			}
			if n.Handle != nil {
				operations(all, n.Handle)
			}
		}
		for _, s := range file.Structs {
			all[s.GoName] = "struct"
			fields(s.GoName, s.Fields)
		}
		for _, e := range file.Enums {
			all[e.GoName] = "enum"
			for _, v := range e.Values {
				all[v.GoName] = e.GoName + " " + v.Value
			}
		}
	}
	return all
}

func operations(all map[string]string, h *ir.Handle) {
	all[h.GoName] = "handle"
	for _, o := range h.Operations {
		signature := o.ParamsName + " " + goType(o.Result)
		all[h.GoName+"."+o.GoName] = signature
		for _, p := range o.Params {
			all[o.ParamsName+"."+p.GoName] = goType(p.Type) + " " + p.Wire
		}
		if o.ReadBack != nil {
			all[h.GoName+"."+o.ReadBack.GoName] = o.ReadBack.FieldName + " " + goType(o.ReadBack.Result)
		}
	}
}
