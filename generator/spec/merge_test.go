package spec_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/generator/spec"
)

const baseCampaign = `
node: Campaign
doc: A campaign.
requirements: [Ads]
fields:
  id: {type: string, doc: The id., default: true}
  budget: {type: string, doc: The budget., min: 1}
  note: {type: string}
  cap: [{type: string, removed: v25.0}, {type: int64, since: v25.0}]
edges:
  ads:
    doc: The ads.
    list: {doc: Lists ads., returns: Ad, errors: [100, 200], params: {status: {type: Status}}}
structs:
  Label: {fields: {name: {type: string}}}
  Gone: {fields: {name: {type: string}}}
enums:
  Status: {doc: The status., values: [ACTIVE, PAUSED]}
`

func TestLayers(t *testing.T) {
	set := load(t, layer("base", "campaign.yaml", baseCampaign, "errors.yaml", `
errors:
  - {code: 100, name: Invalid, class: bad request, subcodes: {33: {name: Gone, class: not found}}}
`, "versions.yaml", "versions: [{version: v24.0, released: 2025-10-08}]\n"),
		layer("mine", "any.yaml", `
node: Campaign
notice: Ours.
fields:
  budget: {type: int64, min: null}
  id: {removed: v26.0}
  cap: {type: float}
  note: null
  added: {type: bool}
edges:
  ads: {list: {errors: [613], params: {limit: {type: int32}}}}
  copies: {list: {returns: Campaign}}
structs: {Gone: null}
`, "types.yaml", `
types: Mine
enums: {Status: {values: {DELETED: {}, PAUSED: {doc: Off.}}}}
structs: {Label: {fields: {color: {type: string}}}}
`, "errors.yaml", `
errors:
  - {code: 100, class: transient, subcodes: {34: {name: Other, class: blocked}}}
  - {code: 200, name: Permission, class: permission}
`, "versions.yaml", "versions: [{version: v24.0, expires: 2027-10-08}, {version: v25.0, released: 2026-02-18}]\n"))

	campaign, list := set.Nodes[0], set.Nodes[0].Edges[0].Operations[0]
	fields := map[string]*spec.Field{}
	var names []string
	for _, f := range campaign.Fields {
		fields[f.Name.Value] = f
		names = append(names, f.Name.Value)
	}
	var structs, values []string
	for _, s := range set.Structs {
		structs = append(structs, s.Name.Value)
	}
	for _, v := range set.Enums[0].Values {
		values = append(values, v.Value.Value+" "+v.Doc.Value)
	}
	for _, tc := range []struct {
		what      string
		got, want any
	}{
		{"nodes", len(set.Nodes), 1},
		{"kept doc", campaign.Doc.Value, "A campaign."},
		{"added notice", campaign.Notice.Pos, pos("mine/any.yaml", 3, 9)},
		{"fields", names, []string{"id", "budget", "cap", "added"}},
		{"replaced type", fields["budget"].Type.String(), "int64"},
		{"kept field doc", fields["budget"].Doc.Value, "The budget."},
		{"taken away", fields["budget"].Min.Value, ""},
		{"place of the field", fields["budget"].Pos, pos("base/campaign.yaml", 7, 3)},
		{"place of the type", fields["budget"].Type.Pos, pos("mine/any.yaml", 5, 18)},
		{"retired", fields["id"].Range.Removed.Value + " " + fields["id"].Default.Value, "v26.0 true"},
		{"variants replaced", fields["cap"].Range, spec.Range{}},
		{"errors replaced", list.Errors[0].Value, "613"},
		{"params", []string{list.Params[0].Name.Value, list.Params[1].Name.Value}, []string{"status", "limit"}},
		{"edge added", campaign.Edges[1].Name.Value, "copies"},
		{"structs", structs, []string{"Label"}},
		{"struct home", set.Structs[0].Home, "Campaign"},
		{"struct fields", len(set.Structs[0].Fields), 2},
		{"values", values, []string{"ACTIVE ", "PAUSED Off.", "DELETED "}},
		{"enum doc", set.Enums[0].Doc.Value, "The status."},
		{"codes", len(set.Errors), 4},
		{"class", set.Errors[0].Name.Value + " " + set.Errors[0].Class.Value, "Invalid transient"},
		{"version", set.Versions[0].Released.Value + " " + set.Versions[0].Expires.Value, "2025-10-08 2027-10-08"},
	} {
		if diff := cmp.Diff(tc.want, tc.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tc.what, diff)
		}
	}
}

// A layer does not change what another call made of the same files.
func TestLayersDoNotShareChanges(t *testing.T) {
	base := layer("base", "campaign.yaml", baseCampaign)
	before := load(t, base)
	load(t, base, layer("mine", "a.yaml", "node: Campaign\nfields: {note: null}\n"))
	if diff := cmp.Diff(before, load(t, base)); diff != "" {
		t.Errorf("the base changed (-before +after):\n%s", diff)
	}
}
