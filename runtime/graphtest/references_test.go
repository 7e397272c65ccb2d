package graphtest

import (
	"net/url"
	"testing"
)

// TestReferences names nodes in writes that are not there.
func TestReferences(t *testing.T) {
	missing := func(param, node, id, blame string) string {
		return refusal("100", "(#100) Param "+param+": there is no "+node+" with the id "+id, blame)
	}
	const adSet = "name=x&billing_event=IMPRESSIONS&campaign_id="
	creative := func(spec string) string { return "name=x&adset_id=70&creative=" + url.QueryEscape(spec) }
	facts := []fact{
		{name: "a campaign", method: "POST", path: "/act_1/adsets", form: adSet + "99", status: 400, body: missing("campaign_id", "Campaign", "99", `\"campaign_id\"`)},
		{name: "a node of another type", method: "POST", path: "/act_1/adsets", form: adSet + "11", status: 400, body: missing("campaign_id", "Campaign", "11", `\"campaign_id\"`)},
		{name: "a hidden one", setUp: func(s *Server) { s.Store().Hide("7") }, method: "POST", path: "/act_1/adsets", form: adSet + "7", status: 400,
			body: missing("campaign_id", "Campaign", "7", `\"campaign_id\"`)},
		{name: "one that is there", method: "POST", path: "/act_1/adsets", form: adSet + "7", body: `{"id":"120210000000000001"}`},
		{name: "an ad set", method: "POST", path: "/act_1/ads", form: "name=x&adset_id=99&creative={}", status: 400, body: missing("adset_id", "AdSet", "99", `\"adset_id\"`)},
		{name: "a creative, inside an object", method: "POST", path: "/act_1/ads", form: creative(`{"creative_id":"5"}`), status: 400,
			body: missing("creative.creative_id", "AdCreative", "5", `\"creative\",\"creative_id\"`)},
		{name: "a creative that is there", method: "POST", path: "/act_1/ads", form: creative(`{"creative_id":"6"}`), body: `{"id":"120210000000000001"}`},
		{name: "a creative with a page, which is made elsewhere", method: "POST", path: "/act_1/ads", form: creative(`{"object_story_spec":{"page_id":"12345"}}`), body: `{"id":"120210000000000001"}`},
		{name: "an ad, in a list", method: "POST", path: "/70", form: "creative_sequence=[11,13]", status: 400, body: missing("creative_sequence.1", "Ad", "13", `\"creative_sequence\",\"1\"`)},
		{name: "a write that is only checked", method: "POST", path: "/act_1/adsets", form: adSet + "99&execution_options=[\"validate_only\"]", status: 400,
			body: missing("campaign_id", "Campaign", "99", `\"campaign_id\"`)},
		{name: "filters may name what they like", path: "/act_1/ads?fields=id&adset_ids=[99]", body: `{"data":[],"paging":{"cursors":{"before":"c2VxOjY","after":"c2VxOjg"}}}`},
	}
	for i := range facts {
		more := facts[i].setUp
		facts[i].setUp = func(s *Server) {
			s.Store().Add("AdSet", "70", Node{"campaign_id": "7"})
			s.Store().Add("AdCreative", "6", nil)
			if more != nil {
				more(s)
			}
		}
	}
	runFacts(t, facts)
}

// TestReferencesInBackground says that the requests of a set fail on their own.
func TestReferencesInBackground(t *testing.T) {
	srv := New(t, fixedClock, manual)
	srv.Store().Add("AdAccount", "act_1", nil)
	form := url.Values{"name": {"x"}, "ad_specs": {`[{"name":"a","creative":{"creative_id":"5"}}]`}}
	expect(t, srv, "POST", "/act_1/asyncadrequestsets", form, `{"id":"120210000000000001"}`)
	srv.Advance("120210000000000001", -1)
	expect(t, srv, "GET", "/120210000000000002?fields=status,result", nil,
		`{"status":"ERROR","result":{"error_code":100,"error_message":"(#100) Param creative.creative_id: there is no AdCreative with the id 5"},"id":"120210000000000002"}`)
}
