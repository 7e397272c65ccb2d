package specdiff_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/metagraph-go/graphgen/generator"
	"github.com/metagraph-go/graphgen/generator/specdiff"
)

// surface is what Go code can see of a package: each exported name with its
// type. It is read from the source, not from the IR.
func surface(t *testing.T, result *generator.Result) map[string]string {
	t.Helper()
	s := map[string]string{}
	fset := token.NewFileSet()
	for name, content := range result.Files {
		file, err := parser.ParseFile(fset, name, content, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, declaration := range file.Decls {
			switch d := declaration.(type) {
			case *ast.FuncDecl:
				receiver := ""
				if d.Recv != nil {
					receiver = strings.TrimPrefix(types.ExprString(d.Recv.List[0].Type), "*") + "."
				}
				s[receiver+d.Name.Name] = types.ExprString(d.Type)
			case *ast.GenDecl:
				for _, item := range d.Specs {
					addSpec(s, item)
				}
			}
		}
	}
	maps.DeleteFunc(s, func(name, _ string) bool { return !ast.IsExported(name) || name == "Version" })
	return s
}

func addSpec(s map[string]string, item ast.Spec) {
	switch item := item.(type) {
	case *ast.ValueSpec:
		for _, name := range item.Names {
			s[name.Name] = "value"
		}
	case *ast.TypeSpec:
		structure, ok := item.Type.(*ast.StructType)
		if !ok {
			s[item.Name.Name] = types.ExprString(item.Type)
			return
		}
		s[item.Name.Name] = "struct"
		for _, field := range structure.Fields.List {
			for _, name := range field.Names {
				s[item.Name.Name+"."+name.Name] = types.ExprString(field.Type)
			}
		}
	}
}

// broken are the names that older code can use and that are gone or have
// another type.
func broken(older, newer map[string]string) []string {
	var names []string
	for name, was := range older {
		if now, ok := newer[name]; !ok || now != was {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// explains reports whether a change accounts for a name that is broken: its
// own, or one that is made from it.
func explains(c specdiff.Change, name string) bool {
	if c.Breaks == "" {
		return false
	}
	owner, member, isMember := strings.Cut(c.Go, ".")
	switch c.What {
	case "node", "struct", "enum":
		return strings.HasPrefix(name, c.Go)
	case "field":
		return name == c.Go || name == owner+"Field"+member || name == owner+"Expand"+member
	case "expansion":
		return name == c.Go || name == strings.Replace(c.Go, "Expand", ".", 1)
	case "handle":
		return name == c.Go || strings.HasPrefix(name, c.Go+".") || name == strings.TrimSuffix(c.Go, "Node")+"ByID"
	case "operation":
		params := strings.TrimSuffix(owner, "Node") + member + "Params"
		return name == c.Go || name == params || strings.HasPrefix(name, params+".")
	case "reading variant", "param", "value", "id type", "error code":
		return name == c.Go || isMember && name == owner
	}
	return false
}

// checkAgainstSurface holds a report to the Go source of both packages: what
// breaks there is in the report, and what the report says breaks does.
func checkAgainstSurface(t *testing.T, older, newer generator.Config) *specdiff.Report {
	t.Helper()
	before, after := generate(t, older), generate(t, newer)
	report := specdiff.Compare(before.Package, after.Package)
	names := broken(surface(t, before), surface(t, after))
	for _, name := range names {
		if !slices.ContainsFunc(report.Changes, func(c specdiff.Change) bool { return explains(c, name) }) {
			t.Errorf("%s breaks, and nothing in the report says so", name)
		}
	}
	for _, c := range report.Changes {
		onlyRequired := strings.HasSuffix(c.Breaks, "refuses calls without it")
		renamed := strings.Contains(c.Breaks, "is renamed")
		if c.Breaks == "" || onlyRequired || renamed {
			continue // breaks at run time, or under its old name
		}
		if !slices.ContainsFunc(names, func(name string) bool { return explains(c, name) }) {
			t.Errorf("%+v: nothing of that breaks", c)
		}
	}
	return report
}

func generate(t *testing.T, cfg generator.Config) *generator.Result {
	t.Helper()
	result, err := generator.Generate(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// delta is a version v26.0 of our invention in a small spec set: each line
// with v26.0 is a change.
const delta = `node: Shop
fields:
  id: {type: string}
  kind: {type: Kind}
  opened: {type: datetime, since: v26.0}
  budget: [{type: string, removed: v26.0}, {type: int64, since: v26.0}]
read: {}
update:
  params:
    name: {type: string}
    reason: {type: string, required: true, since: v26.0}
edges:
  items: {list: {returns: Item}}
  visits: {list: {returns: Item}, removed: v26.0}
  branches: {list: {returns: Branch}, since: v26.0}
structs:
  Item:
    fields:
      label: {type: string}
      code: {type: int64, removed: v26.0}
enums:
  Kind: {values: {BIG: {}, SMALL: {removed: v26.0}, TINY: {since: v26.0}}}
`

// A new version is rehearsed: what it brings is written into the specs, and
// the report, the packages and the Go code that they break agree.
func TestNewVersion(t *testing.T) {
	set := func(version string) generator.Config {
		cfg := config(delta, version)
		cfg.Specs = append(cfg.Specs, generator.Layer{Name: "new", FS: files("branch.yaml", "node: Branch\nsince: v26.0\nfields: {id: {type: string}}\nread: {}\n")})
		return cfg
	}
	report := checkAgainstSurface(t, set("v25.0"), set("v26.0"))
	want := []string{
		"+ node Branch (Branch): struct",
		"- value SMALL (KindSmall) [breaks: KindSmall is gone]",
		"+ value TINY (KindTiny)",
		"~ field budget (Shop.Budget): graph.Opt[int64], was string [breaks: its type changed]",
		"- field code (Item.Code) [breaks: Item.Code is gone]",
		"+ field opened (Shop.Opened): graph.Time",
		"+ expansion branches (ShopExpandBranches): Shop.Branches *graph.Page[*Branch], of BranchField",
		"+ operation branches list (ShopNode.Branches): func(ShopBranchesParams) graph.List[*Branch]",
		"- operation visits list (ShopNode.Visits) [breaks: ShopNode.Visits is gone]",
		"+ param update reason (ShopUpdateParams.Reason): string; required [breaks: the API refuses calls without it]",
	}
	got := lines(t, report)
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(want, got) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if back := checkAgainstSurface(t, set("v26.0"), set("v25.0")); len(back.Changes) != len(report.Changes) {
		t.Errorf("%d changes there, and %d back", len(report.Changes), len(back.Changes))
	}
	if same := checkAgainstSurface(t, set("v26.0"), set("v26.0")); len(same.Changes) > 0 {
		t.Errorf("a version differs from itself: %v", same.Changes)
	}
}
