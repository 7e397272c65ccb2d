package graph_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

func TestReportSyncFirst(t *testing.T) {
	timedOut := graphtest.Fail(graphtest.Error{Code: 2, Subcode: 1504038, Message: "timed out"})
	alone := []string{"GET AdAccount.insights list", "GET AdAccount.insights list after"}
	withRun := []string{"GET AdAccount.insights list", "POST AdAccount.insights create", "GET AdReportRun read", "GET AdReportRun.insights list", "GET AdReportRun.insights list after"}
	for _, test := range []struct {
		name   string
		script []graphtest.Fault
		seen   []string
		want   []int
		class  error
	}{
		{"small enough", nil, alone, numbers(1, 5), nil},
		{"too much", []graphtest.Fault{tooMuch}, withRun, numbers(1, 5), nil},
		{"timed out", []graphtest.Fault{timedOut}, withRun, numbers(1, 5), nil},
		{"reduce", []graphtest.Fault{graphtest.ReduceData()}, withRun, numbers(1, 5), nil},
		{"refused", []graphtest.Fault{graphtest.ExpiredToken()}, alone[:1], nil, graph.ErrToken},
		{"too much later", []graphtest.Fault{graphtest.Pass().Times(1), tooMuch}, append(alone, alone[1]), numbers(1, 3), graph.ErrReduceData},
	} {
		t.Run(test.name, func(t *testing.T) {
			srv := newReports(t, 5)
			srv.Fault(syncRows, test.script...)
			options := atOnce
			options.SyncFirst = true
			client := clientOf(t, srv.Server, oneTry)
			got, err := readRows(t.Context(), client, 3, options)
			if !errors.Is(err, test.class) || test.class == nil && err != nil {
				t.Errorf("got error %v", err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.seen, srv.seen()); diff != "" {
				t.Error(diff)
			}
			var failed *graph.ReportError
			if !errors.As(err, &failed) || len(got) == 0 {
				return
			}
			// The error leads on to the rows after those that came, without a run.
			srv.ClearFaults()
			options.Resume = failed.Run
			rest, err := readRows(t.Context(), client, 3, options)
			if diff := cmp.Diff(numbers(4, 5), rest); err != nil || diff != "" || failed.Run.ID != "" {
				t.Errorf("going on from %v: %v%s", failed.Run, err, diff)
			}
		})
	}
}

// A first page that gets no answer in time is read from a run at once. Other
// failures that pass are no reason for a run.
func TestReportSyncFirstWithoutAnAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := newReports(t, 2)
		srv.Fault(syncRows, graphtest.Transient().Times(2), graphtest.Timeout())
		client := clientOf(t, srv.Server, graph.RetryPolicy{})
		got, err := readRows(t.Context(), client, 0, graph.ReportOptions{SyncFirst: true})
		if diff := cmp.Diff(numbers(1, 2), got); err != nil || diff != "" {
			t.Errorf("%v%s", err, diff)
		}
		srv.Ledger().WantReceived(t, syncRows, 3)
		srv.Ledger().WantActed(t, starts, 1)
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		if _, err = readRows(ctx, client, 0, graph.ReportOptions{SyncFirst: true}); err == nil {
			t.Error("the context ended without an error")
		}
		srv.Ledger().WantReceived(t, starts, 1)
	})
}

func TestReportRowsCanBeBrokenOffAndRangedAgain(t *testing.T) {
	srv := newReports(t, 9)
	rows := graph.ReportRows(t.Context(), clientOf(t, srv.Server, graph.RetryPolicy{}), spends(3), atOnce, graph.MaxPages(2))
	for range rows {
		break
	}
	if diff := cmp.Diff([]string{"POST AdAccount.insights create", "GET AdReportRun read", "GET AdReportRun.insights list"}, srv.seen()); diff != "" {
		t.Error(diff)
	}
	got, err := rowNumbers(rows)
	if diff := cmp.Diff(numbers(1, 6), got); err != nil || diff != "" {
		t.Errorf("%v%s", err, diff)
	}
	srv.Ledger().WantActed(t, starts, 2)
}

// A run that is started twice does no harm, so that a start is repeated like a
// read.
func TestReportStartIsRepeated(t *testing.T) {
	srv := newReports(t, 5)
	srv.Fault(starts, graphtest.Fail(graphtest.Error{Code: 2, Message: "unknown"}).Times(2))
	client := clientOf(t, srv.Server, graph.RetryPolicy{BaseDelay: time.Nanosecond, MaxDelay: time.Nanosecond})
	got, err := readRows(t.Context(), client, 0, atOnce)
	if diff := cmp.Diff(numbers(1, 5), got); err != nil || diff != "" {
		t.Errorf("%v%s", err, diff)
	}
	srv.Ledger().WantReceived(t, starts, 3)
	srv.Ledger().WantActed(t, starts, 1)
}

// Whatever fails on the way, a program that goes on from each error gets each
// row once, in order.
func TestReportRowsAreExactlyOnce(t *testing.T) {
	const token = "graphtest-token"
	faults := []graphtest.Fault{
		graphtest.Fail(graphtest.Error{Code: 2, Transient: true, Message: "unknown: " + token}),
		graphtest.ReduceData(),
		lostRows,
		graphtest.ExpiredToken(),
		graphtest.Malformed(),
		graphtest.HTML(200),
		graphtest.Reset().AfterActing(),
		graphtest.Truncate(20),
	}
	failures := 0
	for seed := range uint64(200) {
		random := rand.New(rand.NewPCG(seed, 1))
		rows := random.IntN(40)
		srv := graphtest.New(t, func(c *graphtest.Config) { c.Seed = seed })
		addRows(srv, rows)
		srv.Fault(starts, failForNow.Times(1))
		for _, i := range random.Perm(len(faults)) {
			srv.Fault(anyCall, faults[i].Probability(0.15).Times(2))
		}
		config := srv.ClientConfig()
		config.Retry = graph.RetryPolicy{MaxAttempts: 2, BaseDelay: time.Nanosecond, MaxDelay: time.Nanosecond}
		client, err := graph.New(config)
		if err != nil {
			t.Fatal(err)
		}
		limit := 1 + random.IntN(9)
		options := atOnce
		options.SyncFirst = random.IntN(2) == 0
		var got []int
		for try := 0; ; try++ {
			some, err := readRows(t.Context(), client, limit, options)
			got = append(got, some...)
			if err == nil {
				break
			}
			failures++
			var failed *graph.ReportError
			if !errors.As(err, &failed) || try > 40 {
				t.Fatalf("seed %d, try %d: %v", seed, try, err)
			}
			if strings.Contains(err.Error(), token) {
				t.Fatalf("the token is in an error of seed %d", seed)
			}
			options.Resume = failed.Run
		}
		if diff := cmp.Diff(numbers(1, rows), got); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
		client.CloseIdleConnections()
		srv.Close()
	}
	if failures < 200 {
		t.Errorf("only %d errors were gone on from: the test does not show it", failures)
	}
}
