package graph_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/metagraph-go/graphgen/runtime/graph"
)

// What follows is what a generated package holds.

type InsightsRow struct {
	Campaign string             `json:"campaign_name,omitzero"`
	Spend    graph.Opt[float64] `json:"spend,omitzero"`
}

type InsightsParams struct {
	Fields []string `param:"fields,csv"`
	Level  string   `param:"level"`
}

var insights = graph.Operation{API: &api, Node: "AdAccount", Edge: "insights", Kind: graph.KindList, Method: "GET", Path: "act_{ad_account_id}/insights"}

func Insights(account string, p InsightsParams) graph.List[*InsightsRow] {
	return graph.List[*InsightsRow]{Request: graph.Request{Operation: &insights, ID: account, Params: p}}
}

func ExampleReportRows() {
	client, stop := answering(
		`{"report_run_id":9007199254740993}`,
		`{"async_status":"Job Running","async_percent_completion":100}`,
		`{"async_status":"Job Completed","async_percent_completion":100}`,
		`{"data":[{"campaign_name":"Spring","spend":"12.50"},{"campaign_name":"Summer","spend":"8"}]}`,
	)
	defer stop()
	ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
	defer cancel()
	list := Insights("act_1", InsightsParams{Fields: []string{"campaign_name", "spend"}, Level: "campaign"})
	for row, err := range graph.ReportRows(ctx, client, list, graph.ReportOptions{Poll: graph.Poll{Period: time.Millisecond}}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(row.Campaign, row.Spend)
	}
	// Output:
	// POST /v25.0/act_1/insights fields=campaign_name%2Cspend&level=campaign
	// GET /v25.0/9007199254740993
	// GET /v25.0/9007199254740993
	// GET /v25.0/9007199254740993/insights
	// Spring 12.5
	// Summer 8
}

// One program starts a run, and another one waits for it and reads its rows.
func ExampleRunRows() {
	client, stop := answering(
		`{"report_run_id":7}`,
		`{"async_status":"Job Completed","async_percent_completion":100}`,
		`{"data":[{"campaign_name":"Spring"},{"campaign_name":"Summer"}]}`,
	)
	defer stop()
	ctx := context.Background()
	list := Insights("act_1", InsightsParams{Fields: []string{"campaign_name"}})
	run, err := graph.Do(ctx, client, graph.Report(list), graph.Idempotent())
	if err != nil {
		fmt.Println(err)
		return
	}
	status, err := graph.WaitReport(ctx, client, run.ID, graph.ReportOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(status.Status)
	for row, err := range graph.All(ctx, client, graph.RunRows(list, run.ID)) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(row.Campaign)
	}
	// Output:
	// POST /v25.0/act_1/insights fields=campaign_name
	// GET /v25.0/7
	// Job Completed
	// GET /v25.0/7/insights
	// Spring
	// Summer
}

func ExampleReportError() {
	client, stop := answering(
		`{"report_run_id":7}`,
		`{"async_status":"Job Completed","async_percent_completion":100}`,
		`{"data":[{"campaign_name":"Spring"}],"paging":{"next":"https://graph.facebook.com/v25.0/7/insights?after=Q"}}`,
		`{"error":{"message":"Session has expired","code":190,"error_subcode":463}}`,
		`{"data":[{"campaign_name":"Summer"}]}`,
	)
	defer stop()
	list := Insights("act_1", InsightsParams{})
	options := graph.ReportOptions{Poll: graph.Poll{Period: time.Millisecond}}
	for range 2 {
		for row, err := range graph.ReportRows(context.Background(), client, list, options) {
			var failed *graph.ReportError
			if errors.As(err, &failed) {
				fmt.Println(errors.Is(err, graph.ErrToken), failed.Run.ID, failed.Run.Cursor)
				options.Resume = failed.Run
				break
			}
			fmt.Println(row.Campaign)
		}
	}
	// Output:
	// POST /v25.0/act_1/insights
	// GET /v25.0/7
	// GET /v25.0/7/insights
	// Spring
	// GET /v25.0/7/insights after=Q
	// true 7 after=Q
	// GET /v25.0/7/insights after=Q
	// Summer
}
