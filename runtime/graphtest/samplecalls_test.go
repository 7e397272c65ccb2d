package graphtest

import (
	"net/url"
	"testing"
)

// TestSampleCalls sends the sample requests of the reference pages, with ids in
// place of their placeholders.
func TestSampleCalls(t *testing.T) {
	seed := func(s *Server) {
		store := s.Store()
		store.Add("OfflineConversionDataSetUpload", "30", Node{"upload_tag": "spring", "is_excluded_for_lift": false, "api_calls": 4, "creation_time": 1700000000})
		store.AddEdge("30", "progress", "SignalsUploadProgress", Node{"stage": "done"})
		store.AddEdge("30", "pull_sessions", "PartnerIntegrationPullSession", Node{"id": "31"})
		store.Add("Page", "40", Node{"name": "Shop"})
		store.AddEdge("40", "blocked", "Profile", Node{"id": "41", "name": "Lee"})
		store.AddEdge("act_1", "customaudiences", "CustomAudience", Node{"id": "50", "subtype": "CUSTOM"})
		store.AddEdge("4", "adaccounts", "AdAccount", Node{"id": "act_1"})
		store.AddEdge("4", "permissions", "Permission", Node{"permission": "email", "status": "granted"})
	}
	payload := url.Values{
		"payload": {`{"schema":["EMAIL","LOOKALIKE_VALUE"],"data":[["` + digest1 + `",44.5],["` + digest2 + `",140]]}`},
		"session": {`{"session_id":9778993,"batch_seq":1,"last_batch_flag":true}`},
	}.Encode()
	people := `{"audience_id":"50","session_id":"9778993","num_received":2,"num_invalid_entries":0,"invalid_entry_samples":[]}`
	facts := []fact{
		{name: "upload", path: "/v19.0/30", body: `{"id":"30","is_excluded_for_lift":false,"upload_tag":"spring"}`},
		{name: "fields of an upload", path: "/v19.0/30?fields=api_calls,creation_time", body: `{"api_calls":4,"creation_time":1700000000,"id":"30"}`},
		{name: "progress", path: "/v19.0/30/progress?limit=1", body: `{"data":[{"id":"120210000000000001","stage":"done"}],"paging":{"cursors":{"before":"c2VxOjEw","after":"c2VxOjEw"}}}`},
		{name: "pull sessions", path: "/v19.0/30/pull_sessions", body: `{"data":[{"id":"31"}],"paging":{"cursors":{"before":"c2VxOjEx","after":"c2VxOjEx"}}}`},
		{name: "creating an upload's progress is not possible", method: "POST", path: "/v19.0/30/progress", status: 400,
			body: `{"error":{"message":"No post of object '30': it does not exist, the token may not see it, or it has no such operation","type":"GraphMethodException","code":100,"error_subcode":33,"fbtrace_id":"TRACE"}}`},
		{name: "a person, with the slash of the page", path: "/v21.0/4/?fields=name", body: `{"name":"Kim","id":"4"}`},
		{name: "a change of a person", method: "POST", path: "/v21.0/4", form: "local_news_subscription_status=STATUS_ON&emoji_color_pref=3", body: `{"success":true}`},
		{name: "deleting a test user", method: "DELETE", path: "/v21.0/4", body: `{"success":true}`},
		{name: "adding people", method: "POST", path: "/v21.0/50/users", form: payload, body: people},
		{name: "removing people", method: "DELETE", path: "/v21.0/50/users", form: payload, body: people},
		{name: "removing people with method=delete", method: "POST", path: "/v21.0/50/users", form: payload + "&method=delete", body: people},
		{name: "unblocking", method: "DELETE", path: "/v21.0/40/blocked", form: "user=41", body: `{"success":true}`},
		{name: "blocking", method: "POST", path: "/v21.0/40/blocked", form: "user=" + url.QueryEscape(`["42"]`), body: `{"42":true}`},
		{name: "unassigning needs a user", method: "DELETE", path: "/v21.0/act_1/assigned_users", status: 400,
			body: refusal("100", "(#100) The parameter user is required", `\"user\"`)},
		{name: "unassigning", method: "DELETE", path: "/v21.0/act_1/assigned_users", form: "user=41", body: `{"success":true}`},
		{name: "the user's ad accounts", path: "/me/adaccounts?access_token=x&limit=1",
			body: `{"data":[{"id":"act_1","account_id":"1"}],"paging":{"cursors":{"before":"c2VxOjE0","after":"c2VxOjE0"}}}`},
		{name: "permissions", path: "/me/permissions", body: `{"data":[{"permission":"email","status":"granted"}],"paging":{"cursors":{"before":"c2VxOjE1","after":"c2VxOjE1"}}}`},
		{name: "a reach estimate with loose JSON", path: "/v25.0/act_1/reachestimate?targeting_spec=" + url.QueryEscape("{'geo_locations': {'countries':['US']}}"),
			body: `{"data":{"estimate_ready":true,"users_lower_bound":43842,"users_upper_bound":50064}}`},
		{name: "insights with loose filtering", path: "/v25.0/act_1/insights?filtering=" + url.QueryEscape("[{field:'ad.id',operator:'IN',value:[6003356308839,6004164369439]}]"), body: `{"data":[]}`},
		{name: "ads of campaigns", path: "/v25.0/act_1/ads?campaign_ids=" + url.QueryEscape("[6003356307839, 6004164259439]") + "&limit=1",
			body: `{"data":[],"paging":{"cursors":{"before":"c2VxOjY","after":"c2VxOjY"},"next":"HOST/v25.0/act_1/ads?after=c2VxOjY&campaign_ids=%5B6003356307839%2C+6004164259439%5D&limit=1"}}`},
	}
	for i := range facts {
		facts[i].setUp = seed
	}
	runFacts(t, facts)
}
