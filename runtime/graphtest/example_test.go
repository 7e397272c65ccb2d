package graphtest_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// names is what a program does with the API.
func names(ctx context.Context, client *graph.Client, account meta.AdAccountID) ([]string, error) {
	campaigns := meta.AdAccountByID(account).Campaigns(meta.AdAccountCampaignsParams{
		Fields: []meta.CampaignField{meta.CampaignFieldID, meta.CampaignFieldName},
		Limit:  2,
	})
	var names []string
	for c, err := range graph.All(ctx, client, campaigns) {
		if err != nil {
			return names, err
		}
		names = append(names, c.Name)
	}
	return names, nil
}

// A test of a program that reads campaigns: the API has three of them on two
// pages, and refuses the first call.
func TestNames(t *testing.T) {
	srv := graphtest.New(t)
	srv.Store().Add("AdAccount", "act_1", graphtest.Node{"name": "Acme"})
	srv.Store().AddEdge("act_1", "campaigns", "Campaign", graphtest.Node{"id": "7", "name": "Spring"})
	srv.Store().AddEdge("act_1", "campaigns", "Campaign", graphtest.Node{"id": "8", "name": "Summer"})
	srv.Store().AddEdge("act_1", "campaigns", "Campaign", graphtest.Node{"id": "9", "name": "Autumn"})
	srv.Fault(graphtest.On("AdAccount.campaigns"), graphtest.Throttle(80004).Times(1))

	got, err := names(t.Context(), srv.Client(t), "act_1")
	if err != nil || fmt.Sprint(got) != "[Spring Summer Autumn]" {
		t.Errorf("names are %v, %v", got, err)
	}
	srv.Ledger().WantReceived(t, graphtest.On("AdAccount.campaigns"), 3)
	srv.Ledger().WantActed(t, graphtest.On("AdAccount.campaigns"), 2)
}

func ExampleNewServer() {
	srv, err := graphtest.NewServer(graphtest.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer srv.Close()
	srv.Store().Add("AdAccount", "act_1", graphtest.Node{"name": "Acme"})
	srv.Store().AddEdge("act_1", "campaigns", "Campaign", graphtest.Node{"id": "7", "name": "Spring"})
	srv.Fault(graphtest.On("AdAccount.campaigns"), graphtest.Throttle(80004).Times(1))

	client, err := graph.New(srv.ClientConfig())
	if err != nil {
		fmt.Println(err)
		return
	}
	got, err := names(context.Background(), client, "act_1")
	fmt.Println(got, err)
	for _, entry := range srv.Ledger().Entries(graphtest.On("AdAccount.campaigns")) {
		fmt.Println(entry)
	}
	// Output:
	// [Spring] <nil>
	// AdAccount.campaigns list act_1: GET /act_1/campaigns fields=id,name limit=2 -> 400 (#80004), fault: throttle
	// AdAccount.campaigns list act_1: GET /act_1/campaigns fields=id,name limit=2 -> 200, acted
}
