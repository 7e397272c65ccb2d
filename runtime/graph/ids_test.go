package graph

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
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
// refuses those that begin with "bad" with the code that they hold. It keeps
// the paths of the requests, and of those in a batch.
func idServer(t *testing.T, requests *[]string) *Client {
	return testClient(t, func(w http.ResponseWriter, r *http.Request) {
		list, err := batchOf(r)
		if err != nil && r.PostForm.Has("batch") {
			t.Error(err)
		}
		if list == nil {
			*requests = append(*requests, r.URL.Path+" "+r.Form.Get("ids"))
			code, body := answerIDs(r.Form.Get("ids"), r.URL.Path)
			w.WriteHeader(code)
			fmt.Fprint(w, body)
			return
		}
		results := make([]*subResponse, len(list))
		var paths []string
		for i, op := range list {
			paths = append(paths, op.path())
			id := strings.TrimPrefix(op.path(), "v25.0/")
			code, body := answerID(id, "alone")
			results[i] = result(code, body)
		}
		*requests = append(*requests, strings.Join(paths, " "))
		_ = json.NewEncoder(w).Encode(results)
	})
}

func answerID(id, name string) (int, string) {
	if code, bad := strings.CutPrefix(id, "bad-"); bad {
		return http.StatusBadRequest, fmt.Sprintf(`{"error":{"message":"no %s","code":%s}}`, id, code[:3])
	}
	if strings.HasPrefix(id, "gone") {
		return http.StatusBadRequest, `{"error":{"message":"no such node","code":100,"error_subcode":33}}`
	}
	return http.StatusOK, fmt.Sprintf(`{"id":%q,"name":%q}`, id, name)
}

func answerIDs(list, name string) (int, string) {
	var members []string
	for id := range strings.SplitSeq(list, ",") {
		code, body := answerID(id, name)
		switch {
		case strings.HasPrefix(id, "gone"):
		case code != http.StatusOK:
			return code, body
		default:
			members = append(members, fmt.Sprintf(`%q:%s`, id, body))
		}
	}
	if len(members) == 0 {
		return http.StatusOK, `[]`
	}
	slices.Reverse(members)
	return http.StatusOK, "{" + strings.Join(members, ",") + "}"
}

func TestByIDs(t *testing.T) {
	var many []string
	for i := range 120 {
		many = append(many, strconv.Itoa(i))
	}
	withBad := slices.Insert(slices.Clone(many), 60, "bad-803", "gone-1", "bad-100", "", "a,b", "a/b", "{result=x:$.id}", "bad-200")
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
		{"bad ids among others", withBad, map[string]string{
			"bad-803": "no bad-803", "bad-100": "no bad-100", "bad-200": "no bad-200", "gone-1": "no such node",
			"": "empty", "a,b": "comma", "a/b": "no id has", "{result=x:$.id}": "result of a batch",
		}, 4},
	} {
		t.Run(test.name, func(t *testing.T) {
			var requests []string
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
			if len(requests) != test.requests {
				t.Errorf("%d requests, want %d", len(requests), test.requests)
			}
		})
	}
}

func TestByIDsAsksForAnIDOnce(t *testing.T) {
	var requests []string
	for result, err := range ByIDs(t.Context(), idServer(t, &requests), testRead(), []string{"3", "bad-803", "3", "bad-803"}) {
		if err != nil || (result.Err != nil) != (result.ID != "3") {
			t.Errorf("%s: got %v, %v", result.ID, result.Err, err)
		}
	}
	if diff := cmp.Diff([]string{"/v25.0/ 3,bad-803", "v25.0/3 v25.0/bad-803"}, requests); diff != "" {
		t.Error(diff)
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

func TestByIDsReadsOneByOneWhatIsTooMuchData(t *testing.T) {
	client := testClient(t, func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("ids") != "" {
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, tooMuch)
			return
		}
		list, err := batchOf(r)
		if err != nil {
			t.Error(err)
		}
		var results []*subResponse
		for _, op := range list {
			account, _, _ := strings.Cut(strings.TrimPrefix(op.path(), "v25.0/"), "/")
			if op.path() != "v25.0/"+account+"/campaigns" || op.params().Get("limit") != "5" || op.params().Has("ids") {
				t.Errorf("an operation is %+v", op)
			}
			results = append(results, result(200, page("", strings.TrimPrefix(account, "act_"))))
		}
		_ = json.NewEncoder(w).Encode(results)
	})
	var got []string
	for result, err := range ByIDs(t.Context(), client, testList(5), []testID{"1", "act_2", "3"}) {
		if err != nil || result.Err != nil {
			t.Fatal(err, result.Err)
		}
		for _, item := range result.Value.Data {
			got = append(got, fmt.Sprint(result.ID, " ", item.ID))
		}
	}
	if diff := cmp.Diff([]string{"1 1", "act_2 2", "3 3"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestByIDsRefusesOtherOperations(t *testing.T) {
	unaddressed := Operation{API: &testAPI, Node: "Search", Kind: KindRead, Method: "GET", Path: "search"}
	for name, call := range map[string]Call[*testChild]{
		"no operation": {}, "a write": {Request{Operation: &testOperation}}, "no id in the path": {Request{Operation: &unaddressed}},
	} {
		var requests []string
		yields := 0
		for _, err := range ByIDs(t.Context(), idServer(t, &requests), call, []string{"1"}) {
			yields++
			if err == nil {
				t.Errorf("%s: got no error", name)
			}
		}
		if yields != 1 || len(requests) > 0 {
			t.Errorf("%s: %d results after %d requests", name, yields, len(requests))
		}
	}
}
