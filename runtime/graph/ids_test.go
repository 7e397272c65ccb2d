package graph

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var testReadOperation = Operation{API: &testAPI, Node: "Ad", Kind: KindRead, Method: "GET", Path: "{ad_id}"}

func testRead() Call[*testChild] {
	return Call[*testChild]{Request: Request{Operation: &testReadOperation, Fields: []string{"id"}}}
}

// idServer answers for all ids, leaves out those that begin with "gone", and
// refuses requests with one that begins with "bad".
func idServer(t *testing.T, requests *[]url.Values) *Client {
	return testClient(t, func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		*requests = append(*requests, r.Form)
		ids := strings.Split(r.Form.Get("ids"), ",")
		if i := slices.IndexFunc(ids, func(id string) bool { return strings.HasPrefix(id, "bad") }); i >= 0 {
			w.WriteHeader(http.StatusBadRequest)
			code := strings.TrimLeft(ids[i], "bad-")
			fmt.Fprintf(w, `{"error":{"message":"no %s","code":%s}}`, ids[i], code[:3])
			return
		}
		var members []string
		for _, id := range ids {
			if !strings.HasPrefix(id, "gone") {
				members = append(members, fmt.Sprintf(`%q:{"id":%q,"name":%q}`, id, id, r.URL.Path))
			}
		}
		if len(members) == 0 {
			fmt.Fprint(w, `[]`)
			return
		}
		slices.Reverse(members)
		fmt.Fprintf(w, `{%s}`, strings.Join(members, ","))
	})
}

func TestByIDs(t *testing.T) {
	var many []string
	for i := range 120 {
		many = append(many, strconv.Itoa(i))
	}
	withBad := slices.Insert(slices.Clone(many), 60, "bad-803", "gone-1", "bad-100", "", "a,b")
	for _, test := range []struct {
		name     string
		ids      []string
		failed   map[string]string
		requests int
	}{
		{"none", nil, nil, 0},
		{"some", []string{"3", "1", "3"}, nil, 1},
		{"split at 50", many, nil, 3},
		{"nothing found", []string{"gone-1", "gone-2"}, map[string]string{"gone-1": "nothing", "gone-2": "nothing"}, 1},
		{"one bad id alone", []string{"bad-100"}, map[string]string{"bad-100": "no bad-100"}, 1},
		{"bad ids among others", withBad, map[string]string{"bad-803": "no bad-803", "bad-100": "no bad-100", "gone-1": "nothing", "": "empty", "a,b": "comma"}, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			var requests []url.Values
			client := idServer(t, &requests)
			var got []string
			for result, err := range ByIDs(t.Context(), client, testRead(), test.ids) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, result.ID)
				want, bad := test.failed[result.ID]
				switch {
				case bad && (result.Err == nil || !strings.Contains(result.Err.Error(), want)):
					t.Errorf("%q: got error %v, want %q", result.ID, result.Err, want)
				case !bad && (result.Err != nil || string(result.Value.ID) != result.ID):
					t.Errorf("%q: got %v, %v", result.ID, result.Value, result.Err)
				case strings.HasPrefix(result.ID, "gone") && !errors.Is(result.Err, ErrNotFound):
					t.Errorf("%q: the error %v is no ErrNotFound", result.ID, result.Err)
				}
			}
			if diff := cmp.Diff(test.ids, got); diff != "" {
				t.Error(diff)
			}
			if test.requests > 0 && len(requests) != test.requests || len(requests) > 40 {
				t.Errorf("%d requests, want %d", len(requests), test.requests)
			}
		})
	}
}

func TestByIDsOfAnEdge(t *testing.T) {
	var paths, ids []string
	client := testClient(t, func(w http.ResponseWriter, r *http.Request) {
		paths, ids = append(paths, r.URL.Path), append(ids, r.URL.Query().Get("ids"))
		fmt.Fprintf(w, `{"act_1":%s,"act_2":%s}`, page("&after=A", "7"), page(""))
	})
	var got []string
	for result, err := range ByIDs(t.Context(), client, testList(5), []testID{"1", "act_2"}) {
		if err != nil || result.Err != nil {
			t.Fatal(err, result.Err)
		}
		got = append(got, fmt.Sprintf("%s %d %s", result.ID, len(result.Value.Data), result.Value.Paging.Next))
	}
	if diff := cmp.Diff([]string{"1 1 after=A", "act_2 0 "}, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"/v25.0/campaigns act_1,act_2"}, []string{paths[0] + " " + ids[0]}); diff != "" {
		t.Error(diff)
	}
}

func TestByIDsSplitsWhatIsTooMuchData(t *testing.T) {
	client := testClient(t, func(w http.ResponseWriter, r *http.Request) {
		ids := strings.Split(r.FormValue("ids"), ",")
		if len(ids) > 2 {
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, tooMuch)
			return
		}
		var members []string
		for _, id := range ids {
			members = append(members, fmt.Sprintf(`%q:{"id":%q}`, id, id))
		}
		fmt.Fprintf(w, `{%s}`, strings.Join(members, ","))
	})
	var got []string
	ids := []string{"1", "2", "3", "4", "5"}
	for result, err := range ByIDs(t.Context(), client, testRead(), ids) {
		if err != nil || result.Err != nil {
			t.Fatal(err, result.Err)
		}
		got = append(got, string(result.Value.ID))
	}
	if diff := cmp.Diff(ids, got); diff != "" {
		t.Error(diff)
	}
}

func TestByIDsStopsAtAnErrorOfTheRequest(t *testing.T) {
	for _, code := range []int{190, 100} {
		requests := 0
		client := testClient(t, func(w http.ResponseWriter, r *http.Request) {
			requests++
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprintf(w, `{"error":{"message":"bad field","code":%d}}`, code)
		})
		var last error
		for _, err := range ByIDs(t.Context(), client, testRead(), []string{"1", "2", "3"}) {
			last = err
		}
		if !errors.Is(last, Code{Code: code}) || requests > 5 {
			t.Errorf("code %d: got error %v after %d requests", code, last, requests)
		}
	}
	t.Run("errors that differ are about the ids", func(t *testing.T) {
		var requests []url.Values
		for result, err := range ByIDs(t.Context(), idServer(t, &requests), testRead(), []string{"bad-100a", "bad-100b"}) {
			if err != nil || result.Err == nil {
				t.Errorf("%s: got error %v and %v", result.ID, err, result.Err)
			}
		}
	})
	for _, call := range []Call[*testChild]{{}, {Request{Operation: &testOperation}}} {
		for _, err := range ByIDs(t.Context(), idServer(t, new([]url.Values)), call, []string{"1"}) {
			if err == nil {
				t.Error("got no error")
			}
		}
	}
}
