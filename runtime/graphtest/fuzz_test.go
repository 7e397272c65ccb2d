package graphtest

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// FuzzServe sends calls of any kind. Whatever is sent, the answer is JSON, and
// nothing panics.
func FuzzServe(f *testing.F) {
	for _, seed := range [][3]string{
		{"GET", "/v25.0/act_1/campaigns?fields=id,ads.limit(2){id}&limit=2&summary=1", ""},
		{"GET", "/?ids=7,act_1&fields=name", ""},
		{"GET", "/me/feed?since=2026-01-01&until=now&limit=1", ""},
		{"GET", "/requests?id=7", ""},
		{"GET", "/act_1/ads?filtering=[{field:'ad.id',operator:'IN',value:[1]}]", ""},
		{"POST", "/act_1/campaigns", "name=x&special_ad_categories=[]&fields=name"},
		{"POST", "/act_1/insights", "fields=spend"},
		{"POST", "/", `batch=[{"method":"GET","name":"a","relative_url":"7"},{"relative_url":"?ids={result=a:$.id}"}]`},
		{"POST", "/act_1/async_batch_requests", `name=x&adbatch=[{'name':'a','relative_url':'7','body':'name%3Dx'}]`},
		{"POST", "/50/users", `payload={"schema":"EMAIL","data":["x"]}&session={"session_id":1,"batch_seq":1}`},
		{"POST", "/act_1/advideos", "upload_phase=start&file_size=5"},
		{"POST", "/100000000000001/uploads", "file_length=5&file_type=image/png"},
		{"POST", "/act_1/adimages", "bytes=YQ=="},
		{"DELETE", "/act_1/assigned_users?user=5", ""},
		{"DELETE", "/7", ""},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	srv, err := NewHandler(Config{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, method, target, body string) {
		if method != http.MethodGet && method != http.MethodPost && method != http.MethodDelete || !strings.HasPrefix(target, "/") {
			t.Skip("no request of HTTP begins like this")
		}
		store := newStore(srv.schema, srv.problem, srv.config.Now)
		fresh := &Server{config: srv.config, specs: srv.specs, schema: srv.schema, store: store, ledger: newLedger(srv.schema, 10), faults: newFaults(0)}
		store.Add("User", "4", nil)
		store.Add("AdAccount", "act_1", nil)
		store.AddEdge("act_1", "campaigns", "Campaign", Node{"id": "7"})
		store.AddEdge("act_1", "customaudiences", "CustomAudience", Node{"id": "50"})
		path, query, _ := strings.Cut(target, "?")
		req := httptest.NewRequest(method, "/", strings.NewReader(body))
		req.URL.Path, req.URL.RawPath, req.URL.RawQuery = path, "", query
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		fresh.ServeHTTP(w, req)
		answer, err := io.ReadAll(w.Result().Body)
		if err != nil {
			t.Fatal(err)
		}
		isJSONP := strings.HasPrefix(string(answer), "/**/")
		if w.Code != http.StatusFound && !isJSONP && !json.Valid(answer) {
			t.Errorf("%d: the answer is no JSON: %q", w.Code, answer)
		}
	})
}

// FuzzLooseJSON says that what is JSON stays what it is, and that what is not
// becomes an error or JSON.
func FuzzLooseJSON(f *testing.F) {
	for _, seed := range []string{`{"a":[1,2.5,"x\"y"]}`, `[{field:'ad.id',operator:'IN',value:[1,2,],},]`, `{'it\'s': "a 'b'"}`, `{a:true,b:null,c:-1e5}`, `'`, `{a`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		value, err := looseJSON(text)
		if json.Valid([]byte(text)) && err != nil {
			t.Fatalf("valid JSON is refused: %v", err)
		}
		if err == nil && !json.Valid(mustJSON(value)) {
			t.Fatalf("the value cannot be encoded: %#v", value)
		}
	})
}

// FuzzFields says that fields either parse or are refused.
func FuzzFields(f *testing.F) {
	for _, seed := range []string{"id,name", "ads.limit(2).order(a){id,creative{id}}", `ads.filtering([{"field":"a)","value":"("}])`, "a.as(b)", "a{", "a.b(", "a}", `["id"]`, "a.fields(b,c)"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		fields, err := parseFields(text)
		if err != nil && err.Code != 2500 {
			t.Fatalf("the error is %v", err)
		}
		for _, s := range fields {
			if err == nil && s.name == "" {
				t.Fatalf("a field of %q has no name", text)
			}
		}
	})
}

// FuzzJSONPath says that any path finds something or nothing.
func FuzzJSONPath(f *testing.F) {
	for _, seed := range []string{"$.id", "$.data.*.id", "$.data..id", "$.data[0:199:1].id", "$.images.*.hash", "$['a']", "$[", "$..", "$.data[-1]", "$.data[::0]"} {
		f.Add(seed)
	}
	root := map[string]any{"id": "1", "data": []any{map[string]any{"id": "2"}, map[string]any{"id": "3"}}, "images": map[string]any{"a": map[string]any{"hash": "h"}}}
	f.Fuzz(func(t *testing.T, path string) {
		if found := find(root, path); len(found) > maxFound {
			t.Fatalf("%q finds %d values", path, len(found))
		}
	})
}
