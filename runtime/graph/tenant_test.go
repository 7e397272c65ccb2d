package graph_test

import (
	"strings"
	"testing"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// A call for a tenant whose token is missing is not sent in the name of the
// client's own.
func TestEmptyToken(t *testing.T) {
	srv := graphtest.New(t)
	srv.Store().Add("Campaign", "7", nil)
	client, ctx := srv.Client(t), t.Context()
	campaign := meta.CampaignByID("7")
	read := campaign.Read(meta.CampaignReadParams{})
	none := graph.WithToken(graph.SecretText{})

	calls := map[string]func() error{
		"Do": func() error { _, err := graph.Do(ctx, client, read, none); return err },
		"All": func() error {
			for _, err := range graph.All(ctx, client, campaign.Ads(meta.CampaignAdsParams{}), none) {
				return err
			}
			return nil
		},
		"an operation of a batch": func() error {
			var b graph.Batch
			graph.Add(&b, read, none)
			return b.Do(ctx, client)
		},
		"a batch": func() error {
			var b graph.Batch
			graph.Add(&b, read)
			return b.Do(ctx, client, none)
		},
		"a report": func() error {
			for _, err := range graph.ReportRows(ctx, client, campaign.Insights(meta.CampaignInsightsParams{}), graph.ReportOptions{}, none) {
				return err
			}
			return nil
		},
	}
	for name, call := range calls {
		if err := call(); err == nil || !strings.Contains(err.Error(), "WithToken was given an empty token") {
			t.Errorf("%s: %v", name, err)
		}
	}
	srv.Ledger().WantReceived(t, graphtest.On("*"), 0)
}

// A call that is not repeated because too many others were says so.
func TestSpentBudgetIsTold(t *testing.T) {
	srv := graphtest.New(t)
	srv.Store().Add("Campaign", "7", nil)
	srv.Fault(graphtest.On("*"), graphtest.Transient())
	config := srv.ClientConfig()
	config.Retry.Budget = 4
	client, err := graph.New(config)
	if err != nil {
		t.Fatal(err)
	}
	for call, want := range []int{4, 6, 7} {
		_, err := graph.Do(t.Context(), client, meta.CampaignByID("7").Read(meta.CampaignReadParams{}))
		told := err != nil && strings.Contains(err.Error(), "budget of retries")
		if told != (call > 0) {
			t.Errorf("call %d: %v", call, err)
		}
		srv.Ledger().WantReceived(t, graphtest.On("*"), want)
	}
}

// A version in BaseURL would be followed by that of each call.
func TestVersionInBaseURL(t *testing.T) {
	for url, good := range map[string]bool{
		"https://proxy.example/v25.0": false, "https://proxy.example/meta/v25.0/": false, "http://127.0.0.1:1/v2.12": false,
		"https://proxy.example/v25": true, "https://proxy.example/v25.0/meta": true, "https://v25.0": true,
	} {
		if _, err := graph.New(graph.Config{Token: graph.Secret("x"), BaseURL: url}); good != (err == nil) {
			t.Errorf("%s: %v", url, err)
		}
	}
}
