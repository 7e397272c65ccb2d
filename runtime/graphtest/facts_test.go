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
// documentation, or those who use it, describe. What needs no setup in Go stands
// in testdata/exchanges.
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

// TestHiddenNodes says that a node that no token may see keeps its place in
// pages, which are shorter for it.
func TestHiddenNodes(t *testing.T) {
	hide := func(s *Server) { s.Store().Hide("8") }
	runFacts(t, []fact{
		{name: "a page", setUp: hide, path: "/v25.0/act_1/campaigns?fields=id",
			body: `{"data":[{"id":"7"},{"id":"9"}],"paging":{"cursors":{"before":"` + cursor7 + `","after":"` + cursor9 + `"}}}`},
		{name: "a page without items", setUp: hide, path: "/v25.0/act_1/campaigns?fields=id&limit=1&after=" + cursor7,
			body: `{"data":[],"paging":{"cursors":{"before":"` + cursor8 + `","after":"` + cursor8 + `"},"next":"HOST/v25.0/act_1/campaigns?after=` + cursor8 + `&fields=id&limit=1","previous":"HOST/v25.0/act_1/campaigns?before=` + cursor8 + `&fields=id&limit=1"}}`},
	})
}
