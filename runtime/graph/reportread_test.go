package graph_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

var oneTry = graph.RetryPolicy{MaxAttempts: 1}

func TestReportRestarts(t *testing.T) {
	fails := func(code, subcode int) graphtest.Fault {
		return graphtest.FailRun(graphtest.Error{Code: code, Subcode: subcode, Message: "m"})
	}
	unexplained := graphtest.FailRun(graphtest.Error{})
	for _, test := range []struct {
		name string
		// script is how the runs go one after another; those after it complete.
		script   []graphtest.Fault
		restarts int
		// class is that of the error; without one, the last run has the rows.
		class error
		runs  int
	}{
		{"skipped", []graphtest.Fault{graphtest.SkipRun().Times(1)}, 0, nil, 2},
		{"failed for now", []graphtest.Fault{failForNow.Times(1)}, 0, nil, 2},
		{"failed without a reason", []graphtest.Fault{unexplained.Times(2)}, 0, nil, 3},
		{"throttled", []graphtest.Fault{fails(4, 1504022).Times(1)}, 0, nil, 2},
		{"stuck", []graphtest.Fault{graphtest.StallRun().Times(1)}, 0, nil, 2},
		{"too much", []graphtest.Fault{fails(-3, 1504045).Times(1)}, 0, graph.ErrReduceData, 1},
		{"invalid", []graphtest.Fault{fails(100, 0).Times(1)}, 0, graph.ErrBadRequest, 1},
		{"for now, then for good", []graphtest.Fault{failForNow.Times(1), fails(100, 0).Times(1)}, 0, graph.ErrBadRequest, 2},
		{"always", []graphtest.Fault{failForNow}, 0, graph.ErrTransient, 4},
		{"always stuck", []graphtest.Fault{graphtest.StallRun()}, 1, graph.ErrReportStuck, 2},
		{"not wanted", []graphtest.Fault{graphtest.SkipRun().Times(1)}, -1, graph.ErrReportFailed, 1},
		{"never explained", []graphtest.Fault{unexplained}, 1, graph.ErrReportFailed, 2},
		{"too much, as a code", []graphtest.Fault{fails(1504018, 0)}, 0, graph.ErrReduceData, 1},
		{"more of them", []graphtest.Fault{graphtest.SkipRun()}, 7, graph.ErrTransient, 8},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				srv := newReports(t, 3)
				srv.Fault(starts, test.script...)
				got, err := readRows(t.Context(), clientOf(t, srv.Server, oneTry), 2, graph.ReportOptions{Restarts: test.restarts})
				runs := srv.runs()
				srv.Ledger().WantActed(t, starts, test.runs)
				if len(runs) != test.runs || !errors.Is(err, test.class) {
					t.Fatalf("runs %v, error %v", runs, err)
				}
				if test.class != nil {
					if len(got) > 0 {
						t.Errorf("got rows %v", got)
					}
					return
				}
				if diff := cmp.Diff(numbers(1, 3), got); err != nil || diff != "" {
					t.Errorf("%v%s", err, diff)
				}
				srv.Ledger().WantActed(t, runRows.ID(runs[len(runs)-1]), 2)
				srv.Ledger().WantReceived(t, runRows, 2)
			})
		})
	}
}

// A restart that would begin after the deadline does not begin.
func TestReportRestartsWithinTheDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := newReports(t, 0)
		srv.Fault(starts, failForNow)
		// The fourth look, after 16 seconds, sees the failure.
		ctx, cancel := context.WithTimeout(t.Context(), 17*time.Second)
		defer cancel()
		_, err := readRows(ctx, clientOf(t, srv.Server, oneTry), 0, graph.ReportOptions{Restarts: 100})
		var failed *graph.ReportError
		if !errors.As(err, &failed) || !errors.Is(err, graph.ErrTransient) {
			t.Fatalf("error %v", err)
		}
		srv.Ledger().WantActed(t, starts, 1)
		if failed.Run != (graph.ReportRun{}) || failed.Status.RunID != srv.runs()[0] {
			t.Errorf("going on from %v after %v", failed.Run, failed.Status)
		}
	})
}

func TestReportRowsThatAreNotThereYet(t *testing.T) {
	for _, test := range []struct {
		name   string
		script []graphtest.Fault
		want   []int
		class  error
		runs   int
	}{
		{"not ready", []graphtest.Fault{notReady.Times(2)}, numbers(1, 6), nil, 1},
		{"never ready", []graphtest.Fault{notReady}, nil, graph.ErrBadRequest, 1},
		{"lost before the first row", []graphtest.Fault{lostRows.Times(1)}, numbers(1, 6), nil, 2},
		{"lost after a row", []graphtest.Fault{graphtest.Pass().Times(1), lostRows.Times(1)}, numbers(1, 2), graph.ErrTransient, 1},
		{"not ready after a row", []graphtest.Fault{graphtest.Pass().Times(2), notReady.Times(1)}, numbers(1, 4), graph.ErrBadRequest, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				srv := newReports(t, 6)
				srv.Fault(runRows, test.script...)
				got, err := readRows(t.Context(), clientOf(t, srv.Server, oneTry), 2, graph.ReportOptions{})
				if !errors.Is(err, test.class) || test.class == nil && err != nil {
					t.Errorf("error %v", err)
				}
				srv.Ledger().WantActed(t, starts, test.runs)
				if diff := cmp.Diff(test.want, got); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

// A run that goes on, rows of a run, and rows without one are gone on with
// where an error left them, and no other run is started.
func TestReportResume(t *testing.T) {
	expired := graphtest.ExpiredToken()
	for _, test := range []struct {
		name   string
		sync   bool
		on     graphtest.Match
		script []graphtest.Fault
		first  []int
		seen   []string
		starts int
	}{
		{"a run that goes on", false, looks, []graphtest.Fault{graphtest.Pass().Times(2), expired.Times(1)}, nil,
			[]string{"GET AdReportRun read", "GET AdReportRun.insights list", "GET AdReportRun.insights list after"}, 1},
		{"rows of a run", false, runRows, []graphtest.Fault{graphtest.Pass().Times(1), expired.Times(1)}, numbers(1, 3),
			[]string{"GET AdReportRun.insights list after"}, 1},
		{"rows without a run", true, syncRows, []graphtest.Fault{graphtest.Pass().Times(1), expired.Times(1)}, numbers(1, 3),
			[]string{"GET AdAccount.insights list after"}, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			srv := newReports(t, 5)
			srv.Fault(test.on, test.script...)
			client := clientOf(t, srv.Server, oneTry)
			options := atOnce
			options.SyncFirst = test.sync
			got, err := readRows(t.Context(), client, 3, options)
			var failed *graph.ReportError
			if !errors.As(err, &failed) || !errors.Is(err, graph.ErrToken) {
				t.Fatalf("error %v", err)
			}
			if diff := cmp.Diff(test.first, got); diff != "" {
				t.Error(diff)
			}
			srv.Ledger().WantReceived(t, starts, test.starts)
			srv.Ledger().Clear()
			options.Resume, options.SyncFirst = failed.Run, true
			rest, err := readRows(t.Context(), client, 3, options)
			if diff := cmp.Diff(numbers(1, 5), append(got, rest...)); err != nil || diff != "" {
				t.Errorf("%v%s", err, diff)
			}
			if diff := cmp.Diff(test.seen, srv.seen()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A run whose rows are lost before the first one is not gone on with.
func TestReportLostRunIsLeft(t *testing.T) {
	srv := newReports(t, 5)
	srv.Fault(runRows, lostRows.Times(1))
	client := clientOf(t, srv.Server, graph.RetryPolicy{})
	options := atOnce
	options.Restarts = -1
	_, err := readRows(t.Context(), client, 0, options)
	var failed *graph.ReportError
	if !errors.As(err, &failed) || failed.Run != (graph.ReportRun{}) || !slices.Equal(srv.runs(), []string{failed.Status.RunID}) {
		t.Fatalf("runs %v, error %v", srv.runs(), err)
	}
	srv.Ledger().WantActed(t, starts, 1)
	options.Resume = failed.Run
	got, err := readRows(t.Context(), client, 0, options)
	if diff := cmp.Diff(numbers(1, 5), got); err != nil || diff != "" {
		t.Errorf("%v%s", err, diff)
	}
	srv.Ledger().WantActed(t, starts, 2)
}

// Rows that were read before a resume must not come again from another run.
func TestReportResumeDoesNotRestart(t *testing.T) {
	srv := newReports(t, 5)
	srv.Fault(runRows, graphtest.Pass().Times(1), lostRows)
	client := clientOf(t, srv.Server, graph.RetryPolicy{})
	options := atOnce
	for range 3 {
		_, err := readRows(t.Context(), client, 3, options)
		var failed *graph.ReportError
		if !errors.As(err, &failed) || failed.Run.Cursor == "" || options.Resume.Cursor != "" && failed.Run != options.Resume {
			t.Fatalf("error %v", err)
		}
		options.Resume = failed.Run
	}
	srv.Ledger().WantReceived(t, starts, 1)
}

// A wait ends with its context, and the run is gone on with later.
func TestReportContextEndsTheWait(t *testing.T) {
	for _, d := range []time.Duration{time.Second, 3 * time.Second, time.Minute} {
		t.Run(d.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				srv := newReports(t, 2, func(c *graphtest.Config) { c.ManualAsync = true })
				client := clientOf(t, srv.Server, oneTry)
				ctx, cancel := context.WithTimeout(t.Context(), d)
				defer cancel()
				start := time.Now()
				_, err := readRows(ctx, client, 0, graph.ReportOptions{})
				var failed *graph.ReportError
				if !errors.As(err, &failed) || !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, graph.ErrTransient) || !strings.Contains(err.Error(), "waiting for the end") {
					t.Fatalf("got error %v", err)
				}
				if took := time.Since(start); took != d {
					t.Errorf("it took %v", took)
				}
				srv.Advance(failed.Run.ID, -1)
				got, err := readRows(t.Context(), client, 0, graph.ReportOptions{Resume: failed.Run})
				if diff := cmp.Diff(numbers(1, 2), got); err != nil || diff != "" {
					t.Errorf("resuming: %v%s", err, diff)
				}
				srv.Ledger().WantActed(t, starts, 1)
			})
		})
	}
}
