package graphtest

import (
	"net/url"
	"testing"
)

// TestOrder lists edges in an order of the call's own.
func TestOrder(t *testing.T) {
	dated := func(s *Server) {
		s.Store().Add("Campaign", "7", Node{"created_time": "2026-01-02T10:00:00+0000"})
		s.Store().Add("Campaign", "8", Node{"created_time": "2026-01-03T10:00:00+0000"})
		s.Store().Add("Campaign", "9", Node{"created_time": "2026-01-01T10:00:00+0000"})
	}
	uploads := func(s *Server) {
		s.Store().Add("OfflineConversionDataSet", "30", nil)
		for _, fields := range []Node{{"id": "31", "api_calls": 9}, {"id": "32", "api_calls": 10}, {"id": "33", "api_calls": 9}} {
			s.Store().AddEdge("30", "uploads", "OfflineConversionDataSetUpload", fields)
		}
	}
	// Cursors are places: c2VxOjE is the first, c2VxOjI the second.
	const place1, place2, place3 = "c2VxOjE", "c2VxOjI", "c2VxOjM"
	cursors := func(before, after string) string {
		return `"cursors":{"before":"` + before + `","after":"` + after + `"}`
	}
	runFacts(t, []fact{
		{name: "oldest first", setUp: dated, path: "/v25.0/act_1/campaigns?order=chronological&limit=2",
			body: `{"data":[{"id":"9"},{"id":"7"}],"paging":{` + cursors(place1, place2) + `,"next":"HOST/v25.0/act_1/campaigns?after=` + place2 + `&limit=2&order=chronological"}}`},
		{name: "the next page", setUp: dated, path: "/v25.0/act_1/campaigns?order=chronological&limit=2&after=" + place2,
			body: `{"data":[{"id":"8"}],"paging":{` + cursors(place3, place3) + `,"previous":"HOST/v25.0/act_1/campaigns?before=` + place3 + `&limit=2&order=chronological"}}`},
		{name: "latest first", setUp: dated, path: "/v25.0/act_1/campaigns?order=reverse_chronological",
			body: `{"data":[{"id":"8"},{"id":"7"},{"id":"9"}],"paging":{` + cursors(place1, place3) + `}}`},
		{name: "in an expansion", setUp: dated, path: "/v25.0/act_1?fields=" + url.QueryEscape("campaigns.order(chronological).limit(1)"),
			body: `{"campaigns":{"data":[{"id":"9"}],"paging":{` + cursors(place1, place1) + `,"next":"HOST/v25.0/act_1/campaigns?after=` + place1 + `&limit=1&order=chronological"}},"id":"act_1"}`},
		{name: "a feed, oldest first", path: "/v25.0/4/feed?order=chronological&fields=id", body: `{"data":[{"id":"4_1"},{"id":"4_2"}],"paging":{` + cursors(place1, place2) + `}}`},
		{name: "a feed, oldest first and from a day on", path: "/v25.0/4/feed?order=chronological&fields=id&since=2026-02-02", body: `{"data":[{"id":"4_2"}],"paging":{` + cursors(place1, place1) + `}}`},
		{name: "another order", path: "/v25.0/act_1/campaigns?order=ranked", status: 400,
			body: refusal("100", "(#100) Param order must be one of {chronological, reverse_chronological}", `\"order\"`)},
		{name: "another order that is ignored", config: func(c *Config) { c.IgnoreUnknownParams = true }, path: "/v25.0/act_1/campaigns?order=ranked&limit=0", body: `{"data":[]}`},
		{name: "by a number, upwards", setUp: uploads, path: "/v25.0/30/uploads?sort_by=API_CALLS&order=ASCENDING&fields=id",
			body: `{"data":[{"id":"31"},{"id":"33"},{"id":"32"}],"paging":{` + cursors(place1, place3) + `}}`},
		{name: "by a number, downwards", setUp: uploads, path: "/v25.0/30/uploads?sort_by=API_CALLS&order=DESCENDING&fields=id",
			body: `{"data":[{"id":"32"},{"id":"31"},{"id":"33"}],"paging":{` + cursors(place1, place3) + `}}`},
	})
}

const brandSpec = `node: Brand
doc: A brand.
fields:
  id: {type: numeric string, default: true, doc: The id.}
  name: {type: string, doc: The name.}
read: {doc: Reads a brand.}
edges:
  items:
    doc: What the brand makes.
    list: {doc: Lists it., returns: Item}
`

// TestCommonParams sends what the API understands on every path.
func TestCommonParams(t *testing.T) {
	own := func(c *Config) {
		c.Specs = ownSpecs(map[string]string{"brand.yaml": brandSpec, "shop.yaml": shopSpec, "item.yaml": itemSpec})
		c.Version = "v2.0"
	}
	srv := New(t, fixedClock, own)
	srv.Store().Add("Brand", "5", Node{"name": "Tea & Co"})
	expect(t, srv, "GET", "/v2.0/5?return_ssl_resources=1&locale=de_DE&format=json&pretty=0&suppress_http_code=1&include_headers=0&metadata=0", nil, `{"id":"5"}`)
	expect(t, srv, "GET", "/v2.0/5?fields=name&metadata=1", nil, `{"name":"Tea & Co","id":"5","metadata":{"type":"brand",`+
		`"connections":{"items":"`+srv.URL+`/v2.0/5/items"},`+
		`"fields":[{"name":"id","description":"The id.","type":"numeric string"},{"name":"name","description":"The name.","type":"string"}]}}`)
	plain := New(t, func(c *Config) { c.Without = AllQuirks })
	plain.Store().Add("User", "4", nil)
	script := send(t, plain, "GET", "/4?callback=show", nil, nil)
	if got, want := script.header.Get("Content-Type"), "text/javascript; charset=UTF-8"; got != want || script.body != `/**/ show({"id":"4"});` {
		t.Errorf("with a callback: %s %s", got, script.body)
	}
}
