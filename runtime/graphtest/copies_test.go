package graphtest

import (
	"net/url"
	"slices"
	"strings"
	"testing"
)

func TestCopies(t *testing.T) {
	srv := statusServer(t)
	store := srv.Store()
	store.Add("Campaign", "7", Node{"name": "Spring", "daily_budget": 5000})
	store.Add("Ad", "700", Node{"name": "One"})
	store.AddEdge("act_1", "campaigns", "Campaign", Node{"id": "8"})
	expect(t, srv, "POST", "/7/copies", nil,
		`{"copied_campaign_id":"120210000000000001","ad_object_ids":[{"ad_object_type":"campaign","source_id":"7","copied_id":"120210000000000001"}]}`)
	expect(t, srv, "GET", "/120210000000000001?fields=name,status,effective_status,daily_budget,source_campaign_id,adsets", nil,
		`{"name":"Spring - Copy","status":"PAUSED","effective_status":"PAUSED","daily_budget":"5000","source_campaign_id":"7","id":"120210000000000001"}`)
	expect(t, srv, "POST", "/7/copies", url.Values{"deep_copy": {"true"}, "status_option": {"INHERITED_FROM_SOURCE"}, "rename_options": {`{"rename_strategy":"ONLY_TOP_LEVEL_RENAME","rename_prefix":"New "}`}},
		`{"copied_campaign_id":"120210000000000002","ad_object_ids":[{"ad_object_type":"campaign","source_id":"7","copied_id":"120210000000000002"},`+
			`{"ad_object_type":"ad_set","source_id":"70","copied_id":"120210000000000003"},{"ad_object_type":"ad","source_id":"700","copied_id":"120210000000000004"}]}`)
	for path, want := range map[string]string{
		"/120210000000000002?fields=name,effective_status":                        `{"name":"New Spring","effective_status":"ACTIVE","id":"120210000000000002"}`,
		"/120210000000000003?fields=source_adset_id,campaign_id,effective_status": `{"source_adset_id":"70","campaign_id":"120210000000000002","effective_status":"ACTIVE","id":"120210000000000003"}`,
		"/120210000000000004?fields=name,adset_id,campaign_id":                    `{"name":"One","adset_id":"120210000000000003","campaign_id":"120210000000000002","id":"120210000000000004"}`,
	} {
		expect(t, srv, "GET", path, nil, want)
	}
	expect(t, srv, "POST", "/70/copies", url.Values{"campaign_id": {"8"}},
		`{"copied_adset_id":"120210000000000005","ad_object_ids":[{"ad_object_type":"ad_set","source_id":"70","copied_id":"120210000000000005"}]}`)
	expect(t, srv, "POST", "/700/copies", url.Values{"adset_id": {"120210000000000005"}, "status_option": {"ACTIVE"}},
		`{"copied_ad_id":"120210000000000006","ad_object_ids":[{"ad_object_type":"ad","source_id":"700","copied_id":"120210000000000006"}]}`)
	expect(t, srv, "GET", "/120210000000000006?fields=name,campaign_id,effective_status", nil,
		`{"name":"One - Copy","campaign_id":"8","effective_status":"ADSET_PAUSED","id":"120210000000000006"}`)
	for edge, want := range map[string][]string{
		"7 copies": {"120210000000000001", "120210000000000002"}, "7 ads": {"700"}, "8 ads": {"120210000000000006"},
		"act_1 ads": {"700", "120210000000000004", "120210000000000006"}, "act_1 campaigns": {"7", "8", "120210000000000001", "120210000000000002"},
	} {
		id, name, _ := strings.Cut(edge, " ")
		if got := store.Edge(id, name); !slices.Equal(got, want) {
			t.Errorf("%s of %s are %v, want %v", name, id, got, want)
		}
	}
	expect(t, srv, "POST", "/70/copies", url.Values{"campaign_id": {"99"}}, refusal("100", "(#100) Param campaign_id: there is no Campaign with the id 99", `\"campaign_id\"`))
	callServer(t, srv, "DELETE", "/8", nil)
	expect(t, srv, "POST", "/8/copies", nil, `{"error":{"message":"(#100) The Campaign 8 is deleted","type":"OAuthException","code":100,"error_subcode":1487566,"fbtrace_id":"TRACE"}}`)
}

func TestDeleteCampaigns(t *testing.T) {
	tests := []struct {
		name string
		form url.Values
		want []string
	}{
		{"any", url.Values{"delete_strategy": {"DELETE_ANY"}, "object_count": {"1"}}, []string{"2", "3"}},
		{"oldest", url.Values{"delete_strategy": {"DELETE_OLDEST"}, "object_count": {"1"}}, []string{"1", "3"}},
		{"all but the first", url.Values{"delete_strategy": {"DELETE_OLDEST"}, "delete_offset": {"1"}}, []string{"2"}},
		{"archived before a day", url.Values{"delete_strategy": {"DELETE_ARCHIVED_BEFORE"}, "before_date": {"2026-02-01"}}, []string{"1", "2"}},
		{"none that was archived before", url.Values{"delete_strategy": {"DELETE_ARCHIVED_BEFORE"}, "before_date": {"2026-01-01"}}, []string{"1", "2", "3"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			srv := New(t, fixedClock)
			srv.Store().Add("AdAccount", "act_1", nil)
			for _, fields := range []Node{
				{"id": "1", "created_time": "2026-01-02"}, {"id": "2", "created_time": "2026-01-01"},
				{"id": "3", "created_time": "2026-01-03", "updated_time": "2026-01-20", "effective_status": "ARCHIVED"},
			} {
				srv.Store().AddEdge("act_1", "campaigns", "Campaign", fields)
			}
			expect(t, srv, "DELETE", "/act_1/campaigns", test.form, `{"success":true}`)
			if got := srv.Store().Edge("act_1", "campaigns"); !slices.Equal(got, test.want) {
				t.Errorf("campaigns are %v, want %v", got, test.want)
			}
		})
	}
}
