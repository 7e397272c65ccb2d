package graphtest

import (
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/metagraph-go/graphgen/generator/spec"
)

// row adds up the facts of a group.
func (v *view) row(q *insightsQuery, g *group) figures {
	row := v.add(g.facts)
	if g.facts[0].sample != nil {
		addWindows(row, q.windows)
	}
	g.days.mark(row)
	if g.alone {
		return row
	}
	columns := v.schema.typeNamed("AdsInsights").fields
	for name := range row {
		isBreakdown := slices.Contains(v.schema.enums["InsightsBreakdown"], name)
		if columns[name] != nil && levelOf(name) > q.level || isBreakdown && !slices.Contains(q.breakdowns, name) {
			delete(row, name)
		}
	}
	return row
}

// add adds up facts. Labels stay where all of them have the same.
func (v *view) add(facts []insight) figures {
	columns := v.schema.typeNamed("AdsInsights").fields
	sampled := !slices.ContainsFunc(facts, func(f insight) bool { return f.sample == nil })
	sample := funnel{}
	rows := make([]figures, len(facts))
	for i, f := range facts {
		if rows[i] = f.row; sampled {
			sample = sample.plus(*f.sample)
		} else {
			rows[i] = f.filled()
		}
	}
	out := figures{}
	for _, row := range rows {
		for name := range row {
			if _, done := out[name]; !done {
				out[name] = total(columns[name], name, rows)
			}
		}
	}
	maps.DeleteFunc(out, func(_ string, value any) bool { return value == nil })
	if sampled {
		sample.fill(out)
	}
	derive(out)
	return out
}

// total returns one column of the sum of rows, or nil.
func total(f *spec.Field, name string, rows []figures) any {
	if len(rows) == 1 {
		return rows[0][name]
	}
	kind := label
	if f != nil {
		kind = kindOf(name, f.Type)
	}
	switch kind {
	case derived:
		return nil
	case sum:
		n := new(big.Rat)
		for _, row := range rows {
			if figure, ok := number(row[name]); ok {
				n.Add(n, figure)
			}
		}
		return decimalText(n)
	case actionSum:
		return totalActions(name, rows)
	}
	first := textOf(rows[0][name])
	for _, row := range rows[1:] {
		if textOf(row[name]) != first {
			return nil
		}
	}
	return rows[0][name]
}

// totalActions adds up lists of actions: items that differ in figures alone
// become one.
func totalActions(name string, rows []figures) any {
	var order []string
	labels := map[string]map[string]any{}
	sums := map[string]map[string]*big.Rat{}
	for _, row := range rows {
		list, _ := row[name].([]any)
		for _, item := range list {
			members, _ := item.(map[string]any)
			same, counts := map[string]any{}, map[string]*big.Rat{}
			for member, value := range members {
				if n, ok := number(value); ok && isCount(member) {
					counts[member] = n
				} else {
					same[member] = value
				}
			}
			key := string(mustJSON(same))
			if sums[key] == nil {
				order = append(order, key)
				labels[key], sums[key] = same, counts
				continue
			}
			for member, n := range counts {
				if have := sums[key][member]; have != nil {
					n = new(big.Rat).Add(have, n)
				}
				sums[key][member] = n
			}
		}
	}
	var out []any
	for _, key := range order {
		item := maps.Clone(labels[key])
		for member, n := range sums[key] {
			item[member] = decimalText(n)
		}
		out = append(out, item)
	}
	if out == nil {
		return nil
	}
	return out
}

// isCount reports whether a member of an action is a figure, in all or in an
// attribution window, and not an id.
func isCount(member string) bool {
	return !strings.HasPrefix(member, "action_") && !strings.HasSuffix(member, "_id")
}
