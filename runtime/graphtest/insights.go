package graphtest

import (
	"encoding/json"
	"maps"
	"strings"
)

func init() {
	for _, node := range []string{"AdAccount", "Campaign", "AdSet", "Ad"} {
		actions[node+".insights create"] = startReport
	}
	actions["AdReportRun.insights list"] = readReport
}

// report is the state of a report that is made in the background.
type report struct {
	// view has the call that asked for the report, and query what it asked for.
	view  *view
	query *insightsQuery
	// fields are those that the report was asked for, or nil for all.
	fields []selection
	// keys are the fields that rows have in any case.
	keys []string
	// summary is that of the completed report, or nil.
	summary object
	// end is how a run ends that does not complete, or nil.
	end *Fault
}

// insights returns one page of the rows that a call asks for.
func (v *view) insights(decoded args) (object, *Error) {
	q, err := v.insightsQuery(decoded)
	if err != nil {
		return nil, err
	}
	groups := v.insightsGroups(q)
	links := make([]link, len(groups))
	for i := range groups {
		// Cursors of worked out rows hold the number of the row.
		links[i].seq = int64(i + 1)
	}
	fields, err := v.fieldsOf(v.call)
	if err != nil {
		return nil, err
	}
	out, err := v.pageOf(links, nil, func(l link) (object, *Error) {
		return v.node(&record{typ: "AdsInsights", fields: v.row(q, groups[l.seq-1])}, fields)
	})
	if err != nil {
		return nil, err
	}
	if summary := v.insightsSummary(q, groups); summary != nil {
		out.add("summary", summary)
	}
	return out, nil
}

// unasked returns the fields that a record has although they are not asked
// for: rows of insights tell their days and what they are broken down by.
func (v *view) unasked(rec *record) []string {
	if rec.typ != "AdsInsights" {
		return nil
	}
	if v.call.rec != nil {
		if r, ok := v.call.rec.state.(*report); ok {
			return r.keys
		}
	}
	return insightsKeys(v.call)
}

func insightsKeys(c *call) []string {
	names := []string{"date_start", "date_stop"}
	breakdowns, _ := parseFields(c.params["breakdowns"]) // Of the same form.
	for _, b := range breakdowns {
		names = append(names, b.name)
	}
	return names
}

// startReport starts a report over the rows of the object's insights.
func startReport(s *Server, sc *schema, c *call, decoded args) (any, *Error) {
	if sc.typeNamed("AdsInsights") == nil || sc.typeNamed("AdReportRun") == nil {
		return s.generic(sc, c, decoded)
	}
	v := &view{s, sc, c}
	fields, err := v.fieldsOf(c)
	if err != nil {
		return nil, err
	}
	query, err := v.insightsQuery(decoded)
	if err != nil {
		return nil, err
	}
	rec, problem := s.store.add("AdReportRun", "", nil)
	if problem != nil {
		return nil, unstored(problem)
	}
	rec.fields["account_id"] = accountOf(c.rec)
	rec.fields["time_ref"] = json.Number(numberText(s.config.Now().Unix()))
	rec.fields["async_status"] = "Job Not Started"
	rec.fields["async_percent_completion"] = json.Number("0")
	var days dayRange
	for _, r := range query.ranges {
		days = days.with(r)
	}
	if len(query.ranges) > 0 {
		days.mark(rec.fields)
	}
	rec.state = &report{view: v, query: query, fields: fields, keys: insightsKeys(c)}
	if s.has(NumericIDs) {
		return object{{"report_run_id", json.Number(rec.id)}}, nil
	}
	return object{{"report_run_id", rec.id}}, nil
}

func (*report) pace() int { return 1 }

func (r *report) step(s *Server, rec *record) bool {
	switch percent := textOf(rec.fields["async_percent_completion"]); rec.fields["async_status"] {
	case "Job Not Started":
		r.set(rec, "Job Started", "0")
	case "Job Started":
		r.set(rec, "Job Running", "50")
	case "Job Running":
		if r.end != nil {
			return r.breakOff(rec)
		}
		if percent != "100" && s.has(FullButRunning) {
			// Seen at the API: all rows are there, and cannot be read yet.
			r.set(rec, "Job Running", "100")
			break
		}
		r.set(rec, "Job Completed", "100")
		rec.fields["time_completed"] = json.Number(numberText(s.config.Now().Unix()))
		delete(rec.fields, "is_running")
		r.copyRows(s, rec)
		return false
	default:
		return false
	}
	rec.fields["is_running"] = true
	return true
}

func (r *report) set(rec *record, status, percent string) {
	rec.fields["async_status"] = status
	rec.fields["async_percent_completion"] = json.Number(percent)
}

// copyRows puts the rows of the report on its insights edge.
func (r *report) copyRows(s *Server, rec *record) {
	groups := r.view.insightsGroups(r.query)
	r.summary = r.view.insightsSummary(r.query, groups)
	var days dayRange
	for _, g := range groups {
		days = days.with(g.days)
		all := r.view.row(r.query, g)
		row := &record{typ: "AdsInsights", fields: all}
		if r.fields != nil {
			row.fields = map[string]any{}
			for _, name := range r.keys {
				row.fields[name] = all[name]
			}
			for _, f := range r.fields {
				row.fields[f.name] = all[f.name]
			}
			maps.DeleteFunc(row.fields, func(_ string, value any) bool { return value == nil })
		}
		s.store.linkTo(edgeKey{rec.id, "insights"}, row)
	}
	if rec.fields["date_start"] == nil && len(groups) > 0 {
		days.mark(rec.fields)
	}
}

// readReport lists the rows of a report that is completed. Without fields it
// gives those that the report was asked for.
func readReport(s *Server, sc *schema, c *call, decoded args) (any, *Error) {
	if status := textOf(c.rec.fields["async_status"]); status != "" && status != "Job Completed" {
		return nil, &Error{Code: 2601, Subcode: 1815107, Message: "(#2601) Error accessing adreport job."}
	}
	r, ok := c.rec.state.(*report)
	if ok && r.fields != nil && c.params["fields"] == "" {
		var names []string
		for _, f := range r.fields {
			names = append(names, f.name)
		}
		copied := *c
		copied.params = maps.Clone(c.params)
		copied.params["fields"] = strings.Join(names, ",")
		c = &copied
	}
	page, err := (&view{s, sc, c}).page(decoded)
	if ok && err == nil && r.summary != nil && page.get("summary") == nil {
		page.add("summary", r.summary)
	}
	return page, err
}
