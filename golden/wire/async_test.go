package wire

import (
	"net/url"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
)

var (
	set     = meta.AdAsyncRequestSetByID("6012384857989")
	request = meta.AdAsyncRequestByID("6012384858389")
	account = meta.AdAccountByID("act_71597454")
	adSet   = meta.AdSetByID("6008248529789")
)

var pretty = graph.WithParam("pretty", true)

// finished is written in upper case in the page's example and in lower case in
// its text.
var finished = []meta.AdAsyncRequestStatus{meta.AdAsyncRequestStatusSuccess, meta.AdAsyncRequestStatusError}

// asyncCases are the requests of the guide to asynchronous requests. Where it
// reads a set as /?id=ID and its requests as /requests?id=ID, the same is sent
// as /ID and /ID/requests.
var asyncCases = []wireCase{
	sends("14", set.Read(meta.AdAsyncRequestSetReadParams{Fields: []meta.AdAsyncRequestSetField{
		meta.AdAsyncRequestSetFieldName, meta.AdAsyncRequestSetFieldSuccessCount,
		meta.AdAsyncRequestSetFieldErrorCount, meta.AdAsyncRequestSetFieldIsCompleted,
	}})),
	sends("14", set.Read(meta.AdAsyncRequestSetReadParams{}), pretty),
	sends("15", set.Requests(meta.AdAsyncRequestSetRequestsParams{Fields: []meta.AdAsyncRequestField{
		meta.AdAsyncRequestFieldID, meta.AdAsyncRequestFieldStatus,
	}})),
	sends("15", set.Requests(meta.AdAsyncRequestSetRequestsParams{
		Fields: []meta.AdAsyncRequestField{meta.AdAsyncRequestFieldResult},
	}), pretty),
	sends("15", set.Requests(meta.AdAsyncRequestSetRequestsParams{Status: finished, Statuses: finished})),
	sends("16", account.AsyncAdRequestSets(meta.AdAccountAsyncAdRequestSetsParams{})),
	sends("16", account.AsyncAdRequestSets(meta.AdAccountAsyncAdRequestSetsParams{IsCompleted: graph.Bool(true)}), pretty),
	sends("17", adSet.AsyncAdRequests(meta.AdSetAsyncAdRequestsParams{Fields: []meta.AdAsyncRequestField{
		meta.AdAsyncRequestFieldID, meta.AdAsyncRequestFieldStatus,
	}})),
	sends("17", adSet.AsyncAdRequests(meta.AdSetAsyncAdRequestsParams{Status: finished}), pretty),
	sends("18", set.Update(meta.AdAsyncRequestSetUpdateParams{
		Name: graph.String("New Name"), NotificationMode: meta.AsyncNotificationModeOff,
	})),
	sends("18", set.UpdateAndRead(meta.AdAsyncRequestSetUpdateParams{
		NotificationMode: meta.AsyncNotificationModeOnComplete, NotificationURI: graph.String("https://example.com/done?a=1&b=2"),
	}, meta.AdAsyncRequestSetFieldNotificationMode)),
	sends("19", request.Delete()),
	sends("20", set.Delete()),
	sends("27", meta.AdAccountByID("123456").CreateAsyncBatch(meta.AdAccountCreateAsyncBatchParams{
		Name: "batchapiexample",
		AdBatch: []*meta.AsyncBatchOperation{
			{Name: "create-campaign", RelativeURL: "act_123456/campaigns", Body: url.Values{
				"name": {"Test Campaign"}, "objective": {string(meta.CampaignObjectiveLinkClicks)},
				"status": {"PAUSED"}, "buying_type": {"AUCTION"},
			}.Encode()},
			{Name: "create-adset", RelativeURL: "act_123456/adsets", Body: url.Values{
				"targeting": {`{"geo_locations":{"countries":["US"]}}`}, "daily_budget": {"5000"},
				"campaign_id": {"{result=create-campaign:$.id}"}, "bid_amount": {"2"},
				"name": {"First Ad Set Test"}, "billing_event": {string(meta.BillingEventLinkClicks)},
			}.Encode()},
		},
	})),
	sends("28", set.Read(meta.AdAsyncRequestSetReadParams{Fields: []meta.AdAsyncRequestSetField{
		meta.AdAsyncRequestSetFieldNotificationResult, meta.AdAsyncRequestSetFieldNotificationStatus,
	}})),
	sends("29", account.AsyncRequests(meta.AdAccountAsyncRequestsParams{})),
	sends("29", account.AsyncRequests(meta.AdAccountAsyncRequestsParams{
		Status: meta.AsyncRequestStatusFinished, Type: meta.AsyncRequestTypeBatchAPI, IsCompleted: graph.Bool(false),
	})),
	sends("32", account.CreateAsyncAdRequestSet(meta.AdAccountCreateAsyncAdRequestSetParams{
		Name: "testasyncset", NotificationMode: meta.AsyncNotificationModeOnComplete,
		NotificationURI: graph.String("https://example.com/done"),
		AdSpecs: []*meta.AsyncAdSpec{{
			AdSetID: "6004163746239", Name: "test1", Status: meta.AdStatusPaused, Creative: &meta.AdCreativeSpec{CreativeID: "6010"},
		}},
	})),
	sends("+", request.Read(meta.AdAsyncRequestReadParams{})),
	sends("+", account.AsyncAdCreatives(meta.AdAccountAsyncAdCreativesParams{IsCompleted: graph.Bool(true)})),
	sends("+", account.CreateAsyncAdCreatives(meta.AdAccountCreateAsyncAdCreativesParams{
		Name: "creatives", CreativeSpec: &meta.AdCreativeSpec{ObjectStoryID: "12345678_9"},
		NotificationMode: meta.AsyncNotificationModeOff,
	})),
}
