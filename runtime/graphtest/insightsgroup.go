package graphtest

import (
	"cmp"
	"slices"
	"strconv"
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

// groupKey is what the facts of a group have in common.
type groupKey struct {
	object, breakdowns string
	// since is the first day of the part of the range, in unix seconds.
	since int64
	// alone is the number of a fact that is not added to others, counted from 1,
	// or 0.
	alone int
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
		p := &grouper{query: q, span: i, asked: days, all: v.reportedDays(days, facts), objects: objects, byKey: map[groupKey]*group{}}
		for n, fact := range facts {
			p.add(n, fact)
		}
		groups = append(groups, p.groups...)
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

// reportedDays returns the days that an answer is about: those that are asked
// for, or else those of all facts.
func (v *view) reportedDays(asked dayRange, facts []insight) dayRange {
	if asked != (dayRange{}) {
		return asked
	}
	var all dayRange
	for _, fact := range facts {
		if days, ok := daysOf(fact.row); ok {
			all = all.with(days)
		}
	}
	if all == (dayRange{}) {
		// What the API reports on when a call names no days.
		all, _ = presetRange("last_30d", dayOf(v.server.config.Now()))
	}
	return all
}

// grouper puts the facts of a range of days into groups: one for each object
// of the level, part of the range and set of breakdown values.
type grouper struct {
	query *insightsQuery
	span  int
	// asked are the days that are asked for, or none, and all those that the
	// answer is about.
	asked, all dayRange
	// objects are the places of the objects in the order of rows.
	objects map[string]int
	byKey   map[groupKey]*group
	groups  []*group
}

// add adds the n-th fact. One that does not name its object, or that is about
// more days than a part of the range has, stays alone.
func (p *grouper) add(n int, fact insight) {
	days, dated := daysOf(fact.row)
	if !dated {
		days = p.all
	}
	if !p.all.has(days) {
		return
	}
	part := p.query.step.around(days.since, p.all)
	object := textOf(fact.row[insightsLevels[p.query.level]+"_id"])
	key := groupKey{object: object, since: part.since.Unix()}
	for _, b := range p.query.breakdowns {
		key.breakdowns += string(mustJSON(fact.row[b])) + ","
	}
	if object == "" || !part.has(days) {
		key, part, object = groupKey{alone: n + 1}, days, "fact "+strconv.Itoa(n)
	}
	// Where a call names no days, a row has those of its facts.
	ofFacts := p.asked == (dayRange{}) && p.query.step == (daySteps{})
	if ofFacts {
		part = days
	}
	g := p.byKey[key]
	if g == nil {
		g = &group{days: part, span: p.span, object: p.place(object), alone: key.alone > 0}
		p.byKey[key] = g
		p.groups = append(p.groups, g)
	}
	if ofFacts {
		g.days = g.days.with(days)
	}
	g.facts = append(g.facts, fact)
}

// place returns the place of an object: objects stand in the order in which
// they are met.
func (p *grouper) place(object string) int {
	if _, ok := p.objects[object]; !ok {
		p.objects[object] = len(p.objects)
	}
	return p.objects[object]
}
