package graph

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestReportStatuses(t *testing.T) {
	status := func(name string, percent any) string {
		return fmt.Sprintf(`{"id":"1","async_status":%q,"async_percent_completion":%v}`, name, percent)
	}
	for _, test := range []struct {
		name  string
		first string
		// done says that the first status ends the wait without an error.
		done bool
		want string
	}{
		{"not started", status("Job Not Started", 0), false, ""},
		{"started", status("Job Started", 0), false, ""},
		{"running", status("Job Running", 99), false, ""},
		{"running at 100", status("Job Running", 100), false, ""},
		{"completed below 100", status("Job Completed", 99), false, ""},
		{"completed", status("Job Completed", 100), true, ""},
		{"completed, as text", status("Job Completed", `"100"`), true, ""},
		{"completed, in capitals", status("JOB COMPLETED", 100), true, ""},
		{"completed, with is_running", `{"async_status":"Job Completed","async_percent_completion":100,"is_running":false}`, true, ""},
		{"running, without is_running", `{"async_status":"Job Running","async_percent_completion":100}`, false, ""},
		{"unknown", status("Job Queued", 100), false, ""},
		{"none", `{"async_percent_completion":100}`, false, ""},
		{"no text", `{"async_status":7,"async_percent_completion":100}`, false, ""},
		{"an odd percentage", status("Job Completed", `{}`), false, ""},
		{"failed", jobInvalid, false, "no such metric"},
		{"failed, in small letters", strings.Replace(jobInvalid, "Job Failed", "job failed", 1), false, "no such metric"},
		{"failed at 100 without a reason", status("Job Failed", 100), false, "gives no reason"},
		{"failed, with a code as text", `{"async_status":"Job Failed","error_code":"1504018"}`, false, "(#1504018)"},
		{"skipped", status("Job Skipped", 0), false, "skipped"},
		{"no JSON object", `[1]`, false, "no status"},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := &reportServer{statuses: [][]string{{test.first, jobDone}}}
				last, err := WaitReport(t.Context(), server.inMemory(t), run1, ReportOptions{})
				if test.want != "" {
					var failed *ReportError
					if !errors.As(err, &failed) || !strings.Contains(err.Error(), test.want) || last.RunID != run1 || failed.Status.Status != last.Status {
						t.Errorf("got error %v", err)
					}
					return
				}
				if looks := server.looks[0]; err != nil || (looks == 1) != test.done || last.Percent != 100 {
					t.Errorf("%d looks, %v, error %v", looks, last, err)
				}
			})
		})
	}
}

func TestReportFailureSaysWhy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		quoting := strings.Replace(jobTooMuch, "too large", "too large for t0ken-t0ken", 1)
		server := &reportServer{statuses: [][]string{{quoting}}}
		_, err := collectRows(t, ReportRows(t.Context(), server.inMemory(t), insightsOf(0), ReportOptions{}))
		var failed *ReportError
		var reason *Error
		if !errors.As(err, &failed) || !errors.As(err, &reason) || !errors.Is(err, ErrReduceData) || server.starts != 1 {
			t.Fatalf("got error %v after %v", err, server.seen)
		}
		if failed.Run != (ReportRun{}) || failed.Status.RunID != run1 || failed.Status.Status != "Job Failed" || strings.Contains(failed.Status.JSON.String(), "t0ken") {
			t.Errorf("got %v, %v", failed.Run, failed.Status)
		}
		got := []any{reason.Code, reason.Subcode, reason.UserTitle, reason.UserMessage, err.Error()}
		want := []any{-3, 1504045, "Too large", "Ask for less", "graph: AdReportRun read " + run1 + ": (#-3/1504045) too large for [redacted]: Too large: Ask for less"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestReportWaitsLongerEachTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		var at []string
		server := &reportServer{statuses: [][]string{{jobRunning, jobRunning, jobRunning, jobRunning, jobRunning, jobDone}}}
		_, err := collectRows(t, ReportRows(t.Context(), server.inMemory(t), insightsOf(0), ReportOptions{
			Progress: func(ReportStatus) { at = append(at, time.Since(start).String()) },
		}))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"0s", "2s", "4s", "8s", "16s", "32s", "1m2s"}, at); diff != "" {
			t.Error(diff)
		}
	})
}

func TestReportStall(t *testing.T) {
	slow := []string{}
	for percent := range 50 {
		slow = append(slow, fmt.Sprintf(`{"async_status":"Job Running","async_percent_completion":%d}`, 2*percent))
	}
	steps := []string{}
	for step := range 20 {
		steps = append(steps, fmt.Sprintf(`{"async_status":"Job In Step %d","async_percent_completion":0}`, step))
	}
	for _, test := range []struct {
		name     string
		statuses []string
		stall    time.Duration
		stuck    bool
	}{
		{"no progress", []string{jobRunning}, 0, true},
		{"slow progress", append(slow, jobDone), 45 * time.Second, false},
		{"progress without a percentage", append(steps, jobDone), 45 * time.Second, false},
		{"no bound", append(strings.Split(strings.Repeat(jobRunning+"\n", 500), "\n")[:500], jobDone), -1, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				server := &reportServer{statuses: [][]string{test.statuses}}
				_, err := WaitReport(t.Context(), server.inMemory(t), run1, ReportOptions{Stuck: test.stall})
				if !test.stuck {
					if err != nil {
						t.Error(err)
					}
					return
				}
				took := time.Since(start)
				if !errors.Is(err, ErrTransient) || !strings.Contains(err.Error(), `the report is stuck: no progress within 20m0s, with the status "Job Running" at 40 percent`) || took < 20*time.Minute || took > 21*time.Minute {
					t.Errorf("got error %v after %v", err, took)
				}
			})
		})
	}
}

func TestReportWaitOutlastsFailedLooks(t *testing.T) {
	const down = `{"error":{"message":"down","code":2,"is_transient":true}}`
	for _, test := range []struct {
		name     string
		failures int
		answer   string
		want     error
	}{
		{"some", maxFailedLooks - 1, down, nil},
		{"too many", maxFailedLooks, down, ErrTransient},
		{"many, but with looks between", -3 * maxFailedLooks, down, nil},
		{"for good", 1, `{"error":{"message":"expired","code":190}}`, ErrToken},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := &reportServer{statuses: [][]string{{jobDone}}, rows: 2}
				server.fault = func(method, path string, _ int) string {
					switch {
					case path != run1 || test.failures == 0:
						return ""
					case test.failures > 0:
						test.failures--
						return test.answer
					}
					// Each third look works.
					if test.failures++; test.failures%3 == 0 {
						return jobRunning
					}
					return test.answer
				}
				got, err := collectRows(t, ReportRows(t.Context(), server.inMemory(t), insightsOf(0), ReportOptions{}))
				var failed *ReportError
				if test.want == nil && (err != nil || len(got) != 2) || !errors.Is(err, test.want) || server.starts != 1 {
					t.Errorf("got %v, %v after %v", got, err, server.seen)
				}
				if test.want != nil && (!errors.As(err, &failed) || failed.Run.ID != run1) {
					t.Errorf("the error %v does not hold the run", err)
				}
			})
		})
	}
}

// A throttle says when to look again. A look that would come after the deadline
// is not waited for.
func TestReportWaitsAsLongAsTheAPIAsks(t *testing.T) {
	for _, test := range []struct {
		within time.Duration
		want   error
	}{
		{time.Hour, nil},
		{5 * time.Minute, ErrRateLimited},
	} {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			looks := 0
			client := newTestClient(t, Config{Token: Secret("t0ken-t0ken"), HTTPClient: &http.Client{Transport: roundTripper(func(*http.Request) (*http.Response, error) {
				if looks++; looks > 1 {
					return respond(200, jobDone), nil
				}
				usage := `{"1":[{"type":"ads_insights","call_count":100,"estimated_time_to_regain_access":10}]}`
				return withHeaders(respond(400, `{"error":{"message":"calls","code":80000}}`), "X-Business-Use-Case-Usage", usage), nil
			})}})
			_, err := WaitReport(ctxFor(t, test.within), client, run1, ReportOptions{})
			took := time.Since(start)
			if !errors.Is(err, test.want) || test.want == nil && (err != nil || took != 10*time.Minute) || test.want != nil && took != 0 {
				t.Errorf("error %v after %v", err, took)
			}
		})
	}
}

func FuzzReportStatus(f *testing.F) {
	for _, seed := range []string{jobRunning, jobDone, jobTransient, jobTooMuch, jobInvalid, `{"async_status":" job COMPLETED","async_percent_completion":"1e2"}`, `{"async_status":null}`, `null`, `[]`} {
		f.Add(seed)
	}
	request := runRequest(wireAPI, run1)
	f.Fuzz(func(t *testing.T, text string) {
		status, m, err := newReportStatus(run1, Object(text))
		if err != nil {
			return
		}
		failure := status.failure(request, m, newScrubber("t0ken-t0ken"))
		if status.completed() && (failure != nil || status.Percent != 100) {
			t.Errorf("%q is completed and %v", text, failure)
		}
		if status.Percent < 0 || status.Percent > 100 {
			t.Errorf("%q: %d percent", text, status.Percent)
		}
		if failure != nil {
			if strings.Contains(failure.Error(), "t0ken-t0ken") {
				t.Errorf("%q: the secret is in %v", text, failure)
			}
			if failure.again && !errors.Is(failure, ErrTransient) && !errors.Is(failure, ErrRateLimited) {
				t.Errorf("%q: %v is tried again", text, failure)
			}
		}
	})
}
