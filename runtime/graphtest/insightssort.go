package graphtest

import (
	"slices"
	"strconv"
	"strings"
)

// sortKey is one item of a sort param: a column, or the figure of one type of
// action in a column of actions.
type sortKey struct {
	column, action string
	descending     bool
}

// sortKeys reads a sort param, such as ["spend_descending"] or
// ["actions:link_click_ascending"].
func (v *view) sortKeys(items []string) ([]sortKey, *Error) {
	var out []sortKey
	columns := v.schema.typeNamed("AdsInsights")
	for i, item := range items {
		text, descending := strings.CutSuffix(item, "_descending")
		text, ascending := strings.CutSuffix(text, "_ascending")
		key := sortKey{descending: descending}
		key.column, key.action, _ = strings.Cut(text, ":")
		blame := []string{"sort", strconv.Itoa(i)}
		if descending == ascending {
			return nil, paramError(blame, "Param sort[%d] must end in _ascending or _descending: %s", i, item)
		}
		if columns.fields[key.column] == nil {
			return nil, paramError(blame, "Param sort[%d] names no field of insights: %s%s", i, key.column, nearest(key.column, columns.order))
		}
		out = append(out, key)
	}
	return out, nil
}

// value returns what a row is sorted by.
func (k sortKey) value(row figures) string {
	if k.action == "" {
		return textOf(row[k.column])
	}
	list, _ := row[k.column].([]any)
	for _, item := range list {
		if members, _ := item.(map[string]any); members["action_type"] == k.action {
			return textOf(members["value"])
		}
	}
	return ""
}

// sortGroups sorts groups by the rows that they give. Those whose row lacks
// the column come last.
func sortGroups(groups []*group, row func(*group) figures, by []sortKey) {
	values := make(map[*group][]string, len(groups))
	for _, g := range groups {
		figures := row(g)
		for _, key := range by {
			values[g] = append(values[g], key.value(figures))
		}
	}
	slices.SortStableFunc(groups, func(a, b *group) int {
		for i, key := range by {
			if order := key.compare(values[a][i], values[b][i]); order != 0 {
				return order
			}
		}
		return 0
	})
}

// compare compares two values of a key. What is missing comes last.
func (k sortKey) compare(x, y string) int {
	switch {
	case x == y:
		return 0
	case x == "":
		return 1
	case y == "":
		return -1
	}
	order, ok := compareNumbers(x, y)
	if !ok {
		order = strings.Compare(x, y)
	}
	if k.descending {
		return -order
	}
	return order
}

// insightsSummary adds up all rows of an answer, or returns nil when the call
// asks for no summary.
func (v *view) insightsSummary(q *insightsQuery, groups []*group) object {
	if !q.hasSummary {
		return nil
	}
	var facts []insight
	for _, g := range groups {
		facts = append(facts, g.facts...)
	}
	all := v.add(facts)
	out := object{}
	columns := v.schema.typeNamed("AdsInsights").fields
	for _, name := range q.summary {
		if value := all[name]; value != nil && kindOf(name, columns[name].Type) != label {
			out.add(name, v.figure(columns[name].Type, value))
		}
	}
	return out
}
