package decode

import (
	"testing"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
)

// Answers in which the API does not keep to its own types.
func TestQuirks(t *testing.T) {
	readUser := user.Read(meta.UserReadParams{})
	readSet := set.Read(meta.AdAsyncRequestSetReadParams{})
	readUpload := upload.Read(meta.OfflineConversionDataSetUploadReadParams{})
	addUsers := audience.AddUsers(meta.CustomAudienceAddUsersParams{})
	samples := func(samples map[string]string) *meta.AudienceUsersResult {
		return &meta.AudienceUsersResult{AudienceID: "23", InvalidEntrySamples: samples}
	}
	runCases(t, []decodeCase{
		// Ids.
		decodes("an id as a number above 2^53", readUser, `{"id":9007199254740993}`, &meta.User{ID: "9007199254740993"}),
		decodes("an id above 2^64", readUser, `{"id":"99999999999999999999"}`, &meta.User{ID: "99999999999999999999"}),
		decodes("an id of two parts", meta.PostByID("1_2").Read(meta.PostReadParams{}), `{"id":"1_2"}`, &meta.Post{ID: "1_2"}),
		decodes("a run's id as a number", account.CreateInsightsReport(meta.AdAccountCreateInsightsReportParams{}),
			`{"report_run_id":6023920149050}`, &meta.ReportRunStarted{ReportRunID: "6023920149050"}),
		decodes("the id of another node as a number", adSet.Read(meta.AdSetReadParams{}),
			`{"id":"1","campaign_id":9007199254740993}`, &meta.AdSet{ID: "1", CampaignID: "9007199254740993"}),
		decodes("a session as a number", addUsers, `{"session_id":9007199254740993}`, &meta.AudienceUsersResult{SessionID: "9007199254740993"}),

		// Numbers and booleans as text, and the other way round.
		decodes("numbers as text", readUpload, `{"valid_entries":"5000","match_rate_approx":"80"}`,
			&meta.OfflineConversionDataSetUpload{ValidEntries: graph.Int(5000), MatchRateApprox: graph.Int(80)}),
		decodes("a time after 2038", readUpload, `{"creation_time":4102444800}`,
			&meta.OfflineConversionDataSetUpload{CreationTime: graph.Int(4102444800)}),
		decodes("text as a number", readSet, `{"name":2026}`, &meta.AdAsyncRequestSet{Name: "2026"}),
		decodes("a metric as text", account.Insights(meta.AdAccountInsightsParams{}), `{"data":[{"impressions":"9708","spend":"12.34"}]}`,
			page(&meta.AdsInsights{Impressions: graph.Int(9708), Spend: graph.Float(12.34)})),
		decodes("a metric as a number", account.Insights(meta.AdAccountInsightsParams{}), `{"data":[{"impressions":9708,"spend":12.34}]}`,
			page(&meta.AdsInsights{Impressions: graph.Int(9708), Spend: graph.Float(12.34)})),
		decodes("a fraction", readUser, `{"timezone":5.5}`, &meta.User{Timezone: graph.Float(5.5)}),
		decodes("a fraction as text", readUser, `{"timezone":"-3.5"}`, &meta.User{Timezone: graph.Float(-3.5)}),
		decodes("booleans as text and as numbers", readUser, `{"installed":"true","verified":"1","is_guest_user":0,"is_work_account":"false"}`,
			&meta.User{Installed: graph.Bool(true), Verified: graph.Bool(true), IsGuestUser: graph.Bool(false), IsWorkAccount: graph.Bool(false)}),

		// Times.
		decodes("a zone without a colon", readUser, `{"updated_time":"2017-06-06T18:04:10+0000"}`, &meta.User{UpdatedTime: at("2017-06-06T18:04:10Z")}),
		decodes("another zone", readUser, `{"updated_time":"2017-06-06T11:04:10-0700"}`, &meta.User{UpdatedTime: at("2017-06-06T18:04:10Z")}),
		decodes("unix seconds", readUser, `{"shared_login_upgrade_required_by":1496772250}`,
			&meta.User{SharedLoginUpgradeRequiredBy: at("2017-06-06T18:04:10Z")}),
		decodes("unix seconds as text", readUser, `{"shared_login_upgrade_required_by":"1496772250"}`,
			&meta.User{SharedLoginUpgradeRequiredBy: at("2017-06-06T18:04:10Z")}),
		decodes("a timestamp as text", readUser, `{"shared_login_upgrade_required_by":"2017-06-06T18:04:10+0000"}`,
			&meta.User{SharedLoginUpgradeRequiredBy: at("2017-06-06T18:04:10Z")}),
		decodes("a birthday without its year", readUser, `{"birthday":"12/31"}`, &meta.User{Birthday: "12/31"}),
		decodes("a year as a number", readUser, `{"birthday":1990}`, &meta.User{Birthday: "1990"}),

		// Absent, null and empty.
		decodes("null", readUser, `{"id":"4","name":null,"timezone":null,"updated_time":null,"hometown":null,"sports":null}`, &meta.User{ID: "4"}),
		decodes("a list in place of an empty object", readUser, `{"id":"4","age_range":[],"hometown":[]}`, &meta.User{ID: "4"}),
		decodes("no upper age", readUser, `{"age_range":{"min":21}}`, &meta.User{AgeRange: &meta.AgeRange{Min: graph.Int(21)}}),

		// Samples: a map, a list in the guide, and a list for an empty map.
		decodes("samples as a map", addUsers, `{"audience_id":"23","invalid_entry_samples":{"a":"b"}}`, samples(map[string]string{"a": "b"})),
		decodes("samples as an empty map", addUsers, `{"audience_id":"23","invalid_entry_samples":{}}`, samples(map[string]string{})),
		decodes("samples as an empty list", addUsers, `{"audience_id":"23","invalid_entry_samples":[]}`, samples(map[string]string{})),
		decodes("samples as a list", addUsers, `{"audience_id":"23","invalid_entry_samples":["a","b"]}`, samples(map[string]string{"0": "a", "1": "b"})),

		// Objects of several shapes.
		decodes("a result of a failure", request.Read(meta.AdAsyncRequestReadParams{}), `{"result":{"error_code":100,"error_message":"bad"}}`,
			&meta.AdAsyncRequest{Result: graph.Object(`{"error_code":100,"error_message":"bad"}`)}),
		decodes("a result as a list", request.Read(meta.AdAsyncRequestReadParams{}), `{"result":[1,9007199254740993]}`,
			&meta.AdAsyncRequest{Result: graph.Object(`[1,9007199254740993]`)}),
		decodes("a notification's result as text", readSet, `{"notification_result":"ok"}`, &meta.AdAsyncRequestSet{NotificationResult: graph.Object(`"ok"`)}),
		decodes("a picture", user.Picture(meta.UserPictureParams{Redirect: graph.Bool(false)}),
			`{"data":{"height":50,"is_silhouette":false,"url":"https://example.com/p.jpg","width":50}}`,
			&meta.UserPicture{Data: &meta.ProfilePictureSource{
				Height: graph.Int(50), Width: graph.Int(50), IsSilhouette: graph.Bool(false), URL: "https://example.com/p.jpg",
			}}),
		decodes("an edge that was expanded", meta.AdSetByID("1").Read(meta.AdSetReadParams{}),
			`{"id":"1","ads":{"data":[{"id":"2"}],"paging":{"cursors":{"before":"b","after":"a"}}}}`,
			&meta.AdSet{ID: "1", Ads: page(&meta.Ad{ID: "2"})}),
		decodes("a field that is an edge", meta.AdSetByID("1").Read(meta.AdSetReadParams{}),
			`{"id":"1","adlabels":{"data":[{"id":"2"}]}}`, &meta.AdSet{ID: "1", AdLabels: []*meta.AdLabel{{ID: "2"}}}),

		// Bare results.
		decodes("success as text", user.Delete(), `{"success":"true"}`, graph.Success{Success: true}),
		decodes("success as a number", user.Delete(), `{"success":1}`, graph.Success{Success: true}),
	})
}

// Enums are open: a value that the package does not know survives, and can be
// told from those that it knows.
func TestUnknownEnumValue(t *testing.T) {
	client := serve(t, `{"id":"1","status":"RESTING"}`)
	got, err := graph.Do(t.Context(), client, request.Read(meta.AdAsyncRequestReadParams{}))
	if err != nil || got.Status != "RESTING" {
		t.Fatalf("%+v, %v", got, err)
	}
	for _, known := range meta.AdAsyncRequestStatusValues() {
		if got.Status == known {
			t.Errorf("RESTING is said to be known")
		}
	}
}

// What has no Go field is reached through the raw answer, of a node and of the
// items of a list, with every digit.
func TestUnknownFields(t *testing.T) {
	const added = `{"id":"4","brand_new":{"big":9007199254740993}}`
	got, err := graph.Do(t.Context(), serve(t, added), graph.KeepRaw(user.Read(meta.UserReadParams{})))
	if err != nil {
		t.Fatal(err)
	}
	wantUnknown(t, got.Unknown())
	if string(got.JSON) != added || got.Value.ID != "4" {
		t.Errorf("the raw answer is %s, the value %+v", got.JSON, got.Value)
	}
	items := graph.KeepRawItems(meta.AdAccountByID("1").Ads(meta.AdAccountAdsParams{}))
	n := 0
	for item, err := range graph.All(t.Context(), serve(t, `{"data":[`+added+`,`+added+`]}`), items) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		wantUnknown(t, item.Unknown())
	}
	if n != 2 {
		t.Errorf("%d items", n)
	}
}

func wantUnknown(t *testing.T, unknown map[string]graph.Object) {
	t.Helper()
	if len(unknown) != 1 || string(unknown["brand_new"]) != `{"big":9007199254740993}` {
		t.Errorf("unknown members are %v", unknown)
	}
}

// Nodes without published fields keep what the API sends.
func TestOpaqueNodes(t *testing.T) {
	client := serve(t, `{"data":[{"start":0,"end":9007199254740993}]}`)
	ranges, err := graph.Do(t.Context(), client, upload.Progress(meta.OfflineConversionDataSetUploadProgressParams{}))
	if err != nil || len(ranges.Data) != 1 || string(ranges.Data[0]) != `{"start":0,"end":9007199254740993}` {
		t.Errorf("%v, %v", ranges, err)
	}
	var progress struct{ Start, End int64 }
	if err := ranges.Data[0].Decode(&progress); err != nil || progress.End != 9007199254740993 {
		t.Errorf("%+v, %v", progress, err)
	}
}
