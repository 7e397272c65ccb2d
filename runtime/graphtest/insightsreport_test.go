package graphtest

import (
	"net/url"
	"strings"
	"testing"
)

// TestReportQuery asks for a report as one asks for a list.
func TestReportQuery(t *testing.T) {
	srv := New(t, fixedClock)
	srv.Store().Add("AdAccount", "act_1", nil)
	for _, id := range []string{"7", "8"} {
		srv.Store().AddEdge("act_1", "campaigns", "Campaign", Node{"id": id, "name": "Campaign " + id})
	}
	srv.Store().AddEdge("act_1", "ads", "Ad", Node{"id": "12", "campaign_id": "7"})
	srv.Store().AddEdge("act_1", "ads", "Ad", Node{"id": "13", "campaign_id": "8"})
	srv.Store().Add("Ad", "11", Node{"campaign_id": "7"})
	seedFigureRows(srv)
	form := url.Values{
		"level": {"campaign"}, "fields": {"campaign_name,spend"}, "breakdowns[0]": {"age"}, "time_range": {`{"since":"2026-02-01","until":"2026-02-28"}`}, "time_increment": {"monthly"},
		"sort": {"spend_descending"}, "filtering": {`[{"field":"spend","operator":"LESS_THAN","value":14}]`}, "default_summary": {"true"},
	}
	_, body := callServer(t, srv, "POST", "/act_1/insights", form)
	run := body[len(`{"report_run_id":`) : len(body)-1]
	srv.Advance(run, -1)
	expect(t, srv, "GET", "/"+run+"?fields=async_status,date_start,date_stop", nil,
		`{"async_status":"Job Completed","date_start":"2026-02-01","date_stop":"2026-02-28","id":"`+run+`"}`)
	const february = `"date_start":"2026-02-01","date_stop":"2026-02-28"`
	_, body = callServer(t, srv, "GET", "/"+run+"/insights?limit=2", nil)
	first, rest := cutPaging(body)
	if want := `{"data":[{"campaign_name":"Campaign 7","spend":"13.75",` + february + `,"age":"25-34"},{"campaign_name":"Campaign 7","spend":"6.5",` + february + `,"age":"18-24"}],`; first != want {
		t.Errorf("the first page is %s, want %s", first, want)
	}
	if want := `"summary":{"spend":"21"}}`; rest != want {
		t.Errorf("the summary is %s, want %s", rest, want)
	}
	// What the store learns later is not in the report.
	srv.Store().AddEdge("12", "insights", "AdsInsights", Node{"date_start": "2026-02-03", "date_stop": "2026-02-03", "spend": "1"})
	_, body = callServer(t, srv, "GET", "/"+run+"/insights?offset=2", nil)
	if first, _ := cutPaging(body); first != `{"data":[{"campaign_name":"Campaign 8","spend":"0.75",`+february+`,"age":"25-34"}],` {
		t.Errorf("the second page is %s", first)
	}
	status, body := callServer(t, srv, "POST", "/act_1/insights", url.Values{"time_increment": {"0"}})
	if status != 400 {
		t.Errorf("a report that cannot be made: %d %s", status, body)
	}
}

// TestRowsOfARun says that rows that a test gives to a run are the run's alone.
func TestRowsOfARun(t *testing.T) {
	srv := New(t, fixedClock)
	srv.Store().Add("AdAccount", "act_1", nil)
	srv.Store().Add("AdReportRun", "50", Node{"account_id": "1", "async_status": "Job Completed", "async_percent_completion": 100})
	srv.Store().AddEdge("50", "insights", "AdsInsights", Node{"spend": 1.5, "date_start": "2026-02-03", "date_stop": "2026-02-03"})
	srv.Store().AddEdge("50", "insights", "AdsInsights", Node{"spend": 2, "date_start": "2026-02-03", "date_stop": "2026-02-03"})
	expect(t, srv, "GET", "/50/insights?fields=spend&offset=0", nil,
		`{"data":[{"spend":"1.5","date_start":"2026-02-03","date_stop":"2026-02-03"},{"spend":"2","date_start":"2026-02-03","date_stop":"2026-02-03"}]}`)
	expect(t, srv, "GET", "/act_1/insights?fields=spend", nil, `{"data":[]}`)
}

// cutPaging splits a page into what stands before its paging and after it.
func cutPaging(body string) (before, after string) {
	before, after, _ = strings.Cut(body, `"paging":`)
	i := strings.Index(after, `"summary":`)
	if i < 0 {
		return before, ""
	}
	return before, after[i:]
}
