package specdiff_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/generator"
	"github.com/metagraph-go/graphgen/generator/metajson"
	"github.com/metagraph-go/graphgen/generator/spec"
	"github.com/metagraph-go/graphgen/generator/specdiff"
	"github.com/metagraph-go/graphgen/specs"
)

func files(name, content string) fstest.MapFS {
	return fstest.MapFS{name: {Data: []byte(content)}}
}

var builtin = generator.Layer{Name: "builtin", FS: specs.FS()}

// metaFolder is the folder with Meta's published JSON of several versions.
// Tests that need it are skipped where it is not.
func metaFolder(t *testing.T) string {
	t.Helper()
	folder := os.Getenv("GRAPHGEN_META_SPECS")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "meta-specs")
	}
	if _, err := os.Stat(filepath.Join(folder, "v25.0", "specs")); err != nil {
		t.Skipf("Meta's published JSON specs are not here (%v); set GRAPHGEN_META_SPECS to the folder that holds v24.0 and v25.0", err)
	}
	return folder
}

func importMeta(t *testing.T, folder string) generator.Layer {
	t.Helper()
	var releases []metajson.Release
	for _, version := range []string{"v24.0", "v25.0"} {
		releases = append(releases, metajson.Release{Version: version, Name: version, FS: os.DirFS(filepath.Join(folder, version))})
	}
	known, _ := spec.Load(builtin)
	result, err := metajson.Import(releases, known.Versions)
	if err != nil {
		t.Fatal(err)
	}
	layer := fstest.MapFS{}
	for name, content := range result.Files {
		layer[name] = &fstest.MapFile{Data: content}
	}
	return generator.Layer{Name: "imported", FS: layer}
}

// published lists the fields and operations of a version's JSON as
// "Class.field" and "Class endpoint METHOD".
func published(t *testing.T, folder, version string) (classes, fields, operations map[string]bool) {
	t.Helper()
	classes, fields, operations = map[string]bool{}, map[string]bool{}, map[string]bool{}
	paths, err := filepath.Glob(filepath.Join(folder, version, "specs", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".json")
		if name == "enum_types" {
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var class struct {
			Fields []struct{ Name string }
			Apis   []struct{ Method, Endpoint string }
		}
		if err := json.Unmarshal(data, &class); err != nil {
			t.Fatal(err)
		}
		classes[name] = true
		for _, f := range class.Fields {
			fields[name+"."+f.Name] = true
		}
		for _, api := range class.Apis {
			operations[name+" "+api.Endpoint+" "+api.Method] = true
		}
	}
	return classes, fields, operations
}

// differences are what one version has and the other does not, of classes that
// both have: with + in front what is new, with - what is gone.
func differences(before, after, classesBefore, classesAfter map[string]bool) []string {
	var list []string
	both := func(element string) bool {
		class := element[:strings.IndexAny(element, ". ")]
		return classesBefore[class] && classesAfter[class]
	}
	for element := range after {
		if !before[element] && both(element) {
			list = append(list, "+"+element)
		}
	}
	for element := range before {
		if !after[element] && both(element) {
			list = append(list, "-"+element)
		}
	}
	slices.Sort(list)
	return list
}

var methods = map[string]string{"read": "GET", "list": "GET", "create": "POST", "update": "POST", "delete": "DELETE"}

// The difference of two versions of Meta's API is that of their JSON, as an
// independent count finds it, and what breaks is what breaks in the source.
func TestCompareMeta(t *testing.T) {
	folder := metaFolder(t)
	layer := importMeta(t, folder)
	cfg := func(version string) generator.Config {
		return generator.Config{Specs: []generator.Layer{layer}, APIVersion: version, Package: "meta"}
	}
	report := checkAgainstSurface(t, cfg("v24.0"), cfg("v25.0"))

	classesBefore, fieldsBefore, operationsBefore := published(t, folder, "v24.0")
	classesAfter, fieldsAfter, operationsAfter := published(t, folder, "v25.0")
	var fields, operations []string
	for _, c := range report.Changes {
		sign := map[specdiff.Kind]string{specdiff.Added: "+", specdiff.Removed: "-"}[c.Kind]
		owner, _, _ := strings.Cut(c.Go, ".")
		switch {
		case c.Kind == specdiff.Changed:
		case c.What == "field" && classesBefore[owner] && classesAfter[owner]:
			fields = append(fields, sign+owner+"."+c.Name)
		case c.What == "operation":
			kind := c.Name[strings.LastIndexByte(c.Name, ' ')+1:]
			edge := strings.TrimSuffix(strings.TrimSuffix(c.Name, kind), " ")
			operations = append(operations, sign+strings.TrimSuffix(owner, "Node")+" "+edge+" "+methods[kind])
		}
	}
	slices.Sort(fields)
	slices.Sort(operations)
	if diff := cmp.Diff(differences(fieldsBefore, fieldsAfter, classesBefore, classesAfter), fields); diff != "" {
		t.Errorf("fields (-JSON +report):\n%s", diff)
	}
	if diff := cmp.Diff(differences(operationsBefore, operationsAfter, classesBefore, classesAfter), operations); diff != "" {
		t.Errorf("operations (-JSON +report):\n%s", diff)
	}
	t.Logf("%d fields and %d operations differ", len(fields), len(operations))
}

// Laying the built-in specs over imported ones adds to what the built-in ones
// generate, and breaks nothing of it.
func TestImportBelowBuiltinBreaksNothing(t *testing.T) {
	layer := importMeta(t, metaFolder(t))
	for _, version := range []string{"v24.0", "v25.0"} {
		alone := generator.Config{Specs: []generator.Layer{builtin}, APIVersion: version, Package: "meta"}
		layered := generator.Config{Specs: []generator.Layer{layer, builtin}, APIVersion: version, Package: "meta"}
		for _, c := range checkAgainstSurface(t, alone, layered).Changes {
			if c.Breaks != "" {
				t.Errorf("%s: %+v", version, c)
			}
		}
	}
}
