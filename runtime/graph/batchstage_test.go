package graph_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

func makeAdOf(name, adSet, creative string) graph.Call[*meta.Ad] {
	return account7.CreateAd(meta.AdAccountCreateAdParams{
		Name: name, AdSetID: meta.AdSetID(adSet), Creative: &meta.AdCreativeSpec{CreativeID: meta.AdCreativeID(creative)}, Status: meta.AdStatusPaused,
	})
}

func makeCreative(name, imageHash string) graph.Call[*meta.AdCreative] {
	return account7.CreateAdCreative(meta.AdAccountCreateAdCreativeParams{
		Name: graph.String(name),
		ObjectStorySpec: &meta.ObjectStorySpec{PageID: "1", LinkData: &meta.LinkData{
			Link: "https://example.com", Message: "Spring", ImageHash: imageHash,
		}},
	})
}

func makeImage(name string) graph.Call[*meta.AdImageUpload] {
	return account7.CreateAdImage(meta.AdAccountCreateAdImageParams{Filename: graph.FileOf(name, []byte(name))})
}

// wantBounds checks that no request of a batch broke a bound of the API.
func wantBounds(t *testing.T, srv *graphtest.Server) {
	t.Helper()
	for n, batch := range srv.Ledger().Batches() {
		ads, campaigns := 0, map[string]bool{}
		for _, e := range batch {
			switch campaign := e.Params["campaign_id"]; e.Operation {
			case "AdAccount.adsets create":
				if campaigns[campaign] {
					t.Errorf("request %d creates two ad sets of the campaign %s", n, campaign)
				}
				campaigns[campaign] = true
			case "AdAccount.ads create", "Ad update":
				ads++
			}
		}
		if len(batch) > 50 || ads > 10 {
			t.Errorf("request %d has %d operations and writes %d ads", n, len(batch), ads)
		}
	}
}

// A campaign with three ad sets, each with an image, a creative and an ad, is
// built by one batch.
func TestBatchBuildsACampaignInStages(t *testing.T) {
	srv := newFaultServer(t)
	var b graph.Batch
	campaign := graph.Add(&b, makeCampaign("spring"))
	type branch struct {
		adSet    *graph.Result[*meta.AdSet]
		creative *graph.Result[*meta.AdCreative]
		ad       *graph.Result[*meta.Ad]
	}
	var branches []branch
	for i := range 3 {
		var br branch
		name := fmt.Sprint("branch ", i)
		br.adSet = graph.Add(&b, makeAdSet(campaign.Ref("$.id")))
		image := graph.Add(&b, makeImage(name))
		br.creative = graph.Add(&b, makeCreative(name, image.Ref("$.images.*.hash")))
		br.ad = graph.Add(&b, makeAdOf(name, br.adSet.Ref("$.id"), br.creative.Ref("$.id")))
		branches = append(branches, br)
	}
	if err := b.Do(t.Context(), srv.Client(t)); err != nil {
		t.Fatal(err)
	}
	wantBounds(t, srv)
	// The first request has all that does not need the second ad set.
	if diff := cmp.Diff([]int{2, 2, 9}, sizes(srv)); diff != "" {
		t.Errorf("sizes of the requests (-want +got):\n%s", diff)
	}
	made, err := campaign.Get()
	if err != nil {
		t.Fatal(err)
	}
	for i, br := range branches {
		adSet, setErr := br.adSet.Get()
		creative, creativeErr := br.creative.Get()
		ad, adErr := br.ad.Get()
		if err := errors.Join(setErr, creativeErr, adErr); err != nil {
			t.Fatal(err)
		}
		setNode, _ := srv.Store().Get(string(adSet.ID))
		adNode, _ := srv.Store().Get(string(ad.ID))
		got := fmt.Sprint(setNode["campaign_id"], " ", adNode["adset_id"], " ", adNode["name"])
		if want := fmt.Sprint(made.ID, " ", adSet.ID, " branch ", i); got != want {
			t.Errorf("branch %d is linked as %q, want %q", i, got, want)
		}
		if spec := fmt.Sprint(adNode["creative"]); !strings.Contains(spec, string(creative.ID)) {
			t.Errorf("the ad of branch %d has the creative %s, want %s", i, spec, creative.ID)
		}
	}
	srv.Ledger().WantActed(t, graphtest.On("*"), 13+3)
}

// TestBatchStages has groups that break one bound of the API each.
func TestBatchStages(t *testing.T) {
	tests := []struct {
		name string
		add  func(*graph.Batch)
		// want are the numbers of operations that came together.
		want []int
	}{
		{"more than 50", func(b *graph.Batch) {
			first := graph.Add(b, makeCampaign("a"))
			for range 120 {
				graph.Add(b, readCampaign(first.Ref("$.id")))
			}
		}, []int{21, 50, 50}},
		{"a chain of more than 50", func(b *graph.Batch) {
			last := graph.Add(b, makeCampaign("a"))
			for range 119 {
				last = graph.Add(b, makeCampaign("after "+last.Ref("$.id")))
			}
		}, []int{20, 50, 50}},
		{"many that one needs", func(b *graph.Batch) {
			var names []string
			for i := range 70 {
				names = append(names, graph.Add(b, makeCampaign(fmt.Sprint(i))).Ref("$.id"))
			}
			graph.Add(b, makeCampaign(strings.Join(names, " ")))
		}, []int{21, 50}},
		{"more than ten ads", func(b *graph.Batch) {
			creative := graph.Add(b, makeCreative("c", "00"))
			for range 25 {
				graph.Add(b, makeAdOf("ad", "6001", creative.Ref("$.id")))
			}
		}, []int{5, 10, 11}},
		{"ad sets that run one after the other", func(b *graph.Batch) {
			last := graph.Add(b, makeAdSet("7"))
			for range 3 {
				last = graph.Add(b, makeAdSet("7"), graph.RunAfter(last))
			}
		}, []int{1, 1, 1, 1}},
		// The campaign of the second ad set is known when it is read.
		{"an ad set of a campaign that was read", func(b *graph.Batch) {
			read := graph.Add(b, readCampaign("7"))
			var last *graph.Result[*meta.AdSet]
			for range 2 {
				last = graph.Add(b, makeAdSet(read.Ref("$.id")))
			}
			graph.Add(b, makeAdSet("7"), graph.RunAfter(last))
		}, []int{1, 1, 2}},
		{"a group that fits, beside one that does not", func(b *graph.Batch) {
			for range 2 {
				campaign := graph.Add(b, makeCampaign("a"))
				for range 2 {
					graph.Add(b, makeAdSet(campaign.Ref("$.id")))
				}
			}
			campaign := graph.Add(b, makeCampaign("fits"))
			graph.Add(b, makeAdSet(campaign.Ref("$.id")))
		}, []int{2, 6}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			srv := newFaultServer(t)
			srv.Store().AddEdge("act_7", "adsets", "AdSet", graphtest.Node{"id": "6001"})
			var b graph.Batch
			test.add(&b)
			if err := b.Do(t.Context(), srv.Client(t)); err != nil {
				t.Fatal(err)
			}
			wantBounds(t, srv)
			if diff := cmp.Diff(test.want, sizes(srv)); diff != "" {
				t.Errorf("sizes of the requests (-want +got):\n%s", diff)
			}
		})
	}
}

// brokenCampaign adds a campaign and two ad sets with an ad each, and returns
// their results in this order.
func brokenCampaign(b *graph.Batch, opts ...graph.Option) []func() error {
	campaign := graph.Add(b, makeCampaign("spring"), opts...)
	ends := []func() error{func() error { return errOf(campaign) }}
	for i := range 2 {
		adSet := graph.Add(b, account7.CreateAdSet(meta.AdAccountCreateAdSetParams{
			Name: fmt.Sprint("set ", i), CampaignID: meta.CampaignID(campaign.Ref("$.id")), BillingEvent: meta.BillingEventImpressions,
			BidAmount: graph.Int(2), DailyBudget: graph.Int(500),
		}), opts...)
		ad := graph.Add(b, makeAdOf(fmt.Sprint("ad ", i), adSet.Ref("$.id"), "5"), opts...)
		ends = append(ends, func() error { return errOf(adSet) }, func() error { return errOf(ad) })
	}
	return ends
}

// TestBatchStagesThatFail has faults in one stage: what depends on it is not
// sent and says so, and all else is done.
func TestBatchStagesThatFail(t *testing.T) {
	script := func(faults ...graphtest.Fault) []graphtest.Fault { return faults }
	refused := graphtest.Fail(graphtest.Error{Code: 100, Message: "no"})
	adSets := graphtest.On("AdAccount.adsets.create")
	missed := wantEnd{is: graph.ErrDependencyFailed, not: graph.ErrUnknownOutcome}
	unknown := wantEnd{is: graph.ErrUnknownOutcome, not: graph.ErrNotRun}
	tests := []struct {
		name   string
		on     graphtest.Match
		faults []graphtest.Fault
		// want are the ends of the campaign, and of an ad set and its ad twice.
		want [5]wantEnd
		// requests came, in which so many operations were done.
		requests, done int
	}{
		{"the campaign", creations, script(refused), [5]wantEnd{{is: graph.ErrBadRequest}, missed, missed, missed, missed}, 1, 0},
		{"the first ad set", adSets.Param("name", "set 0"), script(refused), [5]wantEnd{{}, {is: graph.ErrBadRequest}, missed, {}, {}}, 2, 3},
		{"the second ad set", adSets.Param("name", "set 1"), script(refused), [5]wantEnd{{}, {}, {}, {is: graph.ErrBadRequest}, missed}, 2, 3},
		{"the campaign times out", creations, script(graphtest.Timeout().AfterActing()), [5]wantEnd{{is: graph.ErrTimedOut}, missed, missed, missed, missed}, 1, 1},
		{"the campaign may have been made", creations, script(graphtest.Transient().AfterActing()), [5]wantEnd{unknown, missed, missed, missed, missed}, 1, 1},
		{"the first request is lost", batches, script(graphtest.Reset().AfterActing().Times(1)), [5]wantEnd{unknown, unknown, unknown, missed, missed}, 1, 3},
		{"the first request has a result too few", batches, script(graphtest.MissingResults(1).Times(1)), [5]wantEnd{unknown, unknown, unknown, missed, missed}, 1, 3},
		{"the second request is refused", batches, script(graphtest.Pass().Times(1), graphtest.ExpiredToken()), [5]wantEnd{{}, {}, {}, {is: graph.ErrToken}, {is: graph.ErrNotRun}}, 2, 3},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			srv := newFaultServer(t)
			srv.Store().AddEdge("act_7", "adcreatives", "AdCreative", graphtest.Node{"id": "5"})
			srv.Fault(test.on, test.faults...)
			var b graph.Batch
			ends := brokenCampaign(&b)
			whole := b.Do(t.Context(), clientOf(t, srv, atOnceAgain))
			failed, isBatch := errors.AsType[*graph.BatchError](whole)
			if !isBatch {
				t.Fatalf("got %v", whole)
			}
			listed := map[int]error{}
			for _, f := range failed.Failed {
				listed[f.Index] = f.Err
			}
			for i, end := range ends {
				test.want[i].check(t, i, end())
				if !errors.Is(listed[i], end()) {
					t.Errorf("operation %d is listed with %v, and ended with %v", i, listed[i], end())
				}
			}
			srv.Ledger().WantReceived(t, batches, test.requests)
			done := 0
			for _, batch := range srv.Ledger().Batches() {
				for _, e := range batch {
					if e.Acted {
						done++
					}
				}
			}
			if done != test.done {
				t.Errorf("%d operations were done, want %d", done, test.done)
			}
		})
	}
}

// TestBatchStagesAreRepeated has throttles in either stage. All is done once
// all the same, and nothing is sent before what it needs is done.
func TestBatchStagesAreRepeated(t *testing.T) {
	for name, on := range map[string]graphtest.Match{
		"the campaign":      creations,
		"an ad set":         graphtest.On("AdAccount.adsets.create").Param("name", "set 0"),
		"a later ad set":    graphtest.On("AdAccount.adsets.create").Param("name", "set 1"),
		"an ad":             graphtest.On("AdAccount.ads.create"),
		"the first request": batches,
	} {
		t.Run(name, func(t *testing.T) {
			srv := newFaultServer(t)
			srv.Store().AddEdge("act_7", "adcreatives", "AdCreative", graphtest.Node{"id": "5"})
			srv.Fault(on, graphtest.Throttle(17).Times(2))
			var b graph.Batch
			ends := brokenCampaign(&b)
			if err := b.Do(t.Context(), clientOf(t, srv, atOnceAgain)); err != nil {
				t.Fatal(err)
			}
			for i, end := range ends {
				if err := end(); err != nil {
					t.Errorf("operation %d ended with %v", i, err)
				}
			}
			wantBounds(t, srv)
			for _, made := range []string{"AdAccount.campaigns.create", "AdAccount.adsets.create", "AdAccount.ads.create"} {
				want := 2
				if strings.Contains(made, "campaigns") {
					want = 1
				}
				srv.Ledger().WantActed(t, graphtest.On(made), want)
			}
		})
	}
	t.Run("without retries", func(t *testing.T) {
		srv := newFaultServer(t)
		srv.Fault(creations, graphtest.Throttle(17).Times(1))
		var b graph.Batch
		ends := brokenCampaign(&b, graph.NoRetry())
		_ = b.Do(t.Context(), clientOf(t, srv, atOnceAgain))
		for i, end := range ends {
			want := wantEnd{is: graph.ErrDependencyFailed}
			if i == 0 {
				want = wantEnd{is: graph.ErrRateLimited}
			}
			want.check(t, i, end())
		}
		srv.Ledger().WantReceived(t, batches, 1)
	})
	t.Run("with retries used up", func(t *testing.T) {
		srv := newFaultServer(t)
		srv.Store().AddEdge("act_7", "adcreatives", "AdCreative", graphtest.Node{"id": "5"})
		srv.Fault(graphtest.On("AdAccount.adsets.create").Param("name", "set 0"), graphtest.Throttle(17))
		var b graph.Batch
		ends := brokenCampaign(&b)
		_ = b.Do(t.Context(), clientOf(t, srv, graph.RetryPolicy{BaseDelay: 1, MaxDelay: 1, Budget: 1, MaxAttempts: 9}))
		for i, want := range []wantEnd{{}, {is: graph.ErrRateLimited}, {is: graph.ErrDependencyFailed}, {}, {}} {
			want.check(t, i, ends[i]())
		}
		// Two attempts at the first ad set, and one at the second.
		srv.Ledger().WantReceived(t, graphtest.On("AdAccount.adsets.create"), 3)
	})
}

// A batch whose context ends between its stages reports what was done, and the
// rest as not run.
func TestBatchStagesEndWithTheContext(t *testing.T) {
	srv := newFaultServer(t)
	srv.Store().AddEdge("act_7", "adcreatives", "AdCreative", graphtest.Node{"id": "5"})
	ctx, cancel := context.WithCancel(t.Context())
	config := srv.ClientConfig()
	config.Hooks.OnResponse = func(_ context.Context, e graph.Event) {
		if e.Operation.String() == "AdAccount.ads create" {
			cancel() // The last operation of the first request has its answer.
		}
	}
	client, err := graph.New(config)
	if err != nil {
		t.Fatal(err)
	}
	var b graph.Batch
	ends := brokenCampaign(&b)
	if err := b.Do(ctx, client); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	for i, want := range []wantEnd{{}, {}, {}, {is: graph.ErrNotRun}, {is: graph.ErrNotRun}} {
		want.check(t, i, ends[i]())
	}
	srv.Ledger().WantReceived(t, batches, 1)
}
