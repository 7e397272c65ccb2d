package graphtest

import "testing"

func TestFilterOperators(t *testing.T) {
	v := &view{server: &Server{config: Config{Now: fixedNow.Local}}}
	list := func(items ...any) []any { return items }
	for _, test := range []struct {
		operator string
		value    any
		keeps    []string
		drops    []string
	}{
		{"EQUAL", "16", []string{"16", "16.00"}, []string{"160", ""}},
		{"NOT_EQUAL", "a", []string{"b", ""}, []string{"a"}},
		{"IN", list("a", "b"), []string{"a"}, []string{"c", ""}},
		{"NOT_IN", list("a", "b"), []string{"c"}, []string{"a"}},
		{"CONTAIN", "SALE", []string{"Spring sale"}, []string{"Spring"}},
		{"NOT_CONTAIN", "sale", []string{"Spring"}, []string{"Spring Sale"}},
		{"STARTS_WITH", "spring", []string{"Spring sale"}, []string{"A spring"}},
		{"ENDS_WITH", "sale", []string{"Spring Sale"}, []string{"Sale of spring"}},
		{"GREATER_THAN", "5", []string{"10", "5.1"}, []string{"5", "x", ""}},
		{"GREATER_THAN_OR_EQUAL", "5", []string{"5"}, []string{"4.9"}},
		{"LESS_THAN", "10", []string{"5"}, []string{"10", "NaN"}},
		{"LESS_THAN_OR_EQUAL", "10", []string{"10"}, []string{"11"}},
		{"IN_RANGE", list("1", "5"), []string{"1", "5"}, []string{"0", "6"}},
		{"NOT_IN_RANGE", list("1", "5"), []string{"6"}, []string{"3"}},
		{"AFTER", "2026-02-01", []string{"2026-02-01T00:00:01+0000"}, []string{"2026-02-01", "x"}},
		{"ON_OR_AFTER", "2026-02-01", []string{"2026-02-01"}, []string{"2026-01-31"}},
		{"BEFORE", "2026-02-01", []string{"2026-01-31"}, []string{"2026-02-01"}},
		{"ON_OR_BEFORE", "2026-02-01", []string{"2026-02-01"}, []string{"2026-02-02"}},
	} {
		keep := v.comparison(test.operator, test.value)
		if keep == nil {
			t.Errorf("%s is unknown", test.operator)
			continue
		}
		for _, text := range test.keeps {
			if !keep(text) {
				t.Errorf("%s %v drops %q", test.operator, test.value, text)
			}
		}
		for _, text := range test.drops {
			if keep(text) {
				t.Errorf("%s %v keeps %q", test.operator, test.value, text)
			}
		}
	}
	if v.comparison("SOUNDS_LIKE", "x") != nil {
		t.Error("an operator that is none is known")
	}
}
