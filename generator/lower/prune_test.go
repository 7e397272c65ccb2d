package lower_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

func TestInclude(t *testing.T) {
	tests := []struct {
		name             string
		include, exclude []string
		has, lacks       []string
	}{
		{
			"a node with all that is part of it", []string{"Shop"}, nil,
			[]string{"ShopNode.Read", "ShopNode.Guests", "ShopNode.CreateItem", "Shop.Mood", "Hours.From", "ItemKindFruit", "ShopStatusOpen"},
			[]string{"Address", "ItemNode"},
		},
		{
			"an operation with what it needs", []string{"Shop.for_sale.list"}, nil,
			[]string{"ShopNode.ForSale", "ShopExpandForSale", "Item.Kind", "ItemKindFruit", "Item.Shop", "Shop.ID", "Shop.Name"},
			[]string{"Shop.Revenue", "ShopFieldRevenue", "ShopNode.Read", "ShopStatus", "Hours", "Person", "ItemNode"},
		},
		{
			"an edge with its operations", []string{"Shop.guests"}, nil,
			[]string{"ShopNode.Guests", "ShopNode.DeleteGuests", "Guest", "GuestID"},
			[]string{"Item", "ShopNode.Items"},
		},
		{
			"the node that a write reads back", []string{"Shop.update"}, nil,
			[]string{"ShopNode.Update", "ShopNode.UpdateAndRead", "Shop.Revenue", "ShopStatusOpen", "ShopUpdateMoodGood"},
			[]string{"ShopNode.Read", "ShopExpandForSale", "ItemNode"},
		},
		{
			"a node that is only referred to", []string{"Shop.read"}, nil,
			[]string{"Shop.Owner", "Person.ID", "Person.Name", "PersonFieldName", "ShopExpandOwner"},
			[]string{"Person.Email", "Person.Friends", "Address", "PersonFieldEmail"},
		},
		{
			"an id in a param", []string{"Shop.items.create"}, nil,
			[]string{"ShopCreateItemParams.Owner", "PersonID", "Person.ID"},
			[]string{"Person.Email", "ShopNode.Items"},
		},
		{
			"fields that are named", []string{"Shop.read", "Person.email"}, nil,
			[]string{"Person.ID", "Person.Name", "Person.Email", "PersonFieldEmail"},
			[]string{"Person.Friends", "Address"},
		},
		{
			"stars", []string{"*.read", "Shop.g*.*"}, nil,
			[]string{"ShopNode.Read", "ItemNode.Read", "ShopNode.Guests", "ShopNode.DeleteGuests"},
			[]string{"ShopNode.Update", "ShopNode.ForSale"},
		},
		{
			"everything but some", nil, []string{"Shop.items", "Shop.mood", "*.delete", "*.*.delete"},
			[]string{"Shop.Status", "ShopNode.ForSale", "ShopNode.Guests", "Person.Address", "Address"},
			[]string{"Shop.Mood", "ShopFieldMood", "Shop.Items", "ShopNode.Items", "ShopNode.CreateItem", "ShopNode.Delete", "ShopNode.DeleteGuests"},
		},
		{
			"a node that is excluded but referred to", nil, []string{"Person", "Item"},
			[]string{"Shop.Owner", "Person.ID", "Person.Name", "ShopNode.Items", "Item.ID", "ShopItemsParams.Fields"},
			[]string{"Person.Email", "Address", "Item.Kind", "ItemNode"},
		},
		{
			"an id, which stays", nil, []string{"Shop.*", "Person.name"},
			[]string{"Shop.ID", "ShopFieldID", "Person.ID"}, []string{"Shop.Name", "ShopNode.Read", "Person.Name"},
		},
		{
			"structs and enums by name", []string{"Hours", "ItemKind"}, nil,
			[]string{"Hours.From", "ItemKindFruit"}, []string{"Shop", "Item"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			all := declarations(lowerVersion(t, shop(t), "v25.0", tt.include, tt.exclude))
			for _, name := range tt.has {
				if all[name] == "" {
					t.Errorf("no %s", name)
				}
			}
			for _, name := range tt.lacks {
				if all[name] != "" {
					t.Errorf("%s is there: %s", name, all[name])
				}
			}
		})
	}
}

// Nodes without an id are data: referring to one takes all of it.
func TestReferenceToNodeWithoutID(t *testing.T) {
	set := load(t, map[string]string{
		"a.yaml": "node: A\nfields: {id: {type: string}, rows: {type: list<Row>}, b: {type: B}}\n",
		"b.yaml": "node: Row\nfields: {clicks: {type: int32}, cost: {type: Cost}}\nstructs: {Cost: {fields: {cents: {type: int32}}}}\n",
		"c.yaml": "node: B\nfields: {id: {type: string}, name: {type: Cost}}\n",
	})
	for _, exclude := range [][]string{nil, {"Row"}} {
		pkg, diags := tryLower(set, "v25.0", []string{"A"}, exclude)
		if diags.Len() != len(exclude) { // an exclude has no effect
			t.Errorf("without %q: %v", exclude, diags.All())
		}
		all := declarations(pkg)
		if all["Row.Clicks"] == "" || all["Cost.Cents"] == "" {
			t.Errorf("without %q, Row is not whole", exclude)
		}
		if all["B.Name"] != "" {
			t.Error("a name that is no text was kept")
		}
	}
}

// Names with dots are one name to a star, and can be written out.
func TestPatternsOverDottedNames(t *testing.T) {
	set := load(t, map[string]string{
		"a.yaml": "node: User\nfields: {id: {type: string}}\nedges: {payment.subscriptions: {list: {returns: object}}, other: {list: {returns: object}}}\n",
	})
	for _, pattern := range []string{"User.payment.subscriptions", "User.pay*", "User.payment.subscriptions.list", "User.pay*.list"} {
		all := declarations(lowerVersion(t, set, "v25.0", []string{pattern}, nil))
		if all["UserNode.PaymentSubscriptions"] == "" || all["UserNode.Other"] != "" {
			t.Errorf("%s: PaymentSubscriptions is %q, Other %q", pattern, all["UserNode.PaymentSubscriptions"], all["UserNode.Other"])
		}
	}
}

// A wider include renames nothing and changes no type: everything that the
// narrow package declares, the wide one declares alike.
func TestWiderInclude(t *testing.T) {
	set := synthetic(40)
	patterns := []string{"*.read", "*.*.list", "*"}
	for i := 0; i < 40; i += 2 {
		patterns = append(patterns, fmt.Sprintf("Node%d", i), fmt.Sprintf("Node%d.list%d", i, i%3), fmt.Sprintf("Node%d.field%d", i, i%5), fmt.Sprintf("Node%d.read", i))
	}
	random := rand.New(rand.NewPCG(3, 4))
	for range 60 {
		random.Shuffle(len(patterns), func(i, j int) { patterns[i], patterns[j] = patterns[j], patterns[i] })
		narrow := patterns[:1+random.IntN(4)]
		wide := patterns[:len(narrow)+1+random.IntN(6)]
		before, after := declarations(lowerVersion(t, set, "v25.0", narrow, nil)), declarations(lowerVersion(t, set, "v25.0", wide, nil))
		for name, was := range before {
			if is := after[name]; is != was {
				t.Fatalf("%s is %q with include %q and %q with %q", name, was, narrow, is, wide)
			}
		}
	}
}
