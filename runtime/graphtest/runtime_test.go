package graphtest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/audience"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
	"github.com/metagraph-go/graphgen/runtime/hash"
)

// TestClientBatch runs a batch whose operations need each other, with proofs.
func TestClientBatch(t *testing.T) {
	srv := campaigns(t, 2, func(c *graphtest.Config) { c.AppSecret = "shh" })
	var b graph.Batch
	made := graph.Add(&b, meta.AdAccountByID("act_1").CreateCampaign(meta.AdAccountCreateCampaignParams{Name: graph.String("New & old"), SpecialAdCategories: []meta.SpecialAdCategory{}}))
	read := graph.Add(&b, meta.CampaignByID(meta.CampaignID(made.Ref("$.id"))).Read(meta.CampaignReadParams{Fields: []meta.CampaignField{meta.CampaignFieldName}}))
	missing := graph.Add(&b, meta.CampaignByID("1").Read(meta.CampaignReadParams{}))
	if err := b.Do(t.Context(), srv.Client(t)); err == nil {
		t.Error("the batch reports no failure of an operation")
	}
	got, err := read.Get()
	if err != nil || got.Name != "New & old" {
		t.Errorf("the campaign is %+v, %v", got, err)
	}
	if _, err := missing.Get(); err == nil {
		t.Error("a campaign that is not there was read")
	}
	srv.Ledger().WantReceived(t, graphtest.On("Batch"), 1)
	srv.Ledger().WantActed(t, graphtest.On("AdAccount.campaigns.create"), 1)
}

func TestClientAsyncBatch(t *testing.T) {
	srv := campaigns(t, 0)
	var b graph.Batch
	for i := range 3 {
		graph.Add(&b, meta.AdAccountByID("act_1").CreateCampaign(meta.AdAccountCreateCampaignParams{Name: graph.String(fmt.Sprint("c", i)), SpecialAdCategories: []meta.SpecialAdCategory{}}))
	}
	ids, err := graph.Submit(t.Context(), srv.Client(t), &b, "act_1", "three")
	if err != nil || len(ids) != 1 {
		t.Fatalf("the sets are %v, %v", ids, err)
	}
	set, err := graph.WaitAsyncSet(t.Context(), srv.Client(t), ids[0], graph.AsyncWait{Poll: graph.Poll{Period: time.Millisecond}})
	if err != nil {
		t.Fatalf("the set is %+v, %v", set, err)
	}
	if got := len(srv.Store().Edge("act_1", "campaigns")); got != 3 {
		t.Errorf("there are %d campaigns", got)
	}
}

func TestClientReport(t *testing.T) {
	srv := campaigns(t, 0)
	for i := range 30 {
		srv.Store().AddEdge("act_1", "insights", "AdsInsights", graphtest.Node{"ad_id": fmt.Sprint(i), "spend": "1.50", "date_start": "2026-02-01", "date_stop": "2026-02-28"})
	}
	list := meta.AdAccountByID("act_1").Insights(meta.AdAccountInsightsParams{Fields: []meta.AdsInsightsField{meta.AdsInsightsFieldSpend}, Level: meta.InsightsLevelAd})
	rows := 0
	for row, err := range graph.ReportRows(t.Context(), srv.Client(t), list, graph.ReportOptions{Poll: graph.Poll{Period: time.Millisecond, MaxPeriod: time.Millisecond}}) {
		if err != nil {
			t.Fatal(err)
		}
		if row.Spend != graph.Float(1.5) {
			t.Fatalf("a row is %+v", row)
		}
		rows++
	}
	if rows != 30 {
		t.Errorf("the report has %d rows", rows)
	}
}

// TestClientReportByDay reads a table of what each age group cost by day.
func TestClientReportByDay(t *testing.T) {
	srv := graphtest.New(t, func(c *graphtest.Config) {
		c.Now = func() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }
	})
	srv.Store().AddSamples()
	list := meta.AdAccountByID("act_123").Insights(meta.AdAccountInsightsParams{
		Fields:        []meta.AdsInsightsField{meta.AdsInsightsFieldSpend, meta.AdsInsightsFieldImpressions, meta.AdsInsightsFieldClicks},
		Breakdowns:    []meta.InsightsBreakdown{meta.InsightsBreakdownAge},
		DatePreset:    meta.DatePresetLast3d,
		TimeIncrement: graph.String("1"),
		Limit:         4,
	})
	spends := map[string]float64{}
	rows := 0
	for row, err := range graph.ReportRows(t.Context(), srv.Client(t), list, graph.ReportOptions{Poll: graph.Poll{Period: time.Millisecond, MaxPeriod: time.Millisecond}}) {
		if err != nil {
			t.Fatal(err)
		}
		rows++
		spend, _ := row.Spend.Get()
		spends[row.DateStart] += spend
		if row.DateStart != row.DateStop || row.Age == "" || spend <= 0 {
			t.Errorf("a row is %+v", row)
		}
	}
	if rows != 18 || len(spends) != 3 || spends["2026-02-28"] == 0 {
		t.Errorf("there are %d rows; the days cost %v", rows, spends)
	}
}

// TestClientAudience uploads people in a session, of which one answer is lost.
func TestClientAudience(t *testing.T) {
	srv := campaigns(t, 0)
	id := srv.Store().AddEdge("act_1", "customaudiences", "CustomAudience", graphtest.Node{"subtype": "CUSTOM"})
	srv.Fault(graphtest.On("CustomAudience.users"), graphtest.Pass().Times(1), graphtest.Reset().AfterActing().Times(1))
	uploader, err := audience.New(srv.Client(t), audience.Config{Schema: []hash.Key{hash.KeyEmail}, MaxRows: 10})
	if err != nil {
		t.Fatal(err)
	}
	people := func(yield func([]string, error) bool) {
		for i := range 25 {
			if !yield([]string{fmt.Sprintf("person%d@example.com", i)}, nil) {
				return
			}
		}
	}
	result, err := uploader.Add(t.Context(), id, people)
	if err != nil || result.Sent != 25 || !result.Confirmed || result.Resent != 1 {
		t.Errorf("the result is %+v, %v", result, err)
	}
	if got := srv.Store().People(id); got != 25 {
		t.Errorf("the audience has %d people", got)
	}
	for _, entry := range srv.Ledger().Entries(graphtest.On("*")) {
		if strings.Contains(fmt.Sprint(entry), "person") {
			t.Errorf("the ledger has a person: %v", entry)
		}
	}
}

// TestClientWalks walks time pages, pages with hidden items, and ids.
func TestClientWalks(t *testing.T) {
	srv := campaigns(t, 7)
	user := srv.Store().Add("User", "", nil)
	for i := range 5 {
		srv.Store().AddEdge(user, "feed", "Post", graphtest.Node{"message": fmt.Sprint(i), "created_time": fmt.Sprintf("2026-02-0%dT10:00:00+0000", i+1)})
	}
	client := srv.Client(t)
	var messages []string
	for post, err := range graph.All(t.Context(), client, meta.UserByID("me").Feed(meta.UserFeedParams{Fields: []meta.PostField{meta.PostFieldMessage}, Limit: 2})) {
		if err != nil {
			t.Fatal(err)
		}
		messages = append(messages, post.Message)
	}
	if want := []string{"4", "3", "2", "1", "0"}; !slices.Equal(messages, want) {
		t.Errorf("the feed is %v, want %v", messages, want)
	}
	ids := srv.Store().Edge("act_1", "campaigns")
	for _, id := range ids[2:6] {
		srv.Store().Hide(id)
	}
	got, err := names(t.Context(), client, "act_1")
	if err != nil || len(got) != 3 {
		t.Errorf("the campaigns are %v, %v", got, err)
	}
	found := 0
	read := meta.CampaignByID("").Read(meta.CampaignReadParams{})
	for result, err := range graph.ByIDs(t.Context(), client, read, []meta.CampaignID{meta.CampaignID(ids[0]), meta.CampaignID(ids[3]), "1"}) {
		if err != nil {
			t.Fatal(err)
		}
		if result.Err == nil {
			found++
		}
	}
	if found != 1 {
		t.Errorf("%d campaigns were found by id", found)
	}
}

// TestClientSummary asks insights for the sum of a column.
func TestClientSummary(t *testing.T) {
	srv := graphtest.New(t)
	srv.Store().Add("AdAccount", "act_1", nil)
	for i, spend := range []string{"1.50", "2.25"} {
		srv.Store().AddEdge("act_1", "insights", "AdsInsights", graphtest.Node{"ad_id": fmt.Sprint(i), "spend": spend, "date_start": "2026-02-01", "date_stop": "2026-02-01"})
	}
	list := meta.AdAccountByID("act_1").Insights(meta.AdAccountInsightsParams{Fields: []meta.AdsInsightsField{meta.AdsInsightsFieldSpend}, Level: meta.InsightsLevelAd, Limit: 1})
	page, err := graph.Do(t.Context(), srv.Client(t), list, graph.WithSummary("spend"))
	if err != nil {
		t.Fatal(err)
	}
	if len(page.Data) != 1 || string(page.Summary) != `{"spend":"3.75"}` {
		t.Errorf("the page has %d rows, and the summary is %s", len(page.Data), page.Summary)
	}
}
