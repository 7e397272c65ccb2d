package graph

import (
	"errors"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestReportRestarts(t *testing.T) {
	const skipped = `{"async_status":"Job Skipped","async_percent_completion":0}`
	const unexplained = `{"async_status":"Job Failed"}`
	const throttled = `{"async_status":"Job Failed","error_code":4,"error_subcode":1504022}`
	for _, test := range []struct {
		name     string
		statuses [][]string
		restarts int
		// rows come from the run; with none, there is an error of the class.
		run   string
		class error
		runs  int
	}{
		{"skipped", [][]string{{jobRunning, skipped}, {jobDone}}, 0, run2, nil, 2},
		{"failed for now", [][]string{{jobRunning, jobTransient}, {jobRunning, jobDone}}, 0, run2, nil, 2},
		{"failed without a reason", [][]string{{unexplained}, {unexplained}, {jobDone}}, 0, run3, nil, 3},
		{"throttled", [][]string{{throttled}, {jobDone}}, 0, run2, nil, 2},
		{"stuck", [][]string{{jobRunning}, {jobDone}}, 0, run2, nil, 2},
		{"too much", [][]string{{jobTooMuch}, {jobDone}}, 0, "", ErrReduceData, 1},
		{"invalid", [][]string{{jobInvalid}, {jobDone}}, 0, "", ErrBadRequest, 1},
		{"for now, then for good", [][]string{{jobTransient}, {jobInvalid}, {jobDone}}, 0, "", ErrBadRequest, 2},
		{"always", [][]string{{jobTransient}}, 0, "", ErrTransient, 4},
		{"always stuck", [][]string{{jobRunning}}, 1, "", ErrReportStuck, 2},
		{"not wanted", [][]string{{skipped}, {jobDone}}, -1, "", ErrReportFailed, 1},
		{"never explained", [][]string{{unexplained}}, 1, "", ErrReportFailed, 2},
		{"too much, as a code", [][]string{{`{"async_status":"Job Failed","error_code":"1504018"}`}}, 0, "", ErrReduceData, 1},
		{"more of them", [][]string{{skipped}}, 7, "", ErrTransient, 8},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := &reportServer{statuses: test.statuses, rows: 3}
				got, err := collectRows(t, ReportRows(t.Context(), server.inMemory(t), insightsOf(2), ReportOptions{Restarts: test.restarts}))
				if server.starts != test.runs || !errors.Is(err, test.class) {
					t.Fatalf("%d runs, error %v", server.starts, err)
				}
				if test.class != nil {
					if len(got) > 0 {
						t.Errorf("got rows %v", got)
					}
					return
				}
				if diff := cmp.Diff(oneTo(3), got); err != nil || diff != "" {
					t.Errorf("%v%s", err, diff)
				}
				if last := server.seen[len(server.seen)-1]; last != "GET "+test.run+"/insights after 2" {
					t.Errorf("the last request was %s", last)
				}
			})
		})
	}
}

// A restart that would begin after the deadline does not begin.
func TestReportRestartsWithinTheDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := &reportServer{statuses: [][]string{{jobTransient}}}
		_, err := collectRows(t, ReportRows(ctxFor(t, 3*time.Second), server.inMemory(t), insightsOf(0), ReportOptions{Restarts: 100}))
		var failed *ReportError
		if !errors.As(err, &failed) || !errors.Is(err, ErrTransient) || server.starts != 1 {
			t.Fatalf("%d starts, error %v", server.starts, err)
		}
		if failed.Run != (ReportRun{}) || failed.Status.RunID != run1 {
			t.Errorf("going on from %v after %v", failed.Run, failed.Status)
		}
	})
}

func TestReportRowsThatAreNotThereYet(t *testing.T) {
	const notReady = `{"error":{"message":"not ready","code":2601,"error_subcode":1815107}}`
	const lost = `{"error":{"message":"failed","code":-2,"error_subcode":2490547}}`
	for _, test := range []struct {
		name   string
		faults []string
		after  int
		want   []int
		class  error
		runs   int
	}{
		{"not ready", []string{notReady, notReady}, 0, oneTo(6), nil, 1},
		{"never ready", strings.Split(strings.Repeat(notReady+"\n", 20), "\n"), 0, nil, ErrBadRequest, 1},
		{"lost before the first row", []string{lost}, 0, oneTo(6), nil, 2},
		{"lost after a row", []string{lost}, 2, oneTo(2), ErrTransient, 1},
		{"not ready after a row", []string{notReady}, 4, oneTo(4), ErrBadRequest, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := &reportServer{statuses: [][]string{{jobDone}}, rows: 6}
				faults := test.faults
				server.fault = func(method, path string, after int) string {
					if strings.HasSuffix(path, "/insights") && method == http.MethodGet && after == test.after && len(faults) > 0 {
						fault := faults[0]
						faults = faults[1:]
						return fault
					}
					return ""
				}
				got, err := collectRows(t, ReportRows(t.Context(), server.inMemory(t), insightsOf(2), ReportOptions{}))
				if !errors.Is(err, test.class) || test.class == nil && err != nil || server.starts != test.runs {
					t.Errorf("%d runs, error %v", server.starts, err)
				}
				if diff := cmp.Diff(test.want, got); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

func TestReportResume(t *testing.T) {
	for _, test := range []struct {
		name   string
		resume ReportRun
		want   []int
		seen   []string
	}{
		{"a run that goes on", ReportRun{ID: run1}, oneTo(5), []string{"GET " + run1, "GET " + run1, "GET " + run1 + "/insights", "GET " + run1 + "/insights after 3"}},
		{"rows of a run", ReportRun{ID: run1, Cursor: "after=3"}, []int{4, 5}, []string{"GET " + run1 + "/insights after 3"}},
		{"rows without a run", ReportRun{Cursor: "after=3"}, []int{4, 5}, []string{"GET act_1/insights after 3"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := &reportServer{statuses: [][]string{{jobRunning, jobDone}}, rows: 5}
			options := soon
			options.Resume = test.resume
			options.SyncFirst = true
			got, err := collectRows(t, ReportRows(t.Context(), server.onLoopback(t, RetryPolicy{}), insightsOf(3), options))
			if err != nil {
				t.Error(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.seen, server.seen); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A run whose rows are lost before the first one is not gone on with.
func TestReportLostRunIsLeft(t *testing.T) {
	server := &reportServer{statuses: [][]string{{jobDone}}, rows: 5}
	server.fault = func(method, path string, _ int) string {
		if path == run1+"/insights" {
			return `{"error":{"message":"failed","code":-2,"error_subcode":2490547}}`
		}
		return ""
	}
	options := soon
	options.Restarts = -1
	client := server.onLoopback(t, RetryPolicy{})
	_, err := collectRows(t, ReportRows(t.Context(), client, insightsOf(0), options))
	var failed *ReportError
	if !errors.As(err, &failed) || failed.Run != (ReportRun{}) || failed.Status.RunID != run1 || server.starts != 1 {
		t.Fatalf("%d starts, error %v", server.starts, err)
	}
	options.Resume = failed.Run
	got, err := collectRows(t, ReportRows(t.Context(), client, insightsOf(0), options))
	if err != nil || len(got) != 5 || server.starts != 2 {
		t.Errorf("got %v, %v with %d starts", got, err, server.starts)
	}
}

// Rows that were read before a resume must not come again from another run.
func TestReportResumeDoesNotRestart(t *testing.T) {
	server := &reportServer{statuses: [][]string{{jobDone}}, rows: 5}
	server.fault = func(string, string, int) string {
		return `{"error":{"message":"failed","code":-2,"error_subcode":2490547}}`
	}
	options := soon
	options.Resume = ReportRun{ID: run1, Cursor: "after=3"}
	_, err := collectRows(t, ReportRows(t.Context(), server.onLoopback(t, RetryPolicy{}), insightsOf(3), options))
	var failed *ReportError
	if !errors.As(err, &failed) || failed.Run != options.Resume || server.starts != 0 {
		t.Errorf("%d starts, error %v", server.starts, err)
	}
}

func TestReportSyncFirst(t *testing.T) {
	const timedOut = `{"error":{"message":"timed out","code":2,"error_subcode":1504038}}`
	const reduce = `{"error":{"message":"Please reduce the amount of data you're asking for","code":1}}`
	for _, test := range []struct {
		name  string
		fault func(method, path string, after int) string
		seen  []string
		want  []int
		class error
	}{
		{"small enough", nil, []string{"GET act_1/insights", "GET act_1/insights after 3"}, oneTo(5), nil},
		{"too much", firstSync(syncTooMuch), []string{"GET act_1/insights", "POST act_1/insights", "GET " + run1, "GET " + run1 + "/insights", "GET " + run1 + "/insights after 3"}, oneTo(5), nil},
		{"timed out", firstSync(timedOut), []string{"GET act_1/insights", "POST act_1/insights", "GET " + run1, "GET " + run1 + "/insights", "GET " + run1 + "/insights after 3"}, oneTo(5), nil},
		{"reduce", firstSync(reduce), []string{"GET act_1/insights", "POST act_1/insights", "GET " + run1, "GET " + run1 + "/insights", "GET " + run1 + "/insights after 3"}, oneTo(5), nil},
		{"refused", firstSync(`{"error":{"message":"expired","code":190}}`), []string{"GET act_1/insights"}, nil, ErrToken},
		{"too much later", func(_, path string, after int) string {
			if after > 0 {
				return syncTooMuch
			}
			return ""
		}, []string{"GET act_1/insights", "GET act_1/insights after 3", "GET act_1/insights after 3"}, oneTo(3), ErrReduceData},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := &reportServer{statuses: [][]string{{jobDone}}, rows: 5, fault: test.fault}
			options := soon
			options.SyncFirst = true
			got, err := collectRows(t, ReportRows(t.Context(), server.onLoopback(t, RetryPolicy{MaxAttempts: 1}), insightsOf(3), options))
			if !errors.Is(err, test.class) || test.class == nil && err != nil {
				t.Errorf("got error %v", err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.seen, server.seen); diff != "" {
				t.Error(diff)
			}
			var failed *ReportError
			if errors.As(err, &failed) && len(got) > 0 && failed.Run != (ReportRun{Cursor: "after=3"}) {
				t.Errorf("the error leads on from %v", failed.Run)
			}
		})
	}
}

// firstSync answers the first page without a run.
func firstSync(answer string) func(string, string, int) string {
	return func(method, path string, _ int) string {
		if method == http.MethodGet && path == "act_1/insights" {
			return answer
		}
		return ""
	}
}

// A first page that gets no answer in time is read from a run.
func TestReportSyncFirstWithoutAnAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := &reportServer{statuses: [][]string{{jobDone}}, rows: 2}
		inner := server.inMemory(t)
		client := newTestClient(t, Config{Token: Secret("t0ken-t0ken"), Retry: RetryPolicy{MaxAttempts: 1}, HTTPClient: &http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
			if r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, "act_1/insights") {
				<-r.Context().Done()
				return nil, r.Context().Err()
			}
			return inner.http.Transport.RoundTrip(r)
		})}})
		got, err := collectRows(t, ReportRows(t.Context(), client, insightsOf(0), ReportOptions{SyncFirst: true}))
		if err != nil || len(got) != 2 || server.starts != 1 {
			t.Errorf("got %v, %v with %d starts", got, err, server.starts)
		}
		_, err = collectRows(t, ReportRows(ctxFor(t, time.Millisecond), client, insightsOf(0), ReportOptions{SyncFirst: true}))
		if err == nil || server.starts != 1 {
			t.Errorf("the context ended: error %v with %d starts", err, server.starts)
		}
	})
}

// Whatever fails on the way, a program that goes on from each error gets each
// row once, in order.
func TestReportRowsAreExactlyOnce(t *testing.T) {
	faults := []string{
		`{"error":{"message":"unknown","code":2,"is_transient":true}}`,
		`{"error":{"message":"reduce the amount of data","code":1}}`,
		`{"error":{"message":"failed","code":-2,"error_subcode":2490547}}`,
		`{"error":{"message":"expired","code":190}}`,
		`{"data":[{"spend":"1"}`,
		`<html>`,
	}
	for seed := range uint64(200) {
		random := rand.New(rand.NewPCG(seed, 1))
		rows := random.IntN(40)
		server := &reportServer{statuses: [][]string{{jobTransient}, {jobRunning, jobDone}}, rows: rows}
		left := 12
		server.fault = func(string, string, int) string {
			if left > 0 && random.IntN(3) == 0 {
				left--
				return faults[random.IntN(len(faults))]
			}
			return ""
		}
		client := server.onLoopback(t, RetryPolicy{MaxAttempts: 2, BaseDelay: time.Nanosecond, MaxDelay: time.Nanosecond})
		list := insightsOf(1 + random.IntN(9))
		options := soon
		options.SyncFirst = random.IntN(2) == 0
		var got []int
		for try := 0; ; try++ {
			some, err := collectRows(t, ReportRows(t.Context(), client, list, options))
			got = append(got, some...)
			if err == nil {
				break
			}
			var failed *ReportError
			if !errors.As(err, &failed) || try > 40 {
				t.Fatalf("seed %d, try %d: %v", seed, try, err)
			}
			if strings.Contains(err.Error(), "t0ken") {
				t.Fatalf("the token is in %v", err)
			}
			options.Resume = failed.Run
		}
		if diff := cmp.Diff(oneTo(rows), got); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
	}
}
