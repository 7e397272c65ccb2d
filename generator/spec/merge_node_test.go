package spec_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/generator/spec"
)

// What a later layer says of a node can rule out what an earlier one says.
func TestLayersThatContradict(t *testing.T) {
	set := load(t, layer("base", "shop.yaml", `
node: Shop
fields: {id: {type: string}}
edges:
  picture:
    list: {returns: Picture, params: {size: {type: string}}}
    create: {returns: Shop}
    delete: {}
  visits: {list: {returns: Shop}}
structs:
  Picture: {fields: {url: {type: string}}}
enums:
  Kind: {values: [A]}
`, "report.yaml", "node: Report\nopaque: true\n", "secret.yaml", "node: Secret\nfields: {id: {type: string}}\n"),
		layer("hand", "shop.yaml", `
node: Shop
edges:
  picture:
    read: {returns: Picture}
    update: {method: POST}
  visits: {create: {returns: Shop}}
enums:
  Picture: {values: [B]}
structs:
  Kind: {fields: {a: {type: string}}}
`, "report.yaml", "node: Report\nfields: {id: {type: string}}\n", "secret.yaml", "node: Secret\nopaque: true\n"))

	got := map[string][]string{}
	for _, n := range set.Nodes {
		for _, e := range n.Edges {
			for _, o := range e.Operations {
				got[e.Name.Value] = append(got[e.Name.Value], o.Kind.Value)
			}
			slices.Sort(got[e.Name.Value])
		}
		if n.Opaque {
			got["opaque"] = append(got["opaque"], n.Name.Value)
		}
		for range n.Fields {
			got["with fields"] = append(got["with fields"], n.Name.Value)
		}
	}
	for _, s := range set.Structs {
		got["structs"] = append(got["structs"], s.Name.Value)
	}
	for _, e := range set.Enums {
		got["enums"] = append(got["enums"], e.Name.Value)
	}
	want := map[string][]string{
		"picture":     {"delete", "read", "update"}, // a GET and a POST are one operation each
		"visits":      {"create", "list"},
		"opaque":      {"Secret"},
		"with fields": {"Report", "Shop"},
		"structs":     {"Kind"},
		"enums":       {"Picture"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Where there is no contradiction, nothing is taken out.
func TestLayersThatAddOperations(t *testing.T) {
	set := load(t, layer("base", "a.yaml", "node: Shop\nfields: {id: {type: string}}\nedges: {items: {create: {returns: Shop}, update: {}}}\n"),
		layer("hand", "a.yaml", "node: Shop\nedges: {items: {create: {returns: Shop}, list: {returns: Shop}}}\n"))
	var got []string
	for _, o := range set.Nodes[0].Edges[0].Operations {
		got = append(got, o.Kind.Value)
	}
	slices.Sort(got)
	if diff := cmp.Diff([]string{"create", "list", "update"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSourceFile(t *testing.T) {
	set := load(t, layer("a", "a.yaml", "node: Shop\nsource: {file: Shop.json, version: v25.0}\n"))
	want := spec.Text{Value: "Shop.json"}
	if got := set.Nodes[0].Source.File; got.Value != want.Value || got.Pos.Line != 2 {
		t.Errorf("the file is %+v", got)
	}
}
