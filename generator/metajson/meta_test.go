package metajson_test

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/generator"
	"github.com/metagraph-go/graphgen/generator/lower"
	"github.com/metagraph-go/graphgen/generator/metajson"
	"github.com/metagraph-go/graphgen/generator/spec"
	"github.com/metagraph-go/graphgen/specs"
)

var metaVersions = []string{"v24.0", "v25.0"}

// metaFolder is the folder with Meta's published JSON of several versions.
// Tests that need it are skipped where it is not.
func metaFolder(t testing.TB) string {
	t.Helper()
	folder := os.Getenv("GRAPHGEN_META_SPECS")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "meta-specs")
	}
	for _, version := range metaVersions {
		if _, err := os.Stat(filepath.Join(folder, version, "specs")); err != nil {
			t.Skipf("Meta's published JSON specs are not here (%v); set GRAPHGEN_META_SPECS to the folder that holds %s", err, metaVersions)
		}
	}
	return folder
}

func importMeta(t testing.TB, folder string) *metajson.Result {
	t.Helper()
	var releases []metajson.Release
	for _, version := range metaVersions {
		releases = append(releases, metajson.Release{Version: version, Name: version, FS: os.DirFS(filepath.Join(folder, version))})
	}
	builtin, _ := spec.Load(builtinLayer())
	result, err := metajson.Import(releases, builtin.Versions)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func builtinLayer() generator.Layer { return generator.Layer{Name: "builtin", FS: specs.FS()} }

// counts are what a version has.
type counts struct {
	Types, Fields, Operations, Params, RequiredParams, Enums, Values int
}

// published is what this test reads of a class. It knows nothing of how the
// import reads it.
type published struct {
	Fields []struct{ Name string }
	Apis   []struct {
		Method, Return string
		Params         []struct {
			Name, Type string
			Required   bool
		}
	}
}

// countPublished counts what the JSON of a version has, and names what its
// operations return.
func countPublished(t *testing.T, folder, version string) (c counts, classes, returned map[string]bool) {
	t.Helper()
	classes, returned = map[string]bool{}, map[string]bool{}
	paths, err := filepath.Glob(filepath.Join(folder, version, "specs", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".json")
		if name == "enum_types" {
			continue
		}
		var class published
		readInto(t, path, &class)
		classes[name] = true
		c.Types++
		c.Fields += len(class.Fields)
		c.Operations += len(class.Apis)
		for _, api := range class.Apis {
			returned[api.Return] = true
			c.Params += len(api.Params)
			for _, param := range api.Params {
				if param.Required {
					c.RequiredParams++
				}
				if api.Method == "GET" && (param.Name == "limit" && strings.HasSuffix(param.Type, "int") || param.Name == "fields" && param.Type == "list<string>") {
					c.Params-- // every list has it, and it is not written down
				}
			}
		}
	}
	delete(returned, "Object")
	return c, classes, returned
}

// countEnums counts the enums of a version and their values: those of one
// class and member are one.
func countEnums(t *testing.T, folder, version string, isClass func(string) bool) (enums, values int) {
	t.Helper()
	var list []struct {
		Name, Node string
		Member     string `json:"field_or_param"`
		Values     []string
	}
	readInto(t, filepath.Join(folder, version, "specs", "enum_types.json"), &list)
	seen := map[string]map[string]bool{}
	for _, e := range list {
		key := e.Name
		if isClass(e.Node) {
			key = e.Node + " " + e.Member
		}
		if seen[key] == nil {
			seen[key] = map[string]bool{}
		}
		for _, value := range e.Values {
			if value != "" {
				seen[key][value] = true
			}
		}
	}
	for _, set := range seen {
		values += len(set)
	}
	return len(seen), values
}

func readInto(t *testing.T, path string, into any) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(path, err)
	}
}

// Nothing of Meta's JSON gets lost: each version of the imported set has as
// many elements as a count of the JSON that shares no code with the import.
// The remainder is what Meta's overrides hide and add, the classes that are
// only returned, and enums that are one for all their uses.
func TestImportOfMetaIsComplete(t *testing.T) {
	folder := metaFolder(t)
	set, diags := spec.Load(layerOf(importMeta(t, folder)))
	for _, d := range diags.All() {
		t.Error(d)
	}
	const (
		hiddenFields = 3 // not_visible: Business, AdAccount and Targeting have one each
		addedParams  = 1 // allow_file_param: the file of AdAccount.adimages
	)
	all := map[string]bool{}
	want := map[string]counts{}
	for _, version := range metaVersions {
		c, classes, returned := countPublished(t, folder, version)
		for name := range returned {
			if !classes[name] {
				c.Types++
			}
			all[name] = true
		}
		for name := range classes {
			all[name] = true
		}
		c.Fields -= hiddenFields
		c.Params += addedParams
		want[version] = c
	}
	got := map[string]counts{}
	for _, version := range metaVersions {
		c := want[version]
		c.Enums, c.Values = countEnums(t, folder, version, func(name string) bool { return all[name] })
		want[version] = c
		selected, _ := lower.Select(set, version, time.Time{})
		got[version] = countSet(selected)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("elements of the versions (-JSON +spec files):\n%s", diff)
	}
	t.Logf("%+v", got)
}

func countSet(set *spec.Set) counts {
	c := counts{Types: len(set.Nodes) + len(set.Structs), Enums: len(set.Enums)}
	count := func(operations []*spec.Operation) {
		c.Operations += len(operations)
		for _, o := range operations {
			c.Params += len(o.Params)
			for _, p := range o.Params {
				if p.Required {
					c.RequiredParams++
				}
			}
		}
	}
	for _, n := range set.Nodes {
		c.Fields += len(n.Fields)
		count(n.Operations)
		for _, e := range n.Edges {
			count(e.Operations)
		}
	}
	for _, s := range set.Structs {
		c.Fields += len(s.Fields)
	}
	for _, e := range set.Enums {
		c.Values += len(e.Values)
	}
	return c
}

// Alone and below the built-in specs, what was imported has no mistakes.
func TestImportOfMetaPassesLint(t *testing.T) {
	layer := layerOf(importMeta(t, metaFolder(t)))
	for name, layers := range map[string][]generator.Layer{"alone": {layer}, "below builtin": {layer, builtinLayer()}} {
		found, err := generator.Lint(context.Background(), layers)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range found {
			t.Errorf("%s: %s", name, d)
		}
	}
}

// All of Meta's API is one Go package that compiles and that vet has nothing
// to say about, and two runs make the same one. With GRAPHGEN_LONG=1 it is also
// compiled without the built-in specs.
func TestImportOfMetaCompiles(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles a package of 1,000 files")
	}
	layer := layerOf(importMeta(t, metaFolder(t)))
	dir := t.TempDir()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	module := "module example.test/everything\n\ngo 1.26\n\nrequire github.com/metagraph-go/graphgen v0.0.0\n\nreplace github.com/metagraph-go/graphgen => " + root + "\n"
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte(module), 0o666); err != nil {
		t.Fatal(err)
	}
	packages := map[string][]generator.Layer{"layered": {layer, builtinLayer()}}
	if os.Getenv("GRAPHGEN_LONG") != "" {
		packages["alone"] = []generator.Layer{layer}
	}
	for name, layers := range packages {
		files := generate(t, layers)
		if diff := cmp.Diff(files, generate(t, layers)); diff != "" {
			t.Errorf("%s: two runs differ:\n%s", name, diff)
		}
		if err := os.Mkdir(filepath.Join(dir, name), 0o777); err != nil {
			t.Fatal(err)
		}
		for file, content := range files {
			if err := os.WriteFile(filepath.Join(dir, name, file), content, 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, args := range [][]string{{"build", "./..."}, {"vet", "./..."}} {
		command := exec.CommandContext(t.Context(), "go", args...)
		command.Dir = dir
		command.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod", "GOPROXY=off")
		if out, err := command.CombinedOutput(); err != nil {
			t.Errorf("go %s: %v\n%.4000s", strings.Join(args, " "), err, out)
		}
	}
}

func generate(t *testing.T, layers []generator.Layer) map[string][]byte {
	t.Helper()
	result, err := generator.Generate(context.Background(), generator.Config{Specs: layers, APIVersion: "v25.0", Package: "meta"})
	if err != nil {
		t.Fatal(err)
	}
	return result.Files
}
