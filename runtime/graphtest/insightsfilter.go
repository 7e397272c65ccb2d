package graphtest

import (
	"slices"
	"strconv"
	"strings"
)

// insightsFilters reads the filtering param. Filters on objects and other
// labels apply to what rows are added up of, those on figures to the rows, and
// those on parts of actions to the lists of actions.
func (v *view) insightsFilters(q *insightsQuery, value any) *Error {
	list, _ := value.([]any)
	columns := v.schema.typeNamed("AdsInsights")
	for i, item := range list {
		f, err := v.readFilter(item, i)
		if err != nil {
			return err
		}
		level, field, dotted := strings.Cut(f.field, ".")
		column := f.field
		if dotted {
			column = field
			if columns.fields[level+"_"+field] != nil {
				column = level + "_" + field
			}
		}
		keep := func(row figures) bool { return f.keep(textOf(row[column])) }
		known := columns.fields[column]
		switch {
		case known != nil && kindOf(column, known.Type) != label:
			q.rows = append(q.rows, keep)
		case known != nil && (!dotted || column != field):
			q.facts = append(q.facts, keep)
		case dotted && slices.Contains(insightsLevels, level):
			q.facts = append(q.facts, func(row figures) bool {
				if object := v.objectOf(row, level); object != nil {
					return f.keep(textOf(object.fields[field]))
				}
				return f.keep(textOf(row[field]))
			})
		case strings.HasPrefix(f.field, "action_"):
			q.actions = append(q.actions, keep)
		default:
			return paramError([]string{"filtering", strconv.Itoa(i), "field"}, "Param filtering[%d] names no field of insights: %s%s", i, f.field, nearest(f.field, columns.order))
		}
	}
	return nil
}
