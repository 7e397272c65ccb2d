package graphtest

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// fact is a request written by hand and the answer that the API's
// documentation, or those who use it, describe.
type fact struct {
	name   string
	config func(*Config)
	setUp  func(*Server)
	method string
	path   string
	form   string
	header http.Header
	status int
	// body is the answer with HOST for the server's URL and TRACE for trace ids.
	body string
}

var traceID = regexp.MustCompile(`T[0-9]{10}`)

func (f fact) run(t *testing.T) {
	srv := New(t, fixedClock, func(c *Config) {
		if f.config != nil {
			f.config(c)
		}
	})
	store := srv.Store()
	store.Add("User", "4", Node{"name": "Kim"})
	store.Add("AdAccount", "act_1", Node{"name": "Acme", "currency": "EUR"})
	store.AddEdge("4", "feed", "Post", Node{"id": "4_1", "message": "one", "created_time": "2026-02-01T10:00:00+0000"})
	store.AddEdge("4", "feed", "Post", Node{"id": "4_2", "message": "two", "created_time": "2026-02-02T10:00:00+0000"})
	store.AddEdge("act_1", "campaigns", "Campaign", Node{"id": "7", "name": "Spring", "status": "ACTIVE", "effective_status": "ACTIVE", "daily_budget": 5000})
	store.AddEdge("act_1", "campaigns", "Campaign", Node{"id": "8", "name": "Summer", "status": "PAUSED", "effective_status": "PAUSED"})
	store.AddEdge("act_1", "campaigns", "Campaign", Node{"id": "9", "name": "Autumn", "status": "ACTIVE", "effective_status": "ACTIVE"})
	store.AddEdge("act_1", "ads", "Ad", Node{"id": "11", "name": "Ad 11", "campaign_id": "7"})
	store.AddEdge("act_1", "ads", "Ad", Node{"id": "12", "name": "Ad 12", "campaign_id": "7"})
	if f.setUp != nil {
		f.setUp(srv)
	}
	method := f.method
	if method == "" {
		method = http.MethodGet
	}
	form, err := url.ParseQuery(f.form)
	if err != nil {
		t.Fatal(err)
	}
	status, body := callWith(t, srv, method, f.path, form, f.header)
	body = traceID.ReplaceAllString(strings.ReplaceAll(body, srv.URL, "HOST"), "TRACE")
	want := f.status
	if want == 0 {
		want = http.StatusOK
	}
	if status != want {
		t.Errorf("status %d, want %d", status, want)
	}
	if diff := cmp.Diff(strings.TrimSpace(f.body), body); diff != "" {
		t.Errorf("body (-want +got):\n%s", diff)
	}
}

func runFacts(t *testing.T, facts []fact) {
	t.Helper()
	for _, f := range facts {
		t.Run(f.name, f.run)
	}
}

const (
	cursor7 = "c2VxOjM"
	cursor8 = "c2VxOjQ"
	cursor9 = "c2VxOjU"
)

func TestReads(t *testing.T) {
	runFacts(t, []fact{
		{name: "default fields", path: "/v25.0/act_1", body: `{"id":"act_1","account_id":"1"}`},
		{name: "no version in the path", path: "/act_1?fields=name", body: `{"name":"Acme","id":"act_1"}`},
		{name: "trailing slash", path: "/v25.0/act_1/?fields=id", body: `{"id":"act_1"}`},
		{name: "me", path: "/v25.0/me?fields=name", body: `{"name":"Kim","id":"4"}`},
		{name: "id as a param", path: "/v25.0/?id=7&fields=name", body: `{"name":"Spring","id":"7"}`},
		{name: "edge with id as a param", path: "/v25.0/ads?id=7&limit=1&fields=id",
			body: `{"data":[{"id":"11"}],"paging":{"cursors":{"before":"c2VxOjc","after":"c2VxOjc"},"next":"HOST/v25.0/ads?after=c2VxOjc&fields=id&id=7&limit=1"}}`},
		{name: "many ids", path: "/v25.0/?ids=7,8&fields=name", body: `{"7":{"name":"Spring","id":"7"},"8":{"name":"Summer","id":"8"}}`},
		{name: "an edge of many ids", path: "/v25.0/ads?ids=8&fields=id", body: `{"8":{"data":[]}}`},
		{name: "no ids: an empty map is a list", path: "/v25.0/?ids=", body: `[]`},
		{name: "no ids, plain", config: func(c *Config) { c.PlainAnswers = PlainJSON }, path: "/v25.0/?ids=", body: `{}`},
		{name: "money is text", path: "/v25.0/7?fields=daily_budget", body: `{"daily_budget":"5000","id":"7"}`},
		{name: "money, plain", config: func(c *Config) { c.PlainAnswers = PlainJSON }, path: "/v25.0/7?fields=daily_budget", body: `{"daily_budget":5000,"id":"7"}`},
		{name: "expansion with modifiers", path: "/v25.0/7?fields=" + url.QueryEscape("name,ads.limit(1).as(first){name}"),
			body: `{"name":"Spring","first":{"data":[{"name":"Ad 11","id":"11"}],"paging":{"cursors":{"before":"c2VxOjc","after":"c2VxOjc"},"next":"HOST/v25.0/7/ads?after=c2VxOjc&fields=name&limit=1"}},"id":"7"}`},
		{name: "an expanded edge without items is left out", path: "/v25.0/8?fields=name,ads", body: `{"name":"Summer","id":"8"}`},
		{name: "a field that refers to a node", setUp: func(s *Server) { s.Store().Add("Campaign", "7", Node{"source_campaign": "8"}) },
			path: "/v25.0/7?fields=source_campaign", body: `{"source_campaign":{"id":"8","name":"Summer"},"id":"7"}`},
		{name: "fields as a JSON list", path: "/v25.0/7?fields=" + url.QueryEscape(`["name"]`), body: `{"name":"Spring","id":"7"}`},
		{name: "a GET sent as POST", method: "POST", path: "/v25.0/7", form: "method=get&fields=name", body: `{"name":"Spring","id":"7"}`},
		{name: "pretty", path: "/v25.0/7?fields=id&pretty=true", body: "{\n  \"id\": \"7\"\n}"},
		{name: "callback", path: "/v25.0/7?fields=id&callback=show", body: `/**/ show({"id":"7"});`},
		{name: "an empty pair in the query", path: "/v25.0/7?fields=id&&pretty=0", body: `{"id":"7"}`},
	})
}

func TestPages(t *testing.T) {
	runFacts(t, []fact{
		{name: "first page", path: "/v25.0/act_1/campaigns?fields=id&limit=2&access_token=secret",
			body: `{"data":[{"id":"7"},{"id":"8"}],"paging":{"cursors":{"before":"` + cursor7 + `","after":"` + cursor8 + `"},"next":"HOST/v25.0/act_1/campaigns?access_token=secret&after=` + cursor8 + `&fields=id&limit=2"}}`},
		{name: "the token of a header stands in the link", path: "/v25.0/act_1/campaigns?fields=id&limit=1", header: http.Header{"Authorization": {"Bearer secret"}},
			body: `{"data":[{"id":"7"}],"paging":{"cursors":{"before":"` + cursor7 + `","after":"` + cursor7 + `"},"next":"HOST/v25.0/act_1/campaigns?access_token=secret&after=` + cursor7 + `&fields=id&limit=1"}}`},
		{name: "the last page has a cursor and no next", path: "/v25.0/act_1/campaigns?fields=id&limit=2&after=" + cursor8,
			body: `{"data":[{"id":"9"}],"paging":{"cursors":{"before":"` + cursor9 + `","after":"` + cursor9 + `"},"previous":"HOST/v25.0/act_1/campaigns?before=` + cursor9 + `&fields=id&limit=2"}}`},
		{name: "the last page, plain", config: func(c *Config) { c.PlainAnswers = PlainJSON }, path: "/v25.0/act_1/campaigns?fields=id",
			body: `{"data":[{"id":"7"},{"id":"8"},{"id":"9"}],"paging":{}}`},
		{name: "the page before", path: "/v25.0/act_1/campaigns?fields=id&limit=1&before=" + cursor9,
			body: `{"data":[{"id":"8"}],"paging":{"cursors":{"before":"` + cursor8 + `","after":"` + cursor8 + `"},"next":"HOST/v25.0/act_1/campaigns?after=` + cursor8 + `&fields=id&limit=1","previous":"HOST/v25.0/act_1/campaigns?before=` + cursor8 + `&fields=id&limit=1"}}`},
		{name: "an empty page with a next link", path: "/v25.0/act_1/campaigns?fields=id&limit=1&after=" + cursor7 + "&effective_status=" + url.QueryEscape(`["ACTIVE"]`),
			body: `{"data":[],"paging":{"cursors":{"before":"` + cursor8 + `","after":"` + cursor8 + `"},"next":"HOST/v25.0/act_1/campaigns?after=` + cursor8 + `&effective_status=%5B%22ACTIVE%22%5D&fields=id&limit=1","previous":"HOST/v25.0/act_1/campaigns?before=` + cursor8 + `&effective_status=%5B%22ACTIVE%22%5D&fields=id&limit=1"}}`},
		{name: "filtered before paging, plain", config: func(c *Config) { c.PlainAnswers = PlainJSON }, path: "/v25.0/act_1/campaigns?fields=id&limit=2&effective_status=" + url.QueryEscape(`["ACTIVE"]`),
			body: `{"data":[{"id":"7"},{"id":"9"}],"paging":{}}`},
		{name: "hidden nodes make pages short", setUp: func(s *Server) { s.Store().Hide("8") }, path: "/v25.0/act_1/campaigns?fields=id",
			body: `{"data":[{"id":"7"},{"id":"9"}],"paging":{"cursors":{"before":"` + cursor7 + `","after":"` + cursor9 + `"}}}`},
		{name: "offset", path: "/v25.0/act_1/campaigns?fields=id&limit=1&offset=1",
			body: `{"data":[{"id":"8"}],"paging":{"next":"HOST/v25.0/act_1/campaigns?fields=id&limit=1&offset=2","previous":"HOST/v25.0/act_1/campaigns?fields=id&limit=1&offset=0"}}`},
		{name: "time, latest first", path: "/v25.0/me/feed?fields=message&limit=1",
			body: `{"data":[{"message":"two","id":"4_2"}],"paging":{"previous":"HOST/v25.0/me/feed?__paging_token=c2VxOjI&__previous=1&fields=message&limit=1&since=1770026400","next":"HOST/v25.0/me/feed?__paging_token=c2VxOjI&fields=message&limit=1&until=1770026400"}}`},
		{name: "time paging ends with an empty page", path: "/v25.0/me/feed?fields=message&limit=1&until=1769940000&__paging_token=c2VxOjE", body: `{"data":[]}`},
		{name: "summary", path: "/v25.0/act_1/campaigns?fields=id&limit=1&summary=true",
			body: `{"data":[{"id":"7"}],"paging":{"cursors":{"before":"` + cursor7 + `","after":"` + cursor7 + `"},"next":"HOST/v25.0/act_1/campaigns?after=` + cursor7 + `&fields=id&limit=1&summary=true"},"summary":{"total_count":3}}`},
		{name: "filtering", path: "/v25.0/act_1/ads?fields=id&filtering=" + url.QueryEscape(`[{field:'ad.id',operator:'IN',value:[12]}]`),
			body: `{"data":[{"id":"12"}],"paging":{"cursors":{"before":"c2VxOjY","after":"c2VxOjg"}}}`},
		{name: "filtering by what belongs to another node", path: "/v25.0/act_1/ads?fields=id&filtering=" + url.QueryEscape(`[{field:'campaign.name',operator:'CONTAIN',value:'summ'}]`),
			body: `{"data":[],"paging":{"cursors":{"before":"c2VxOjY","after":"c2VxOjg"}}}`},
		{name: "filtering by the name of the campaign", path: "/v25.0/act_1/ads?fields=id&limit=1&filtering=" + url.QueryEscape(`[{field:'campaign.name',operator:'EQUAL',value:'Spring'}]`),
			body: `{"data":[{"id":"11"}],"paging":{"cursors":{"before":"c2VxOjY","after":"c2VxOjY"},"next":"HOST/v25.0/act_1/ads?after=c2VxOjY&fields=id&filtering=%5B%7Bfield%3A%27campaign.name%27%2Coperator%3A%27EQUAL%27%2Cvalue%3A%27Spring%27%7D%5D&limit=1"}}`},
		{name: "a list param that names parents", path: "/v25.0/act_1/ads?fields=id&campaign_ids=[7,8]",
			body: `{"data":[{"id":"11"},{"id":"12"}],"paging":{"cursors":{"before":"c2VxOjY","after":"c2VxOjg"}}}`},
		{name: "a cursor that is none", path: "/v25.0/act_1/campaigns?after=x", status: 400,
			body: `{"error":{"message":"(#2642) Invalid cursor values","type":"OAuthException","code":2642,"fbtrace_id":"TRACE"}}`},
	})
}
