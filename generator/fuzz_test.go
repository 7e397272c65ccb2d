package generator_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"go/types"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/metagraph-go/graphgen/generator"
	"github.com/metagraph-go/graphgen/generator/diag"
)

const fuzzedPackage = "fuzzed"

// shopNode uses much of what the format has, with nothing wrong.
const shopNode = `node: Shop
doc: "A shop: \"quoted\", ` + "`ticked`" + `, see go:build.\n\n- an item\n- 1. two\n\n# heading\n\n[a]: https://example.com"
path: shop_{shop_id}
fields:
  id: {type: numeric string, default: true}
  type: {type: "enum {A, a-b, 7d, func}"}
  1d_sales: {type: float, min: -1.5, max: 3}
  owner: {type: Shop, deprecated: Use nothing.}
  when: {type: "map<string, list<timestamp>>", since: v24.0}
read: {params: {string: {type: string, required: true}}, errors: [100]}
update: {params: {type: {type: "enum {A}"}, ids: {type: "list<id<Shop>>", csv: true}}, read_after_write: true}
edges:
  shops: {doc: The shops., list: {returns: Shop}, create: {returns: Shop, params: {photo: {type: file}}}}
  range: {read: {returns: Data}}
structs: {Data: {fields: {data: {type: "list<Data>"}, any: {type: any}}}}
enums: {Mode: {values: {'A"B': {go_name: Both, doc: "One.\n\nTwo."}, "%": {}, "-1": {deprecated: true}}}}
`

const catalogue = "errors:\n  - {code: 100, name: InvalidParameter, class: bad request, doc: A param is wrong.}\n"

// The specs that the fuzz tests begin with reach the end of the generator.
func TestFuzzedSpecsGenerate(t *testing.T) {
	for _, ends := range []string{"\n", "\r\n"} {
		result, err := generateFiles(t, strings.ReplaceAll(shopNode, "\n", ends), catalogue)
		if err != nil {
			t.Fatal(err)
		}
		checkPackage(t, result.Files)
		if !strings.Contains(string(result.Files["shop.go"]), "func (n *ShopNode) UpdateAndRead(") {
			t.Error("the package lacks a method")
		}
	}
	for _, place := range textPlaces {
		if _, err := generateFiles(t, fmt.Sprintf(place, "Shop"), catalogue); err != nil {
			t.Errorf("%v\n%s", err, place)
		}
	}
}

// textPlaces are specs with a place for a text in double quotes.
var textPlaces = []string{
	"node: \"%s\"\nfields: {id: {type: string}}\nread: {}\n",
	"node: A\ndoc: \"%s\"\nfields: {id: {type: string}}\nread: {}\n",
	"node: A\nnotice: \"%s\"\nfields: {id: {type: string}}\n",
	"node: A\ndeprecated: \"%s\"\nfields: {id: {type: string}}\n",
	"node: A\ngo_name: \"%s\"\nfields: {id: {type: string}}\nread: {}\nupdate: {read_after_write: true}\n",
	"node: A\npath: \"%s/{a_id}\"\nread: {}\nfields: {id: {type: string}}\n",
	"node: A\nsource: {page: \"%[1]s\", version: v25.0}\nrequirements: [\"%[1]s\"]\npermissions: [\"%[1]s\"]\nfields: {id: {type: string}}\n",
	"node: A\nfields: {\"%s\": {type: string}}\n",
	"node: A\nfields: {a: {type: string, doc: \"%[1]s\", notice: \"%[1]s\", deprecated: \"%[1]s\"}}\n",
	"node: A\nfields: {a: {type: \"enum {%s, B}\"}}\n",
	"node: A\nfields: {a: {type: string, go_name: \"%s\"}}\n",
	"node: A\nfields: {id: {type: string}}\nread: {doc: \"%[1]s\", params: {\"%[1]s\": {type: string, doc: \"%[1]s\", default: \"%[1]s\"}}}\n",
	"node: A\nfields: {id: {type: string}}\nread: {go_name: \"%s\"}\n",
	"node: A\nfields: {id: {type: string}}\nedges: {\"%s\": {doc: \"%[1]s\", list: {returns: A}, create: {returns: A, read_after_write: true}, update: {}, delete: {}}}\n",
	"node: A\nfields: {id: {type: string}}\nedges: {as: {go_name: \"%s\", list: {returns: A}, create: {returns: A}}}\n",
	"types: \"%[1]s\"\nstructs: {\"%[1]s\": {doc: \"%[1]s\", fields: {a: {type: string}}}}\n",
	"types: T\nenums: {\"%s\": {doc: \"%[1]s\", values: [A]}}\n",
	"types: T\nenums: {E: {values: {\"%[1]s\": {doc: \"%[1]s\"}}}}\n",
	"types: T\nenums: {E: {values: {A: {go_name: \"%s\"}}}}\n",
}

// Whatever a text of a spec is, either it is refused or it stays text.
func FuzzGenerateText(f *testing.F) {
	for _, text := range []string{
		"Shop", "*/ func Evil() {} /*", "A.\n//go:build ignore", "go:embed x", "//line evil.go:1", "line evil.go:1", "+build ignore",
		"export Evil", "#cgo LDFLAGS: -x", "a`b\"c\\d'e", "\u202eA\u200b\x00\u2028", "\ufeff", "func", "init", "String", "string",
		"ID", "Fields", "Limit", "Version", "graph", "api", "main", "_", "Read", "Ä", "a b", "A_test", "A_windows", "Api", "Errors",
		"- item", "# heading", "[a]: b", "Deprecated: x", "7d", "-1", "%", "{a}", strings.Repeat("long", 200),
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, place := range textPlaces {
			result, err := generateFiles(t, fmt.Sprintf(place, quoted(text)), catalogue)
			if err != nil {
				checkRefusal(t, err)
			} else {
				checkPackage(t, result.Files)
			}
		}
	})
}

// quoted returns a text as it stands between double quotes in YAML.
func quoted(text string) string {
	encoded, err := json.Marshal(text)
	if err != nil {
		return ""
	}
	return string(encoded[1 : len(encoded)-1])
}

// Whatever spec files say, either they are refused with places, or what is
// generated is Go that declares each name once and holds no directive.
func FuzzGenerate(f *testing.F) {
	f.Add([]byte(shopNode), []byte(catalogue))
	f.Add([]byte(strings.ReplaceAll(shopNode, "\n", "\r\n")), []byte(catalogue))
	f.Add([]byte("node: A\nopaque: true\nedges: {as: {list: {returns: A}}}\n"), []byte(catalogue))
	f.Add([]byte("types: T\nstructs: {S: {fields: {s: {type: S}}}}\n"), []byte("errors: [{code: -1, name: \"X\\n\", class: x, doc: '*/'}]\n"))
	f.Fuzz(func(t *testing.T, node, codes []byte) {
		result, err := generateFiles(t, string(node), string(codes))
		if err != nil {
			checkRefusal(t, err)
		} else {
			checkPackage(t, result.Files)
		}
	})
}

// generateFiles generates a package from the text of a node and of an error
// catalogue.
func generateFiles(t *testing.T, node, codes string) (*generator.Result, error) {
	t.Helper()
	layer := generator.Layer{Name: "in", FS: fstest.MapFS{
		"versions.yaml": {Data: []byte("versions:\n  - {version: v24.0, released: 2025-10-08}\n  - {version: v25.0, released: 2026-02-18}\n")},
		"errors.yaml":   {Data: []byte(codes)},
		"node.yaml":     {Data: []byte(node)},
	}}
	return generator.Generate(t.Context(), generator.Config{
		Specs: []generator.Layer{layer}, APIVersion: "v25.0", Package: fuzzedPackage,
	})
}

// checkRefusal wants diagnostics that say where.
func checkRefusal(t *testing.T, err error) {
	t.Helper()
	found, ok := errors.AsType[*diag.Errors](err)
	if !ok {
		t.Fatalf("what the rules let pass was not printed: %v", err)
	}
	for _, d := range found.Diagnostics {
		if d.Pos.File == "" || !utf8.ValidString(d.Message) || strings.ContainsAny(d.Message, "\n\x00\x1b") {
			t.Errorf("bad diagnostic %+v", d)
		}
	}
}

// goDirective matches comments that tools read as more than text.
var goDirective = regexp.MustCompile(`^//([a-z0-9]+:[a-z0-9]|line |export |extern )|^//[ \t]*\+build|^/\*`)

// checkPackage wants formatted files that are one package, which imports the
// runtime alone and in which every name is declared, once.
func checkPackage(t *testing.T, contents map[string][]byte) {
	t.Helper()
	fset := token.NewFileSet()
	var files []*ast.File
	for name, content := range contents {
		file, err := parser.ParseFile(fset, name, content, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatalf("%v\n%s", err, content)
		}
		files = append(files, file)
		if formatted, err := format.Source(content); err != nil || !bytes.Equal(formatted, content) {
			t.Errorf("%s is not formatted (%v):\n%s", name, err, content)
		}
		for _, group := range file.Comments {
			for _, c := range group.List {
				if goDirective.MatchString(c.Text) {
					t.Errorf("%s has the comment %q", name, c.Text)
				}
			}
		}
	}
	// A package that can't be imported makes one error; what is used of it is
	// then taken to be there, which leaves the errors of the package itself.
	checker := types.Config{Importer: noImports{}, Error: func(err error) {
		if !strings.Contains(err.Error(), errNoImport.Error()) {
			t.Errorf("the package does not compile: %v", err)
		}
	}}
	_, _ = checker.Check(fuzzedPackage, fset, files, nil) // errors went to Error
}

var errNoImport = errors.New("only the runtime is imported")

// noImports refuses every import.
type noImports struct{}

func (noImports) Import(path string) (*types.Package, error) {
	if path != "github.com/metagraph-go/graphgen/runtime/graph" {
		return nil, errors.New("import of " + path)
	}
	return nil, errNoImport
}
