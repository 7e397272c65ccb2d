package graph_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
)

// Tests of programs compare the calls that they build with go-cmp, without
// options.
func TestCallsCompare(t *testing.T) {
	create := func(change func(*meta.AdAccountCreateCampaignParams)) graph.Call[*meta.Campaign] {
		p := meta.AdAccountCreateCampaignParams{
			Name:                graph.String("Spring"),
			SpecialAdCategories: []meta.SpecialAdCategory{},
			DailyBudget:         graph.Int(500),
			StartTime:           graph.TimeOf(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)),
			PromotedObject:      &meta.PromotedObject{PageID: "1"},
		}
		change(&p)
		return meta.AdAccountByID("act_1").CreateCampaign(p)
	}
	same := create(func(*meta.AdAccountCreateCampaignParams) {})
	for name, test := range map[string]struct {
		change func(*meta.AdAccountCreateCampaignParams)
		equal  bool
	}{
		"the same": {func(*meta.AdAccountCreateCampaignParams) {}, true},
		"the same time in another zone": {func(p *meta.AdAccountCreateCampaignParams) {
			p.StartTime = graph.TimeOf(p.StartTime.In(time.FixedZone("", 3600)))
		}, true},
		"another value":     {func(p *meta.AdAccountCreateCampaignParams) { p.DailyBudget = graph.Int(501) }, false},
		"absent":            {func(p *meta.AdAccountCreateCampaignParams) { p.DailyBudget = graph.Opt[int64]{} }, false},
		"null":              {func(p *meta.AdAccountCreateCampaignParams) { p.DailyBudget = graph.Null[int64]() }, false},
		"another time":      {func(p *meta.AdAccountCreateCampaignParams) { p.StartTime = graph.Time{} }, false},
		"another struct":    {func(p *meta.AdAccountCreateCampaignParams) { p.PromotedObject.PageID = "2" }, false},
		"no list, no empty": {func(p *meta.AdAccountCreateCampaignParams) { p.SpecialAdCategories = nil }, false},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(same, create(test.change)); (diff == "") != test.equal {
				t.Errorf("difference (-want +got):\n%s", diff)
			}
		})
	}
}
