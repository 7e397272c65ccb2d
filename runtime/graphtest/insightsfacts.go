package graphtest

import (
	"maps"
	"slices"
	"strings"
)

// insight is a row that rows of an answer are added up of. The figures of sample
// data stand beside the row until they are needed.
type insight struct {
	row    figures
	sample *funnel
}

// isInsight reports whether a record on an edge of its owner is a row of
// figures about it, and so about what the owner is part of.
func isInsight(owner, rec *record) bool {
	return rec.typ == "AdsInsights" && slices.Contains(insightsObjects, owner.typ)
}

// sampledRow is the state of a row of the sample data, whose figures can be
// split: the figures, and what the row has beside them.
type sampledRow struct {
	funnel
	labels figures
}

// filled returns the row with its figures.
func (f insight) filled() figures {
	if f.sample == nil {
		return f.row
	}
	row := maps.Clone(f.row)
	f.sample.fill(row)
	return row
}

// facts returns the facts about an object: the rows on its edge, with what the
// store knows about the objects that they name. Rows of the sample data are
// split by the breakdowns.
func (v *view) facts(q *insightsQuery) []insight {
	var out []insight
	for _, l := range v.server.store.edges[edgeKey{v.call.rec.id, "insights"}] {
		if days, ok := daysOf(l.rec.fields); l.rec.hidden || ok && !q.looksAt(days) {
			continue
		}
		whole := insight{row: maps.Clone(figures(l.rec.fields))}
		sample, isSample := l.rec.state.(sampledRow)
		if isSample {
			whole = insight{maps.Clone(sample.labels), &sample.funnel}
		}
		v.nameObjects(whole.row)
		parts := []insight{whole}
		if isSample {
			parts = splitSample(whole, q.breakdowns)
		}
		for _, part := range parts {
			if len(q.actions) > 0 {
				part = insight{row: part.filled()}
				keepActions(part.row, q.actions)
			}
			if fits(part.row, q.facts) {
				out = append(out, part)
			}
		}
	}
	return out
}

// looksAt reports whether days are in one of the ranges that are asked for.
func (q *insightsQuery) looksAt(days dayRange) bool {
	return len(q.ranges) == 0 || slices.ContainsFunc(q.ranges, func(r dayRange) bool { return r.has(days) })
}

// fits reports whether a row passes all filters.
func fits(row figures, filters []func(figures) bool) bool {
	return !slices.ContainsFunc(filters, func(keep func(figures) bool) bool { return !keep(row) })
}

// nameObjects fills in the columns that follow from the ids of a row.
func (v *view) nameObjects(row figures) {
	columns := v.schema.typeNamed("AdsInsights").fields
	for i := len(insightsLevels) - 1; i >= 0; i-- {
		level := insightsLevels[i]
		object := v.objectOf(row, level)
		if object == nil {
			continue
		}
		setMissing(row, level+"_name", object.fields["name"])
		for _, above := range insightsLevels[:i] {
			setMissing(row, above+"_id", object.fields[above+"_id"])
		}
		for column, field := range map[string]string{
			level + "_currency": "currency", "objective": "objective", "buying_type": "buying_type", "optimization_goal": "optimization_goal",
			level + "_start": "start_time", level + "_end": "end_time",
		} {
			if columns[column] != nil {
				setMissing(row, column, object.fields[field])
			}
		}
	}
}

// objectOf returns the object of a level that a row names, or nil.
func (v *view) objectOf(row figures, level string) *record {
	i := slices.Index(insightsLevels, level)
	if i < 0 {
		return nil
	}
	return v.server.store.find(insightsObjects[i], textOf(row[level+"_id"]))
}

func setMissing(row figures, column string, value any) {
	if row[column] == nil && value != nil {
		row[column] = value
	}
}

// levelOf returns the level of the object that a column is about.
func levelOf(column string) int {
	switch column {
	case "objective", "buying_type":
		return 1
	case "optimization_goal", "attribution_setting", "age_targeting", "gender_targeting", "location":
		return 2
	case "quality_ranking", "engagement_rate_ranking", "conversion_rate_ranking", "creative_media_type":
		return 3
	}
	object, _, _ := strings.Cut(column, "_")
	if i := slices.Index(insightsLevels, object); i >= 0 && column != "ad_click_actions" && column != "ad_impression_actions" {
		return i
	}
	return 0
}

// keepActions takes items off the lists of actions of a row.
func keepActions(row figures, filters []func(figures) bool) {
	for name, value := range row {
		list, ok := value.([]any)
		if !ok {
			continue
		}
		kept := slices.DeleteFunc(slices.Clone(list), func(item any) bool {
			members, ok := item.(map[string]any)
			return ok && members["action_type"] != nil && !fits(members, filters)
		})
		if row[name] = kept; len(kept) == 0 {
			delete(row, name)
		}
	}
}
