package emit

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestRuntimeNames checks the names that generated code uses against the
// runtime's source: every class, kind and host is known under its own value.
func TestRuntimeNames(t *testing.T) {
	consts := runtimeConsts(t)
	if diff := cmp.Diff(consts["Class"], errorClasses); diff != "" {
		t.Errorf("errorClasses is not what the runtime declares (-runtime +emit):\n%s", diff)
	}
	if diff := cmp.Diff(consts["Kind"], operationKinds); diff != "" {
		t.Errorf("operationKinds is not what the runtime declares (-runtime +emit):\n%s", diff)
	}
	for value, name := range consts["Host"] {
		if got, ok := hosts[value]; !ok || got != name && name != "HostGraph" {
			t.Errorf("host %q is %q, and %s in the runtime", value, got, name)
		}
	}
	if _, ok := consts[""]["true "+handshake]; !ok {
		t.Errorf("the runtime has no constant %s", handshake)
	}
}

// runtimeConsts returns the runtime's constants by type, and by value within
// the type. Untyped ones come with their name in place of a value.
func runtimeConsts(t *testing.T) map[string]map[string]string {
	t.Helper()
	paths, err := filepath.Glob("../../runtime/graph/*.go")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no source of the runtime: %v", err)
	}
	consts := map[string]map[string]string{}
	for _, path := range paths {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(node ast.Node) bool {
			spec, ok := node.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 || !spec.Names[0].IsExported() {
				return true
			}
			typ, value := "", ""
			if id, ok := spec.Type.(*ast.Ident); ok {
				typ = id.Name
			}
			switch v := spec.Values[0].(type) {
			case *ast.BasicLit:
				value, _ = strconv.Unquote(v.Value)
			case *ast.Ident:
				value = v.Name + " " + spec.Names[0].Name
			}
			if consts[typ] == nil {
				consts[typ] = map[string]string{}
			}
			consts[typ][value] = spec.Names[0].Name
			return true
		})
	}
	return consts
}
