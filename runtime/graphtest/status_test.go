package graphtest

import (
	"fmt"
	"net/url"
	"testing"
)

// statusServer has a campaign 7 with an ad set 70 and an ad 700, all active.
func statusServer(t *testing.T) *Server {
	srv := New(t, fixedClock)
	store := srv.Store()
	store.Add("AdAccount", "act_1", nil)
	store.AddEdge("act_1", "campaigns", "Campaign", Node{"id": "7", "status": "ACTIVE", "effective_status": "ACTIVE"})
	store.AddEdge("act_1", "adsets", "AdSet", Node{"id": "70", "campaign_id": "7", "status": "ACTIVE", "effective_status": "ACTIVE"})
	store.AddEdge("act_1", "ads", "Ad", Node{"id": "700", "adset_id": "70", "status": "ACTIVE", "effective_status": "ACTIVE"})
	store.AddEdge("700", "insights", "AdsInsights", Node{"spend": "1.50", "date_start": "2026-02-01", "date_stop": "2026-02-28"})
	return srv
}

// wantStatuses checks the status and the effective status of all three.
func wantStatuses(t *testing.T, srv *Server, want ...string) {
	t.Helper()
	for i, id := range []string{"7", "70", "700"} {
		expect(t, srv, "GET", "/"+id+"?fields=status,effective_status", nil,
			fmt.Sprintf(`{"status":"%s","effective_status":"%s","id":"%s"}`, want[2*i], want[2*i+1], id))
	}
}

func TestDeletedCampaign(t *testing.T) {
	srv := statusServer(t)
	expect(t, srv, "DELETE", "/7", nil, `{"success":true}`)
	wantStatuses(t, srv, "DELETED", "DELETED", "ACTIVE", "DELETED", "ACTIVE", "DELETED")
	for _, path := range []string{"/act_1/campaigns", "/act_1/adsets", "/act_1/ads", "/7/adsets", "/7/ads", "/70/ads", "/act_1/ads?effective_status=[\"DELETED\"]"} {
		expect(t, srv, "GET", path, nil, `{"data":[]}`)
	}
	expect(t, srv, "GET", "/7?fields=name,adsets", nil, `{"id":"7"}`)
	_, body := callServer(t, srv, "GET", "/700/insights?fields=spend", nil)
	if want := `{"data":[{"spend":"1.50"`; len(body) < len(want) || body[:len(want)] != want {
		t.Errorf("figures of a deleted ad: %s", body)
	}
	expect(t, srv, "POST", "/7", url.Values{"name": {"Old"}}, `{"success":true}`)
	deleted := func(message, subcode, blame string) string {
		return `{"error":{"message":"(#100) ` + message + `","type":"OAuthException","code":100` + subcode + `,"error_data":"{\"blame_field_specs\":[[\"` + blame + `\"]]}","fbtrace_id":"TRACE"}}`
	}
	const ofCampaign, ofAdSet = `,"error_subcode":1487566`, `,"error_subcode":1487056`
	expect(t, srv, "POST", "/7", url.Values{"status": {"ACTIVE"}}, deleted("The Campaign 7 is deleted: only its name can change", ofCampaign, "status"))
	expect(t, srv, "POST", "/70", url.Values{"daily_budget": {"1"}}, deleted("The AdSet 70 is deleted: only its name can change", ofAdSet, "daily_budget"))
	expect(t, srv, "POST", "/700", url.Values{"status": {"PAUSED"}}, deleted("The Ad 700 is deleted: only its name can change", "", "status"))
	expect(t, srv, "POST", "/act_1/adsets", url.Values{"name": {"x"}, "campaign_id": {"7"}}, deleted("The Campaign 7 is deleted", ofCampaign, "campaign_id"))
	expect(t, srv, "POST", "/act_1/ads", url.Values{"name": {"x"}, "adset_id": {"70"}, "creative": {"{}"}}, deleted("The AdSet 70 is deleted", ofAdSet, "adset_id"))
	expect(t, srv, "DELETE", "/7", nil, `{"success":true}`)
}

// TestDeletedByStatus deletes an ad set with a write of its status.
func TestDeletedByStatus(t *testing.T) {
	srv := statusServer(t)
	expect(t, srv, "POST", "/70", url.Values{"status": {"DELETED"}}, `{"success":true}`)
	wantStatuses(t, srv, "ACTIVE", "ACTIVE", "DELETED", "DELETED", "ACTIVE", "DELETED")
	expect(t, srv, "GET", "/7/adsets", nil, `{"data":[]}`)
}

func TestArchivedCampaign(t *testing.T) {
	srv := statusServer(t)
	expect(t, srv, "POST", "/7", url.Values{"status": {"ARCHIVED"}}, `{"success":true}`)
	wantStatuses(t, srv, "ARCHIVED", "ARCHIVED", "ACTIVE", "ARCHIVED", "ACTIVE", "ARCHIVED")
	const cursors = `,"paging":{"cursors":{"before":"c2VxOjE","after":"c2VxOjE"}}}`
	expect(t, srv, "GET", "/act_1/campaigns", nil, `{"data":[]`+cursors)
	for _, filter := range []string{`effective_status=["ARCHIVED"]`, `filtering=[{"field":"effective_status","operator":"IN","value":["ARCHIVED"]}]`} {
		expect(t, srv, "GET", "/act_1/campaigns?"+filter, nil, `{"data":[{"id":"7"}]`+cursors)
	}
	expect(t, srv, "POST", "/7", url.Values{"daily_budget": {"1"}},
		refusal("100", "(#100) The Campaign 7 is archived: only its name can change, and its status to DELETED", `\"daily_budget\"`))
	expect(t, srv, "POST", "/7", url.Values{"status": {"ACTIVE"}},
		refusal("100", "(#100) The Campaign 7 is archived: only its name can change, and its status to DELETED", `\"status\"`))
	expect(t, srv, "POST", "/7", url.Values{"name": {"Old"}, "status": {"DELETED"}}, `{"success":true}`)
	wantStatuses(t, srv, "DELETED", "DELETED", "ACTIVE", "DELETED", "ACTIVE", "DELETED")
}

func TestPausedCampaign(t *testing.T) {
	srv := statusServer(t)
	expect(t, srv, "POST", "/70", url.Values{"status": {"PAUSED"}}, `{"success":true}`)
	wantStatuses(t, srv, "ACTIVE", "ACTIVE", "PAUSED", "PAUSED", "ACTIVE", "ADSET_PAUSED")
	expect(t, srv, "POST", "/7", url.Values{"status": {"PAUSED"}}, `{"success":true}`)
	wantStatuses(t, srv, "PAUSED", "PAUSED", "PAUSED", "PAUSED", "ACTIVE", "CAMPAIGN_PAUSED")
	expect(t, srv, "POST", "/70", url.Values{"status": {"ACTIVE"}}, `{"success":true}`)
	wantStatuses(t, srv, "PAUSED", "PAUSED", "ACTIVE", "CAMPAIGN_PAUSED", "ACTIVE", "CAMPAIGN_PAUSED")
	expect(t, srv, "POST", "/act_1/adsets", url.Values{"name": {"x"}, "campaign_id": {"7"}, "status": {"ACTIVE"}, "fields": {"effective_status"}},
		`{"effective_status":"CAMPAIGN_PAUSED","id":"120210000000000001"}`)
	expect(t, srv, "POST", "/7", url.Values{"status": {"ACTIVE"}}, `{"success":true}`)
	wantStatuses(t, srv, "ACTIVE", "ACTIVE", "ACTIVE", "ACTIVE", "ACTIVE", "ACTIVE")
}

// TestDeletedLargeCampaign deletes more with a campaign than is kept.
func TestDeletedLargeCampaign(t *testing.T) {
	srv := statusServer(t)
	const ads = 20000
	for range ads {
		srv.Store().AddEdge("act_1", "ads", "Ad", Node{"adset_id": "70"})
	}
	srv.Store().AddEdge("act_1", "campaigns", "Campaign", Node{"id": "8"})
	srv.Store().AddEdge("act_1", "ads", "Ad", Node{"id": "800", "campaign_id": "8"})
	expect(t, srv, "DELETE", "/7", nil, `{"success":true}`)
	expect(t, srv, "GET", "/7?fields=effective_status", nil, `{"effective_status":"DELETED","id":"7"}`)
	if got := srv.Store().Edge("act_1", "ads"); len(got) != 1 || got[0] != "800" {
		t.Errorf("%d ads are left", len(got))
	}
	if got := srv.Store().Len(); got != 1+2+maxDeleted {
		t.Errorf("there are %d nodes", got)
	}
}

// TestManyDeleted says that deleted nodes do not fill the memory, and that a
// node which was set up anew is not forgotten with them.
func TestManyDeleted(t *testing.T) {
	srv := New(t)
	srv.Store().Add("AdAccount", "act_1", nil)
	for range maxDeleted + 10 {
		id := srv.Store().AddEdge("act_1", "campaigns", "Campaign", nil)
		callServer(t, srv, "DELETE", "/"+id, nil)
		if id == "120210000000000001" {
			srv.Store().AddEdge("act_1", "campaigns", "Campaign", Node{"id": id, "name": "again"})
		}
	}
	if got := srv.Store().Len(); got != 1+1+maxDeleted {
		t.Errorf("there are %d nodes", got)
	}
	if got := srv.Store().Edge("act_1", "campaigns"); len(got) != 1 {
		t.Errorf("campaigns are %v", got)
	}
}
