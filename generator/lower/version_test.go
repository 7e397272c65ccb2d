package lower_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/generator/lower"
)

// Three versions of one set of specs differ as its since and removed say.
func TestVersions(t *testing.T) {
	set := shop(t)
	v24 := declarations(lowerVersion(t, set, "v24.0", nil, nil))
	v25 := declarations(lowerVersion(t, set, "v25.0", nil, nil))
	v26 := declarations(lowerVersion(t, set, "v26.0", nil, nil))
	tests := map[string][3]string{
		"Shop.Revenue":           {"string revenue", "opt[int64] revenue", "opt[int64] revenue"},
		"ShopNode.Guests":        {"", "ShopGuestsParams Guest", "ShopGuestsParams Guest"},
		"ShopNode.DeleteGuests":  {"ShopDeleteGuestsParams success", "ShopDeleteGuestsParams success", "ShopDeleteGuestsParams success"},
		"ItemKindFruit":          {"ItemKind FRUIT", "ItemKind FRUIT", "ItemKind FRUIT"},
		"ItemKind7dSpecial":      {"", "", "ItemKind 7d_special"},
		"ShopGuestsParams.Limit": {"", "int limit", "int limit"},
	}
	for name, want := range tests {
		if got := [3]string{v24[name], v25[name], v26[name]}; got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	for name, typ := range v24 {
		if v25[name] != typ && name != "Shop.Revenue" {
			t.Errorf("%s was %q in v24.0 and is %q in v25.0", name, typ, v25[name])
		}
	}
}

func TestVersionNumbersAreNumbers(t *testing.T) {
	set := load(t, map[string]string{
		"versions.yaml": "versions: [{version: v9.0}, {version: v10.0}]\n",
		"a.yaml":        "node: A\nfields: {old: {type: string, removed: v10.0}, new: {type: string, since: v10.0}}\n",
	})
	v9, v10 := declarations(lowerVersion(t, set, "v9.0", nil, nil)), declarations(lowerVersion(t, set, "v10.0", nil, nil))
	if v9["A.Old"] == "" || v9["A.New"] != "" || v10["A.Old"] != "" || v10["A.New"] == "" {
		t.Errorf("v9.0 has old %q and new %q, v10.0 old %q and new %q", v9["A.Old"], v9["A.New"], v10["A.Old"], v10["A.New"])
	}
}

func TestVersionDiagnostics(t *testing.T) {
	date := func(text string) time.Time {
		day, err := time.Parse(time.DateOnly, text)
		if err != nil {
			t.Fatal(err)
		}
		return day
	}
	tests := []struct {
		version string
		now     time.Time
		want    []string
	}{
		{"v24.0", time.Time{}, nil},
		{"v24.0", date("2026-06-09"), nil},
		{"v24.0", date("2026-06-10"), []string{"shop/versions.yaml:2:15: warning: v24.0 expired on 2026-06-09 for the Marketing API, whose calls fail since then"}},
		{"v24.0", date("2027-10-09"), []string{"shop/versions.yaml:2:15: warning: v24.0 expired on 2027-10-08: the API answers its calls with the oldest version that is left"}},
		{"v25.0", date("2099-01-01"), nil},
		{"v1.0", date("2099-01-01"), []string{`the specs know no API version "v1.0"; they know v24.0, v25.0, v26.0`}},
		{"25", time.Time{}, []string{`the specs know no API version "25"; did you mean "v25.0"?`}},
		{"v25", time.Time{}, []string{`the specs know no API version "v25"; did you mean "v25.0"?`}},
		{"v25.1", time.Time{}, []string{`the specs know no API version "v25.1"; did you mean "v25.0"?`}},
		{"v99.0", time.Time{}, []string{`the specs know no API version "v99.0"; they know v24.0, v25.0, v26.0; a newer one needs an entry in versions.yaml`}},
		{"", time.Time{}, []string{`the specs know no API version ""; they know v24.0, v25.0, v26.0`}},
	}
	for _, tt := range tests {
		_, diags := lower.Select(shop(t), tt.version, tt.now)
		var got []string
		for _, d := range diags.All() {
			got = append(got, d.String())
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s on %s: %q, want %q", tt.version, tt.now.Format(time.DateOnly), got, tt.want)
		}
	}
}

// Of many versions the newest are named.
func TestUnknownAmongManyVersions(t *testing.T) {
	set := load(t, map[string]string{
		"versions.yaml": "versions: [{version: v8.0}, {version: v9.0}, {version: v10.0}, {version: v11.0}, {version: v12.0}]\n",
		"a.yaml":        "node: A\nfields: {id: {type: string}}\n",
	})
	_, diags := lower.Select(set, "v99.0", time.Time{})
	const want = `the specs know no API version "v99.0"; the newest that they know are v9.0, v10.0, v11.0, v12.0; a newer one needs an entry in versions.yaml`
	if got := diags.All(); len(got) != 1 || got[0].Message != want {
		t.Errorf("%v, want %s", got, want)
	}
}

// A type that the version lacks is reported where it is used.
func TestReferenceOutsideVersion(t *testing.T) {
	set := load(t, map[string]string{
		"a.yaml": "node: A\nfields:\n  b: {type: list<B>}\nread: {read_after_write: B}\n",
		"b.yaml": "node: B\nsince: v25.0\nfields: {id: {type: string}}\n",
	})
	_, diags := tryLower(set, "v24.0", nil, nil)
	var got []string
	for _, d := range diags.All() {
		got = append(got, d.String())
	}
	want := []string{
		`a.yaml:3:18: this version has no type "B"; if another version has it, say with since or removed where this element exists`,
		"a.yaml:4:26: read_after_write of A read names B, which is no node of this version",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
	lowerVersion(t, set, "v25.0", nil, nil)
}

// Selecting a version leaves the set as it is: lint selects all in turn.
func TestSelectLeavesSet(t *testing.T) {
	set := shop(t)
	if _, diags := lower.Select(set, "v24.0", time.Time{}); diags.HasErrors() {
		t.Fatal(diags.Err())
	}
	if diff := cmp.Diff(shop(t), set); diff != "" {
		t.Errorf("the set changed (-want +got):\n%s", diff)
	}
}
