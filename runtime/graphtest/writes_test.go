package graphtest

import (
	"encoding/base64"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWrites(t *testing.T) {
	runFacts(t, []fact{
		{name: "create", method: "POST", path: "/v25.0/act_1/campaigns", form: "name=New&special_ad_categories=[]", body: `{"id":"120210000000000001"}`},
		{name: "create and read", method: "POST", path: "/v25.0/act_1/campaigns", form: "name=New&special_ad_categories=[]&status=PAUSED&daily_budget=900&fields=name,status,effective_status,daily_budget,account_id,created_time",
			body: `{"name":"New","status":"PAUSED","effective_status":"PAUSED","daily_budget":"900","account_id":"1","created_time":"2026-03-01T12:00:00+0000","id":"120210000000000001"}`},
		{name: "the write is done, the read fails", method: "POST", path: "/v25.0/7", form: "name=New&fields=nam", status: 400,
			body: `{"error":{"message":"(#100) Tried accessing nonexisting field (nam) on node type (Campaign)","type":"FacebookApiException","code":100,"original_response":{"success":true},"fbtrace_id":"TRACE"}}`},
		{name: "update", method: "POST", path: "/v25.0/7", form: "name=New", body: `{"success":true}`},
		{name: "delete", method: "DELETE", path: "/v25.0/7", body: `{"success":true}`},
		{name: "delete sent as POST", method: "POST", path: "/v25.0/7", form: "method=delete", body: `{"success":true}`},
		{name: "validate only", method: "POST", path: "/v25.0/7", form: "name=New&execution_options=" + url.QueryEscape(`["validate_only"]`), body: `{"success":true}`},
		{name: "redownload", config: func(c *Config) { c.IgnoreUnknownParams = true }, method: "POST", path: "/v25.0/11", form: "redownload=1&name=new name",
			body: `{"account_id":"1","campaign_id":"7","id":"11","name":"new name","updated_time":"2026-03-01T12:00:00+0000"}`},
		{name: "picture", path: "/v25.0/me/picture?redirect=0", setUp: func(s *Server) {
			s.Store().AddEdge("4", "picture", "ProfilePictureSource", Node{"url": "https://example.com/kim.jpg", "is_silhouette": false})
		}, body: `{"data":{"url":"https://example.com/kim.jpg","is_silhouette":false}}`},
	})
}

func TestState(t *testing.T) {
	srv := New(t, fixedClock)
	store := srv.Store()
	store.Add("AdAccount", "act_1", nil)
	store.AddEdge("act_1", "campaigns", "Campaign", Node{"id": "7"})
	store.AddEdge("act_1", "adsets", "AdSet", Node{"id": "70", "campaign_id": "7"})
	store.AddEdge("act_1", "ads", "Ad", Node{"id": "700", "adset_id": "70"})
	for _, edge := range [][2]string{{"act_1", "ads"}, {"70", "ads"}, {"7", "ads"}} {
		if got := store.Edge(edge[0], edge[1]); !slices.Equal(got, []string{"700"}) {
			t.Errorf("%s of %s are %v", edge[1], edge[0], got)
		}
	}
	callServer(t, srv, "POST", "/700", url.Values{"status": {"PAUSED"}})
	if ad, _ := store.Get("700"); ad["status"] != "PAUSED" || ad["configured_status"] != "PAUSED" || ad["campaign_id"] != "7" {
		t.Errorf("the ad is %v", ad)
	}
	callServer(t, srv, "DELETE", "/700", nil)
	if ad, _ := store.Get("700"); ad["status"] != "DELETED" || len(store.Edge("70", "ads")) > 0 {
		t.Errorf("the ad is %v, ads of the ad set are %v", ad, store.Edge("70", "ads"))
	}
	callServer(t, srv, "POST", "/act_1/assigned_users", url.Values{"user": {"55"}, "tasks": {`["ANALYZE"]`}})
	status, body := callServer(t, srv, "GET", "/act_1/assigned_users?business=1&fields=id,tasks", nil)
	if want := `{"data":[{"id":"55","tasks":["ANALYZE"]}]`; status != 200 || body[:len(want)] != want {
		t.Errorf("assigned users: %d %s", status, body)
	}
	callServer(t, srv, "DELETE", "/act_1/assigned_users?user=55", nil)
	if got := store.Edge("act_1", "assigned_users"); len(got) > 0 {
		t.Errorf("assigned users are %v", got)
	}
}

func TestImages(t *testing.T) {
	srv := New(t, fixedClock)
	srv.Store().Add("AdAccount", "act_1", nil)
	form := url.Values{"bytes": {base64.StdEncoding.EncodeToString([]byte("an image"))}}
	_, body := callServer(t, srv, "POST", "/act_1/adimages", form)
	hash := srv.Store().Edge("act_1", "adimages")[0][len("1:"):]
	want := `{"images":{"bytes":{"hash":"` + hash + `","url":"https://example.com/images/` + hash + `","name":"bytes"}}}`
	if diff := cmp.Diff(want, body); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if content, ok := srv.Store().Content("1:" + hash); !ok || string(content) != "an image" {
		t.Errorf("the content is %q", content)
	}
	callServer(t, srv, "DELETE", "/act_1/adimages?hash="+hash, nil)
	if got := srv.Store().Edge("act_1", "adimages"); len(got) > 0 {
		t.Errorf("images are %v", got)
	}
}

func TestStoreLoad(t *testing.T) {
	srv := New(t)
	err := srv.Store().Load(strings.NewReader(`{"AdAccount": {"act_1": {"name": "Acme", "campaigns": [{"id": "7", "adsets": [{"id": "70"}]}]}}}`))
	if err != nil {
		t.Fatal(err)
	}
	// The edges are in no order, and ads come before what they belong to.
	err = srv.Store().Load(strings.NewReader(`{"AdAccount": {"act_5": {"ads": [{"id": "700", "adset_id": "75"}], "adsets": [{"id": "75", "campaign_id": "8"}], "campaigns": [{"id": "8"}]}}}`))
	if err != nil {
		t.Fatal(err)
	}
	for _, edge := range [][2]string{{"act_5", "ads"}, {"75", "ads"}, {"8", "ads"}} {
		if got := srv.Store().Edge(edge[0], edge[1]); !slices.Equal(got, []string{"700"}) {
			t.Errorf("%s of %s are %v", edge[1], edge[0], got)
		}
	}
	if got := srv.Store().Edge("7", "adsets"); !slices.Equal(got, []string{"70"}) {
		t.Errorf("ad sets are %v", got)
	}
	for text, want := range map[string]string{
		`[]`:                                     "graphtest: Load: not the JSON of a store: json: cannot unmarshal array into Go value of type map[string]map[string]graphtest.Node",
		`{"AdAcount": {"act_1": {}}}`:            `graphtest: v25.0 has no node "AdAcount"; did you mean "AdAccount"?`,
		`{"AdAccount": {"act_2": {"nam": 1}}}`:   `graphtest: AdAccount has no field "nam" in v25.0; did you mean "name"?`,
		`{"AdAccount": {"2": {}}}`:               `graphtest: the id "2" of AdAccount has to begin with "act_"`,
		`{"Campaign": {"act_1": {}}}`:            `graphtest: Campaign "act_1": there is a AdAccount with this id`,
		`{"AdAccount": {"act_3": {"ads": [1]}}}`: "graphtest: Load: item 0 of act_3.ads is no object",
	} {
		if err := srv.Store().Load(strings.NewReader(text)); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

// TestJSONBody sends params as a JSON object, which the API takes too.
func TestJSONBody(t *testing.T) {
	srv := New(t, fixedClock)
	srv.Store().Add("AdAccount", "act_1", nil)
	resp, err := http.Post(srv.URL+"/act_1/campaigns", "application/json", strings.NewReader(`{"name":"A b&c","special_ad_categories":[],"is_adset_budget_sharing_enabled":true,"fields":"name,is_adset_budget_sharing_enabled","id":"act_1"}`))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"name":"A b&c","is_adset_budget_sharing_enabled":true,"id":"120210000000000001"}`; string(body) != want {
		t.Errorf("got %s, want %s", body, want)
	}
}
