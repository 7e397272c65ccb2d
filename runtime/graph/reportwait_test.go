package graph_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// looking makes a server on which looks at the run runID get answers in turn,
// and the last one from then on.
func looking(t *testing.T, answers ...string) reports {
	srv := newReports(t, 0)
	srv.Store().Add("AdReportRun", runID, nil)
	for i, answer := range answers {
		fault := graphtest.Answer(200, answer)
		if i < len(answers)-1 {
			fault = fault.Times(1)
		}
		srv.Fault(looks, fault)
	}
	return srv
}

func runStatus(name string, percent any) string {
	return fmt.Sprintf(`{"id":"1","async_status":%q,"async_percent_completion":%v}`, name, percent)
}

func TestReportStatuses(t *testing.T) {
	const invalid = `{"async_status":"Job Failed","async_percent_completion":0,"error_code":100,"error_message":"no such metric"}`
	for _, test := range []struct {
		name  string
		first string
		// done says that the first status ends the wait without an error.
		done bool
		want string
	}{
		{"not started", runStatus("Job Not Started", 0), false, ""},
		{"started", runStatus("Job Started", 0), false, ""},
		{"running", runStatus("Job Running", 99), false, ""},
		{"running at 100", runStatus("Job Running", 100), false, ""},
		{"completed below 100", runStatus("Job Completed", 99), false, ""},
		{"completed", runStatus("Job Completed", 100), true, ""},
		{"completed, as text", runStatus("Job Completed", `"100"`), true, ""},
		{"completed, in capitals", runStatus("JOB COMPLETED", 100), true, ""},
		{"completed, with is_running", `{"async_status":"Job Completed","async_percent_completion":100,"is_running":false}`, true, ""},
		{"running, without is_running", `{"async_status":"Job Running","async_percent_completion":100}`, false, ""},
		{"unknown", runStatus("Job Queued", 100), false, ""},
		{"none", `{"async_percent_completion":100}`, false, ""},
		{"no text", `{"async_status":7,"async_percent_completion":100}`, false, ""},
		{"an odd percentage", runStatus("Job Completed", `{}`), false, ""},
		{"failed", invalid, false, "no such metric"},
		{"failed, in small letters", strings.Replace(invalid, "Job Failed", "job failed", 1), false, "no such metric"},
		{"failed at 100 without a reason", runStatus("Job Failed", 100), false, "gives no reason"},
		{"failed, with a code as text", `{"async_status":"Job Failed","error_code":"1504018"}`, false, "(#1504018)"},
		{"skipped", runStatus("Job Skipped", 0), false, "skipped"},
		{"no JSON object", `[1]`, false, "no status"},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				srv := looking(t, test.first, runStatus("Job Completed", 100))
				last, err := graph.WaitReport(t.Context(), clientOf(t, srv.Server, oneTry), runID, graph.ReportOptions{})
				if test.want != "" {
					var failed *graph.ReportError
					if !errors.As(err, &failed) || !strings.Contains(err.Error(), test.want) || last.RunID != runID || failed.Status.Status != last.Status {
						t.Errorf("got error %v", err)
					}
					return
				}
				if n := srv.Ledger().Received(looks); err != nil || (n == 1) != test.done || last.Percent != 100 {
					t.Errorf("%d looks, %v, error %v", n, last, err)
				}
			})
		})
	}
}

func TestReportFailureSaysWhy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := newReports(t, 1)
		srv.Fault(starts, graphtest.FailRun(graphtest.Error{
			Code: -3, Subcode: 1504045, Message: "too large for graphtest-token", UserTitle: "Too large", UserMessage: "Ask for less",
		}))
		_, err := readRows(t.Context(), clientOf(t, srv.Server, oneTry), 0, graph.ReportOptions{})
		var failed *graph.ReportError
		var reason *graph.Error
		if !errors.As(err, &failed) || !errors.As(err, &reason) || !errors.Is(err, graph.ErrReduceData) {
			t.Fatalf("got error %v after %v", err, srv.seen())
		}
		srv.Ledger().WantActed(t, starts, 1)
		run := srv.runs()[0]
		if failed.Run != (graph.ReportRun{}) || failed.Status.RunID != run || failed.Status.Status != "Job Failed" || strings.Contains(failed.Status.JSON.String(), "graphtest-token") {
			t.Errorf("got %v, %v", failed.Run, failed.Status)
		}
		got := []any{reason.Code, reason.Subcode, reason.UserTitle, reason.UserMessage, err.Error()}
		want := []any{-3, 1504045, "Too large", "Ask for less", "graph: AdReportRun read " + run + ": (#-3/1504045) too large for [redacted]: Too large: Ask for less"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestReportWaitsLongerEachTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := newReports(t, 1, func(c *graphtest.Config) { c.ManualAsync = true })
		start := time.Now()
		var at []string
		_, err := readRows(t.Context(), clientOf(t, srv.Server, oneTry), 0, graph.ReportOptions{
			Progress: func(s graph.ReportStatus) {
				if at = append(at, time.Since(start).String()); len(at) == 6 {
					srv.Advance(s.RunID, -1)
				}
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"0s", "2s", "4s", "8s", "16s", "32s", "1m2s"}, at); diff != "" {
			t.Error(diff)
		}
	})
}

func TestReportStall(t *testing.T) {
	var slow, steps, ever []string
	for percent := range 50 {
		slow = append(slow, runStatus("Job Running", 2*percent))
	}
	for step := range 20 {
		steps = append(steps, runStatus(fmt.Sprint("Job In Step ", step), 0))
	}
	for range 500 {
		ever = append(ever, runStatus("Job Running", 40))
	}
	done := runStatus("Job Completed", 100)
	for _, test := range []struct {
		name     string
		statuses []string
		stall    time.Duration
		stuck    bool
	}{
		{"no progress", ever, 0, true},
		{"slow progress", append(slow, done), 45 * time.Second, false},
		{"progress without a percentage", append(steps, done), 45 * time.Second, false},
		{"no bound", append(ever, done), -1, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				srv := looking(t, test.statuses...)
				_, err := graph.WaitReport(t.Context(), clientOf(t, srv.Server, oneTry), runID, graph.ReportOptions{Stuck: test.stall})
				if !test.stuck {
					if n := srv.Ledger().Received(looks); err != nil || n != len(test.statuses) {
						t.Errorf("%d looks, %v", n, err)
					}
					return
				}
				took := time.Since(start)
				if !errors.Is(err, graph.ErrTransient) || !strings.Contains(err.Error(), `the report is stuck: no progress within 20m0s, with the status "Job Running" at 40 percent`) || took < 20*time.Minute || took > 21*time.Minute {
					t.Errorf("got error %v after %v", err, took)
				}
			})
		})
	}
}

// A wait goes on when up to four looks in a row fail.
func TestReportWaitOutlastsFailedLooks(t *testing.T) {
	down := graphtest.Transient()
	var often []graphtest.Fault
	for range 5 {
		often = append(often, down.Times(2), graphtest.Pass().Times(1))
	}
	for _, test := range []struct {
		name   string
		script []graphtest.Fault
		want   error
	}{
		{"some", []graphtest.Fault{down.Times(4)}, nil},
		{"too many", []graphtest.Fault{down.Times(5)}, graph.ErrTransient},
		{"many, but with looks between", often, nil},
		{"for good", []graphtest.Fault{graphtest.ExpiredToken().Times(1)}, graph.ErrToken},
		{"that get no answer", []graphtest.Fault{graphtest.Reset().Times(2), graphtest.Timeout().Times(1), graphtest.Raw("").Times(1)}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				srv := newReports(t, 2)
				srv.Fault(looks, test.script...)
				got, err := readRows(t.Context(), clientOf(t, srv.Server, oneTry), 0, graph.ReportOptions{})
				if test.want == nil && (err != nil || len(got) != 2) || !errors.Is(err, test.want) {
					t.Errorf("got %v, %v after %v", got, err, srv.seen())
				}
				srv.Ledger().WantReceived(t, starts, 1)
				var failed *graph.ReportError
				if test.want != nil && (!errors.As(err, &failed) || failed.Run.ID != srv.runs()[0]) {
					t.Errorf("the error %v does not hold the run", err)
				}
			})
		})
	}
}

// A throttle says when to look again. A look that would come after the deadline,
// or later than the client may wait for, is not waited for.
func TestReportWaitsAsLongAsTheAPIAsks(t *testing.T) {
	for _, test := range []struct {
		within, most time.Duration
		want         error
	}{
		{time.Hour, 10 * time.Minute, nil},
		{5 * time.Minute, 10 * time.Minute, graph.ErrRateLimited},
		{time.Hour, 9 * time.Minute, graph.ErrRateLimited},
	} {
		synctest.Test(t, func(t *testing.T) {
			srv := looking(t, runStatus("Job Completed", 100))
			srv.ClearFaults()
			srv.Fault(looks, graphtest.Throttle(80000).Regain(10*time.Minute).Times(1), graphtest.Answer(200, runStatus("Job Completed", 100)))
			ctx, cancel := context.WithTimeout(t.Context(), test.within)
			defer cancel()
			start := time.Now()
			_, err := graph.WaitReport(ctx, clientOf(t, srv.Server, graph.RetryPolicy{MaxAttempts: 1, MaxWait: test.most}), runID, graph.ReportOptions{})
			took := time.Since(start)
			if !errors.Is(err, test.want) || test.want == nil && (err != nil || took != 10*time.Minute) || test.want != nil && took != 0 {
				t.Errorf("error %v after %v", err, took)
			}
		})
	}
}
