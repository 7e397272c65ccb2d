package lower_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/generator/spec"
)

func TestMethodNames(t *testing.T) {
	all := declarations(lowerVersion(t, load(t, map[string]string{
		"a.yaml": `
node: AdAccount
fields: {id: {type: string}}
read: {}
update: {}
delete: {}
edges:
  adcreatives: {list: {returns: AdCreative}, create: {returns: AdCreative}, delete: {}}
  ad_rules: {create: {returns: AdRule}}
  users: {create: {returns: success, read_after_write: true}, update: {}}
  health: {read: {returns: object}}
  dots.and-dashes: {list: {returns: object}}
  pinned: {go_name: Fixed, list: {returns: AdRule}, create: {go_name: MakeFixed, returns: AdRule}}
`,
		"b.yaml": "node: AdCreative\nfields: {id: {type: string}}\n",
		"c.yaml": "node: AdRule\nfields: {id: {type: string}}\n",
	}), "v25.0", nil, nil))
	var methods []string
	for name := range all {
		if method, ok := strings.CutPrefix(name, "AdAccountNode."); ok {
			methods = append(methods, method)
		}
	}
	slices.Sort(methods)
	want := []string{
		"AdCreatives", "CreateAdCreative", "CreateAdRule", "CreateUser", "CreateUserAndRead", "Delete", "DeleteAdCreatives",
		"DotsAndDashes", "Fixed", "Health", "MakeFixed", "Read", "Update", "UpdateUsers",
	}
	if diff := cmp.Diff(want, methods); diff != "" {
		t.Errorf("methods (-want +got):\n%s", diff)
	}
	if all["AdAccountCreateUserParams"] != "" || all["AdAccountNode.CreateUser"] != " success" {
		t.Errorf("an operation without params has %q", all["AdAccountNode.CreateUser"])
	}
}

// An enum that a param writes out is a type of its own, whatever the values of
// the field that it writes.
func TestInlineEnums(t *testing.T) {
	all := declarations(lowerVersion(t, load(t, map[string]string{
		"a.yaml": `
node: Ad
fields:
  id: {type: string}
  status: {type: "enum {ON, OFF}"}
  modes: {type: "list<enum {A, B}>"}
update: {params: {status: {type: "enum {OFF, ON}"}, modes: {type: "enum {A}"}}}
edges:
  copies: {list: {returns: Copy, params: {status: {type: "enum {ON, OFF}"}}}, create: {returns: Ad, params: {status: {type: "enum {ON, OFF}"}}}}
structs: {Copy: {fields: {kind: {type: "enum {X, y}"}}}}
`,
	}), "v25.0", nil, nil))
	want := map[string]string{
		"Ad.Status":                 "AdStatus status",
		"Ad.Modes":                  "[]AdModes modes",
		"AdUpdateParams.Status":     "AdUpdateStatus status",
		"AdUpdateParams.Modes":      "AdUpdateModes modes",
		"AdCopiesParams.Status":     "AdCopiesStatus status",
		"AdCreateCopyParams.Status": "AdCreateCopyStatus status",
		"Copy.Kind":                 "CopyKind kind",
		"CopyKindX":                 "CopyKind X",
		"CopyKindY":                 "CopyKind y",
		"AdUpdateStatusOff":         "AdUpdateStatus OFF",
	}
	for name, typ := range want {
		if all[name] != typ {
			t.Errorf("%s is %q, want %q", name, all[name], typ)
		}
	}
}

func TestNameErrors(t *testing.T) {
	const account = "node: Account\nfields: {id: {type: string}}\n"
	tests := map[string]struct {
		files map[string]string
		want  []string
	}{
		"two fields": {
			map[string]string{"a.yaml": "node: A\nfields:\n  the_url: {type: string}\n  theUrl: {type: string}\n"},
			[]string{`a.yaml:4:3: field "theUrl" and field "the_url" (a.yaml:3:3) would both be named TheURL in A; give one of them another go_name`},
		},
		"case twins in an enum": {
			map[string]string{"a.yaml": account + "enums:\n  Preset:\n    values: [LAST_7D, last_7d]\n"},
			[]string{`a.yaml:5:23: value "last_7d" of enum Preset and value "LAST_7D" of enum Preset (a.yaml:5:14) would both be named PresetLast7d; give one of them another go_name`},
		},
		"types of two files": {
			map[string]string{"a.yaml": account, "b.yaml": "node: AccountField\nfields: {id: {type: string}}\n"},
			[]string{
				"b.yaml:1:7: node AccountField and the type of field names of node Account (a.yaml:1:7) would both be named AccountField; give one of them another go_name",
				`b.yaml:1:7: the id type of node AccountField and the name of field "id" of Account (a.yaml:2:10) would both be named AccountFieldID; give one of them another go_name`,
			},
		},
		"what every package has": {
			map[string]string{"a.yaml": "node: Version\nfields: {id: {type: string}}\n"},
			[]string{"a.yaml:1:7: node Version and a name that every package has would both be named Version; give one of them another go_name"},
		},
		"a list and a read of one edge": {
			map[string]string{"a.yaml": account + "edges:\n  rows:\n    list: {returns: object}\n    read: {returns: object}\n"},
			[]string{
				"a.yaml:6:5: Account.rows read and Account.rows list (a.yaml:5:5) would both be named Rows on AccountNode; give one of them another go_name",
			},
		},
		"nothing to make a name of": {
			map[string]string{"a.yaml": account + "enums:\n  Sign:\n    values: ['***']\n"},
			[]string{`a.yaml:5:14: no Go name can be made of "***"; give it a go_name`},
		},
		"a go_name that is none": {
			map[string]string{"a.yaml": "node: A\nfields:\n  b: {type: string, go_name: b c}\n"},
			[]string{`a.yaml:3:30: go_name "b c" of b is not an exported Go name; begin with a capital letter and use letters and digits`},
		},
		"two inline enums in a type": {
			map[string]string{"a.yaml": "node: A\nfields:\n  b: {type: 'map<enum {X}, enum {Y}>'}\n"},
			[]string{"a.yaml:3:28: the type of b writes out two enums, which would have one name; declare them under enums"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, diags := tryLower(load(t, tt.files), "v25.0", nil, nil)
			var got []string
			for _, d := range diags.All() {
				got = append(got, d.String())
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
		})
	}
}

// go_name settles a collision, and everything that is named after the element
// follows.
func TestGoName(t *testing.T) {
	all := declarations(lowerVersion(t, load(t, map[string]string{
		"a.yaml": `
node: Account
go_name: Ledger
fields:
  id: {type: string}
  the_url: {type: string}
  theUrl: {type: string, go_name: OtherURL}
read: {}
enums:
  Preset: {values: {LAST_7D: {}, last_7d: {go_name: Last7dLower}}}
  Old: {go_name: New, values: [A]}
`,
	}), "v25.0", nil, nil))
	want := map[string]string{
		"Ledger": "node", "LedgerID": "id", "LedgerNode": "handle", "LedgerNode.Read": "LedgerReadParams *Ledger",
		"Ledger.OtherURL": "string theUrl", "LedgerFieldOtherURL": "LedgerField theUrl",
		"PresetLast7d": "Preset LAST_7D", "PresetLast7dLower": "Preset last_7d", "NewA": "New A",
	}
	for name, typ := range want {
		if all[name] != typ {
			t.Errorf("%s is %q, want %q", name, all[name], typ)
		}
	}
}

// A field wins over an edge of its name: there is one struct field. A read can
// expand it if it holds nodes.
func TestFieldAndEdgeOfOneName(t *testing.T) {
	all := declarations(lowerVersion(t, load(t, map[string]string{
		"a.yaml": `
node: Ad
fields: {id: {type: string}, labels: {type: list<Label>}, rules: {type: string}}
edges: {labels: {list: {returns: Label}}, rules: {list: {returns: Label}}}
`,
		"b.yaml": "node: Label\nfields: {id: {type: string}}\n",
	}), "v25.0", nil, nil))
	want := map[string]string{
		"Ad.Labels": "[]*Label labels", "AdExpandLabels": "LabelField labels", "AdNode.Labels": "AdLabelsParams *Label",
		"Ad.Rules": "string rules", "AdExpandRules": "", "AdNode.Rules": "AdRulesParams *Label",
	}
	for name, typ := range want {
		if all[name] != typ {
			t.Errorf("%s is %q, want %q", name, all[name], typ)
		}
	}
}

// The order in which nodes, structs and enums come changes nothing, neither in
// the package nor in what is reported.
func TestOrderOfFiles(t *testing.T) {
	want := lowerVersion(t, shop(t), "v25.0", nil, nil)
	clashes := map[string]string{
		"a.yaml": "node: A\nfields: {id: {type: string}, b: {type: 'enum {X}'}}\n",
		"b.yaml": "node: AB\nfields: {id: {type: string}}\nenums: {AField: {values: [id]}}\n",
		"c.yaml": "node: AFieldID\nfields: {id: {type: string}}\nstructs: {ABNode: {fields: {x: {type: string}}}}\n",
	}
	_, wantDiags := tryLower(load(t, clashes), "v25.0", nil, nil)
	if !wantDiags.HasErrors() {
		t.Fatal("no name clashes")
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		if diff := cmp.Diff(want, lowerVersion(t, shuffled(shop(t), random), "v25.0", nil, nil)); diff != "" {
			t.Fatalf("the package depends on the order (-want +got):\n%s", diff)
		}
		_, diags := tryLower(shuffled(load(t, clashes), random), "v25.0", nil, nil)
		if diff := cmp.Diff(wantDiags.All(), diags.All()); diff != "" {
			t.Fatalf("the diagnostics depend on the order (-want +got):\n%s", diff)
		}
	}
}

func shuffled(set *spec.Set, random *rand.Rand) *spec.Set {
	random.Shuffle(len(set.Nodes), func(i, j int) { set.Nodes[i], set.Nodes[j] = set.Nodes[j], set.Nodes[i] })
	random.Shuffle(len(set.Structs), func(i, j int) { set.Structs[i], set.Structs[j] = set.Structs[j], set.Structs[i] })
	random.Shuffle(len(set.Enums), func(i, j int) { set.Enums[i], set.Enums[j] = set.Enums[j], set.Enums[i] })
	return set
}
