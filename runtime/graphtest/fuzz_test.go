package graphtest

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

const formType = "application/x-www-form-urlencoded"

// FuzzServe sends calls of any kind, twice. Whatever is sent, the answer is
// JSON of the API's and not a text of Go's, and nothing panics.
func FuzzServe(f *testing.F) {
	for _, seed := range [][3]string{
		{"GET", "/v25.0/act_1/campaigns?fields=id,ads.limit(2){id}&limit=2&summary=1", ""},
		{"GET", "/?ids=7,act_1&fields=name", ""},
		{"GET", "/me/feed?since=2026-01-01&until=now&limit=1", ""},
		{"GET", "/requests?id=" + fuzzSet, ""},
		{"GET", "/act_1/ads?filtering=[{field:'ad.id',operator:'IN',value:[1]}]", ""},
		{"GET", "/act_1/insights?breakdowns=age&time_increment=1&time_range={'since':'2026-02-01','until':'2026-02-28'}&sort=spend_descending", ""},
		{"GET", "/7?metadata=1&fields=id&callback=a&debug=all&date_format=U", ""},
		{"POST", "/act_1/campaigns", "name=x&special_ad_categories=[]&fields=name"},
		{"POST", "/act_1/insights", "fields=spend"},
		{"GET", "/act_1/insights?level=ad&time_increment=1&breakdowns=age,gender&sort=spend_descending&default_summary=1&fields=spend,actions,cpc", ""},
		{"GET", "/7/insights?time_range[since]=0001-01-01&time_range[until]=9999-12-31&time_increment=7&filtering=[{field:'spend',operator:'IN_RANGE',value:[1,2]}]", ""},
		{"GET", "/act_1/insights?time_ranges=[{since:'2026-01-01',until:'2026-02-01'}]&date_format=U&filtering=[{field:'action_type',operator:'IN',value:['a']}]", ""},
		{"POST", "/", `batch=[{"method":"GET","name":"a","relative_url":"7"},{"relative_url":"?ids={result=a:$.id}"}]`},
		{"POST", "/act_1/async_batch_requests", `name=x&adbatch=[{'name':'a','relative_url':'7','body':'name%3Dx'}]`},
		{"POST", "/50/users", `payload={"schema":"EMAIL","data":["x"]}&session={"session_id":1,"batch_seq":1}`},
		{"POST", "/60/events", `data=[{"event_name":"Lead","event_time":1,"user_data":{"em":"x","ph":["y"]},"custom_data":{"a":{}}}]`},
		{"POST", "/act_1/advideos", "upload_phase=start&file_size=5"},
		{"POST", "/act_1/advideos", "upload_phase=finish&upload_session_id=" + fuzzUpload},
		{"POST", "/100000000000001/uploads", "file_length=5&file_type=image/png"},
		{"POST", "/act_1/adimages", "bytes=YQ=="},
		{"POST", "/7", "daily_budget[0]=x&promoted_object[page_id]=1"},
		{"DELETE", "/act_1/assigned_users?user=5", ""},
		{"DELETE", "/7", ""},
		{"PUT", "/" + fuzzSet, "name=y"},
		{"HEAD", "/act_1", ""},
	} {
		f.Add(seed[0], seed[1], formType, seed[2])
	}
	f.Add("POST", "/v25.0/", "application/json", `{"batch":[{"relative_url":"7","headers":["a: b"],"omit_response_on_success":false}]}`)
	f.Add("POST", "/act_1/adimages", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a\"; filename=\"b\"\r\n\r\nPK\x03\x04\r\n--x--\r\n")
	f.Fuzz(func(t *testing.T, method, target, contentType, body string) {
		if !slices.Contains([]string{"GET", "POST", "DELETE", "PUT", "HEAD", "PATCH"}, method) || !strings.HasPrefix(target, "/") {
			t.Skip("no request of HTTP begins like this")
		}
		srv := fuzzServer(t)
		for range 2 {
			path, query, _ := strings.Cut(target, "?")
			req := httptest.NewRequest(method, "/", strings.NewReader(body))
			req.URL.Path, req.URL.RawPath, req.URL.RawQuery = path, "", query
			req.Header.Set("Content-Type", contentType)
			checkAnswer(t, srv, req, target+body)
		}
	})
}

// The ids of what fuzzServer starts.
const (
	fuzzSet    = "120210000000000001"
	fuzzReport = "120210000000000003"
	fuzzUpload = "120210000000000005"
)

// fuzzServer has a node of most kinds, and one of all that goes on behind one.
func fuzzServer(t *testing.T) *Server {
	srv, err := NewHandler(Config{})
	if err != nil {
		t.Fatal(err)
	}
	store := srv.Store()
	store.Add("User", "4", nil)
	store.Add("AdAccount", "act_1", nil)
	store.AddEdge("4", "feed", "Post", Node{"created_time": "2026-02-01T10:00:00+0000"})
	store.AddEdge("act_1", "campaigns", "Campaign", Node{"id": "7"})
	store.AddEdge("act_1", "insights", "AdsInsights", Node{"spend": "1.5", "date_start": "2026-02-01", "date_stop": "2026-02-01"})
	store.AddEdge("act_1", "customaudiences", "CustomAudience", Node{"id": "50"})
	store.AddEdge("act_1", "adspixels", "AdsPixel", Node{"id": "60"})
	for _, call := range [][2]string{
		{"/act_1/asyncadcreatives", "name=x&creative_spec={}"}, {"/act_1/insights", ""}, {"/act_1/advideos", "upload_phase=start&file_size=5"},
	} {
		req := httptest.NewRequest(http.MethodPost, call[0], strings.NewReader(call[1]))
		req.Header.Set("Content-Type", formType)
		checkAnswer(t, srv, req, "")
	}
	return srv
}

// goTexts are what errors of the standard library begin with.
var goTexts = []string{"strconv.", "json: ", "invalid character", "runtime error", "multipart: ", "mime: ", "parsing time", "net/url", "reflect: "}

func checkAnswer(t *testing.T, srv *Server, req *http.Request, sent string) {
	w := httptest.NewRecorder()
	srv.ServeHTTP(w, req)
	answer := w.Body.String()
	isJSONP := strings.HasPrefix(answer, "/**/")
	if w.Code != http.StatusFound && !isJSONP && !json.Valid([]byte(answer)) {
		t.Errorf("%d: the answer is no JSON: %q", w.Code, answer)
	}
	for _, text := range goTexts {
		if strings.Contains(answer, text) && !strings.Contains(sent, text) {
			t.Errorf("the answer has a text of Go's: %s", answer)
		}
	}
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
