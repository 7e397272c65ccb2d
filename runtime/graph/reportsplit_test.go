package graph_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// dailySpend starts an API whose account has a row for each of the days of
// February 2026, and three ads: row n of them has a spend of n.
func dailySpend(t *testing.T) *graphtest.Server {
	srv := graphtest.New(t)
	srv.Store().Add("AdAccount", "act_1", nil)
	for n := range 3 * 28 {
		day := fmt.Sprintf("2026-02-%02d", n/3+1)
		srv.Store().AddEdge("act_1", "insights", "AdsInsights", graphtest.Node{
			"ad_id": fmt.Sprint(n % 3), "spend": fmt.Sprint(n + 1), "date_start": day, "date_stop": day,
		})
	}
	return srv
}

// february is the list of all rows, three on a page.
func february() meta.AdAccountInsightsParams {
	return meta.AdAccountInsightsParams{
		Fields: []meta.AdsInsightsField{meta.AdsInsightsFieldAdID, meta.AdsInsightsFieldSpend}, Level: meta.InsightsLevelAd, Limit: 3,
		TimeRange: &meta.TimeRange{Since: "2026-02-01", Until: "2026-02-28"}, TimeIncrement: graph.String("1"),
	}
}

func insightsOf(params meta.AdAccountInsightsParams) graph.List[*meta.AdsInsights] {
	return meta.AdAccountByID("act_1").Insights(params)
}

// days matches calls that start a run of these days.
func days(since, until int) graphtest.Match {
	return starts.Param("time_range", fmt.Sprintf(`{"since":"2026-02-%02d","until":"2026-02-%02d"}`, since, until))
}

var tooLarge = graphtest.FailRun(graphtest.Error{Code: -3, Subcode: 1504045, Message: "too large"})

// A report that is too large is divided until its parts are not, and gives the
// rows that it would have given whole.
func TestSplitReport(t *testing.T) {
	tests := []struct {
		name   string
		faults func(*graphtest.Server)
		// runs are those that are started.
		runs int
	}{
		{"small enough", func(*graphtest.Server) {}, 1},
		{"the run fails", func(s *graphtest.Server) { s.Fault(days(1, 28), tooLarge) }, 3},
		{"the run is refused", func(s *graphtest.Server) { s.Fault(days(1, 28), tooMuch) }, 3},
		{"a half is too large too", func(s *graphtest.Server) {
			s.Fault(days(1, 28), tooLarge)
			s.Fault(days(15, 28), tooLarge)
			s.Fault(days(22, 28), tooLarge)
		}, 7},
		{"runs fail without a reason", func(s *graphtest.Server) { s.Fault(days(1, 28), graphtest.FailRun(graphtest.Error{})) }, 5},
		{"runs are skipped", func(s *graphtest.Server) { s.Fault(days(1, 14), graphtest.SkipRun()); s.Fault(days(1, 28), tooLarge) }, 1 + 3 + 2 + 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			srv := dailySpend(t)
			tt.faults(srv)
			options := atOnce
			options.SplitDays, options.Restarts = true, 2
			got, err := rowNumbers(graph.ReportRows(t.Context(), srv.Client(t), insightsOf(february()), options))
			slices.Sort(got)
			if err != nil || fmt.Sprint(got) != fmt.Sprint(numbers(1, 84)) {
				t.Errorf("got %v, %v", got, err)
			}
			srv.Ledger().WantReceived(t, starts, tt.runs)
		})
	}
}

// Rows that were read without a run are divided as well.
func TestSplitReportSyncFirst(t *testing.T) {
	srv := dailySpend(t)
	srv.Fault(syncRows, tooMuch.Times(1))
	srv.Fault(days(1, 28), tooLarge)
	options := atOnce
	options.SplitDays, options.SyncFirst = true, true
	got, err := rowNumbers(graph.ReportRows(t.Context(), srv.Client(t), insightsOf(february()), options))
	slices.Sort(got)
	if err != nil || fmt.Sprint(got) != fmt.Sprint(numbers(1, 84)) {
		t.Errorf("got %v, %v", got, err)
	}
	srv.Ledger().WantReceived(t, starts, 1)
}

// Wherever a divided report breaks off, the error says where to go on, and no
// row is lost or comes twice. The place can be stored.
func TestSplitReportResumes(t *testing.T) {
	for _, fault := range []graphtest.Fault{graphtest.ExpiredToken(), graphtest.Fail(graphtest.Error{Code: 10, Message: "no permission"})} {
		srv := dailySpend(t)
		srv.Fault(days(1, 28), tooLarge)
		srv.Fault(days(1, 14), tooLarge)
		client := srv.Client(t)
		options := atOnce
		options.SplitDays = true
		var got []int
		broken := 0
		for range 100 {
			// Every other start, look and page fails.
			srv.Fault(graphtest.On("*"), graphtest.Pass().Times(7), fault.Times(1))
			rows, err := rowNumbers(graph.ReportRows(t.Context(), client, insightsOf(february()), options))
			got = append(got, rows...)
			if err == nil {
				break
			}
			broken++
			var at *graph.ReportError
			if !errors.As(err, &at) || at.Run.Since == "" || at.Run.Until == "" {
				t.Fatalf("no place to go on from: %#v", err)
			}
			stored, err := json.Marshal(at.Run)
			if err != nil {
				t.Fatal(err)
			}
			options.Resume = graph.ReportRun{}
			if err := json.Unmarshal(stored, &options.Resume); err != nil {
				t.Fatal(err)
			}
			srv.ClearFaults()
		}
		slices.Sort(got)
		if fmt.Sprint(got) != fmt.Sprint(numbers(1, 84)) || broken < 3 {
			t.Errorf("after %d breaks, got %v", broken, got)
		}
	}
}

// MaxPages counts the pages of all parts.
func TestSplitReportMaxPages(t *testing.T) {
	srv := dailySpend(t)
	srv.Fault(days(1, 28), tooLarge)
	options := atOnce
	options.SplitDays = true
	got, err := rowNumbers(graph.ReportRows(t.Context(), srv.Client(t), insightsOf(february()), options, graph.MaxPages(16)))
	slices.Sort(got)
	if err != nil || len(slices.Compact(got)) != 48 {
		t.Errorf("got %v, %v", got, err)
	}
}

// A row that is too large ends the report, with the days that it is about.
func TestSplitReportEndsWithRow(t *testing.T) {
	srv := dailySpend(t)
	for _, part := range []graphtest.Match{days(1, 28), days(1, 14), days(1, 7), days(1, 3), days(1, 1)} {
		srv.Fault(part, tooLarge)
	}
	options := atOnce
	options.SplitDays = true
	got, err := rowNumbers(graph.ReportRows(t.Context(), srv.Client(t), insightsOf(february()), options))
	var at *graph.ReportError
	if !errors.As(err, &at) || !errors.Is(err, graph.ErrReduceData) || at.Run != (graph.ReportRun{Since: "2026-02-01", Until: "2026-02-01"}) {
		t.Errorf("got %v, %v", got, err)
	}
	srv.Ledger().WantReceived(t, starts, 5)
}

// What can't be divided is refused before anything is sent.
func TestSplitReportRefused(t *testing.T) {
	change := func(f func(*meta.AdAccountInsightsParams)) meta.AdAccountInsightsParams {
		p := february()
		f(&p)
		return p
	}
	tests := []struct {
		params meta.AdAccountInsightsParams
		resume graph.ReportRun
		whole  bool
		want   string
	}{
		{params: change(func(p *meta.AdAccountInsightsParams) { p.TimeRange = nil }), want: "needs the param time_range"},
		{params: change(func(p *meta.AdAccountInsightsParams) { p.TimeRange.Until = "2026-01-01" }), want: "until is before since"},
		{params: change(func(p *meta.AdAccountInsightsParams) { p.TimeRange.Since = "02/01/2026" }), want: "since is no day"},
		{params: change(func(p *meta.AdAccountInsightsParams) { p.TimeIncrement = graph.Opt[string]{} }), want: "needs the param time_increment"},
		{params: change(func(p *meta.AdAccountInsightsParams) { p.TimeIncrement = graph.String("all_days") }), want: "needs the param time_increment"},
		{params: change(func(p *meta.AdAccountInsightsParams) { p.Sort = []string{"spend_descending"} }), want: "does not go with the param sort"},
		{params: february(), resume: graph.ReportRun{ID: "5", Since: "2026-01-01", Until: "2026-01-31"}, want: "no days of the param time_range"},
		{params: february(), resume: graph.ReportRun{ID: "5", Cursor: "c", Since: "2026-02-01", Until: "2026-03-01"}, want: "no days of the param time_range"},
		{params: february(), resume: graph.ReportRun{ID: "5", Since: "2026-02-01"}, want: "no days of the param time_range"},
		{params: february(), resume: graph.ReportRun{ID: "5", Cursor: "c", Since: "2026-02-01", Until: "2026-02-02"}, whole: true, want: "set SplitDays too"},
		{params: change(func(p *meta.AdAccountInsightsParams) { p.TimeRange = nil }), resume: graph.ReportRun{ID: "5", Since: "2026-02-01", Until: "2026-02-02"}, want: "needs the param time_range"},
	}
	for _, tt := range tests {
		srv := dailySpend(t)
		options := graph.ReportOptions{SplitDays: !tt.whole, Resume: tt.resume, Poll: graph.Poll{Period: time.Microsecond}}
		_, err := rowNumbers(graph.ReportRows(t.Context(), srv.Client(t), insightsOf(tt.params), options))
		at, ok := errors.AsType[*graph.ReportError](err)
		if !ok || !strings.Contains(err.Error(), tt.want) {
			t.Fatalf("got %v, want %q", err, tt.want)
		}
		// A program that stores the place to go on from must not lose it.
		if at.Run != tt.resume {
			t.Errorf("%v: the place to go on from is %+v, want %+v", err, at.Run, tt.resume)
		}
		srv.Ledger().WantReceived(t, graphtest.On("*"), 0)
	}
}
