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

// sortRows sorts rows. Those that lack the column come last.
func sortRows(rows []figures, by []sortKey) {
	slices.SortStableFunc(rows, func(a, b figures) int {
		for _, key := range by {
			x, y := key.value(a), key.value(b)
			switch {
			case x == y:
				continue
			case x == "":
				return 1
			case y == "":
				return -1
			}
			order, ok := compareNumbers(x, y)
			if !ok {
				order = strings.Compare(x, y)
			}
			if key.descending {
				order = -order
			}
			if order != 0 {
				return order
			}
		}
		return 0
	})
}

// insightsSummary adds up all rows of an answer, or returns nil when the call
// asks for no summary.
func (v *view) insightsSummary(q *insightsQuery, facts []figures) object {
	if !q.hasSummary {
		return nil
	}
	out := object{}
	all := v.add(append([]figures{{}}, facts...))
	columns := v.schema.typeNamed("AdsInsights").fields
	for _, name := range q.summary {
		if value := all[name]; value != nil {
			out.add(name, v.figure(columns[name].Type, value))
		}
	}
	return out
}
