package graphtest

import (
	"net/http"
	"net/url"
	"testing"
)

const depotSpec = `node: Depot
path: depots/depot_{depot_id}
doc: A depot.
fields:
  id: {type: numeric string, default: true, doc: The id.}
  name: {type: string, doc: The name.}
read: {doc: Reads a depot.}
update:
  doc: Updates a depot.
  path: depots/depot_{depot_id}.json
  params: {name: {type: string, doc: The name.}}
edges:
  items:
    doc: What the depot holds.
    list: {path: "stock/{depot_id}/all", doc: Lists it., returns: Item}
    create:
      doc: Adds an item.
      params: {name: {type: string, required: true, doc: The name.}}
      returns: Item
`

// TestOwnPaths serves operations whose paths the specs spell out.
func TestOwnPaths(t *testing.T) {
	srv := New(t, fixedClock, func(c *Config) {
		c.Specs = ownSpecs(map[string]string{"shop.yaml": shopSpec, "item.yaml": itemSpec, "depot.yaml": depotSpec})
		c.Version = "v2.0"
	})
	srv.Store().Add("Depot", "depot_1", Node{"name": "North"})
	srv.Store().Add("Shop", "shop_1", nil)
	missing := func(method, id string) string {
		return `{"error":{"message":"No ` + method + ` of object '` + id + `': it does not exist, the token may not see it, or it has no such operation","type":"GraphMethodException","code":100,"error_subcode":33,"fbtrace_id":"TRACE"}}`
	}
	expect(t, srv, "GET", "/v2.0/depots/depot_1?fields=name", nil, `{"name":"North","id":"depot_1"}`)
	expect(t, srv, "POST", "/depots/depot_1.json", url.Values{"name": {"South"}}, `{"success":true}`)
	expect(t, srv, "POST", "/depots/depot_1/items", url.Values{"name": {"Tea"}}, `{"id":"120210000000000001"}`)
	expect(t, srv, "POST", "/depots/depot_1/items", url.Values{"name": {"Salt"}}, `{"id":"120210000000000002"}`)
	const page = `{"data":[{"id":"120210000000000001"}],"paging":{"cursors":{"before":"c2VxOjE","after":"c2VxOjE"},"next":"`
	next := srv.URL + "/v2.0/stock/1/all?after=c2VxOjE&limit=1"
	expect(t, srv, "GET", "/stock/1/all?limit=1", nil, page+next+`"}}`)
	expect(t, srv, "GET", "/depots/depot_1?fields=items.limit(1)", nil, `{"items":`+page+next+`"}},"id":"depot_1"}`)
	expect(t, srv, "GET", next[len(srv.URL):]+"&fields=name", nil,
		`{"data":[{"name":"Salt","id":"120210000000000002"}],"paging":{"cursors":{"before":"c2VxOjI","after":"c2VxOjI"},"previous":"`+srv.URL+`/v2.0/stock/1/all?before=c2VxOjI&fields=name&limit=1"}}`)
	for path, id := range map[string]string{"/depots/depot_9": "9", "/stock/9/all": "9", "/depot_1": "depot_1", "/depot_1/items": "depot_1"} {
		expect(t, srv, "GET", path, nil, missing("get", id))
	}
	expect(t, srv, "GET", "/depots/depot_1/items", nil,
		`{"error":{"message":"Unknown path components: /depots/depot_1/items","type":"OAuthException","code":2500,"fbtrace_id":"TRACE"}}`)
	srv.Ledger().WantActed(t, On("Depot.items.list"), 2)
	srv.Ledger().WantReceived(t, On("Depot.items.list").ID("9"), 1)
	if status, body := callServer(t, srv, "GET", "/shop_1/items", nil); status != http.StatusOK {
		t.Errorf("an edge of the same name: %d %s", status, body)
	}
}
