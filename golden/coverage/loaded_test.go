package coverage

import (
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/metagraph-go/graphgen/runtime/graph"
)

const runtimePath = "github.com/metagraph-go/graphgen/runtime/graph"

// loaded is a generated package as the compiler and go doc see it.
type loaded struct {
	types *types.Package
	info  *types.Info
	// methods are the methods of the handles, such as "UserNode.Accounts".
	methods map[string]*method
	// structs are the struct types, with the params of operations.
	structs map[string]map[string]field
	// enums are the values of the constants of each type.
	enums map[string][]string
	// listed are the values that the function of an enum returns, by type.
	listed map[string][]string
	// sentinels are the error variables, and catalogue what the package tells
	// the runtime about codes.
	sentinels map[string]graph.Code
	catalogue map[graph.Code]graph.ErrorDoc
}

// method is a method that builds a call.
type method struct {
	doc string
	// returns is the type of its result, such as "graph.List[*Page]".
	returns string
	// params is the name of the struct that it takes, or empty.
	params string
	// operation is the descriptor that the call is made with.
	operation *graph.Operation
}

// field is a field of a struct: of data, by its wire name in the tag json, or
// of params, by that in the tag param.
type field struct {
	goType  string
	doc     string
	options []string
}

// load type-checks the files of a package.
func load(files map[string][]byte) (*loaded, error) {
	runtime, err := runtimeTypes()
	if err != nil {
		return nil, err
	}
	fset := token.NewFileSet()
	var parsed []*ast.File
	for name, content := range files {
		file, err := parser.ParseFile(fset, name, content, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		parsed = append(parsed, file)
	}
	info := &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{},
		Defs:  map[*ast.Ident]types.Object{},
		Uses:  map[*ast.Ident]types.Object{},
	}
	config := types.Config{Importer: onlyRuntime{runtime}}
	pkg, err := config.Check("meta", fset, parsed, info)
	if err != nil {
		return nil, err
	}
	p := &loaded{types: pkg, info: info}
	return p, p.read(parsed)
}

// committed is the package that users import.
func committed(t *testing.T) *loaded {
	t.Helper()
	p, err := loadCommitted()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

var loadCommitted = sync.OnceValues(func() (*loaded, error) {
	paths, err := filepath.Glob(filepath.Join("..", "..", "generated", "v25", "meta", "*.go"))
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		if files[filepath.Base(path)], err = os.ReadFile(path); err != nil {
			return nil, err
		}
	}
	if len(files) == 0 {
		return nil, errors.New("there is no generated package")
	}
	return load(files)
})

// onlyRuntime imports what generated code may import.
type onlyRuntime struct{ graph *types.Package }

func (i onlyRuntime) Import(path string) (*types.Package, error) {
	if path != runtimePath {
		return nil, fmt.Errorf("generated code imports %s", path)
	}
	return i.graph, nil
}

// runtimeTypes reads the runtime's types once for all packages.
var runtimeTypes = sync.OnceValues(importRuntime)

// importRuntime reads the runtime's types from the export data of its build,
// which is much faster than checking the source of net/http once more.
func importRuntime() (*types.Package, error) {
	out, err := exec.Command("go", "list", "-export", "-deps", "-f", "{{.ImportPath}}={{.Export}}", runtimePath).Output()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return nil, fmt.Errorf("go list: %w\n%s", err, exit.Stderr)
	}
	if err != nil {
		return nil, err
	}
	exports := map[string]string{}
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), "=")
		exports[path] = file
	}
	lookup := func(path string) (io.ReadCloser, error) {
		if exports[path] == "" {
			return nil, fmt.Errorf("no export data of %s", path)
		}
		return os.Open(exports[path])
	}
	return importer.ForCompiler(token.NewFileSet(), "gc", lookup).Import(runtimePath)
}
