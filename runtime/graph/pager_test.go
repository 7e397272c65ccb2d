package graph_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

var lists = graphtest.On("AdAccount.campaigns.list")

// newLists returns a server with an account that has n campaigns, whose ids
// count up from 1001.
func newLists(t *testing.T, n int, changes ...func(*graphtest.Config)) *graphtest.Server {
	srv := graphtest.New(t, changes...)
	srv.Store().Add("AdAccount", "act_7", nil)
	for i := range n {
		srv.Store().AddEdge("act_7", "campaigns", "Campaign", graphtest.Node{"id": fmt.Sprint(1001 + i)})
	}
	return srv
}

// scripted returns a server that answers lists with pages of the test's own,
// in turn.
func scripted(t *testing.T, pages ...string) *graphtest.Server {
	srv := newLists(t, 0)
	for _, page := range pages {
		srv.Fault(lists, graphtest.Answer(200, page).Times(1))
	}
	return srv
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

func campaignsBy(limit int) graph.List[*meta.Campaign] {
	return account7.Campaigns(meta.AdAccountCampaignsParams{Limit: limit})
}

// walk returns the ids of a list.
func walk(ctx context.Context, c *graph.Client, list graph.List[*meta.Campaign], opts ...graph.Option) ([]string, error) {
	var ids []string
	for item, err := range graph.All(ctx, c, list, opts...) {
		if err != nil {
			return ids, err
		}
		ids = append(ids, string(item.ID))
	}
	return ids, nil
}

// queries returns the params of the lists that were received.
func queries(srv *graphtest.Server) []string {
	var all []string
	for _, e := range srv.Ledger().Entries(lists) {
		query := url.Values{}
		for name, value := range e.Params {
			query.Set(name, value)
		}
		all = append(all, query.Encode())
	}
	return all
}

// ids are those of the campaigns of newLists, from the first to the last.
func ids(first, last int) []string {
	var all []string
	for n := first; n <= last; n++ {
		all = append(all, fmt.Sprint(1000+n))
	}
	return all
}

func TestAllFollowsEveryKindOfLink(t *testing.T) {
	for _, test := range []struct {
		name    string
		pages   []string
		want    []string
		queries []string // of the requests after the first
	}{
		{"one page with a cursor but no link", []string{page("", "1")}, []string{"1"}, nil},
		{"cursors", []string{page("&after=A", "1"), page("&after=B", "2"), page("", "3")}, []string{"1", "2", "3"}, []string{"after=A", "after=B"}},
		{"empty pages with a link", []string{page("&after=A"), page("&after=B", "2"), page("&after=C"), page("", "3")}, []string{"2", "3"}, []string{"after=A", "after=B", "after=C"}},
		{"offset", []string{page("&offset=1", "1"), page("&offset=2", "2"), page("")}, []string{"1", "2"}, []string{"offset=1", "offset=2"}},
		{"time", []string{page("&until=9&__paging_token=x%3A1", "1"), page("", "2")}, []string{"1", "2"}, []string{"__paging_token=x%3A1&until=9"}},
		{"an offset that stays on an empty page", []string{page("&offset=1", "1"), page("&offset=1")}, []string{"1"}, []string{"offset=1"}},
		{"no paging", []string{`{"data":[{"id":1}]}`}, []string{"1"}, nil},
		{"paging as an empty list", []string{`{"data":[{"id":1}],"paging":[]}`}, []string{"1"}, nil},
		{"data as an empty object", []string{`{"data":{},"paging":{}}`}, nil, nil},
		{"a link without a place takes the cursor", []string{page("&x=1", "1"), page("", "2")}, []string{"1", "2"}, []string{"after=last"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			srv := scripted(t, test.pages...)
			got, err := walk(t.Context(), srv.Client(t), campaignsBy(0))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(append([]string{""}, test.queries...), queries(srv)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestAllReadsEveryItem walks over pages as the API makes them, some of whose
// items may not be seen.
func TestAllReadsEveryItem(t *testing.T) {
	for _, hidden := range []int{0, 1, 3, 9, 10} {
		for limit := range 12 {
			srv := newLists(t, 10)
			for _, id := range ids(1, hidden) {
				srv.Store().Hide(id)
			}
			got, err := walk(t.Context(), srv.Client(t), campaignsBy(limit))
			if diff := cmp.Diff(ids(hidden+1, 10), got); err != nil || diff != "" {
				t.Errorf("%d hidden, %d on a page: %v%s", hidden, limit, err, diff)
			}
		}
	}
}

func TestLinkWithoutAPlaceIsNotTheEnd(t *testing.T) {
	srv := scripted(t, `{"data":[{"id":1}],"paging":{"next":"https://graph.facebook.com/x?page=2&access_token=leak"}}`)
	got, err := walk(t.Context(), srv.Client(t), campaignsBy(0))
	var failed *graph.PageError
	if diff := cmp.Diff([]string{"1"}, got); diff != "" || !errors.As(err, &failed) || strings.Contains(err.Error(), "leak") {
		t.Errorf("got error %v%s", err, diff)
	}
}

func TestEmptyPagesForEverAreAnError(t *testing.T) {
	srv := newLists(t, 1100)
	for _, id := range ids(1, 1100) {
		srv.Store().Hide(id)
	}
	_, err := walk(t.Context(), srv.Client(t), campaignsBy(1))
	if got := srv.Ledger().Requests(); err == nil || !strings.Contains(err.Error(), "empty pages") || got != 1000 {
		t.Errorf("got error %v after %d requests", err, got)
	}
}

func TestMaxPages(t *testing.T) {
	srv := newLists(t, 3)
	client := srv.Client(t)
	var last *graph.Page[*meta.Campaign]
	for p, err := range graph.Pages(t.Context(), client, campaignsBy(1), graph.MaxPages(2)) {
		if err != nil {
			t.Fatal(err)
		}
		last = p
	}
	if got := srv.Ledger().Requests(); got != 2 {
		t.Errorf("%d requests", got)
	}
	rest, err := walk(t.Context(), client, campaignsBy(1), graph.From(last.Paging.Next))
	if diff := cmp.Diff(ids(3, 3), rest); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

func TestDoFetchesOnePage(t *testing.T) {
	srv := scripted(t, `{"data":[{"id":1}],"summary":{"total_count":7},"paging":{"next":"https://x/?offset=1"}}`)
	got, err := graph.Do(t.Context(), srv.Client(t), campaignsBy(5), graph.WithSummary("total_count"), graph.From("offset=3"))
	if err != nil {
		t.Fatal(err)
	}
	want := &graph.Page[*meta.Campaign]{Data: []*meta.Campaign{{ID: "1"}}, Paging: graph.Paging{Next: "offset=1"}, Summary: graph.Object(`{"total_count":7}`)}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"limit=5&offset=3&summary=total_count"}, queries(srv)); diff != "" {
		t.Error(diff)
	}
}

func TestForeignCursorsAreRefused(t *testing.T) {
	srv := newLists(t, 1)
	client := srv.Client(t)
	for _, cursor := range []graph.Cursor{"QVFIabc", "https://graph.facebook.com/x?access_token=t0ken&after=1", "after=1&access_token=t0ken", "after=1&after=2", "after=", "%zz"} {
		_, err := walk(t.Context(), client, campaignsBy(0), graph.From(cursor))
		if sent := srv.Ledger().Requests(); err == nil || sent != 0 || strings.Contains(err.Error(), "t0ken") {
			t.Errorf("%s: got error %v after %d requests", cursor, err, sent)
		}
	}
}

// A walk that fails at every fourth page is gone on with from each error, and
// gets each item once.
func TestWalkIsResumedWhereItFailed(t *testing.T) {
	const items, size = 500, 7
	srv := newLists(t, items)
	for n := 1; n <= items; n += 9 {
		for _, id := range ids(n, min(n+2, items)) {
			srv.Store().Hide(id)
		}
	}
	srv.Fault(lists, graphtest.Fail(graphtest.Error{Code: 100, Message: "gone"}).Probability(0.25))
	client := srv.Client(t)
	var want, got []string
	for n := 1; n <= items; n++ {
		if (n-1)%9 > 2 {
			want = append(want, ids(n, n)...)
		}
	}
	var cursor graph.Cursor
	failures := 0
	for range 1000 {
		some, err := walk(t.Context(), client, campaignsBy(size), graph.From(cursor))
		got = append(got, some...)
		if err == nil {
			break
		}
		failures++
		var problem *graph.PageError
		if !errors.As(err, &problem) {
			t.Fatal(err)
		}
		cursor = problem.Cursor
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if failures < 5 {
		t.Errorf("the walk failed %d times", failures)
	}
}

func TestCancelStopsWithinOnePage(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	srv := newLists(t, 10)
	var got []string
	var last error
	for item, err := range graph.All(ctx, srv.Client(t), campaignsBy(1)) {
		if last = err; err != nil {
			break
		}
		got = append(got, string(item.ID))
		if len(got) == 3 {
			cancel()
		}
	}
	if sent := srv.Ledger().Requests(); !errors.Is(last, context.Canceled) || sent != 3 {
		t.Errorf("got error %v after %d requests", last, sent)
	}
}

func TestBreakSendsNothingMore(t *testing.T) {
	srv := newLists(t, 4)
	for range graph.All(t.Context(), srv.Client(t), campaignsBy(2)) {
		break
	}
	if sent := srv.Ledger().Requests(); sent != 1 {
		t.Errorf("%d requests", sent)
	}
}

func TestNestedEdgeGoesOnFromItsCursor(t *testing.T) {
	srv := newLists(t, 1)
	for i := range 5 {
		srv.Store().AddEdge("1001", "ads", "Ad", graphtest.Node{"id": fmt.Sprint(2001 + i)})
	}
	client := srv.Client(t)
	c, err := graph.Do(t.Context(), client, meta.CampaignByID("1001").Read(meta.CampaignReadParams{
		Fields: []meta.CampaignField{graph.Expand(meta.CampaignExpandAds, []meta.AdField{meta.AdFieldID}, graph.Limit(2))},
	}))
	if err != nil {
		t.Fatal(err)
	}
	got := c.Ads.Data
	for ad, err := range graph.All(t.Context(), client, meta.CampaignByID("1001").Ads(meta.CampaignAdsParams{Limit: 2}), graph.From(c.Ads.Paging.Next)) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, ad)
	}
	for i, ad := range got {
		if string(ad.ID) != fmt.Sprint(2001+i) {
			t.Errorf("ad %d is %s", i, ad.ID)
		}
	}
	if len(got) != 5 || srv.Ledger().Requests() != 3 {
		t.Errorf("got %d ads in %d requests", len(got), srv.Ledger().Requests())
	}
}

// A list that is too much for one answer is asked for in smaller pages.
func TestTooMuchDataHalvesTheLimit(t *testing.T) {
	tooLarge := []graphtest.Fault{graphtest.ReduceData().Times(1), graphtest.Pass().Times(1), graphtest.ReduceData().Times(2)}
	for _, test := range []struct {
		limit, items int
		want         []string
	}{
		{100, 60, []string{"100", "50", "50", "25", "12"}},
		{0, 14, []string{"", "12", "12", "6", "3"}},
	} {
		srv := newLists(t, test.items)
		srv.Fault(lists, tooLarge...)
		got, err := walk(t.Context(), srv.Client(t), campaignsBy(test.limit))
		if diff := cmp.Diff(ids(1, test.items), got); err != nil || diff != "" {
			t.Error(err, diff)
		}
		var limits []string
		places := map[string]bool{}
		for i, e := range srv.Ledger().Entries(lists) {
			limits = append(limits, e.Params["limit"])
			if places[e.Params["after"]] = true; i < 2 && e.Params["after"] != "" {
				t.Errorf("request %d goes on after %s", i, e.Params["after"])
			}
		}
		if diff := cmp.Diff(test.want, limits); diff != "" || len(places) != 2 {
			t.Errorf("%d places%s", len(places), diff)
		}
	}
}
