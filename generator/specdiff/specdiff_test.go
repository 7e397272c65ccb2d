package specdiff_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/generator"
	"github.com/metagraph-go/graphgen/generator/ir"
	"github.com/metagraph-go/graphgen/generator/specdiff"
)

const versions = "versions: [{version: v25.0, released: 2026-02-18}, {version: v26.0, released: 2026-07-29}]\n"

const catalogue = `errors:
  - {code: 100, name: InvalidParameter, class: bad request, doc: A param is wrong.}
  - {code: 190, name: TokenExpired, class: needs a new token, doc: The token ended.}
`

// config is the generator's for a spec set of one node file.
func config(node, version string) generator.Config {
	files := fstest.MapFS{
		"versions.yaml": {Data: []byte(versions)},
		"errors.yaml":   {Data: []byte(catalogue)},
		"node.yaml":     {Data: []byte(node)},
	}
	return generator.Config{Specs: []generator.Layer{{FS: files}}, APIVersion: version, Package: "shop"}
}

func resolve(t *testing.T, cfg generator.Config) *ir.Package {
	t.Helper()
	pkg, _, err := generator.Resolve(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	return pkg
}

// lines are the changes of a report in text, without the groups.
func lines(t *testing.T, report *specdiff.Report) []string {
	t.Helper()
	var out bytes.Buffer
	if err := specdiff.Write(&out, report, "text"); err != nil {
		t.Fatal(err)
	}
	lines := []string{}
	for line := range strings.Lines(out.String()) {
		if strings.HasPrefix(line, "  ") {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	return lines
}

// Each pair differs in one thing of a shop with items.
func TestCompare(t *testing.T) {
	const shop = `node: Shop
fields:
  id: {type: string}
  kind: {type: Kind}
  budget: {type: int64}
update: {params: {name: {type: string}}}
edges:
  items: {list: {returns: Item, errors: [100]}}
structs:
  Item: {fields: {label: {type: string}}}
enums:
  Kind: {values: [BIG, SMALL]}
`
	tests := map[string]struct {
		old, new string // what replaces what
		want     []string
	}{
		"nothing":     {"", "", nil},
		"docs alone":  {"budget: {type: int64}", "budget: {type: int64, doc: Money.}", nil},
		"field added": {"  kind:", "  name: {type: string}\n  kind:", []string{"+ field name (Shop.Name): string"}},
		"field removed": {"  budget: {type: int64}\n", "", []string{
			"- field budget (Shop.Budget) [breaks: Shop.Budget is gone]",
		}},
		"field of another type": {"budget: {type: int64}", "budget: {type: string}", []string{
			"~ field budget (Shop.Budget): string, was graph.Opt[int64] [breaks: its type changed]",
		}},
		"field renamed in Go": {"budget: {type: int64}", "budget: {type: int64, go_name: Money}", []string{
			"~ field budget (Shop.Money): was Shop.Budget [breaks: Shop.Budget is renamed]",
		}},
		"same Go type": {"budget: {type: int64}", "budget: {type: int32}", nil},
		"param added":  {"name: {type: string}", "name: {type: string}, note: {type: string}", []string{"+ param update note (ShopUpdateParams.Note): graph.Opt[string]"}},
		"required param added": {"name: {type: string}", "name: {type: string}, note: {type: float, required: true}", []string{
			"+ param update note (ShopUpdateParams.Note): graph.Opt[float64]; required [breaks: the API refuses calls without it]",
		}},
		"param required": {"name: {type: string}", "name: {type: string, required: true}", []string{
			"~ param update name (ShopUpdateParams.Name): string, was graph.Opt[string]; required, was optional [breaks: its type changed; the API refuses calls without it]",
		}},
		"all params removed": {"update: {params: {name: {type: string}}}", "update: {}", []string{
			"~ operation update (ShopNode.Update): func() graph.Call[graph.Success], was func(ShopUpdateParams) graph.Call[graph.Success] [breaks: its type changed]",
			"- param update name (ShopUpdateParams.Name) [breaks: ShopUpdateParams.Name is gone]",
		}},
		"list param added": {"name: {type: string}", "name: {type: string}, ids: {type: list<string>, csv: true}", []string{
			"+ param update ids (ShopUpdateParams.IDs): []string",
		}},
		"edge removed": {"  items: {list: {returns: Item, errors: [100]}}", "  others: {list: {returns: Item}}", []string{
			"- operation items list (ShopNode.Items) [breaks: ShopNode.Items is gone]",
			"+ operation others list (ShopNode.Others): func(ShopOthersParams) graph.List[*Item]",
		}},
		"operation renamed": {"errors: [100]}", "errors: [100], go_name: Goods}", []string{
			"~ operation items list (ShopNode.Goods): was ShopNode.Items; func(ShopGoodsParams) graph.List[*Item], was func(ShopItemsParams) graph.List[*Item] [breaks: ShopNode.Items is renamed; its type changed]",
		}},
		"errors and path": {"errors: [100]}", "errors: [190], path: \"{shop_id}/goods\"}", []string{
			"~ operation items list (ShopNode.Items): request GET /{shop_id}/goods, was GET /{shop_id}/items; errors: new 190; no more 100",
		}},
		"list becomes read": {"list: {returns: Item, errors: [100]}", "read: {returns: Item}", []string{
			"- operation items list (ShopNode.Items) [breaks: ShopNode.Items is gone]",
			"+ operation items read (ShopNode.Items): func(ShopItemsParams) graph.Call[*Item]",
		}},
		"read after write": {"update: {params", "update: {read_after_write: true, params", []string{
			"~ operation update (ShopNode.Update): read after write true, was false",
			"+ reading variant update (ShopNode.UpdateAndRead): func(ShopUpdateParams, ...ShopField) graph.Call[*Shop]",
		}},
		"value added": {"[BIG, SMALL]", "[BIG, SMALL, TINY]", []string{"+ value TINY (KindTiny)"}},
		"value removed": {"[BIG, SMALL]", "[BIG]", []string{
			"- value SMALL (KindSmall) [breaks: KindSmall is gone]",
		}},
		"enum renamed": {"Kind", "Sort", []string{
			"- enum Kind (Kind) [breaks: Kind is gone]",
			"+ enum Sort (Sort)",
			"~ field kind (Shop.Kind): Sort, was Kind [breaks: its type changed]",
		}},
		"struct removed": {"returns: Item, errors: [100]}}\nstructs:\n  Item: {fields: {label: {type: string}}}", "returns: Shop, errors: [100]}}", []string{
			"- struct Item (Item) [breaks: Item is gone]",
			"+ expansion items (ShopExpandItems): Shop.Items *graph.Page[*Shop], of ShopField",
			"~ operation items list (ShopNode.Items): func(ShopItemsParams) graph.List[*Shop], was func(ShopItemsParams) graph.List[*Item] [breaks: its type changed]",
			"~ param items list fields (ShopItemsParams.Fields): []ShopField, was []string [breaks: its type changed]",
		}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			changed := strings.ReplaceAll(shop, tt.old, tt.new)
			if tt.old != "" && changed == shop {
				t.Fatal("the test changes nothing")
			}
			report := specdiff.Compare(resolve(t, config(shop, "v25.0")), resolve(t, config(changed, "v25.0")))
			if diff := cmp.Diff(append([]string{}, tt.want...), lines(t, report)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if want := strings.Contains(strings.Join(tt.want, ""), "[breaks"); report.Breaking() != want {
				t.Errorf("Breaking is %t, want %t", report.Breaking(), want)
			}
		})
	}
}

// A node that comes or goes is one change, whatever it has.
func TestCompareNodes(t *testing.T) {
	one := "node: Shop\nfields: {id: {type: string}, name: {type: string}}\nread: {}\nenums: {Kind: {values: [A]}}\n"
	other := strings.ReplaceAll(one, "Shop", "Store")
	report := specdiff.Compare(resolve(t, config(one, "v25.0")), resolve(t, config(other, "v25.0")))
	want := []string{"- node Shop (Shop) [breaks: Shop is gone]", "+ node Store (Store): struct"}
	if diff := cmp.Diff(want, lines(t, report)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWrite(t *testing.T) {
	report := &specdiff.Report{Old: "a", New: "b", Changes: []specdiff.Change{
		{Group: "Shop", Kind: specdiff.Added, What: "value", Name: "A|B`", Go: "ShopKindAB", Details: []string{}},
		{Group: "Shop", Kind: specdiff.Changed, What: "field", Name: "sum", Go: "Shop.Sum", Details: []string{"[]*Item, was string"}, Breaks: "its type changed"},
	}}
	tests := map[string]string{
		"text": "Shop\n  + value A|B` (ShopKindAB)\n  ~ field sum (Shop.Sum): []*Item, was string [breaks: its type changed]\n" +
			"a to b: 1 added, 0 removed, 1 changed; 1 breaks Go code.\n",
		"markdown": "# a to b\n\na to b: 1 added, 0 removed, 1 changed; 1 breaks Go code.\n\n## Shop\n\n" +
			"| | what | name | Go | | breaks Go code |\n|---|---|---|---|---|---|\n" +
			"| added | value | `` A\\|B` `` | `ShopKindAB` |  |  |\n" +
			"| changed | field | `sum` | `Shop.Sum` | \\[]\\*Item, was string | its type changed |\n",
	}
	for format, want := range tests {
		var out bytes.Buffer
		if err := specdiff.Write(&out, report, format); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, out.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", format, diff)
		}
	}
	var out bytes.Buffer
	if err := specdiff.Write(&out, report, "json"); err != nil {
		t.Fatal(err)
	}
	var back specdiff.Report
	if err := json.Unmarshal(out.Bytes(), &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(*report, back); diff != "" {
		t.Errorf("JSON does not come back (-want +got):\n%s", diff)
	}
	if err := specdiff.Write(&out, report, "html"); err == nil {
		t.Error("an unknown format is no error")
	}
}
