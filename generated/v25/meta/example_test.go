package meta_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// Example makes a campaign, ranges over the campaigns of its account, and
// looks at an error. The fake API of package graphtest stands in for the API;
// against the API itself, leave BaseURL out.
func Example() {
	server, err := graphtest.NewServer(graphtest.Config{})
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	server.Store().Add("AdAccount", "act_123", graphtest.Node{"name": "Acme"})
	server.Store().AddEdge("act_123", "campaigns", "Campaign", graphtest.Node{"name": "Winter", "effective_status": "ACTIVE", "daily_budget": "7500"})

	ctx := context.Background()
	client, err := graph.New(graph.Config{Token: graph.Secret("token"), BaseURL: server.URL})
	if err != nil {
		log.Fatal(err)
	}
	account := meta.AdAccountByID("act_123")

	// A call is a value; graph.Do runs it.
	created, err := graph.Do(ctx, client, account.CreateCampaign(meta.AdAccountCreateCampaignParams{
		Name:                graph.String("Spring"),
		Objective:           meta.CampaignObjectiveOutcomeTraffic,
		Status:              meta.CampaignStatusPaused,
		DailyBudget:         graph.Int(5000), // in the smallest unit of the currency
		SpecialAdCategories: []meta.SpecialAdCategory{},
	}))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("created a campaign:", created.ID != "")

	// graph.All follows the pages of an edge, past empty ones, to the last.
	campaigns := account.Campaigns(meta.AdAccountCampaignsParams{
		Fields: []meta.CampaignField{meta.CampaignFieldName, meta.CampaignFieldDailyBudget},
	})
	for c, err := range graph.All(ctx, client, campaigns) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(c.Name, c.DailyBudget.Or(0))
	}

	// Codes and classes are errors; *graph.Error has all that the API said.
	_, err = graph.Do(ctx, client, meta.CampaignByID("42").Read(meta.CampaignReadParams{}))
	if e, ok := errors.AsType[*graph.Error](err); ok && errors.Is(err, graph.ErrNotFound) {
		fmt.Printf("%s: code %d, %s\n", e.Operation, e.Code, e.Class())
	}

	// Output:
	// created a campaign: true
	// Winter 7500
	// Spring 5000
	// Campaign read 42: code 100, not found
}
