package wire

import (
	"context"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
)

var (
	adsAccount = meta.AdAccountByID("act_187687683")
	ad         = meta.AdByID("6004251715639")
)

// adsCases are the operations of the guide's batches, each as a call of its
// own.
var adsCases = []wireCase{
	sends("22", adsAccount.CreateAdImage(meta.AdAccountCreateAdImageParams{Filename: graph.FileOf("test1.jpg", []byte("an image"))})),
	sends("22", adsAccount.CreateAdCreative(meta.AdAccountCreateAdCreativeParams{
		Name: graph.String("sample creative"),
		ObjectStorySpec: &meta.ObjectStorySpec{
			LinkData: &meta.LinkData{ImageHash: "abc", Link: "https://www.test12345.com", Message: "this is a sample message"},
			PageID:   "12345678",
		},
		DegreesOfFreedomSpec: &meta.DegreesOfFreedomSpec{CreativeFeaturesSpec: map[string]*meta.AdCreativeFeature{
			"standard_enhancements": {EnrollStatus: meta.EnrollStatusOptOut},
		}},
	})),
	// The example also sends what belongs to the ad set by now.
	sends("22", adsAccount.CreateAd(meta.AdAccountCreateAdParams{
		AdSetID: "6004163746239", Redownload: graph.Bool(true), Status: meta.AdStatusPaused, Name: "test1",
		Creative: &meta.AdCreativeSpec{CreativeID: "6010"},
	}),
		graph.WithParam("optimization_goal", meta.OptimizationGoalReach),
		graph.WithParam("billing_event", meta.BillingEventImpressions),
		graph.WithParam("targeting", &meta.Targeting{GeoLocations: &meta.GeoLocations{Countries: []string{"US"}}}),
	),
	sends("23", ad.Update(meta.AdUpdateParams{Redownload: graph.Bool(true), Name: graph.String("new name")})),
	byIDs("24", meta.AdByID("").Read(meta.AdReadParams{Fields: []meta.AdField{meta.AdFieldID, meta.AdFieldName}}), "6003356308839", "6004164369439"),
	sends("24", meta.AdSetByID("6003356307839").Ads(meta.AdSetAdsParams{Fields: []meta.AdField{meta.AdFieldID}})),
	sends("24", adsAccount.Ads(meta.AdAccountAdsParams{
		AdSetIDs: []meta.AdSetID{"6003356307839", "6004164259439"}, Fields: []meta.AdField{meta.AdFieldID},
	})),
	sends("24", adsAccount.Ads(meta.AdAccountAdsParams{CampaignIDs: []meta.CampaignID{"6003356307839", "6004164259439"}})),
	sends("25", meta.AdAccountByID("19643108").Insights(meta.AdAccountInsightsParams{
		Filtering: []*meta.Filter{{Field: "ad.id", Operator: meta.FilterOperatorIn, Value: []meta.AdID{"6003356308839", "6004164369439"}}},
	})),
	sends("25", meta.AdByID("6003356308839").Insights(meta.AdInsightsParams{})),
	sends("25", adsAccount.Insights(meta.AdAccountInsightsParams{
		Filtering: []*meta.Filter{{Field: "adset.id", Operator: meta.FilterOperatorIn, Value: []int64{6003356307839, 6004164259439}}},
	})),
	sends("26", meta.AdAccountByID("600335").ReachEstimate(meta.AdAccountReachEstimateParams{
		TargetingSpec: &meta.Targeting{GeoLocations: &meta.GeoLocations{Countries: []string{"US"}}},
	})),
	sends("26", meta.AdAccountByID("600335").ReachEstimate(meta.AdAccountReachEstimateParams{
		TargetingSpec: &meta.Targeting{GeoLocations: &meta.GeoLocations{Countries: []string{"FR"}}},
	})),
	sends("+", adsAccount.CreateInsightsReport(meta.AdAccountCreateInsightsReportParams{
		Fields: []meta.AdsInsightsField{meta.AdsInsightsFieldImpressions}, Level: meta.InsightsLevelAd,
	})),
	sends("+", meta.AdReportRunByID("6023920149050").Read(meta.AdReportRunReadParams{})),
	sends("+", meta.AdReportRunByID("6023920149050").Insights(meta.AdReportRunInsightsParams{})),
}

// byIDs is a read of several nodes with one request.
func byIDs[ID ~string, T any](item string, call graph.Call[T], ids ...ID) wireCase {
	answer := "{"
	for i, id := range ids {
		if i > 0 {
			answer += ","
		}
		answer += `"` + string(id) + `":{}`
	}
	return wireCase{item: item, request: call.Request, answer: answer + "}", run: func(ctx context.Context, c *graph.Client) error {
		for result, err := range graph.ByIDs(ctx, c, call, ids) {
			if err != nil {
				return err
			}
			if result.Err != nil {
				return result.Err
			}
		}
		return nil
	}}
}
