package emit_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/generator/emit"
)

var update = flag.Bool("update", false, "rewrite internal/sample")

// TestPackage compares the sample package with internal/sample, which go vet
// compiles with the rest of the module.
func TestPackage(t *testing.T) {
	files, err := emit.Package(sample())
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join("internal", "sample")
	if *update {
		writeFolder(t, folder, files)
	}
	if diff := cmp.Diff(readFolder(t, folder), asText(files)); diff != "" {
		t.Errorf("generated package differs; run with -update to accept (-want +got):\n%s", diff)
	}
}

func TestPackageIsDeterministic(t *testing.T) {
	first, err := emit.Package(sample())
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		again, err := emit.Package(sample())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(asText(first), asText(again)); diff != "" {
			t.Fatalf("two runs differ:\n%s", diff)
		}
	}
}

func asText(files map[string][]byte) map[string]string {
	text := make(map[string]string, len(files))
	for name, content := range files {
		text[name] = string(content)
	}
	return text
}

func readFolder(t *testing.T, folder string) map[string]string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(path)] = string(content)
	}
	return files
}

func writeFolder(t *testing.T, folder string, files map[string][]byte) {
	t.Helper()
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o666); err != nil {
			t.Fatal(err)
		}
	}
}
