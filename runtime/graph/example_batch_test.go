package graph_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// batchAnswering returns a client of a loopback server that answers every
// batch with the same results.
func batchAnswering(results string) (*graph.Client, func()) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, results)
	}))
	client, err := graph.New(graph.Config{Token: graph.Secret("token"), BaseURL: server.URL})
	if err != nil {
		panic(err)
	}
	return client, server.Close
}

// fakeAPI returns a fake of the API, and a client of it.
func fakeAPI() (*graphtest.Server, *graph.Client) {
	srv, err := graphtest.NewServer(graphtest.Config{})
	if err != nil {
		panic(err)
	}
	config := srv.ClientConfig()
	config.Retry.BaseDelay = time.Millisecond
	client, err := graph.New(config)
	if err != nil {
		panic(err)
	}
	return srv, client
}

// An image, a creative that uses it, and three ads that use the creative, made
// by one HTTP request. The API refuses the last ad.
func ExampleBatch() {
	client, stop := batchAnswering(`[
		{"code":200,"body":"{\"images\":{\"spring.jpg\":{\"hash\":\"aa0b\"}}}"},
		{"code":200,"body":"{\"id\":\"61\"}"},
		{"code":200,"body":"{\"id\":\"62\"}"},
		{"code":200,"body":"{\"id\":\"63\"}"},
		{"code":400,"body":"{\"error\":{\"message\":\"Invalid parameter\",\"type\":\"OAuthException\",\"code\":100}}"}
	]`)
	defer stop()
	account := meta.AdAccountByID("act_187687683")

	var b graph.Batch
	image := graph.Add(&b, account.CreateAdImage(meta.AdAccountCreateAdImageParams{
		Filename: graph.FileOf("spring.jpg", []byte("the content of a JPEG file")),
	}))
	creative := graph.Add(&b, account.CreateAdCreative(meta.AdAccountCreateAdCreativeParams{
		Name: graph.String("Spring"),
		ObjectStorySpec: &meta.ObjectStorySpec{PageID: "12345678", LinkData: &meta.LinkData{
			Link: "https://example.com", Message: "Spring is here", ImageHash: image.Ref("$.images.*.hash"),
		}},
	}))
	var ads []*graph.Result[*meta.Ad]
	for _, name := range []string{"one", "two", "three"} {
		ads = append(ads, graph.Add(&b, account.CreateAd(meta.AdAccountCreateAdParams{
			Name: name, AdSetID: "6004163746239", Status: meta.AdStatusPaused,
			Creative: &meta.AdCreativeSpec{CreativeID: meta.AdCreativeID(creative.Ref("$.id"))},
		})))
	}
	if err := b.Do(context.Background(), client); err != nil {
		fmt.Println(err)
	}
	for _, result := range ads {
		ad, err := result.Get()
		switch {
		case err == nil:
			fmt.Println("made ad", ad.ID)
		case errors.Is(err, graph.ErrNotRun):
			fmt.Println("not made, and can be tried again:", err)
		case errors.Is(err, graph.ErrUnknownOutcome):
			fmt.Println("look before trying again:", err)
		default:
			fmt.Println("refused:", err)
		}
	}
	// Output:
	// graph: 1 of 5 operations of the batch failed: AdAccount.ads create act_187687683: (#100) Invalid parameter
	// made ad 62
	// made ad 63
	// refused: graph: AdAccount.ads create act_187687683: (#100) Invalid parameter
}

// Budgets of many ad sets. The first request of the batch breaks off, and is
// sent again, because setting a budget twice does no harm.
func ExampleBatch_idempotent() {
	srv, client := fakeAPI()
	defer srv.Close()
	var ids []meta.AdSetID
	for range 200 {
		ids = append(ids, meta.AdSetID(srv.Store().Add("AdSet", "", graphtest.Node{"daily_budget": "1000"})))
	}
	srv.Fault(graphtest.On("Batch.create"), graphtest.Reset().AfterActing().Times(1))

	var b graph.Batch
	for _, id := range ids {
		graph.Add(&b, meta.AdSetByID(id).Update(meta.AdSetUpdateParams{DailyBudget: graph.Int(2500)}), graph.Idempotent())
	}
	err := b.Do(context.Background(), client)
	fmt.Println(err, "after", srv.Ledger().Received(graphtest.On("Batch.create")), "requests")
	// Output: <nil> after 5 requests
}

// A campaign with three ad sets. A request may create only one ad set of a
// campaign, so the batch is sent in two stages.
func ExampleResult_Ref() {
	srv, client := fakeAPI()
	defer srv.Close()
	srv.Store().Add("AdAccount", "act_1", nil)
	account := meta.AdAccountByID("act_1")

	var b graph.Batch
	campaign := graph.Add(&b, account.CreateCampaign(meta.AdAccountCreateCampaignParams{
		Name: graph.String("Spring"), Objective: meta.CampaignObjectiveOutcomeTraffic, SpecialAdCategories: []meta.SpecialAdCategory{},
	}))
	var adSets []*graph.Result[*meta.AdSet]
	for _, name := range []string{"Berlin", "Paris", "Rome"} {
		adSets = append(adSets, graph.Add(&b, account.CreateAdSet(meta.AdAccountCreateAdSetParams{
			Name: name, CampaignID: meta.CampaignID(campaign.Ref("$.id")), BillingEvent: meta.BillingEventImpressions, DailyBudget: graph.Int(1000),
		})))
	}
	if err := b.Do(context.Background(), client); err != nil {
		fmt.Println(err)
		return
	}
	made, err := campaign.Get()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, result := range adSets {
		adSet, err := result.Get()
		if err != nil {
			fmt.Println(err)
			return
		}
		node, _ := srv.Store().Get(string(adSet.ID))
		fmt.Println(node["name"], node["campaign_id"] == string(made.ID))
	}
	// Output:
	// Berlin true
	// Paris true
	// Rome true
}

// Budgets of three ad sets, of which the API refuses one.
func ExampleBatchError() {
	client, stop := batchAnswering(`[
		{"code":200,"body":"{\"success\":true}"},
		{"code":400,"body":"{\"error\":{\"message\":\"The budget is too low\",\"code\":100}}"},
		{"code":200,"body":"{\"success\":true}"}
	]`)
	defer stop()
	budgets := []struct {
		adSet meta.AdSetID
		cents int64
	}{{"61", 2500}, {"62", 1}, {"63", 4000}}

	var b graph.Batch
	for _, budget := range budgets {
		graph.Add(&b, meta.AdSetByID(budget.adSet).Update(meta.AdSetUpdateParams{DailyBudget: graph.Int(budget.cents)}), graph.Idempotent())
	}
	err := b.Do(context.Background(), client)
	if failed, ok := errors.AsType[*graph.BatchError](err); ok {
		for _, f := range failed.Failed {
			fmt.Println("not set:", budgets[f.Index].adSet, budgets[f.Index].cents, "because of", f.Err)
		}
	}
	// Output: not set: 62 1 because of graph: AdSet update 62: (#100) The budget is too low
}

// Operations without results of their own say what is known of them.
func ExampleOutcomeError() {
	client, stop := batchAnswering(`[null,{"code":400,"body":"{\"error\":{\"message\":\"Invalid parameter\",\"code\":100}}"},null]`)
	defer stop()

	var b graph.Batch
	update := graph.Add(&b, meta.CampaignByID("1").Update(meta.CampaignUpdateParams{Name: graph.String("Spring")}))
	create := graph.Add(&b, meta.AdAccountByID("act_1").CreateAdCreative(meta.AdAccountCreateAdCreativeParams{}))
	preview := graph.Add(&b, meta.AdCreativeByID(meta.AdCreativeID(create.Ref("$.id"))).Read(meta.AdCreativeReadParams{}))
	_ = b.Do(context.Background(), client) // The errors are those of the results.

	_, err := update.Get()
	fmt.Println(errors.Is(err, graph.ErrTimedOut), errors.Is(err, graph.ErrUnknownOutcome))
	_, err = preview.Get()
	fmt.Println(errors.Is(err, graph.ErrDependencyFailed), errors.Is(err, graph.ErrNotRun))
	// Output:
	// true true
	// true true
}

// Campaigns and their ad sets, made in the background.
func ExampleSubmit() {
	client, stop := batchAnswering(`{"id":"6012384857989","is_completed":true,"total_count":2,"success_count":2}`)
	defer stop()
	ctx := context.Background()
	account := meta.AdAccountByID("act_1")

	var b graph.Batch
	campaign := graph.Add(&b, account.CreateCampaign(meta.AdAccountCreateCampaignParams{
		Name: graph.String("Spring"), SpecialAdCategories: []meta.SpecialAdCategory{},
	}))
	graph.Add(&b, account.CreateAdSet(meta.AdAccountCreateAdSetParams{
		Name: "Spring", CampaignID: meta.CampaignID(campaign.Ref("$.id")),
	}))
	sets, err := graph.Submit(ctx, client, &b, account.ID, "spring")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, id := range sets {
		set, err := graph.WaitAsyncSet(ctx, client, id, graph.AsyncWait{})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(set.Succeeded, "of", set.Total, "succeeded")
	}
	// Output: 2 of 2 succeeded
}
