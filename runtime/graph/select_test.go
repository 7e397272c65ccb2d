package graph

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

type selectedAd struct {
	ID       string `json:"id"`
	Creative struct {
		ID    string `json:"id"`
		Title string `json:"title,omitzero"`
	} `json:"creative"`
}

type selectedBase struct {
	Account string `json:"account_id"`
}

type selectedCampaign struct {
	selectedBase
	ID       testID                  `json:"id"`
	Budget   Opt[int64]              `json:"daily_budget,omitzero"`
	Start    Time                    `json:"start_time"`
	Created  time.Time               `json:"created_time"`
	Ads      Page[*selectedAd]       `json:"ads" graph:"limit(2).order(chronological)"`
	AdSets   *Page[Raw[selectedAd]]  `json:"adsets" graph:".limit(1)"`
	Issues   []*selectedBase         `json:"issues_info"`
	Labels   map[string]selectedBase `json:"labels"`
	Promoted selectedBase            `json:"promoted_object" graph:"whole"`
	Rest     Object                  `json:"rest"`
	Parent   *selectedCampaign       `json:"parent"`
	Computed string                  `json:"computed" graph:"-"`
	Skipped  string                  `json:"-"`
	Own      string                  `graph:"-"`
}

func TestSelectAsksForTheFieldsOfAStruct(t *testing.T) {
	want := []string{
		"id", "daily_budget", "start_time", "created_time",
		"ads.limit(2).order(chronological){id,creative{id,title}}", "adsets.limit(1){id,creative{id,title}}",
		"issues_info{account_id}", "labels", "promoted_object", "rest", "parent", "account_id",
	}
	list := testList(0)
	list.Request.Params = nil
	got := SelectList[selectedCampaign](list).Request
	if diff := cmp.Diff(want, got.Fields); diff != "" {
		t.Error(diff)
	}
	form, err := newForm(got, options{})
	if err != nil || form.values.Get("fields") != strings.Join(want, ",") {
		t.Errorf("got %v, %v", form.values, err)
	}
}

func TestSelectByKindOfCall(t *testing.T) {
	write := Request{Operation: &testOperation}
	readBack := Request{Operation: &testOperation, ReadBack: []string{"name"}}
	for _, test := range []struct {
		name           string
		got            Request
		fields, result []string
	}{
		{"a read", Select[selectedBase](Call[int]{Request{Operation: &testListOperation}}).Request, []string{"account_id"}, nil},
		{"a map", Select[map[string]any](Call[int]{Request{Operation: &testListOperation}}).Request, nil, nil},
		{"a write", Select[selectedBase](Call[int]{write}).Request, nil, nil},
		{"a write that reads what the struct names", Select[selectedBase](Call[int]{Request{Operation: &testOperation, ReadBack: []string{}}}).Request, nil, []string{"account_id"}},
		{"a write that reads", Select[selectedBase](Call[int]{readBack}).Request, nil, []string{"account_id"}},
		{"no operation", Select[selectedBase](Call[int]{}).Request, nil, nil},
	} {
		if diff := cmp.Diff(test.fields, test.got.Fields); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
		if diff := cmp.Diff(test.result, test.got.ReadBack); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}

func TestSelectedAnswersDecode(t *testing.T) {
	client, seen := script(t, `{"data":[{"account_id":1,"id":2,"daily_budget":"50","ads":{"data":[{"id":3,"creative":{"id":4,"title":"t"}}],"paging":{"next":"https://x/?after=A"}},"issues_info":[]}]}`)
	for got, err := range All(t.Context(), client, SelectList[selectedCampaign](testList(7))) {
		if err != nil {
			t.Fatal(err)
		}
		if got.Account != "1" || got.ID != "2" || got.Budget.Or(0) != 50 || got.Ads.Data[0].Creative.ID != "4" || got.Ads.Paging.Next != "after=A" {
			t.Errorf("got %+v", got)
		}
	}
	if got := (*seen)[0].Get("limit"); got != "7" {
		t.Errorf("limit is %q: the call's own params are lost", got)
	}
}

type (
	selectsNoTags struct{ ID, Name string }
	selectsSome   struct {
		ID          string `json:"id"`
		DailyBudget int64
	}
	selectsOptions struct {
		AccountID string `json:",omitempty"`
	}
	selectsUnexported struct {
		id string
	}
	selectsNothing struct {
		Total int `json:"-"`
	}
	selectsWithin struct {
		ID  string `json:"id"`
		Ads Page[*struct {
			ID       string          `json:"id"`
			Creative []selectsNoTags `json:"creative"`
		}] `json:"ads"`
	}
	selectsEmbedded struct {
		selectsNoTags
		Account string `json:"account_id"`
	}
	selectsWhole struct {
		Creative selectsNoTags `json:"creative" graph:"whole"`
		Created  time.Time     `json:"created_time"`
		Any      any           `json:"any"`
		Empty    struct{}      `json:"empty"`
	}
)

var _ = selectsUnexported{}.id

// TestSelectRefusesFieldsThatWouldStayZero says which structs ask for less
// than they hold.
func TestSelectRefusesFieldsThatWouldStayZero(t *testing.T) {
	read := Call[int]{Request{Operation: &testReadOperation, ID: "1", Fields: []string{"name"}}}
	for _, test := range []struct {
		call Request
		want string
	}{
		{Select[selectsNoTags](read).Request, `(graph.selectsNoTags.ID) would not ask for this field, which has no json tag: add one such as json:"id", or json:"-" when the API does not have it`},
		{Select[*selectsSome](read).Request, `(graph.selectsSome.DailyBudget) would not ask for this field, which has no json tag: add one such as json:"daily_budget", or`},
		{Select[selectsOptions](read).Request, `(graph.selectsOptions.AccountID) would not ask for this field, which has no json tag: add one such as json:"account_id", or`},
		{Select[Raw[selectsWithin]](read).Request, `(graph.selectsWithin.Ads.Creative.ID) would not ask`},
		{Select[selectsEmbedded](read).Request, `(graph.selectsEmbedded.ID) would not ask`},
		{Select[struct{ SpendCap int }](read).Request, `(the struct.SpendCap) would not ask for this field, which has no json tag: add one such as json:"spend_cap", or`},
		{Select[selectsUnexported](read).Request, `(graph.selectsUnexported) would ask for nothing of the struct: it has no exported field with a json tag`},
		{Select[selectsNothing](read).Request, `(graph.selectsNothing) would ask for nothing`},
		{Select[selectsWhole](read).Request, ""},
		{Select[struct{}](read).Request, ""},
		{Select[map[string]selectsNoTags](read).Request, ""},
		{Select[selectsNoTags](Call[int]{Request{Operation: updateOp, ID: "1"}}).Request, ""},
		{Select[selectsNoTags](Call[int]{Request{Operation: updateOp, ID: "1", ReadBack: []string{"name"}}}).Request, "graph: Campaign update: param fields (graph.selectsNoTags.ID) would not ask"},
	} {
		_, err := newWire(test.call, options{})
		var problem *ParamError
		switch {
		case test.want == "" && err != nil:
			t.Errorf("got error %v", err)
		case test.want != "" && (!errors.As(err, &problem) || !strings.Contains(err.Error(), test.want)):
			t.Errorf("got error %v, want one with %s", err, test.want)
		}
	}
}

func TestSelectedProblemsAreReportedWhereverTheCallRuns(t *testing.T) {
	client := testClient(t, func(_ http.ResponseWriter, r *http.Request) { t.Errorf("got a request for %s", r.URL.Path) })
	ctx := t.Context()
	list := SelectList[selectsNoTags](testList(1))
	insights := SelectList[selectsNoTags](List[int]{Request{Operation: &Operation{API: wireAPI, Node: "AdAccount", Edge: "insights", Kind: KindList, Method: http.MethodGet, Path: "act_{id}/insights"}, ID: "1"}})
	for name, run := range map[string]func(context.Context) error{
		"Do": func(ctx context.Context) error { _, err := Do(ctx, client, list); return err },
		"All": func(ctx context.Context) error {
			for _, err := range All(ctx, client, list) {
				return err
			}
			return nil
		},
		"ByIDs": func(ctx context.Context) error {
			for _, err := range ByIDs(ctx, client, list, []string{"1", "2"}) {
				return err
			}
			return nil
		},
		"Batch": func(ctx context.Context) error {
			var b Batch
			Add(&b, list)
			return b.Do(ctx, client)
		},
		"ReportRows": func(ctx context.Context) error {
			for _, err := range ReportRows(ctx, client, insights, ReportOptions{}) {
				return err
			}
			return nil
		},
		"ReportRows, resumed": func(ctx context.Context) error {
			for _, err := range ReportRows(ctx, client, insights, ReportOptions{Resume: ReportRun{ID: "1", Cursor: "after=x"}}) {
				return err
			}
			return nil
		},
	} {
		var problem *ParamError
		if err := run(ctx); !errors.As(err, &problem) || problem.Field != "graph.selectsNoTags.ID" || problem.Operation == "" {
			t.Errorf("%s: got error %v", name, err)
		}
	}
}

func TestSnakeCase(t *testing.T) {
	for goName, want := range map[string]string{"ID": "id", "DailyBudget": "daily_budget", "AdIDs": "ad_ids", "IDsOfAds": "ids_of_ads", "URLTags": "url_tags", "ObjectStoryID": "object_story_id", "": "", "Ähnlich": "ähnlich"} {
		if got := snakeCase(goName); got != want {
			t.Errorf("%s: got %s, want %s", goName, got, want)
		}
	}
}
