package graph_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

func makeAd(name string) graph.Call[*meta.Ad] {
	return account7.CreateAd(meta.AdAccountCreateAdParams{Name: name, AdSetID: "6001", Creative: &meta.AdCreativeSpec{CreativeID: "5"}, Status: meta.AdStatusPaused})
}

func makeAdSet(campaign string) graph.Call[*meta.AdSet] {
	return account7.CreateAdSet(meta.AdAccountCreateAdSetParams{
		Name: "set", CampaignID: meta.CampaignID(campaign), BillingEvent: meta.BillingEventImpressions, BidAmount: graph.Int(2), DailyBudget: graph.Int(500),
	})
}

func TestBatchSplitsByTheRulesOfAds(t *testing.T) {
	srv := newFaultServer(t)
	srv.Store().AddEdge("act_7", "adcreatives", "AdCreative", graphtest.Node{"id": "5"})
	for i := range 25 {
		srv.Store().AddEdge("act_7", "adsets", "AdSet", graphtest.Node{"id": fmt.Sprint(6001 + i)})
		srv.Store().AddEdge("act_7", "ads", "Ad", graphtest.Node{"id": fmt.Sprint(7001 + i)})
	}
	for i := range 5 {
		srv.Store().AddEdge("act_7", "campaigns", "Campaign", graphtest.Node{"id": fmt.Sprint(8001 + i)})
	}
	var b graph.Batch
	for i := range 25 {
		graph.Add(&b, makeAd("ad"))
		graph.Add(&b, meta.AdByID(meta.AdID(fmt.Sprint(7001+i))).Update(meta.AdUpdateParams{Status: meta.AdStatusPaused}))
		graph.Add(&b, meta.AdSetByID(meta.AdSetID(fmt.Sprint(6001+i))).Ads(meta.AdSetAdsParams{}))
		graph.Add(&b, makeAdSet(fmt.Sprint(8001+i%5)))
	}
	if err := b.Do(t.Context(), srv.Client(t)); err != nil {
		t.Fatal(err)
	}
	operations := 0
	batches := srv.Ledger().Batches()
	for _, batch := range batches {
		ads := 0
		campaigns := map[string]bool{}
		for _, e := range batch {
			operations++
			campaign := e.Params["campaign_id"]
			switch e.Operation {
			case "AdAccount.adsets create":
				if campaign == "" || campaigns[campaign] {
					t.Errorf("a request creates two ad sets of campaign %s", campaign)
				}
				campaigns[campaign] = true
			case "AdAccount.ads create", "Ad update":
				ads++
			}
		}
		if ads > 10 || len(batch) > 50 {
			t.Errorf("a request writes %d ads and has %d operations", ads, len(batch))
		}
	}
	if operations != 100 || len(batches) != 5 {
		t.Errorf("%d operations in %d requests, want 100 in 5", operations, len(batches))
	}
}

func TestBatchKeepsDependentsTogether(t *testing.T) {
	srv := newFaultServer(t)
	var b graph.Batch
	for range 30 {
		first := graph.Add(&b, makeCampaign("a"))
		second := graph.Add(&b, makeCampaign(first.Ref("$.id")))
		graph.Add(&b, readCampaign("7"), graph.RunAfter(second))
	}
	if err := b.Do(t.Context(), srv.Client(t)); err != nil {
		t.Fatal(err)
	}
	for _, batch := range srv.Ledger().Batches() {
		if len(batch)%3 != 0 {
			t.Errorf("a request has %d operations: a part of a group is elsewhere", len(batch))
		}
	}
	srv.Ledger().WantActed(t, graphtest.On("*"), 90+2)
}

func TestBatchRefusesBeforeSending(t *testing.T) {
	var elsewhere graph.Batch
	foreign := graph.Add(&elsewhere, makeCampaign("x"))
	tests := []struct {
		name string
		add  func(*graph.Batch)
		opts []graph.Option
		want string
	}{
		{"a result of another batch", func(b *graph.Batch) { graph.Add(b, readCampaign(foreign.Ref("$.id"))) }, nil, "refers to no earlier result of the same batch"},
		{"after a result of another batch", func(b *graph.Batch) { graph.Add(b, readCampaign("7"), graph.RunAfter(foreign)) }, nil, "names an operation of another batch"},
		{"text that looks like a reference", func(b *graph.Batch) { graph.Add(b, makeCampaign("{result=x:$.id}")) }, nil, "takes for a reference"},
		{"text that begins like a reference", func(b *graph.Batch) { graph.Add(b, makeCampaign("{result=x")) }, nil, "takes for a reference"},
		{"a later operation", func(b *graph.Batch) {
			first := graph.Add(b, readCampaign("7"))
			graph.Add(b, makeCampaign(strings.Replace(first.Ref("$.id"), "_1:", "_3:", 1)))
			graph.Add(b, readCampaign("7"))
		}, nil, "refers to no earlier result of the same batch"},
		{"the operation itself", func(b *graph.Batch) {
			first := graph.Add(b, readCampaign("7"))
			graph.Add(b, makeCampaign(strings.Replace(first.Ref("$.id"), "_1:", "_2:", 1)))
		}, nil, "refers to no earlier result of the same batch"},
		{"a path that the API does not know", func(b *graph.Batch) { graph.Add(b, readCampaign("7")).Ref("$.data[?(@.id)]") }, nil, "the path is not of a form"},
		{"a call without an operation", func(b *graph.Batch) { graph.Add(b, graph.Call[graph.Object]{}) }, nil, "names no operation"},
		{"two to run after", func(b *graph.Batch) {
			first := graph.Add(b, readCampaign("7"))
			graph.Add(b, readCampaign("7"), graph.RunAfter(first), graph.RunAfter(first))
		}, nil, "can run after one other"},
		{"a token that is a result", func(b *graph.Batch) {
			first := graph.Add(b, readCampaign("7"))
			graph.Add(b, readCampaign("7"), graph.WithToken(graph.Secret(first.Ref("$.id"))))
		}, nil, "WithToken takes no reference"},
		{"a timeout of an operation", func(b *graph.Batch) { graph.Add(b, readCampaign("7"), graph.WithTimeout(1)) }, nil, "pass it to Batch.Do"},
		{"a param for the batch", func(b *graph.Batch) { graph.Add(b, readCampaign("7")) }, []graph.Option{graph.WithParam("a", 1)}, "pass the others to Add"},
		{"a header of the client", func(b *graph.Batch) { graph.Add(b, readCampaign("7")) }, []graph.Option{graph.WithHeader("Host", "x")}, "WithHeader cannot set Host"},
	}
	srv := newFaultServer(t)
	client := srv.Client(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var b graph.Batch
			bystander := graph.Add(&b, readCampaign("8"))
			test.add(&b)
			err := b.Do(t.Context(), client, test.opts...)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
			if _, err := bystander.Get(); !errors.Is(err, graph.ErrNotRun) {
				t.Errorf("another operation ended with %v", err)
			}
		})
	}
	if sent := srv.Ledger().Requests(); sent != 0 {
		t.Errorf("%d requests were sent", sent)
	}
}

func TestReferencesWorkInTheirBatchOnly(t *testing.T) {
	srv := newFaultServer(t)
	client := srv.Client(t)
	var b graph.Batch
	ref := graph.Add(&b, makeCampaign("x")).Ref("$.id")
	for _, call := range []graph.Call[graph.Object]{
		answeredAs[graph.Object](readCampaign(ref)), answeredAs[graph.Object](renameCampaign("7", ref)), answeredAs[graph.Object](renameCampaign("7", `{"a":"`+ref+`"}`)),
	} {
		if _, err := graph.Do(t.Context(), client, call); err == nil || !strings.Contains(err.Error(), "only in that batch") {
			t.Errorf("got %v", err)
		}
	}
	if _, err := graph.Do(t.Context(), client, readCampaign("7"), graph.OmitResponse()); err == nil {
		t.Error("OmitResponse was taken outside of a batch")
	}
	if sent := srv.Ledger().Requests(); sent != 0 {
		t.Errorf("%d requests were sent", sent)
	}
}

func TestBatchWithVideosGoesToTheirHost(t *testing.T) {
	srv := newFaultServer(t)
	client, err := graph.New(graph.Config{Token: graph.Secret("token"), HTTPClient: &http.Client{Transport: srv.Transport()}})
	if err != nil {
		t.Fatal(err)
	}
	defer client.CloseIdleConnections()
	video := account7.CreateAdVideo(meta.AdAccountCreateAdVideoParams{Source: graph.FileOf("a.mp4", []byte("A"))})
	for _, call := range []graph.Call[graph.Object]{answeredAs[graph.Object](video), answeredAs[graph.Object](readCampaign("7"))} {
		var b graph.Batch
		graph.Add(&b, call)
		if err := b.Do(t.Context(), client); err != nil {
			t.Error(err)
		}
	}
	var hosts []string
	for _, e := range srv.Ledger().Entries(batches) {
		hosts = append(hosts, e.Host+"/"+e.Path)
	}
	if diff := cmp.Diff([]string{"graph-video.facebook.com/", "graph.facebook.com/"}, hosts); diff != "" {
		t.Errorf("hosts (-want +got):\n%s", diff)
	}
}
