package graphtest

import (
	"cmp"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/metagraph-go/graphgen/generator/spec"
)

// group is the facts that one row is added up of.
type group struct {
	facts []insight
	days  dayRange
	// span says which of several ranges the row is in, object which object it
	// is about, in the order in which they were met.
	span, object int
	// alone means that the only fact stays as it is.
	alone bool
}

// insightsGroups returns the groups of facts that an answer has a row for, in
// the order of the rows.
func (v *view) insightsGroups(q *insightsQuery) []*group {
	facts := v.facts(q)
	ranges := q.ranges
	if len(ranges) == 0 {
		ranges = []dayRange{{}}
	}
	objects := map[string]int{}
	var groups []*group
	for i, days := range ranges {
		groups = append(groups, v.group(q, facts, i, days, objects)...)
	}
	slices.SortStableFunc(groups, func(a, b *group) int {
		return cmp.Or(cmp.Compare(a.span, b.span), cmp.Compare(a.object, b.object), a.days.since.Compare(b.days.since))
	})
	if len(q.rows) > 0 {
		groups = slices.DeleteFunc(groups, func(g *group) bool { return !fits(v.row(q, g), q.rows) })
	}
	if len(q.order) > 0 {
		sortGroups(groups, func(g *group) figures { return v.row(q, g) }, q.order)
	}
	return groups
}

// group puts facts of a range into groups: one for each object of the level,
// part of the range and set of breakdown values. A fact that does not name its
// object, or that is about more days than a part has, stays alone.
func (v *view) group(q *insightsQuery, facts []insight, span int, days dayRange, objects map[string]int) []*group {
	all := days
	if days == (dayRange{}) {
		for _, fact := range facts {
			if about, ok := daysOf(fact.row); ok {
				all = all.with(about)
			}
		}
	}
	if all == (dayRange{}) {
		// What the API reports on when a call names no days.
		all, _ = presetRange("last_30d", dayOf(v.server.config.Now()))
	}
	level := insightsLevels[q.level]
	byKey := map[string]*group{}
	var groups []*group
	for n, fact := range facts {
		about, dated := daysOf(fact.row)
		if dated && days != (dayRange{}) && !days.has(about) {
			continue
		}
		id := textOf(fact.row[level+"_id"])
		part := all
		if dated {
			part = q.step.around(about.since, all)
		}
		alone := id == "" || dated && !part.has(about) || !dated && q.step != daySteps{}
		key := []string{strconv.Itoa(n)}
		if !alone {
			key = []string{"", id}
			if q.step != (daySteps{}) {
				key = append(key, part.since.String())
			}
			for _, b := range q.breakdowns {
				key = append(key, string(mustJSON(fact.row[b])))
			}
		}
		g := byKey[strings.Join(key, "\x00")]
		if g == nil {
			g = &group{days: part, span: span, object: orderOf(objects, strings.Join(key[:min(2, len(key))], "\x00")), alone: alone}
			switch {
			case alone && dated:
				g.days = about
			case days == (dayRange{}) && q.step == (daySteps{}):
				g.days = dayRange{} // Those of the facts.
			}
			byKey[strings.Join(key, "\x00")] = g
			groups = append(groups, g)
		}
		if days == (dayRange{}) && q.step == (daySteps{}) {
			if !dated {
				about = all
			}
			g.days = g.days.with(about)
		}
		g.facts = append(g.facts, fact)
	}
	return groups
}

// orderOf returns the number of a name, in the order in which names come.
func orderOf(known map[string]int, name string) int {
	if _, ok := known[name]; !ok {
		known[name] = len(known)
	}
	return known[name]
}

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
