package graph

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var testListOperation = Operation{API: &testAPI, Node: "AdAccount", Edge: "campaigns", Kind: KindList, Method: "GET", Path: "act_{ad_account_id}/campaigns"}

type testListParams struct {
	Limit int `param:"limit"`
}

func testList(limit int) List[*testChild] {
	return List[*testChild]{Request: Request{Operation: &testListOperation, ID: "act_1", Params: testListParams{Limit: limit}}}
}

// testClient returns a client of a loopback server.
func testClient(t testing.TB, handler http.HandlerFunc) *Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	client, err := New(Config{Token: Secret("t0ken"), BaseURL: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// script answers the nth request with the nth answer, and fails the test when
// there are more requests. An answer with an error object has status 400.
func script(t testing.TB, answers ...string) (*Client, *[]url.Values) {
	t.Helper()
	var seen []url.Values
	client := testClient(t, func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		seen = append(seen, r.Form)
		if len(seen) > len(answers) {
			t.Errorf("request %d: %s", len(seen), r.Form.Encode())
			http.Error(w, "{}", http.StatusTeapot)
			return
		}
		answer := answers[len(seen)-1]
		if strings.HasPrefix(answer, `{"error"`) {
			w.WriteHeader(http.StatusBadRequest)
		}
		fmt.Fprint(w, answer)
	})
	return client, &seen
}

// page writes a page of ids with the query of the link to the next page.
func page(next string, ids ...string) string {
	items := make([]string, len(ids))
	for i, id := range ids {
		items[i] = `{"id":"` + id + `"}`
	}
	link := ""
	if next != "" {
		link = `,"next":"https://elsewhere.example/v1.0/x?access_token=leak&limit=1` + next + `"`
	}
	return `{"data":[` + strings.Join(items, ",") + `],"paging":{"cursors":{"before":"b","after":"last"}` + link + `}}`
}

func collectIDs(ctx context.Context, c *Client, opts ...Option) ([]string, error) {
	var ids []string
	for item, err := range All(ctx, c, testList(0), opts...) {
		if err != nil {
			return ids, err
		}
		ids = append(ids, string(item.ID))
	}
	return ids, nil
}

func TestAllFollowsEveryKindOfLink(t *testing.T) {
	for _, test := range []struct {
		name    string
		answers []string
		want    []string
		queries []string // of the requests after the first, without fields
	}{
		{"one page with a cursor but no link", []string{page("", "1")}, []string{"1"}, nil},
		{"cursors", []string{page("&after=A", "1"), page("&after=B", "2"), page("", "3")}, []string{"1", "2", "3"}, []string{"after=A", "after=B"}},
		{"empty pages with a link", []string{page("&after=A"), page("&after=B", "2"), page("&after=C"), page("", "3")}, []string{"2", "3"}, []string{"after=A", "after=B", "after=C"}},
		{"offset", []string{page("&offset=1", "1"), page("&offset=2", "2"), page("")}, []string{"1", "2"}, []string{"offset=1", "offset=2"}},
		{"time", []string{page("&until=9&__paging_token=x%3A1", "1"), page("", "2")}, []string{"1", "2"}, []string{"__paging_token=x%3A1&until=9"}},
		{"a link without a place takes the cursor", []string{page("", "1"), page("", "2")}[:1], []string{"1"}, nil},
		{"an offset that stays on an empty page", []string{page("&offset=1", "1"), page("&offset=1")}, []string{"1"}, []string{"offset=1"}},
		{"no paging", []string{`{"data":[{"id":1}]}`}, []string{"1"}, nil},
		{"paging as an empty list", []string{`{"data":[{"id":1}],"paging":[]}`}, []string{"1"}, nil},
		{"data as an empty object", []string{`{"data":{},"paging":{}}`}, nil, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			client, seen := script(t, test.answers...)
			got, err := collectIDs(t.Context(), client)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			var queries []string
			for _, form := range (*seen)[1:] {
				queries = append(queries, form.Encode())
			}
			if diff := cmp.Diff(test.queries, queries); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLinkWithoutAPlace(t *testing.T) {
	t.Run("takes the cursor", func(t *testing.T) {
		client, seen := script(t, page("&x=1", "1"), page("", "2"))
		got, err := collectIDs(t.Context(), client)
		if diff := cmp.Diff([]string{"1", "2"}, got); err != nil || diff != "" {
			t.Error(err, diff)
		}
		if got := (*seen)[1].Get("after"); got != "last" {
			t.Errorf("after is %q", got)
		}
	})
	t.Run("is an error without a cursor, not the end", func(t *testing.T) {
		client, _ := script(t, `{"data":[{"id":1}],"paging":{"next":"https://graph.facebook.com/x?page=2&access_token=leak"}}`)
		got, err := collectIDs(t.Context(), client)
		if diff := cmp.Diff([]string{"1"}, got); diff != "" {
			t.Error(diff)
		}
		if !errors.Is(err, errLostCursor) || strings.Contains(err.Error(), "leak") {
			t.Errorf("got error %v", err)
		}
	})
}

func TestRepeatedCursorIsAnErrorAndNotALoop(t *testing.T) {
	for _, test := range []struct {
		name   string
		length int // of the cycle
		lead   int // pages before it
	}{
		{"same page", 1, 0}, {"three pages", 3, 2}, {"more than is remembered one by one", maxRecentCursors + 100, 5},
	} {
		t.Run(test.name, func(t *testing.T) {
			if testing.Short() && test.length > 100 {
				t.Skip("walks over thousands of pages")
			}
			requests := 0
			client := testClient(t, func(w http.ResponseWriter, r *http.Request) {
				requests++
				at, _ := strconv.Atoi(r.URL.Query().Get("after"))
				next := at + 1
				if next == test.lead+test.length+1 {
					next = test.lead + 1
				}
				fmt.Fprint(w, page("&after="+strconv.Itoa(next), strconv.Itoa(at)))
			})
			got, err := collectIDs(t.Context(), client)
			var problem *PageError
			if !errors.As(err, &problem) || !strings.Contains(err.Error(), "leads back") {
				t.Fatalf("got error %v", err)
			}
			if limit := 4 * (test.lead + test.length + 2); requests > limit {
				t.Errorf("it took %d requests, want at most %d", requests, limit)
			}
			if len(got) < test.lead+test.length {
				t.Errorf("got %d items, want all %d", len(got), test.lead+test.length)
			}
		})
	}
}

func TestEmptyPagesForEverAreAnError(t *testing.T) {
	offset := 0
	client := testClient(t, func(w http.ResponseWriter, r *http.Request) {
		offset++
		fmt.Fprint(w, page("&offset="+strconv.Itoa(offset)))
	})
	_, err := collectIDs(t.Context(), client)
	if err == nil || !strings.Contains(err.Error(), "empty pages") || offset != maxEmptyPages {
		t.Errorf("got error %v after %d requests", err, offset)
	}
}

func TestMaxPages(t *testing.T) {
	client, _ := script(t, page("&after=A", "1"), page("&after=B", "2"), page("", "3"))
	var last *Page[*testChild]
	for p, err := range Pages(t.Context(), client, testList(1), MaxPages(2)) {
		if err != nil {
			t.Fatal(err)
		}
		last = p
	}
	if last.Paging.Next != "after=B" {
		t.Errorf("the second page goes on at %q", last.Paging.Next)
	}
	rest, err := collectIDs(t.Context(), client, From(last.Paging.Next))
	if diff := cmp.Diff([]string{"3"}, rest); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

func TestDoFetchesOnePage(t *testing.T) {
	client, seen := script(t, `{"data":[{"id":1}],"summary":{"total_count":7},"paging":{"next":"https://x/?offset=1"}}`)
	got, err := Do(t.Context(), client, testList(5), WithSummary("total_count"), From("offset=3"))
	if err != nil {
		t.Fatal(err)
	}
	want := &Page[*testChild]{Data: []*testChild{{ID: "1"}}, Paging: Paging{Next: "offset=1"}, Summary: Object(`{"total_count":7}`)}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff("limit=5&offset=3&summary=total_count", (*seen)[0].Encode()); diff != "" {
		t.Error(diff)
	}
}

func TestForeignCursorsAreRefused(t *testing.T) {
	for _, cursor := range []Cursor{"QVFIabc", "https://graph.facebook.com/x?access_token=t0ken&after=1", "after=1&access_token=t0ken", "after=1&after=2", "after=", "%zz", lostCursor} {
		client, seen := script(t)
		_, err := collectIDs(t.Context(), client, From(cursor))
		if err == nil || len(*seen) != 0 || strings.Contains(err.Error(), "t0ken") {
			t.Errorf("%s: got error %v after %d requests", cursor, err, len(*seen))
		}
	}
}

func TestWalkIsResumedWhereItFailed(t *testing.T) {
	const items, size = 500, 7
	random := rand.New(rand.NewPCG(1, 2))
	client := testClient(t, func(w http.ResponseWriter, r *http.Request) {
		if random.IntN(4) == 0 {
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `{"error":{"message":"gone","code":100}}`)
			return
		}
		at, _ := strconv.Atoi(r.URL.Query().Get("after"))
		var ids []string
		for i := at; i < min(at+size, items) && at%5 != 0; i++ {
			ids = append(ids, strconv.Itoa(i))
		}
		next := ""
		if at+size < items {
			next = "&after=" + strconv.Itoa(at+size)
		}
		fmt.Fprint(w, page(next, ids...))
	})
	var want, got []string
	for at := 0; at < items; at += size {
		for i := at; i < min(at+size, items) && at%5 != 0; i++ {
			want = append(want, strconv.Itoa(i))
		}
	}
	var cursor Cursor
	for range 1000 {
		ids, err := collectIDs(t.Context(), client, From(cursor))
		got = append(got, ids...)
		if err == nil {
			break
		}
		var problem *PageError
		if !errors.As(err, &problem) {
			t.Fatal(err)
		}
		cursor = problem.Cursor
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCancelStopsWithinOnePage(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	requests := 0
	client := testClient(t, func(w http.ResponseWriter, r *http.Request) {
		requests++
		fmt.Fprint(w, page("&after="+strconv.Itoa(requests), strconv.Itoa(requests)))
	})
	var got []string
	var last error
	for item, err := range All(ctx, client, testList(0)) {
		if last = err; err != nil {
			break
		}
		got = append(got, string(item.ID))
		if len(got) == 3 {
			cancel()
		}
	}
	if !errors.Is(last, context.Canceled) || requests != 3 {
		t.Errorf("got error %v after %d requests", last, requests)
	}
}

func TestBreakSendsNothingMore(t *testing.T) {
	client, seen := script(t, page("&after=A", "1", "2"))
	walk := All(t.Context(), client, testList(0))
	for range walk {
		break
	}
	if len(*seen) != 1 {
		t.Errorf("%d requests", len(*seen))
	}
}

func TestNestedEdgeGoesOnFromItsCursor(t *testing.T) {
	var parent struct{ Ads *Page[*testChild] }
	if err := decodeTolerant([]byte(`{"ads":`+page("&after=A", "1")+`}`), &parent); err != nil {
		t.Fatal(err)
	}
	client, seen := script(t, page("", "2"))
	rest, err := collectIDs(t.Context(), client, From(parent.Ads.Paging.Next))
	if diff := cmp.Diff([]string{"2"}, rest); err != nil || diff != "" || (*seen)[0].Encode() != "after=A" {
		t.Error(err, diff, *seen)
	}
}

func TestPagingIsReadAsItIsWritten(t *testing.T) {
	for _, want := range []Paging{{}, {Next: "after=x%2By"}, {Next: "offset=1", Previous: "before=a"}, {Next: lostCursor}} {
		data, err := want.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		var got Paging
		if err := got.UnmarshalJSON(data); err != nil || got != want {
			t.Errorf("%s: got %v, %v", data, got, err)
		}
	}
}

func FuzzPaging(f *testing.F) {
	for _, seed := range []string{
		`{"cursors":{"before":"b","after":"a"},"next":"https://x/?after=a&access_token=t0ken"}`, `{"next":"::"}`, `{"next":"?offset=%zz"}`, `[]`,
		`{"cursors":[],"next":"https://x/?access_token=t0ken","previous":"?__previous=1&since=2"}`, `{"next":5}`, `{"next":"?after=&until=3"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var p Paging
		if p.UnmarshalJSON(data) != nil {
			return
		}
		for _, cursor := range []Cursor{p.Next, p.Previous} {
			values, err := cursor.values()
			if err != nil && cursor != lostCursor {
				t.Fatalf("%q is refused: %v", cursor, err)
			}
			for key := range values {
				if !slices.Contains(pagingKeys, key) {
					t.Fatalf("%q holds %q", cursor, key)
				}
			}
		}
		written, err := p.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		var again Paging
		if err := again.UnmarshalJSON(written); err != nil || again != p {
			t.Fatalf("%s: got %v, %v", written, again, err)
		}
	})
}
