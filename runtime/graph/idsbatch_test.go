package graph

import (
	"cmp"
	"encoding/json"
	"errors"
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

// TestByIDsTellsErrorsOfTheRequestFromThoseOfIDs asks for ids that all fail in
// the same words.
func TestByIDsTellsErrorsOfTheRequestFromThoseOfIDs(t *testing.T) {
	// The id says how it is answered: with a code, or well.
	answerFor := func(id string) (int, string) {
		code, _, failed := strings.Cut(id, "-")
		if !failed {
			return 200, fmt.Sprintf(`{"id":%q}`, id)
		}
		return 400, fmt.Sprintf(`{"error":{"message":"the same words","code":%s}}`, code)
	}
	client := batchClient(t, func(w http.ResponseWriter, r *http.Request) {
		list, err := batchOf(r)
		if err != nil && r.PostForm.Has("batch") {
			t.Error(err)
		}
		if list == nil {
			var members []string
			for id := range strings.SplitSeq(r.Form.Get("ids"), ",") {
				status, body := answerFor(id)
				if status != 200 {
					w.WriteHeader(status)
					fmt.Fprint(w, body)
					return
				}
				members = append(members, fmt.Sprintf("%q:%s", id, body))
			}
			fmt.Fprintf(w, "{%s}", strings.Join(members, ","))
			return
		}
		var results []*subResponse
		for _, op := range list {
			results = append(results, result(answerFor(strings.TrimPrefix(op.path(), "v25.0/"))))
		}
		_ = json.NewEncoder(w).Encode(results)
	})
	ids := func(prefix string, n int) []string {
		list := make([]string, n)
		for i := range list {
			list[i] = fmt.Sprint(prefix, i)
		}
		return list
	}
	for _, test := range []struct {
		name   string
		ids    []string
		common bool
		failed int
	}{
		{"all", ids("100-", 3), true, 0},
		{"all that exist", append(ids("803-", 2), ids("100-", 2)...), true, 0},
		{"one that exists", append(ids("803-", 2), "100-0"), false, 3},
		{"in other words", []string{"100-0", "105-0"}, false, 2},
		{"permissions", ids("200-", 3), false, 3},
		{"not all", append(ids("100-", 3), "7"), false, 3},
		{"after others that worked", append(ids("7", 50), ids("100-", 3)...), false, 3},
		{"after others of which some worked", append(append(ids("7", 49), "100-0"), ids("100-", 3)...), false, 4},
	} {
		failed, seen := 0, 0
		var common error
		for result, err := range ByIDs(t.Context(), client, testRead(), test.ids) {
			switch seen++; {
			case err != nil:
				common = err
			case result.Err != nil:
				failed++
			}
		}
		if (common != nil) != test.common || failed != test.failed || !test.common && seen != len(test.ids) {
			t.Errorf("%s: got %d results, %d of them errors, and %v", test.name, seen, failed, common)
		}
	}
}

// TestByIDsWhenResultsAreUnreadable gets a batch whose results are no objects,
// and one that is refused.
func TestByIDsWhenResultsAreUnreadable(t *testing.T) {
	for _, test := range []struct {
		status  int
		answer  string
		results int
		want    error
	}{
		{200, `["x","y"]`, 2, ErrNoResult},
		{400, `{"error":{"message":"ended","code":190}}`, 1, ErrToken},
	} {
		client := batchClient(t, func(w http.ResponseWriter, r *http.Request) {
			if r.FormValue("ids") != "" {
				w.WriteHeader(http.StatusBadRequest)
				fmt.Fprint(w, `{"error":{"message":"no","code":803}}`)
				return
			}
			w.Header().Set("ETag", `"of the batch"`)
			w.WriteHeader(test.status)
			fmt.Fprint(w, test.answer)
		})
		var response Response
		results := 0
		for result, err := range ByIDs(t.Context(), client, testRead(), []string{"1", "2"}, WithResponse(&response)) {
			results++
			if got := cmp.Or(err, result.Err); !errors.Is(got, test.want) || (err != nil) != (test.results == 1) {
				t.Errorf("%s: got %v and %v", test.answer, err, result.Err)
			}
		}
		if results != test.results || response.ETag != `"of the batch"` {
			t.Errorf("%s: got %d results and the response %+v", test.answer, results, response)
		}
	}
}
