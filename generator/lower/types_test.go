package lower_test

import (
	"strings"
	"testing"

	"github.com/metagraph-go/graphgen/generator/ir"
)

// The table of specs/README.md.
func TestTypes(t *testing.T) {
	const none = "-"
	tests := []struct{ spec, data, param, required string }{
		{"string", "string", "opt[string]", "string"},
		{"numeric string", "string", "opt[string]", "string"},
		{"secret", "secret", "secret", "secret"},
		{"bool", "opt[bool]", "opt[bool]", "opt[bool]"},
		{"int32", "opt[int64]", "opt[int64]", "opt[int64]"},
		{"int64", "opt[int64]", "opt[int64]", "opt[int64]"},
		{"integer", "opt[int64]", "opt[int64]", "opt[int64]"},
		{"unsigned int32", "opt[int64]", "opt[int64]", "opt[int64]"},
		{"unsigned int64", "opt[uint64]", "opt[uint64]", "opt[uint64]"},
		{"float", "opt[float64]", "opt[float64]", "opt[float64]"},
		{"datetime", "time", "time", "time"},
		{"timestamp", "time", "time", "time"},
		{"object", "object", "object", "object"},
		{"any", "object", "any", "any"},
		{"success", "success", none, none},
		{"file", none, "file", "file"},
		{"list<file>", none, "[]file", "[]file"},
		{"list<string>", "[]string", "[]string", "[]string"},
		{"list<int32>", "[]int64", "[]int64", "[]int64"},
		{"list<any>", "[]object", "[]any", "[]any"},
		{"list", "[]object", "[]object", "[]object"},
		{"map", "map[string]object", "map[string]object", "map[string]object"},
		{"map<string, any>", "map[string]object", "map[string]any", "map[string]any"},
		{"map<int32, list<Color>>", "map[int64][]Color", "map[int64][]Color", "map[int64][]Color"},
		{"map<datetime, bool>", "map[string]bool", "map[string]bool", "map[string]bool"},
		{"list<list<map<string, Size>>>", "[][]map[string]*Size", "[][]map[string]*Size", "[][]map[string]*Size"},
		{"enum {A, B}", "ThingValue", "OtherUpdateValue", "OtherUpdateValue"},
		{"list<enum {A, B}>", "[]ThingValue", "[]OtherUpdateValue", "[]OtherUpdateValue"},
		{"id<Thing>", "ThingID", "ThingID", "ThingID"},
		{"field<Thing>", "ThingField", "ThingField", "ThingField"},
		{"list<field<Thing>>", "[]ThingField", "[]ThingField", "[]ThingField"},
		{"list<id<Raw>>", "[]RawID", "[]RawID", "[]RawID"},
		{"Thing", "*Thing", none, none},
		{"list<Thing>", "[]*Thing", none, none},
		{"Raw", "Raw", none, none},
		{"list<Raw>", "[]Raw", none, none},
		{"Size", "*Size", "*Size", "*Size"},
		{"Color", "Color", "Color", "Color"},
	}
	for _, tt := range tests {
		text := "node: Thing\nfields:\n  id: {type: numeric string}\n  value: {type: VALUE}\n" +
			"structs: {Size: {fields: {x: {type: int32}}}}\nenums: {Color: {values: [RED]}}\n"
		params := "node: Other\nupdate: {params: {value: {type: VALUE}, must: {type: VALUE, required: true}}}\n"
		set := load(t, map[string]string{
			"thing.yaml": strings.ReplaceAll(text, "VALUE", `"`+tt.spec+`"`),
			"other.yaml": strings.ReplaceAll(params, "VALUE", `"`+tt.spec+`"`),
			"raw.yaml":   "node: Raw\nopaque: true\n",
		})
		all := declarations(lowerVersion(t, set, "v25.0", nil, nil))
		check := func(name, wire, want string) {
			want = strings.ReplaceAll(want, "UpdateValue", "Update"+name[strings.LastIndex(name, ".")+1:])
			if want != none && all[name] != want+" "+wire {
				t.Errorf("%s: %s is %q, want %q", tt.spec, name, all[name], want)
			}
		}
		check("Thing.Value", "value", tt.data)
		check("OtherUpdateParams.Value", "value", tt.param)
		check("OtherUpdateParams.Must", "must", tt.required)
	}
}

func TestIDOfNode(t *testing.T) {
	all := declarations(lowerVersion(t, load(t, map[string]string{
		"a.yaml": "node: Listed\nfields: {id: {type: int64}}\n",
		"b.yaml": "node: Addressed\nfields: {name: {type: string}}\nread: {}\n",
		"c.yaml": "node: Row\nfields: {name: {type: string}}\n",
		"d.yaml": "node: UserID\nfields: {id: {type: string}}\n",
		"e.yaml": "node: User\nfields: {id: {type: string}}\n",
	}), "v25.0", nil, nil))
	want := map[string]string{
		"Listed.ID":       "ListedID id",
		"Addressed.ID":    "AddressedID id", // can be read by id, so it has one
		"Row.ID":          "",
		"RowID":           "",
		"User.ID":         "UserID id",
		"UserID":          "id",
		"UserIDObject":    "node",
		"UserIDObject.ID": "UserIDObjectID id",
	}
	for name, typ := range want {
		if all[name] != typ {
			t.Errorf("%s is %q, want %q", name, all[name], typ)
		}
	}
}

// Params that every read and list has are left to the spec when it declares
// them itself.
func TestImpliedParams(t *testing.T) {
	all := declarations(lowerVersion(t, load(t, map[string]string{
		"a.yaml": `
node: Account
fields: {id: {type: string}}
edges:
  rows: {list: {returns: Row, params: {fields: {type: object}, limit: {type: string}}}}
  parts: {list: {returns: Part}}
  raws: {list: {returns: Raw}}
  texts: {list: {returns: string}}
  self: {read: {returns: Account}}
structs: {Part: {fields: {x: {type: string}}}}
`,
		"b.yaml": "node: Row\nfields: {id: {type: string}}\n",
		"c.yaml": "node: Raw\nopaque: true\n",
	}), "v25.0", nil, nil))
	want := map[string]string{
		"AccountRowsParams.Fields":  "object fields",
		"AccountRowsParams.Limit":   "opt[string] limit",
		"AccountPartsParams.Fields": "[]string fields",
		"AccountPartsParams.Limit":  "int limit",
		"AccountRawsParams.Fields":  "[]string fields",
		"AccountTextsParams.Fields": "[]string fields",
		"AccountSelfParams.Fields":  "[]AccountField fields",
		"AccountSelfParams.Limit":   "",
		"AccountNode.Rows":          "AccountRowsParams *Row",
		"AccountNode.Self":          "AccountSelfParams *Account",
		"AccountNode.Texts":         "AccountTextsParams string",
		"AccountNode.Raws":          "AccountRawsParams Raw",
		"AccountExpandRows":         "RowField rows",
		"AccountExpandSelf":         "AccountField self",
		"Account.Rows":              "page[*Row] rows",
		"Account.Self":              "*Account self",
		"AccountExpandRaws":         "",
	}
	for name, typ := range want {
		if all[name] != typ {
			t.Errorf("%s is %q, want %q", name, all[name], typ)
		}
	}
}

func TestDescriptors(t *testing.T) {
	pkg := lowerVersion(t, shop(t), "v25.0", nil, nil)
	got := map[string]string{}
	for _, file := range pkg.Files {
		for _, n := range file.Nodes {
			for _, o := range handleOperations(n) {
				got[o.Var] = o.Method + " " + o.Path
			}
		}
	}
	want := map[string]string{
		"shopRead": "GET shop_{shop_id}", "shopUpdate": "POST shop_{shop_id}", "shopDelete": "DELETE shop_{shop_id}",
		"shopItems": "GET shop_{shop_id}/items", "shopCreateItem": "POST shop_{shop_id}/items",
		"shopDeleteGuests": "DELETE shop_{shop_id}/guests", "itemRead": "GET {item_id}",
	}
	for name, text := range want {
		if got[name] != text {
			t.Errorf("%s is %q, want %q", name, got[name], text)
		}
	}
}

func handleOperations(n ir.Node) []ir.Operation {
	if n.Handle == nil {
		return nil
	}
	return n.Handle.Operations
}

// In a struct that is only sent, "any" is what the caller gives. A struct that
// answers hold keeps it as it came.
func TestAnyInStructs(t *testing.T) {
	all := declarations(lowerVersion(t, load(t, map[string]string{
		"a.yaml": `
node: Thing
fields: {id: {type: string}, both: {type: Both}}
update: {params: {sent: {type: list<Sent>}, both: {type: Both}}}
read: {}
structs:
  Sent: {fields: {value: {type: any}, rows: {type: list<list<any>>}, inner: {type: Inner}, number: {type: int64}}}
  Inner: {fields: {value: {type: any}}}
  Both: {fields: {value: {type: any}}}
  Unused: {fields: {value: {type: any}}}
`,
	}), "v25.0", nil, nil))
	want := map[string]string{
		"Sent.Value":  "any value",
		"Sent.Rows":   "[][]any rows",
		"Sent.Number": "opt[int64] number",
		"Inner.Value": "any value",
		"Both.Value":  "object value",
	}
	for name, typ := range want {
		if all[name] != typ {
			t.Errorf("%s is %q, want %q", name, all[name], typ)
		}
	}
}
