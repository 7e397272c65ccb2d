package graphtest

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/metagraph-go/graphgen/generator/spec"
)

// ownSpecs is a spec set that has nothing of Meta's, apart from a name.
func ownSpecs(files map[string]string) []spec.Layer {
	fsys := fstest.MapFS{
		"versions.yaml": {Data: []byte("versions:\n  - {version: v1.0, released: 2026-01-01}\n  - {version: v2.0, released: 2026-02-01}\n")},
		"errors.yaml":   {Data: []byte("errors:\n  - {code: 100, name: InvalidParameter, class: bad request, doc: A bad param.}\n")},
	}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return []spec.Layer{{Name: "own", FS: fsys}}
}

const shopSpec = `node: Shop
path: shop_{shop_id}
doc: A shop.
fields:
  id: {type: numeric string, default: true, doc: The id.}
  name: {type: string, doc: The name.}
  size: {type: int32, min: 1, max: 9, since: v2.0, doc: The size.}
read: {doc: Reads a shop.}
update:
  doc: Updates a shop.
  params:
    name: {type: string, doc: The name.}
    size: {type: int32, min: 1, max: 9, since: v2.0, doc: The size.}
  read_after_write: true
edges:
  items:
    doc: What the shop sells.
    list: {doc: Lists it., returns: Item}
    create:
      doc: Adds an item.
      params: {name: {type: string, required: true, doc: The name.}}
      returns: Item
`

const itemSpec = `node: Item
doc: A thing.
fields:
  id: {type: numeric string, default: true, doc: The id.}
  name: {type: string, doc: The name.}
  shop_id: {type: id<Shop>, doc: The shop.}
read: {doc: Reads a thing.}
`

// TestOwnSpecs serves specs of a user's own, in two versions.
func TestOwnSpecs(t *testing.T) {
	srv := New(t, fixedClock, func(c *Config) {
		c.Specs = ownSpecs(map[string]string{"shop.yaml": shopSpec, "item.yaml": itemSpec})
		c.Version = "v2.0"
	})
	srv.Store().Add("Shop", "shop_1", Node{"name": "Corner", "size": 3})
	expect(t, srv, "GET", "/shop_1?fields=name,size", nil, `{"name":"Corner","size":3,"id":"shop_1"}`)
	expect(t, srv, "POST", "/shop_1/items", url.Values{"name": {"Tea"}}, `{"id":"120210000000000001"}`)
	expect(t, srv, "GET", "/120210000000000001?fields=name,shop_id", nil, `{"name":"Tea","shop_id":"1","id":"120210000000000001"}`)
	expect(t, srv, "POST", "/shop_1", url.Values{"size": {"10"}, "fields": {"size"}},
		`{"error":{"message":"(#100) Param size must be at most 9","type":"OAuthException","code":100,"error_data":"{\"blame_field_specs\":[[\"size\"]]}","fbtrace_id":"TRACE"}}`)
	expect(t, srv, "GET", "/v1.0/shop_1?fields=size", nil,
		`{"error":{"message":"(#100) Tried accessing nonexisting field (size) on node type (Shop)","type":"OAuthException","code":100,"fbtrace_id":"TRACE"}}`)
	srv.Store().AddSamples()
	for _, id := range srv.Store().IDs("Shop") {
		if status, body := callServer(t, srv, "GET", "/"+id+"/items", nil); status != http.StatusOK {
			t.Errorf("items of %s: %s", id, body)
		}
	}
}

// TestBadConfig says what is wrong with a config.
func TestBadConfig(t *testing.T) {
	tests := []struct {
		config Config
		want   string
	}{
		{Config{Version: "v0.1"}, `graphtest: the specs know no API version "v0.1"; the newest that they know are v23.0`},
		{Config{PageSize: -1}, "graphtest: Config.PageSize is negative"},
		{Config{Without: AllQuirks + 1}, "graphtest: Config.Without has bits that are no quirks: 0x200"},
		{Config{Tokens: []Token{{UserID: "1"}}}, "graphtest: Config.Tokens[0] has no Text"},
		{Config{Specs: ownSpecs(map[string]string{"shop.yaml": "node: Shop\nfield: {}\n"}), Version: "v2.0"}, "graphtest: the specs have mistakes:\nown/shop.yaml:"},
	}
	for _, test := range tests {
		if _, err := NewHandler(test.config); err == nil || !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("%v, want %s", err, test.want)
		}
	}
}
