package golden_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/metagraph-go/graphgen"

// rule says what packages may import besides what no rule forbids.
type rule struct {
	what string
	// holds says for which packages the rule is, by their path in the module.
	holds func(pkg string) bool
	// allows says what they may import: a path in the module, beginning with
	// "./", or another import path.
	allows func(imported string) bool
}

var rules = []rule{
	{
		"the runtime imports the standard library only",
		oneOf("runtime/graph", "runtime/hash"),
		isStandard,
	},
	{
		"what sends people's data imports the standard library, runtime/graph, runtime/hash and what it shares only",
		oneOf("runtime/audience", "runtime/conversions", "runtime/internal/delivery"),
		func(imported string) bool {
			return isStandard(imported) || oneOf("runtime/graph", "runtime/hash", "runtime/internal/delivery")(strings.TrimPrefix(imported, "./"))
		},
	},
	{
		"generated code imports the standard library and runtime/graph only",
		isGenerated,
		func(imported string) bool { return isStandard(imported) || imported == "./runtime/graph" },
	},
	{
		"only generator/spec imports yaml",
		func(pkg string) bool { return pkg != "generator/spec" },
		func(imported string) bool { return !strings.Contains(imported, "yaml") },
	},
	{
		"only generator/emit imports jennifer",
		func(pkg string) bool { return pkg != "generator/emit" },
		func(imported string) bool { return !strings.HasPrefix(imported, "github.com/dave/jennifer") },
	},
	{
		"generator/ir imports the standard library only",
		oneOf("generator/ir"),
		isStandard,
	},
	{
		"generator/emit knows the IR and nothing else of the generator",
		oneOf("generator/emit"),
		func(imported string) bool { return !inModule(imported) || imported == "./generator/ir" },
	},
	{
		"nothing imports cmd",
		func(string) bool { return true },
		func(imported string) bool { return imported != "./cmd" && !strings.HasPrefix(imported, "./cmd/") },
	},
	{
		"the runtime does not know the generator",
		func(pkg string) bool { return strings.HasPrefix(pkg, "runtime/") && pkg != "runtime/graphtest" },
		func(imported string) bool { return isStandard(imported) || strings.HasPrefix(imported, "./runtime/") },
	},
	{
		"runtime/graphtest reads specs and prints no code",
		oneOf("runtime/graphtest"),
		func(imported string) bool { return imported != "./generator" && imported != "./generator/emit" },
	},
	{
		"encoding/json/v2 is not for us while it is an experiment",
		func(string) bool { return true },
		func(imported string) bool {
			return imported != "encoding/json/v2" && imported != "encoding/json/jsontext"
		},
	},
}

// TestImports checks the rules for every package of the module. Tests may
// import more.
func TestImports(t *testing.T) {
	packages := listPackages(t)
	for _, r := range rules {
		t.Run(r.what, func(t *testing.T) {
			held := 0
			for _, pkg := range packages {
				if !r.holds(pkg.path) {
					continue
				}
				held++
				for _, imported := range pkg.imports {
					if !r.allows(imported) {
						t.Errorf("%s imports %s", pkg.path, imported)
					}
				}
			}
			if held == 0 {
				t.Error("there is no package that the rule is for")
			}
		})
	}
}

// listed is a package with its path in the module.
type listed struct {
	path    string
	imports []string
}

// listPackages returns the packages of the module, read from their files.
func listPackages(t *testing.T) []listed {
	t.Helper()
	root := os.DirFS("..")
	imports := map[string][]string{}
	err := fs.WalkDir(root, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		hidden := len(entry.Name()) > 1 && strings.ContainsAny(entry.Name()[:1], "._")
		if entry.IsDir() && (hidden || entry.Name() == "testdata") {
			return fs.SkipDir
		}
		if entry.IsDir() || path.Ext(file) != ".go" || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		content, err := fs.ReadFile(root, file)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, content, parser.ImportsOnly)
		if err != nil {
			return err
		}
		pkg := path.Dir(file)
		imports[pkg] = append(imports[pkg], importPaths(parsed)...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var packages []listed
	for _, pkg := range slices.Sorted(maps.Keys(imports)) {
		slices.Sort(imports[pkg])
		packages = append(packages, listed{pkg, slices.Compact(imports[pkg])})
	}
	return packages
}

// importPaths returns what a file imports; paths in the module begin with "./".
func importPaths(file *ast.File) []string {
	var paths []string
	for _, spec := range file.Imports {
		imported := strings.Trim(spec.Path.Value, `"`)
		if rest, ok := strings.CutPrefix(imported, module); ok {
			imported = "." + rest
		}
		paths = append(paths, imported)
	}
	return paths
}

// isGenerated reports whether a package was printed by the generator.
func isGenerated(pkg string) bool {
	golden, _ := path.Match("golden/cases/*/want", pkg)
	goldens, _ := path.Match("golden/cases/*/want/*", pkg)
	return golden || goldens || strings.HasPrefix(pkg, "generated/") || pkg == "generator/emit/internal/sample"
}

func inModule(imported string) bool { return strings.HasPrefix(imported, "./") }

// isStandard reports whether an import path is of the standard library: the
// first element of any other has a dot.
func isStandard(imported string) bool {
	first, _, _ := strings.Cut(imported, "/")
	return !strings.Contains(first, ".")
}

func oneOf(packages ...string) func(string) bool {
	return func(pkg string) bool { return slices.Contains(packages, pkg) }
}
