package graph_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

const runID = "9007199254740993" // A number that no float64 holds.

// runCalls returns what was received, with the params of each call.
func (r reports) runCalls() []string {
	var calls []string
	for _, e := range r.Ledger().Entries(anyCall) {
		line := e.Method + " " + e.Operation
		for _, name := range []string{"after", "fields", "level", "limit", "use_unified_attribution_setting"} {
			if value := e.Params[name]; value != "" && name != "after" {
				line += " " + name + "=" + value
			} else if value != "" {
				line += " after"
			}
		}
		calls = append(calls, line)
	}
	return calls
}

func TestReportRows(t *testing.T) {
	srv := newReports(t, 5)
	client := clientOf(t, srv.Server, graph.RetryPolicy{})
	var runs, progress []string
	options := atOnce
	options.Progress = func(s graph.ReportStatus) { runs, progress = append(runs, s.RunID), append(progress, s.Status) }
	rows := graph.ReportRows(t.Context(), client, spends(3), options, graph.WithToken(graph.Secret("other")), graph.WithParam("use_unified_attribution_setting", true))
	if srv.Ledger().Requests() > 0 {
		t.Error("requests were sent before the range")
	}
	got, err := rowNumbers(rows)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(numbers(1, 5), got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"", "Job Not Started", "Job Started", "Job Running", "Job Running", "Job Completed"}, progress); diff != "" {
		t.Error(diff)
	}
	for _, id := range runs {
		if id != srv.runs()[0] {
			t.Errorf("progress of the run %s, want %v", id, srv.runs())
		}
	}
	look := "GET AdReportRun read"
	want := []string{
		"POST AdAccount.insights create fields=spend level=ad use_unified_attribution_setting=true",
		look, look, look, look, look,
		"GET AdReportRun.insights list limit=3",
		"GET AdReportRun.insights list after limit=3",
	}
	if diff := cmp.Diff(want, srv.runCalls()); diff != "" {
		t.Error(diff)
	}
	if _, err := graph.Do(t.Context(), client, account1); err != nil {
		t.Fatal(err)
	}
	entries := srv.Ledger().Entries(anyCall)
	own := entries[len(entries)-1].Token
	for _, e := range entries[:len(entries)-1] {
		if e.Token != entries[0].Token || e.Token == own || e.TokenIn != "header" {
			t.Errorf("the token of %v is in the %s", e, e.TokenIn)
		}
	}
}

// account1 reads the account of the reports.
var account1 = meta.AdAccountByID("act_1").Read(meta.AdAccountReadParams{})

// Each call of a report goes to the version and carries the proof, without
// which the server refuses it.
func TestReportRowsSignsEachCall(t *testing.T) {
	srv := newReports(t, 1, func(c *graphtest.Config) { c.AppSecret = "s3cret-s3cret" })
	got, err := rowNumbers(graph.ReportRows(t.Context(), clientOf(t, srv.Server, oneTry), spends(0), atOnce, graph.WithVersion("v24.0")))
	if err != nil || len(got) != 1 {
		t.Errorf("got %v, %v", got, err)
	}
	for _, e := range srv.Ledger().Entries(anyCall) {
		if e.Version != "v24.0" {
			t.Errorf("%v was asked of %s", e, e.Version)
		}
	}
	if n := srv.Ledger().Requests(); n != 7 { // The start, five looks and a page.
		t.Errorf("%d requests", n)
	}
}

func TestReportRowsKeepsTypesOfRows(t *testing.T) {
	srv := newReports(t, 1)
	type spend struct {
		Spend float64 `json:"spend"`
	}
	rows := 0
	for row, err := range graph.ReportRows(t.Context(), clientOf(t, srv.Server, oneTry), graph.KeepRawItems(graph.SelectList[spend](spends(0))), atOnce) {
		if err != nil {
			t.Fatal(err)
		}
		rows++
		if row.Value.Spend != 1 || row.JSON.String() != `{"spend":"1","date_start":"2026-02-01","date_stop":"2026-02-28"}` {
			t.Errorf("got %v", row)
		}
	}
	if rows != 1 {
		t.Errorf("got %d rows", rows)
	}
}

func TestReport(t *testing.T) {
	srv := newReports(t, 4)
	client := clientOf(t, srv.Server, oneTry)
	list := spends(2)
	run, err := graph.Do(t.Context(), client, graph.Report(list))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(spends(2).Request, list.Request); diff != "" || list.Request.Operation.Method != "GET" {
		t.Errorf("the list was changed: %s", diff)
	}
	status, err := graph.WaitReport(t.Context(), client, run.ID, atOnce)
	if err != nil || status.RunID != run.ID || status.Status != "Job Completed" || status.Percent != 100 || !strings.Contains(status.JSON.String(), `"async_percent_completion":100`) {
		t.Errorf("got %v, %v", status, err)
	}
	got, err := rowNumbers(graph.All(t.Context(), client, graph.RunRows(list, run.ID)))
	if diff := cmp.Diff(numbers(1, 4), got); err != nil || diff != "" || run.Cursor != "" {
		t.Errorf("%v%s", err, diff)
	}
	want := []string{"POST AdAccount.insights create fields=spend level=ad", "GET AdReportRun.insights list limit=2", "GET AdReportRun.insights list after limit=2"}
	calls := srv.runCalls()
	if diff := cmp.Diff(want, append(calls[:1:1], calls[len(calls)-2:]...)); diff != "" {
		t.Error(diff)
	}
}

func TestReportInABatch(t *testing.T) {
	srv := newReports(t, 1)
	var b graph.Batch
	one, two := graph.Add(&b, graph.Report(spends(2))), graph.Add(&b, graph.Report(spends(3)))
	if err := b.Do(t.Context(), clientOf(t, srv.Server, oneTry)); err != nil {
		t.Fatal(err)
	}
	for _, r := range []*graph.Result[graph.ReportRun]{one, two} {
		run, err := r.Get()
		if _, there := srv.Store().Get(run.ID); err != nil || !there {
			t.Errorf("got %v, %v", run, err)
		}
	}
	start := "POST AdAccount.insights create fields=spend level=ad"
	if diff := cmp.Diff([]string{"POST Batch create", start, start}, srv.runCalls()); diff != "" {
		t.Error(diff)
	}
}

// A list that has no reports must never become a write.
func TestReportOfAnotherListStaysARead(t *testing.T) {
	srv := newReports(t, 0)
	client := clientOf(t, srv.Server, oneTry)
	campaigns := meta.AdAccountByID("act_1").Campaigns(meta.AdAccountCampaignsParams{Limit: 3})
	_, err := graph.Do(t.Context(), client, graph.Report(campaigns))
	if err == nil || !strings.Contains(err.Error(), `has no member "report_run_id"`) {
		t.Errorf("got error %v", err)
	}
	for _, err := range graph.ReportRows(t.Context(), client, campaigns, atOnce) {
		if err == nil || !strings.Contains(err.Error(), "only lists of insights") {
			t.Errorf("got error %v", err)
		}
	}
	if diff := cmp.Diff([]string{"GET AdAccount.campaigns list"}, srv.seen()); diff != "" {
		t.Error(diff)
	}
}

func TestReportRowsRefuses(t *testing.T) {
	srv := newReports(t, 1)
	client := clientOf(t, srv.Server, oneTry)
	for _, test := range []struct {
		name   string
		client *graph.Client
		list   graph.List[*meta.AdsInsights]
		report graph.ReportOptions
		opts   []graph.Option
		want   string
	}{
		{"no client", nil, spends(0), atOnce, nil, "the client is nil"},
		{"no list", client, graph.List[*meta.AdsInsights]{}, atOnce, nil, "names no operation"},
		{"a list without a node", client, meta.AdAccountByID("").Insights(meta.AdAccountInsightsParams{}), atOnce, nil, "id is empty"},
		{"a run that is none", client, spends(0), graph.ReportOptions{Resume: graph.ReportRun{ID: "1/2"}}, nil, "no id has"},
		{"a cursor that is none", client, spends(0), graph.ReportOptions{Resume: graph.ReportRun{ID: "1", Cursor: "x=y"}}, nil, "cursor is none"},
		{"delays", client, spends(0), graph.ReportOptions{Resume: graph.ReportRun{ID: "1", Cursor: "c"}, Poll: graph.Poll{Period: -1}}, nil, "less than 0"},
		{"From", client, spends(0), graph.ReportOptions{Resume: graph.ReportRun{ID: "1", Cursor: "c"}}, []graph.Option{graph.From("after=1")}, "ReportOptions.Resume"},
		{"WithIfNoneMatch", client, spends(0), atOnce, []graph.Option{graph.WithIfNoneMatch(`"x"`)}, "WithIfNoneMatch"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := rowNumbers(graph.ReportRows(t.Context(), test.client, test.list, test.report, test.opts...))
			var failed *graph.ReportError
			if !errors.As(err, &failed) || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("got error %v", err)
			}
			if failed.Run != test.report.Resume {
				t.Errorf("the place to go on from is %+v", failed.Run)
			}
		})
	}
	if sent := srv.Ledger().Requests(); sent > 0 {
		t.Errorf("requests were sent: %v", srv.seen())
	}
}

func TestReportLimitIsThatOfRows(t *testing.T) {
	srv := newReports(t, 1)
	_, err := rowNumbers(graph.ReportRows(t.Context(), clientOf(t, srv.Server, oneTry), spends(7), atOnce, graph.WithParam("limit", 500)))
	if err != nil {
		t.Error(err)
	}
	for _, e := range srv.Ledger().Entries(anyCall) {
		want := ""
		if e.Operation == "AdReportRun.insights list" {
			want = "500"
		}
		if e.Params["limit"] != want {
			t.Errorf("the limit of %v is %q", e, e.Params["limit"])
		}
	}
	srv.Ledger().WantReceived(t, runRows, 1)
}

// The id of a run is a number or text, and a number of more digits than a
// float64 holds.
func TestReportStartAnswers(t *testing.T) {
	for _, without := range []graphtest.Quirks{0, graphtest.NumericIDs} {
		srv := newReports(t, 2, func(c *graphtest.Config) { c.Without = without })
		got, err := readRows(t.Context(), clientOf(t, srv.Server, oneTry), 0, atOnce)
		if err != nil || len(got) != 2 {
			t.Errorf("without the quirks %b: %v, %v", without, got, err)
		}
	}
	for answer, want := range map[string]string{
		`{"report_run_id":""}`:   "is no id",
		`{"report_run_id":null}`: "has no member",
		`{"data":[]}`:            "has no member",
		`[]`:                     "answer",
	} {
		srv := newReports(t, 2)
		srv.Fault(starts, graphtest.Answer(200, answer))
		_, err := readRows(t.Context(), clientOf(t, srv.Server, oneTry), 0, atOnce)
		var unreadable *graph.DecodeError
		if !errors.As(err, &unreadable) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got error %v", answer, err)
		}
		srv.Ledger().WantReceived(t, anyCall, 1)
	}
	srv := newReports(t, 0)
	srv.Store().Add("AdReportRun", runID, nil)
	srv.Fault(starts, graphtest.Answer(200, `{"report_run_id":`+runID+`}`))
	srv.Fault(looks, graphtest.ExpiredToken())
	_, err := readRows(t.Context(), clientOf(t, srv.Server, oneTry), 0, atOnce)
	var failed *graph.ReportError
	if !errors.As(err, &failed) || failed.Run.ID != runID || srv.runs()[0] != runID {
		t.Errorf("the run is %v of %v", err, srv.runs())
	}
}

func TestReportRunJSON(t *testing.T) {
	for _, run := range []graph.ReportRun{{}, {ID: runID}, {ID: runID, Cursor: "after=Q"}, {Cursor: "after=Q"}} {
		data, err := json.Marshal(run)
		if err != nil {
			t.Fatal(err)
		}
		var again graph.ReportRun
		if err := json.Unmarshal(data, &again); err != nil || again != run {
			t.Errorf("%s: got %v, %v", data, again, err)
		}
	}
}
