package lower_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/generator/ir"
)

// Docs begin with the name, go on with facts, and end with the deprecation.
func TestOperationDocs(t *testing.T) {
	set := load(t, map[string]string{
		"errors.yaml": "errors: [{code: 100, name: InvalidParameter, class: bad request}, {code: 200, name: Permission, class: permission}]\n",
		"a.yaml": `
node: AdAccount
fields: {id: {type: string}}
edges:
  campaigns: {doc: The campaigns of the account., list: {returns: object}}
  users:
    notice: May be withdrawn.
    deprecated: Use people.
    source: {page: Account Users, version: v25.0}
    list: {returns: object}
    create:
      doc: |-
        Adds a user to
        the account.

        Invites are sent by mail.
      returns: object
      permissions: [ads_read, ads_management]
      requirements: [New Page Experience]
      errors: [200, 100, 300]
      since: v24.0
      removed: v26.0
      notice: Slow.
  audit: {read: {returns: object}, update: {}, delete: {}}
`,
	})
	docs := map[string]ir.Doc{}
	for _, file := range lowerVersion(t, set, "v25.0", nil, nil).Files {
		for _, n := range file.Nodes {
			for _, o := range handleOperations(n) {
				docs[o.GoName] = o.Doc
			}
		}
	}
	want := map[string]ir.Doc{
		"Campaigns": {"Campaigns lists the campaigns of the account.", "GET /{ad_account_id}/campaigns."},
		"Users": {
			"Users lists the users of the ad account.", "GET /{ad_account_id}/users.", "Reference page: Account Users, v25.0.",
			"May be withdrawn.", "Deprecated: use people.",
		},
		"CreateUser": {
			"CreateUser adds a user to the account.", "Invites are sent by mail.",
			"POST /{ad_account_id}/users. Documented errors: 100 (ErrInvalidParameter), 200 (ErrPermission), 300.",
			"Needs the permissions ads_read and ads_management. Requires: New Page Experience. " +
				"Reference page: Account Users, v25.0. Since v24.0. Removed in v26.0.",
			"Slow.", "May be withdrawn.", "Deprecated: use people.",
		},
		"Audit":       {"Audit reads the audit of the ad account.", "GET /{ad_account_id}/audit."},
		"UpdateAudit": {"UpdateAudit changes the audit of the ad account.", "POST /{ad_account_id}/audit."},
		"DeleteAudit": {"DeleteAudit removes from the audit of the ad account.", "DELETE /{ad_account_id}/audit."},
	}
	if diff := cmp.Diff(want, docs); diff != "" {
		t.Errorf("docs (-want +got):\n%s", diff)
	}
}

func TestFieldDocs(t *testing.T) {
	set := load(t, map[string]string{"a.yaml": `
node: A
fields:
  plain: {type: string, doc: A name.}
  silent: {type: string}
  facts: {type: int32, doc: A number, default: true, core: true, min: -1, max: 5, permissions: [p], empty_since: 2020-01-02, since: v24.0, removed: v26.0}
  low: {type: int32, min: 0}
  old: {type: string, doc: A text., notice: Shown to few., deprecated: true}
  older: {type: string, doc: A text., deprecated: Use plain}
update:
  params:
    must: {type: string, doc: A name., required: true, default: x}
`})
	docs := map[string]ir.Doc{}
	for _, file := range lowerVersion(t, set, "v25.0", nil, nil).Files {
		for _, n := range file.Nodes {
			for _, f := range n.Fields {
				docs[f.Wire] = f.Doc
			}
			for _, o := range handleOperations(n) {
				for _, p := range o.Params {
					docs[p.Wire] = p.Doc
				}
			}
		}
	}
	want := map[string]ir.Doc{
		"id":     {"The id of the a."},
		"plain":  {"A name."},
		"silent": nil,
		"facts": {"A number. Returned by default. A core field. From -1 to 5. Needs the permission p. " +
			"The API returns nothing here since 2020-01-02. Since v24.0. Removed in v26.0."},
		"low":   {"At least 0."},
		"old":   {"A text.", "Shown to few.", "Deprecated: the API will drop this; it names no replacement."},
		"older": {"A text.", "Deprecated: use plain."},
		"must":  {"A name. Required. The API's default is x."},
	}
	if diff := cmp.Diff(want, docs); diff != "" {
		t.Errorf("docs (-want +got):\n%s", diff)
	}
}

// An operation is in the versions that have its edge and its node.
func TestSummaryVersions(t *testing.T) {
	pkg := lowerVersion(t, load(t, map[string]string{"a.yaml": `
node: A
since: v24.0
removed: v26.0
fields: {id: {type: string}}
read: {}
update: {since: v25.0}
edges: {as: {list: {returns: A}}, bs: {since: v25.0, list: {returns: A}}}
`}), "v25.0", nil, nil)
	var got []string
	for _, o := range pkg.Operations {
		got = append(got, o.Edge+" "+o.Op+" "+o.Since+" "+o.Removed)
	}
	want := []string{" read v24.0 v26.0", " update v25.0 v26.0", "as list v24.0 v26.0", "bs list v25.0 v26.0"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// What "graphgen list" shows: paths with a slash in front, types as the spec
// writes them, never null.
func TestSummaries(t *testing.T) {
	pkg := lowerVersion(t, shop(t), "v25.0", []string{"Shop.items", "Shop.guests.list", "Shop.delete"}, nil)
	want := []ir.OperationSummary{
		{Node: "Shop", Op: "delete", Method: "DELETE", Path: "/shop_{shop_id}", Params: []ir.ParamSummary{}, Returns: "success", Errors: []int{}},
		{
			Node: "Shop", Edge: "guests", Op: "list", Method: "GET", Path: "/shop_{shop_id}/guests",
			Params: []ir.ParamSummary{}, Returns: "Guest", Errors: []int{}, Since: "v25.0",
		},
		{
			Node: "Shop", Edge: "items", Op: "list", Method: "GET", Path: "/shop_{shop_id}/items",
			Params: []ir.ParamSummary{}, Returns: "Item", Errors: []int{},
		},
		{
			Node: "Shop", Edge: "items", Op: "create", Method: "POST", Path: "/shop_{shop_id}/items",
			Params: []ir.ParamSummary{
				{Name: "photo", Type: "file"}, {Name: "owner", Type: "id<Person>"}, {Name: "hours", Type: "Hours"}, {Name: "extra", Type: "any"},
			},
			Returns: "Item", Errors: []int{},
		},
	}
	if diff := cmp.Diff(want, pkg.Operations); diff != "" {
		t.Errorf("operations (-want +got):\n%s", diff)
	}
}
