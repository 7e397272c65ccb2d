package offline_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"

	offline "github.com/metagraph-go/graphgen/golden/cases/offline/want"
	"github.com/metagraph-go/graphgen/runtime/graph"
)

var upload = offline.OfflineConversionDataSetUploadByID("123")

func TestReadByID(t *testing.T) {
	var path, fields string
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		path, fields = r.URL.Path, r.FormValue("fields")
		answer(w, http.StatusOK, `{"id": "123", "upload_tag": "spring", "is_excluded_for_lift": false, "api_calls": 7, "valid_entries": "5000"}`)
	})
	got, err := graph.Do(t.Context(), client, upload.Read(offline.OfflineConversionDataSetUploadReadParams{
		Fields: []offline.OfflineConversionDataSetUploadField{
			offline.OfflineConversionDataSetUploadFieldID,
			offline.OfflineConversionDataSetUploadFieldAPICalls,
		},
	}))
	if err != nil {
		t.Fatal(err)
	}
	if path != "/v25.0/123" || fields != "id,api_calls" {
		t.Errorf("asked for %s with fields %q", path, fields)
	}
	if got.ID != "123" || got.UploadTag != "spring" {
		t.Errorf("got %+v", got)
	}
	if n, ok := got.APICalls.Get(); n != 7 || !ok {
		t.Errorf("api_calls is %d, %t", n, ok)
	}
	if n := got.ValidEntries.Or(0); n != 5000 {
		t.Errorf("valid_entries, a number as text, is %d", n)
	}
	if excluded, ok := got.IsExcludedForLift.Get(); excluded || !ok {
		t.Errorf("is_excluded_for_lift is %t, %t", excluded, ok)
	}
	if _, ok := got.MatchedEntries.Get(); ok {
		t.Error("matched_entries is there, and was not in the answer")
	}
}

// TestProgressOverPages walks over a page, an empty page, and a last page that
// has a cursor but no next link.
func TestProgressOverPages(t *testing.T) {
	pages := map[string]string{
		"":  `{"data": [{"start": 0}, {"start": 1}], "paging": {"cursors": {"after": "b"}, "next": "https://graph.facebook.com/v25.0/123/progress?after=b&access_token=other"}}`,
		"b": `{"data": [], "paging": {"cursors": {"after": "c"}, "next": "https://graph.facebook.com/v25.0/123/progress?after=c"}}`,
		"c": `{"data": [{"start": 2}], "paging": {"cursors": {"before": "c", "after": "d"}}}`,
	}
	var asked []string
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		after := r.URL.Query().Get("after")
		asked = append(asked, r.URL.Path+" "+after)
		page, ok := pages[after]
		if !ok {
			t.Errorf("asked for the page after %q", after)
			page = `{"data": []}`
		}
		answer(w, http.StatusOK, page)
	})
	var starts []int
	for item, err := range graph.All(t.Context(), client, upload.Progress(offline.OfflineConversionDataSetUploadProgressParams{Limit: 2})) {
		if err != nil {
			t.Fatal(err)
		}
		var progress struct{ Start int }
		if err := item.Decode(&progress); err != nil {
			t.Fatal(err)
		}
		starts = append(starts, progress.Start)
	}
	if diff := cmp.Diff([]int{0, 1, 2}, starts); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
	want := []string{"/v25.0/123/progress ", "/v25.0/123/progress b", "/v25.0/123/progress c"}
	if diff := cmp.Diff(want, asked); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestProgressFails(t *testing.T) {
	client := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusBadRequest,
			`{"error": {"message": "Target object undetermined", "type": "OAuthException", "code": 275, "fbtrace_id": "Abc"}}`)
	})
	_, err := graph.Do(t.Context(), client, upload.Progress(offline.OfflineConversionDataSetUploadProgressParams{}))
	if !errors.Is(err, offline.ErrTargetObjectUndetermined) || !errors.Is(err, graph.ErrBadRequest) {
		t.Fatalf("error is %v", err)
	}
	if errors.Is(err, offline.ErrInvalidParameter) {
		t.Error("the error matches another code")
	}
	answered, ok := errors.AsType[*graph.Error](err)
	if !ok {
		t.Fatalf("error is a %T", err)
	}
	if answered.TraceID != "Abc" || answered.Operation != "OfflineConversionDataSetUpload.progress list 123" || answered.Meaning == "" {
		t.Errorf("error is %+v", answered)
	}
}

// serve returns a client of a server that answers as handler says.
func serve(t *testing.T, handler http.HandlerFunc) *graph.Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	client, err := graph.New(graph.Config{Token: graph.Secret("token"), BaseURL: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func answer(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(body))
}
