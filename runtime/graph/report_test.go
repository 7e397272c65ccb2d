package graph

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

const run1 = "9007199254740993"

func TestReportRows(t *testing.T) {
	server := &reportServer{statuses: [][]string{{jobRunning, jobDone}}, rows: 5}
	client := server.onLoopback(t, RetryPolicy{})
	var requests, progress []string
	server.fault = func(method, path string, _ int) string {
		r := server.last
		requests = append(requests, strings.Join([]string{r.Header.Get("Authorization"), method, path, r.Form.Encode()}, " "))
		return ""
	}
	options := soon
	options.Progress = func(s ReportStatus) { progress = append(progress, s.RunID+" "+s.Status) }
	rows := ReportRows(t.Context(), client, insightsOf(3), options, WithToken(Secret("other")), WithParam("breakdowns", []string{"age"}))
	if len(requests) > 0 {
		t.Error("requests were sent before the range")
	}
	got, err := collectRows(t, rows)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(oneTo(5), got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{run1 + " ", run1 + " Job Running", run1 + " Job Completed"}, progress); diff != "" {
		t.Error(diff)
	}
	want := []string{
		`Bearer other POST act_1/insights breakdowns=%5B%22age%22%5D&fields=spend%2Cclicks&level=ad`,
		`Bearer other GET ` + run1 + ` `,
		`Bearer other GET ` + run1 + ` `,
		`Bearer other GET ` + run1 + `/insights limit=3`,
		`Bearer other GET ` + run1 + `/insights after=3&limit=3`,
	}
	if diff := cmp.Diff(want, requests); diff != "" {
		t.Error(diff)
	}
}

// Each call of a report goes to the version and carries the proof.
func TestReportRowsSignsEachCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := &reportServer{statuses: [][]string{{jobRunning, jobDone}}, rows: 1}
		client := server.inMemory(t)
		server.fault = func(method, path string, _ int) string {
			if server.last.Form.Get("appsecret_proof") == "" || !strings.HasPrefix(path, "/v24.0/") {
				t.Errorf("%s %s: without a proof, or of another version", method, path)
			}
			switch {
			case method == "POST":
				return `{"report_run_id":"7"}`
			case strings.HasSuffix(path, "/7"):
				return jobDone
			}
			return `{"data":[{"spend":"1"}]}`
		}
		got, err := collectRows(t, ReportRows(t.Context(), client, insightsOf(0), ReportOptions{}, WithVersion("v24.0")))
		if err != nil || len(got) != 1 || len(server.seen) != 3 {
			t.Errorf("got %v, %v after %v", got, err, server.seen)
		}
	})
}

func TestReportRowsKeepsTypesOfRows(t *testing.T) {
	server := &reportServer{statuses: [][]string{{jobDone}}, rows: 1}
	client := server.onLoopback(t, RetryPolicy{})
	type spend struct {
		Spend float64 `json:"spend"`
	}
	for row, err := range ReportRows(t.Context(), client, KeepRawItems(SelectList[spend](insightsOf(0))), soon) {
		if err != nil {
			t.Fatal(err)
		}
		if row.Value.Spend != 1 || row.JSON.String() != `{"spend":"1"}` {
			t.Errorf("got %v", row)
		}
	}
}

func TestReport(t *testing.T) {
	server := &reportServer{statuses: [][]string{{jobRunning, jobDone}}, rows: 4}
	client := server.onLoopback(t, RetryPolicy{})
	list := insightsOf(2)
	run, err := Do(t.Context(), client, Report(list))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(ReportRun{ID: run1}, run); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff("fields=spend%2Cclicks&level=ad", server.last.Form.Encode()); diff != "" {
		t.Error(diff)
	}
	if list.Request.Operation != insightsOp || list.Request.Params.(insightsParams).Limit != 2 || insightsOp.Method != "GET" {
		t.Error("the list was changed")
	}
	status, err := WaitReport(t.Context(), client, run.ID, soon)
	if err != nil || status.RunID != run1 || status.Status != "Job Completed" || status.Percent != 100 || status.JSON.String() != jobDone {
		t.Errorf("got %v, %v", status, err)
	}
	got, err := collectRows(t, All(t.Context(), client, RunRows(list, run.ID)))
	if err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff(oneTo(4), got); diff != "" {
		t.Error(diff)
	}
	if want := "GET " + run1 + "/insights after 2"; server.seen[len(server.seen)-1] != want {
		t.Errorf("got %v", server.seen)
	}
}

func TestReportInABatch(t *testing.T) {
	client := batchServer(t, func(s subRequest) *subResponse {
		if s.Method != "POST" || s.path() != "v25.0/act_1/insights" || s.params().Get("level") != "ad" || s.params().Has("limit") {
			t.Errorf("got %v", s)
		}
		return result(200, `{"report_run_id":`+run1+`}`)
	})
	var b Batch
	one, two := Add(&b, Report(insightsOf(2))), Add(&b, Report(insightsOf(3)))
	if err := b.Do(t.Context(), client); err != nil {
		t.Fatal(err)
	}
	for _, r := range []*Result[ReportRun]{one, two} {
		if run, err := r.Get(); err != nil || run.ID != run1 {
			t.Errorf("got %v, %v", run, err)
		}
	}
}

// A list that has no reports must never become a write.
func TestReportOfAnotherListStaysARead(t *testing.T) {
	server := &reportServer{}
	client := server.onLoopback(t, RetryPolicy{MaxAttempts: 1})
	server.fault = func(string, string, int) string { return `{"data":[]}` }
	_, err := Do(t.Context(), client, Report(testList(3)))
	if err == nil || !strings.Contains(err.Error(), `has no member "report_run_id"`) {
		t.Errorf("got error %v", err)
	}
	for _, err := range ReportRows(t.Context(), client, testList(3), soon) {
		if err == nil || !strings.Contains(err.Error(), "only lists of insights") {
			t.Errorf("got error %v", err)
		}
	}
	if diff := cmp.Diff([]string{"GET act_1/campaigns"}, server.seen); diff != "" {
		t.Error(diff)
	}
}

func TestReportRowsRefuses(t *testing.T) {
	server := &reportServer{}
	client := server.onLoopback(t, RetryPolicy{})
	for _, test := range []struct {
		name   string
		client *Client
		list   List[*insightsRow]
		report ReportOptions
		opts   []Option
		want   string
	}{
		{"no client", nil, insightsOf(0), soon, nil, "the client is nil"},
		{"no list", client, List[*insightsRow]{}, soon, nil, "names no operation"},
		{"a list without a node", client, List[*insightsRow]{Request: Request{Operation: insightsOp}}, soon, nil, "id is empty"},
		{"a run that is none", client, insightsOf(0), ReportOptions{Resume: ReportRun{ID: "1/2"}}, nil, "no id has"},
		{"a cursor that is none", client, insightsOf(0), ReportOptions{Resume: ReportRun{ID: "1", Cursor: "x=y"}}, nil, "cursor is none"},
		{"delays", client, insightsOf(0), ReportOptions{Period: -1}, nil, "less than 0"},
		{"From", client, insightsOf(0), soon, []Option{From("after=1")}, "ReportOptions.Resume"},
		{"WithIfNoneMatch", client, insightsOf(0), soon, []Option{WithIfNoneMatch(`"x"`)}, "WithIfNoneMatch"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := collectRows(t, ReportRows(t.Context(), test.client, test.list, test.report, test.opts...))
			var failed *ReportError
			if !errors.As(err, &failed) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got error %v", err)
			}
		})
	}
	if len(server.seen) > 0 {
		t.Errorf("requests were sent: %v", server.seen)
	}
}

func TestReportLimitIsThatOfRows(t *testing.T) {
	server := &reportServer{statuses: [][]string{{jobDone}}, rows: 1}
	var limits []string
	server.fault = func(method, path string, _ int) string {
		limits = append(limits, method+" "+server.last.Form.Get("limit"))
		return ""
	}
	client := server.onLoopback(t, RetryPolicy{})
	if _, err := collectRows(t, ReportRows(t.Context(), client, insightsOf(7), soon, WithParam("limit", 500))); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff([]string{"POST ", "GET ", "GET 500"}, limits); diff != "" {
		t.Error(diff)
	}
}

func TestReportStartAnswers(t *testing.T) {
	for answer, want := range map[string]string{
		`{"report_run_id":9007199254740993}`:   run1,
		`{"report_run_id":"9007199254740993"}`: run1,
		`{"report_run_id":""}`:                 "is no id",
		`{"report_run_id":null}`:               "has no member",
		`{"data":[]}`:                          "has no member",
		`[]`:                                   "answer",
	} {
		server := &reportServer{statuses: [][]string{{jobDone}}}
		server.fault = func(method, path string, _ int) string {
			if method == "POST" {
				return answer
			}
			return ""
		}
		_, err := collectRows(t, ReportRows(t.Context(), server.onLoopback(t, RetryPolicy{}), insightsOf(0), soon))
		if want == run1 {
			if err != nil || server.seen[1] != "GET "+run1 {
				t.Errorf("%s: error %v after %v", answer, err, server.seen)
			}
			continue
		}
		var unreadable *DecodeError
		if !errors.As(err, &unreadable) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got error %v", answer, err)
		}
	}
}

func TestReportRunJSON(t *testing.T) {
	for _, run := range []ReportRun{{}, {ID: run1}, {ID: run1, Cursor: "after=Q"}, {Cursor: "after=Q"}} {
		data, err := json.Marshal(run)
		if err != nil {
			t.Fatal(err)
		}
		var again ReportRun
		if err := json.Unmarshal(data, &again); err != nil || again != run {
			t.Errorf("%s: got %v, %v", data, again, err)
		}
	}
}

func ctxFor(t *testing.T, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}
