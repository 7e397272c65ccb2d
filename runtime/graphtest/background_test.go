package graphtest

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func expect(t *testing.T, srv *Server, method, path string, form url.Values, want string) {
	t.Helper()
	_, body := callServer(t, srv, method, path, form)
	if diff := cmp.Diff(want, traceID.ReplaceAllString(body, "TRACE")); diff != "" {
		t.Errorf("%s %s (-want +got)\n%s", method, path, diff)
	}
}

func TestAsyncBatch(t *testing.T) {
	srv := New(t, fixedClock, func(c *Config) { c.ManualAsync = true })
	srv.Store().Add("AdAccount", "act_71597454", nil)
	// The guide's sample, with its over-encoded bodies and its single quotes.
	adbatch := `[{'name': 'create-campaign', 'relative_url': 'act_71597454/campaigns', 'body': 'name%3DTest+Campaign%26special_ad_categories%3D[]%26status%3DPAUSED%26buying_type%3DAUCTION',},
		{'name': 'create-adset', 'relative_url': 'act_71597454/adsets', 'body': 'daily_budget%3D5000%26campaign_id%3D%7Bresult%3Dcreate-campaign%3A%24.id%7D%26bid_amount%3D2%26name%3DFirst%2BAd%2BSet%20Test%26billing_event%3DIMPRESSIONS',},
		{'name': 'broken', 'relative_url': 'act_71597454/campaigns', 'body': 'name=x',},
		{'name': 'after-broken', 'relative_url': '{result=broken:$.id}', 'body': 'name=y',},]`
	_, body := callServer(t, srv, "POST", "/v25.0/act_71597454/async_batch_requests", url.Values{"name": {"batchapiexample"}, "adbatch": {adbatch}})
	var made struct{ ID string }
	if err := json.Unmarshal([]byte(body), &made); err != nil || made.ID == "" {
		t.Fatal(body)
	}
	expect(t, srv, "GET", "/v25.0/"+made.ID, nil, `{"id":"`+made.ID+`","owner_id":71597454,"name":"batchapiexample","is_completed":false}`)
	const counts = "?fields=total_count,initial_count,in_progress_count,success_count,error_count,canceled_count,is_completed"
	expect(t, srv, "GET", "/v25.0/"+made.ID+counts, nil,
		`{"total_count":4,"initial_count":4,"in_progress_count":0,"success_count":0,"error_count":0,"canceled_count":0,"is_completed":false,"id":"`+made.ID+`"}`)
	srv.Advance(made.ID, 2)
	expect(t, srv, "GET", "/v25.0/"+made.ID+counts, nil,
		`{"total_count":4,"initial_count":2,"in_progress_count":1,"success_count":1,"error_count":0,"canceled_count":0,"is_completed":false,"id":"`+made.ID+`"}`)
	srv.Advance(made.ID, -1)
	expect(t, srv, "GET", "/v25.0/"+made.ID+counts, nil,
		`{"total_count":4,"initial_count":0,"in_progress_count":0,"success_count":2,"error_count":2,"canceled_count":0,"is_completed":true,"id":"`+made.ID+`"}`)
	expect(t, srv, "GET", "/requests?id="+made.ID+"&fields=status,result&status=SUCCESS,ERROR&limit=10&after=c2VxOjA", nil,
		`{"data":[{"status":"SUCCESS","result":{"id":"120210000000000006"},"id":"120210000000000002"},{"status":"SUCCESS","result":{"id":"120210000000000007"},"id":"120210000000000003"},{"status":"ERROR","result":{"error_code":100,"error_message":"(#100) The parameter special_ad_categories is required"},"id":"120210000000000004"}],"paging":{"cursors":{"before":"c2VxOjM","after":"c2VxOjY"}}}`)
	set, _ := srv.Store().Get("120210000000000007")
	if set["name"] != "First Ad Set Test" || set["campaign_id"] != "120210000000000006" {
		t.Errorf("the ad set is %v", set)
	}
	expect(t, srv, "POST", "/v25.0/"+made.ID, url.Values{"name": {"New Name"}}, "true")
	expect(t, srv, "GET", "/v25.0/act_71597454/asyncadrequestsets?is_completed=1&fields=name", nil,
		`{"data":[{"name":"New Name","id":"`+made.ID+`"}],"paging":{"cursors":{"before":"c2VxOjE","after":"c2VxOjE"}}}`)
}

func TestAsyncRequestSets(t *testing.T) {
	srv := New(t, fixedClock)
	srv.Store().Add("AdAccount", "act_1", nil)
	srv.Store().AddEdge("act_1", "adsets", "AdSet", Node{"id": "6008248529789"})
	srv.Store().Add("AdCreative", "5", nil)
	specs := `[{"adset_id":"6008248529789","name":"a","creative":{"creative_id":"5"}},{"adset_id":"6008248529789","name":"b","creative":{"creative_id":"5"}}]`
	expect(t, srv, "POST", "/act_1/asyncadrequestsets", url.Values{"name": {"testasyncset"}, "ad_specs": {specs}}, `{"id":"120210000000000001"}`)
	// With each read of a small set one request starts, and the one before ends.
	for _, want := range []string{"[2 0 0]", "[1 1 0]", "[0 1 1]", "[0 0 2]"} {
		_, body := callServer(t, srv, "GET", "/120210000000000001?fields=initial_count,in_progress_count,success_count", nil)
		var n struct {
			Initial json.Number `json:"initial_count"`
			Running json.Number `json:"in_progress_count"`
			Success json.Number `json:"success_count"`
		}
		if err := json.Unmarshal([]byte(body), &n); err != nil || "["+n.Initial+" "+n.Running+" "+n.Success+"]" != json.Number(want) {
			t.Errorf("counts are %s, want %s", body, want)
		}
	}
	expect(t, srv, "GET", "/6008248529789/asyncadrequests?status=SUCCESS,ERROR&limit=1", nil,
		`{"data":[{"id":"120210000000000002","scope_object_id":6008248529789,"status":"SUCCESS"}],"paging":{"cursors":{"before":"c2VxOjU","after":"c2VxOjU"},"next":"`+srv.URL+`/v25.0/6008248529789/asyncadrequests?after=c2VxOjU&limit=1&status=SUCCESS%2CERROR"}}`)
	if got := srv.Store().Edge("6008248529789", "ads"); len(got) != 2 {
		t.Errorf("ads are %v", got)
	}
}

// TestReadsOfSets says that sets of all sizes are completed by their fifth
// read.
func TestReadsOfSets(t *testing.T) {
	for n, want := range map[int]string{
		1:   "[false false true]",
		2:   "[false false false true]",
		3:   "[false false false false true]",
		4:   "[false false false true]",
		60:  "[false false false false true]",
		999: "[false false false false true]",
	} {
		srv := New(t, fixedClock)
		srv.Store().Add("AdAccount", "act_1", nil)
		adbatch := strings.TrimSuffix(strings.Repeat(`{"name":"a","relative_url":"act_1/adlabels","body":"name=x"},`, n), ",")
		_, body := callServer(t, srv, "POST", "/act_1/async_batch_requests", url.Values{"name": {"set"}, "adbatch": {"[" + adbatch + "]"}})
		var made struct{ ID string }
		if err := json.Unmarshal([]byte(body), &made); err != nil || made.ID == "" {
			t.Fatal(body)
		}
		var completed []bool
		for done := false; !done && len(completed) < 10; completed = append(completed, done) {
			_, body := callServer(t, srv, "GET", "/"+made.ID+"?fields=is_completed", nil)
			done = strings.Contains(body, "true")
		}
		if got := fmt.Sprint(completed); got != want {
			t.Errorf("%d requests: completed by reads is %s, want %s", n, got, want)
		}
		if got := len(srv.Store().Edge("act_1", "adlabels")); got != n {
			t.Errorf("%d requests made %d labels", n, got)
		}
	}
}

func TestCancelAsyncRequests(t *testing.T) {
	srv := New(t, fixedClock, func(c *Config) { c.ManualAsync = true })
	srv.Store().Add("AdAccount", "act_1", nil)
	srv.Store().Add("AdCreative", "5", nil)
	specs := `[{"name":"a","creative":{"creative_id":"5"}},{"name":"b","creative":{"creative_id":"5"}},{"name":"c","creative":{"creative_id":"5"}}]`
	expect(t, srv, "POST", "/act_1/asyncadrequestsets", url.Values{"name": {"x"}, "ad_specs": {specs}}, `{"id":"120210000000000001"}`)
	srv.Advance("120210000000000001", 1)
	expect(t, srv, "DELETE", "/120210000000000004", nil, "true")
	expect(t, srv, "DELETE", "/120210000000000001", nil, "true")
	srv.Advance("120210000000000001", -1)
	expect(t, srv, "GET", "/120210000000000001?fields=success_count,canceled_count,is_completed", nil,
		`{"success_count":1,"canceled_count":2,"is_completed":true,"id":"120210000000000001"}`)
}

func TestReports(t *testing.T) {
	srv := New(t, fixedClock)
	srv.Store().Add("AdAccount", "act_1", nil)
	srv.Store().AddEdge("act_1", "insights", "AdsInsights", Node{"ad_id": "11", "impressions": "9708", "spend": "12.34", "age": "25-34", "date_start": "2026-02-01", "date_stop": "2026-02-28"})
	srv.Store().AddEdge("act_1", "insights", "AdsInsights", Node{"ad_id": "12", "impressions": "2", "spend": "0.66", "date_start": "2026-02-01", "date_stop": "2026-02-28"})
	expect(t, srv, "GET", "/act_1/insights?level=ad&fields=impressions&limit=1&after=c2VxOjE&summary=[\"spend\",\"impressions\"]", nil,
		`{"data":[{"impressions":"2","date_start":"2026-02-01","date_stop":"2026-02-28"}],"paging":{"cursors":{"before":"c2VxOjI","after":"c2VxOjI"},"previous":"`+srv.URL+`/v25.0/act_1/insights?before=c2VxOjI&fields=impressions&level=ad&limit=1&summary=%5B%22spend%22%2C%22impressions%22%5D"},"summary":{"spend":"13","impressions":"9710"}}`)
	form := url.Values{"fields": {"spend"}, "breakdowns": {`["age"]`}, "filtering": {`[{"field":"ad.id","operator":"IN","value":["11"]}]`}}
	expect(t, srv, "POST", "/act_1/insights", form, `{"report_run_id":120210000000000001}`)
	expect(t, srv, "GET", "/120210000000000001/insights", nil,
		`{"error":{"message":"(#2601) Error accessing adreport job.","type":"OAuthException","code":2601,"error_subcode":1815107,"fbtrace_id":"TRACE"}}`)
	for _, want := range []string{`"Job Not Started","async_percent_completion":0`, `"Job Started","async_percent_completion":0`, `"Job Running","async_percent_completion":50`,
		`"Job Running","async_percent_completion":100`, `"Job Completed","async_percent_completion":100`} {
		expect(t, srv, "GET", "/120210000000000001?fields=async_status,async_percent_completion", nil, `{"async_status":`+want+`,"id":"120210000000000001"}`)
	}
	expect(t, srv, "GET", "/120210000000000001/insights", nil,
		`{"data":[{"spend":"12.34","date_start":"2026-02-01","date_stop":"2026-02-28","age":"25-34"}],"paging":{"cursors":{"before":"c2VxOjM","after":"c2VxOjM"}}}`)
}
