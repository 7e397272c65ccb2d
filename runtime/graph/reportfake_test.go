package graph_test

import (
	"context"
	"fmt"
	"iter"
	"strconv"
	"testing"
	"time"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

var (
	anyCall  = graphtest.On("*")
	starts   = graphtest.On("AdAccount.insights.create")
	syncRows = graphtest.On("AdAccount.insights.list")
	looks    = graphtest.On("AdReportRun.read")
	runRows  = graphtest.On("AdReportRun.insights.list")
)

// Faults of reports.
var (
	lostRows   = graphtest.Fail(graphtest.Error{Code: -2, Subcode: 2490547, Message: "failed"})
	notReady   = graphtest.Fail(graphtest.Error{Code: 2601, Subcode: 1815107, Message: "not ready"})
	tooMuch    = graphtest.Fail(graphtest.Error{Code: 100, Subcode: 1504018, Message: "timed out"})
	failForNow = graphtest.FailRun(graphtest.Error{Code: -2, Subcode: 2490547, Message: "try again"})
)

// reports is a fake API with an ad account whose insights have numbered rows.
type reports struct{ *graphtest.Server }

func newReports(t *testing.T, rows int, changes ...func(*graphtest.Config)) reports {
	srv := graphtest.New(t, append(changes, inMemory)...)
	addRows(srv, rows)
	return reports{srv}
}

func addRows(srv *graphtest.Server, rows int) {
	srv.Store().Add("AdAccount", "act_1", nil)
	for n := range rows {
		srv.Store().AddEdge("act_1", "insights", "AdsInsights", graphtest.Node{"spend": strconv.Itoa(n + 1), "date_start": "2026-02-01", "date_stop": "2026-02-28"})
	}
}

// runs returns the ids of the runs that were looked at, in order.
func (r reports) runs() []string {
	var ids []string
	for _, e := range r.Ledger().Entries(looks) {
		if len(ids) == 0 || ids[len(ids)-1] != e.ID {
			ids = append(ids, e.ID)
		}
	}
	return ids
}

// seen returns what was received: the method, whether it is about the account
// or a run, and whether it is a page after the first one. Looks at a run that
// follow each other are one.
func (r reports) seen() []string {
	var list []string
	for _, e := range r.Ledger().Entries(anyCall) {
		line := e.Method + " " + e.Operation
		if e.Params["after"] != "" {
			line += " after"
		}
		if len(list) == 0 || list[len(list)-1] != line || e.Operation != "AdReportRun read" {
			list = append(list, line)
		}
	}
	return list
}

// spends is the list of the account's rows, limit of them on a page.
func spends(limit int) graph.List[*meta.AdsInsights] {
	return meta.AdAccountByID("act_1").Insights(meta.AdAccountInsightsParams{
		Fields: []meta.AdsInsightsField{meta.AdsInsightsFieldSpend}, Limit: limit, Level: meta.InsightsLevelAd,
	})
}

// readRows reads the rows of a report until there are no more, and returns
// their numbers.
func readRows(ctx context.Context, c *graph.Client, limit int, options graph.ReportOptions) ([]int, error) {
	return rowNumbers(graph.ReportRows(ctx, c, spends(limit), options))
}

func rowNumbers(rows iter.Seq2[*meta.AdsInsights, error]) ([]int, error) {
	var got []int
	for row, err := range rows {
		if err != nil {
			return got, err
		}
		n, ok := row.Spend.Get()
		if !ok {
			return got, fmt.Errorf("a row without spend: %v", row)
		}
		got = append(got, int(n))
	}
	return got, nil
}

func numbers(from, to int) []int {
	var all []int
	for n := from; n <= to; n++ {
		all = append(all, n)
	}
	return all
}

// atOnce are options for tests whose waits are real.
var atOnce = graph.ReportOptions{Poll: graph.Poll{Period: time.Microsecond, MaxPeriod: time.Microsecond}}
