package graph

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// TestByIDsKeepsOptions says what becomes of options when ids are read one by
// one.
func TestByIDsKeepsOptions(t *testing.T) {
	client := batchClient(t, func(w http.ResponseWriter, r *http.Request) {
		list, err := batchOf(r)
		if r.Header.Get("X-Tenant") != "7" || r.Header.Get("Authorization") != "Bearer other-token" {
			t.Errorf("a request has the headers %v", r.Header)
		}
		if list == nil {
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `{"error":{"message":"no","code":803}}`)
			return
		}
		if err != nil || r.PostForm.Get("access_token") != "other-token" {
			t.Errorf("the batch has the token %q, %v", r.PostForm.Get("access_token"), err)
		}
		var results []*subResponse
		for _, op := range list {
			if !strings.HasPrefix(op.URL, "v24.0/") || op.params().Has("access_token") || op.params().Get("debug") != "all" || strings.Join(op.Headers, "|") != "X-Tenant: 7" {
				t.Errorf("an operation is %+v", op)
			}
			results = append(results, result(200, `{"id":"1"}`, "ETag", `"`+op.path()+`"`))
		}
		_ = json.NewEncoder(w).Encode(results)
	})
	var response Response
	opts := []Option{
		WithToken(Secret("other-token")), WithVersion("v24.0"), WithHeader("X-Tenant", "7"), WithParam("debug", "all"),
		WithTimeout(-1), WithResponse(&response),
	}
	for result, err := range ByIDs(t.Context(), client, testRead(), []string{"1", "2"}, opts...) {
		if err != nil || result.Err != nil {
			t.Fatal(err, result.Err)
		}
	}
	if response.ETag != `"v24.0/2"` {
		t.Errorf("the response is %+v, want that of the last read", response)
	}
}
