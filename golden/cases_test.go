package golden_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/generator"
	"github.com/metagraph-go/graphgen/generator/config"
	"github.com/metagraph-go/graphgen/specs"
)

// TestCases compares every package of every case with what the generator makes
// of the case's specs: missing, extra and different files are failures.
func TestCases(t *testing.T) {
	configs, err := filepath.Glob(filepath.Join("cases", "*", "graphgen*.yaml"))
	if err != nil || len(configs) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range configs {
		t.Run(caseName(file), func(t *testing.T) {
			folder, made := generate(t, file)
			if *update {
				write(t, folder, made)
			}
			if diff := cmp.Diff(read(t, folder), made); diff != "" {
				t.Errorf("%s differs; run \"go test ./golden -update\" to accept (-want +got):\n%s", folder, diff)
			}
		})
	}
}

// TestEveryCaseHasAConfig finds folders that TestCases would pass over.
func TestEveryCaseHasAConfig(t *testing.T) {
	folders, err := os.ReadDir("cases")
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		configs, err := filepath.Glob(filepath.Join("cases", folder.Name(), "graphgen*.yaml"))
		if err != nil || len(configs) == 0 {
			t.Errorf("case %s has no graphgen.yaml", folder.Name())
		}
	}
}

// caseName is the name of a case, with the config where there are several.
func caseName(file string) string {
	name := filepath.Base(filepath.Dir(file))
	suffix := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(file), "graphgen"), ".yaml")
	return name + suffix
}

// generate makes the package of a config, and returns the folder that the
// config names for it.
func generate(t *testing.T, file string) (folder string, files map[string]string) {
	t.Helper()
	c, err := config.Load(file, file)
	if err != nil {
		t.Fatal(err)
	}
	base := filepath.Dir(file)
	made, err := generator.Generate(t.Context(), generatorConfig(base, c))
	if err != nil {
		t.Fatal(err)
	}
	files = map[string]string{}
	for name, content := range made.Files {
		files[name] = string(content)
	}
	return filepath.Join(base, filepath.FromSlash(c.Output.Value)), files
}

func generatorConfig(base string, c *config.Config) generator.Config {
	out := generator.Config{APIVersion: c.APIVersion.Value, Package: c.Package.Value}
	for _, layer := range c.Specs {
		if layer.Value == config.Builtin {
			out.Specs = append(out.Specs, generator.Layer{Name: "specs", FS: specs.FS()})
			continue
		}
		path := filepath.Join(base, filepath.FromSlash(layer.Value))
		out.Specs = append(out.Specs, generator.Layer{Name: layer.Value, FS: os.DirFS(path)})
	}
	for _, pattern := range c.Include {
		out.Include = append(out.Include, pattern.Value)
	}
	for _, pattern := range c.Exclude {
		out.Exclude = append(out.Exclude, pattern.Value)
	}
	return out
}

// read returns the files of a package but for the tests, which are written by
// hand.
func read(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, path := range packageFiles(t, folder) {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(path)] = strings.ReplaceAll(string(content), "\r\n", "\n")
	}
	return files
}

// write writes a package anew. Tests in its folder stay.
func write(t *testing.T, folder string, files map[string]string) {
	t.Helper()
	if err := os.MkdirAll(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	for _, path := range packageFiles(t, folder) {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func packageFiles(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	var paths []string
	for _, entry := range entries {
		if !entry.IsDir() && !strings.HasSuffix(entry.Name(), "_test.go") {
			paths = append(paths, filepath.Join(folder, entry.Name()))
		}
	}
	return paths
}
