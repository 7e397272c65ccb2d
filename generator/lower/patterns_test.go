package lower_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPatternDiagnostics(t *testing.T) {
	tests := map[string]struct {
		include, exclude []string
		want             []string
	}{
		"misspelt": {
			[]string{"Shp", "Shop.gests", "Shop.items.creat", "shop", "Hour", "Shop"},
			[]string{"Guset"},
			[]string{
				`warning: exclude: "Guset" names nothing in this version; did you mean "Guest"?`,
				`include: "Hour" names nothing in this version; did you mean "Hours"?`,
				`include: "Shop.gests" names nothing in this version; did you mean "Shop.guests"?`,
				`include: "Shop.items.creat" names nothing in this version; did you mean "Shop.items.create"?`,
				`include: "Shp" names nothing in this version; did you mean "Shop"?`,
				`include: "shop" names nothing in this version; did you mean "Shop"?`,
			},
		},
		"no patterns": {
			[]string{"Shop/guests", "["}, nil,
			[]string{
				`include: "Shop/guests" is no pattern; write names with dots between and * for any part of a name, such as AdAccount.camp*`,
				`include: "[" is no pattern; write names with dots between and * for any part of a name, such as AdAccount.camp*`,
			},
		},
		"names in Go": {
			[]string{
				"Shop.CreateItem", "ShopNode.CreateItem", "CreateItem", "ShopCreateItemParams", "Shop.ForSale", "Shop.X1dSales", "Shop.Update",
				"ShopID", "ShopNode", "Read", "ItemKindOther",
			},
			nil,
			[]string{
				`include: "CreateItem" names nothing in this version; did you mean "Shop.items.create"?`,
				`include: "ItemKindOther" names nothing in this version`,
				`include: "Read" names nothing in this version`, // of several nodes
				`include: "Shop.CreateItem" names nothing in this version; did you mean "Shop.items.create"?`,
				`include: "Shop.ForSale" names nothing in this version; did you mean "Shop.for_sale.list"?`,
				`include: "Shop.Update" names nothing in this version; did you mean "Shop.update"?`,
				`include: "Shop.X1dSales" names nothing in this version; did you mean "Shop.1d_sales"?`,
				`include: "ShopCreateItemParams" names nothing in this version; did you mean "Shop.items.create"?`,
				`include: "ShopID" names nothing in this version; did you mean "Shop"?`,
				`include: "ShopNode" names nothing in this version; did you mean "Shop"?`,
				`include: "ShopNode.CreateItem" names nothing in this version; did you mean "Shop.items.create"?`,
			},
		},
		"params": {
			[]string{"Shop.items.create.photo", "Shop.items.photo", "Shop.update.status"}, nil,
			[]string{
				`include: "Shop.items.create.photo" names nothing in this version; a param can't be selected, only the operation that takes it: "Shop.items.create"`,
				`include: "Shop.items.photo" names nothing in this version; a param can't be selected, only the operation that takes it: "Shop.items.create"`,
				`include: "Shop.update.status" names nothing in this version; a param can't be selected, only the operation that takes it: "Shop.update"`,
			},
		},
		"a regular expression": {
			[]string{"^Sh.*$"}, nil,
			[]string{`include: "^Sh.*$" names nothing in this version; it is no regular expression: * alone stands for any part of a name`},
		},
		"nothing left of what is included": {[]string{"Shop", "Item"}, []string{"Shop", "Item"}, []string{"exclude leaves nothing to generate"}},
		"nothing left of everything":       {nil, []string{"*"}, []string{"exclude leaves nothing to generate"}},
		"without effect": {
			[]string{"Shop"},
			[]string{"Shop.id", "ItemKind", "Hours", "Person", "Person.delete", "Address", "*.id", "Shop.mood"},
			[]string{
				`warning: exclude: "*.id" has no effect: a node keeps its id`,
				`warning: exclude: "Address" has no effect: include names nothing of it`,
				`warning: exclude: "Hours" has no effect: what is generated uses Hours`,
				`warning: exclude: "ItemKind" has no effect: what is generated uses ItemKind`,
				`warning: exclude: "Person" has no effect: what is generated refers to Person, so it stays with its id`,
				`warning: exclude: "Person.delete" names nothing in this version`,
				`warning: exclude: "Shop.id" has no effect: a node keeps its id`,
			},
		},
		"covered by another": {
			nil, []string{"Shop", "Shop.delete"},
			[]string{`warning: exclude: "Shop.delete" has no effect: another pattern leaves out the same`},
		},
		"with an effect": {[]string{"Shop", "Person"}, []string{"Shop.delete", "Person.*", "Shop.g*"}, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, diags := tryLower(shop(t), "v25.0", tt.include, tt.exclude)
			var got []string
			for _, d := range diags.All() {
				got = append(got, d.String())
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
