package graphtest

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// insightsLevels are the objects that rows can be about, each within the one
// before it, and the edges that have insights by their nodes.
var (
	insightsLevels  = []string{"account", "campaign", "adset", "ad"}
	insightsObjects = []string{"AdAccount", "Campaign", "AdSet", "Ad"}
)

// isInsights reports whether an operation lists rows that are worked out.
func (o *operation) isInsights() bool {
	return o.kind == "list" && o.edge == "insights" && o.returns.Name == "AdsInsights" && o.node != nil && slices.Contains(insightsObjects, o.node.name)
}

// insightsQuery is what the params of a call ask of insights.
type insightsQuery struct {
	// level is an index of insightsLevels.
	level      int
	breakdowns []string
	// windows are the attribution windows of actions.
	windows []string
	// ranges are the days that are asked for. None means all days.
	ranges []dayRange
	step   daySteps
	// facts are filters on what rows are added up of, rows those on the sums,
	// and actions those on the items of lists of actions.
	facts   []func(figures) bool
	rows    []func(figures) bool
	actions []func(figures) bool
	order   []sortKey
	// summary are the fields of the summary; hasSummary says that one is asked
	// for.
	summary    []string
	hasSummary bool
}

// insightsQuery reads the params of a call on an object.
func (v *view) insightsQuery(decoded args) (*insightsQuery, *Error) {
	q := &insightsQuery{breakdowns: texts(decoded["breakdowns"]), windows: texts(decoded["action_attribution_windows"])}
	own := slices.Index(insightsObjects, v.call.rec.typ)
	q.level = own
	if level := decoded.text("level"); level != "" {
		q.level = slices.Index(insightsLevels, level)
	}
	if q.level < own || q.level < 0 {
		return nil, &Error{Code: 1, Subcode: 99, Message: "The level " + decoded.text("level") + " does not fit insights of a " + v.call.rec.typ}
	}
	var err *Error
	if q.ranges, err = v.insightsRanges(decoded); err != nil {
		return nil, err
	}
	if len(texts(decoded["time_ranges"])) == 0 {
		if q.step, err = readSteps(decoded.text("time_increment")); err != nil {
			return nil, err
		}
	}
	if err = v.insightsFilters(q, decoded["filtering"]); err != nil {
		return nil, err
	}
	if q.order, err = v.sortKeys(texts(decoded["sort"])); err != nil {
		return nil, err
	}
	return q, v.summaryFields(q, decoded)
}

// summaryFields reads what the summary is asked for. "summary=true" means the
// fields of the rows, as default_summary does.
func (v *view) summaryFields(q *insightsQuery, decoded args) *Error {
	names := texts(decoded["summary"])
	isDefault := truth(strings.ToLower(decoded.text("default_summary")))
	if len(names) == 1 && (truth(strings.ToLower(names[0])) || strings.EqualFold(names[0], "false")) {
		isDefault = isDefault || truth(strings.ToLower(names[0]))
		names = nil
	}
	q.hasSummary = isDefault || len(names) > 0
	if len(names) == 0 && isDefault {
		fields, err := v.fieldsOf(v.call)
		if err != nil {
			return err
		}
		for _, f := range fields {
			names = append(names, f.name)
		}
	}
	known := v.schema.typeNamed("AdsInsights")
	for i, name := range names {
		if known.fields[name] == nil {
			return paramError([]string{"summary", strconv.Itoa(i)}, "Param summary[%d] names no field of insights: %s%s", i, name, nearest(name, known.order))
		}
	}
	q.summary = names
	return nil
}

// insightsRanges reads the days that are asked for: time_ranges, or else
// time_range, or else date_preset.
func (v *view) insightsRanges(decoded args) ([]dayRange, *Error) {
	if list, _ := decoded["time_ranges"].([]any); len(list) > 0 {
		var ranges []dayRange
		for i, item := range list {
			r, err := readRange(item, "time_ranges", strconv.Itoa(i))
			if err != nil {
				return nil, err
			}
			ranges = append(ranges, r)
		}
		return ranges, nil
	}
	if item, ok := decoded["time_range"]; ok {
		r, err := readRange(item, "time_range")
		return []dayRange{r}, err
	}
	if r, ok := presetRange(decoded.text("date_preset"), dayOf(v.server.config.Now())); ok {
		return []dayRange{r}, nil
	}
	return nil, nil
}

// readRange reads a range of days. The path leads to it in the params.
func readRange(value any, path ...string) (dayRange, *Error) {
	members, _ := value.(map[string]any)
	var days [2]time.Time
	for i, name := range []string{"since", "until"} {
		day, err := time.Parse(time.DateOnly, textOf(members[name]))
		if err != nil {
			return dayRange{}, paramError(append(path, name), "Param %s must be a day such as 2026-01-31", strings.Join(append(path, name), "."))
		}
		days[i] = day
	}
	if days[1].Before(days[0]) {
		return dayRange{}, paramError(path, "Param %s has a since that is after its until", strings.Join(path, "."))
	}
	return dayRange{days[0], days[1]}, nil
}
