package graph

import (
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

type (
	campaignField string
	adField       string
)

const (
	expandAds    Expansion[campaignField, adField] = "ads"
	expandParent Expansion[adField, campaignField] = "campaign"
)

func TestExpand(t *testing.T) {
	at := time.Unix(1496772250, 0)
	for want, got := range map[string]campaignField{
		"ads":              Expand(expandAds, nil),
		"ads{id,name}":     Expand(expandAds, []adField{"id", "name"}),
		"ads.limit(2){id}": Expand(expandAds, []adField{"id"}, Limit(2)),
		"ads.limit(2).offset(4).order(chronological).since(1496772250).until(1496772250)": Expand(expandAds, nil, Limit(2), Offset(4), Order("chronological"), Since(at), Until(at)),
		"ads.after(QVFI==).before(x)":             Expand(expandAds, nil, After("after=QVFI%3D%3D"), Before("before=x")),
		"ads.offset(50)":                          Expand(expandAds, nil, After("offset=50")),
		"ads.after(QVFI)":                         Expand(expandAds, nil, After("QVFI"), After("")),
		"ads{id,campaign{id,ads.limit(1){name}}}": Expand(expandAds, []adField{"id", Expand(expandParent, []campaignField{"id", Expand(expandAds, []adField{"name"}, Limit(1))})}),
		`ads.order("a\u0029.limit\u00281,\"\\")`:  Expand(expandAds, nil, Order(`a).limit(1,"\`)),
		`ads.order("")`:                           Expand(expandAds, nil, Order("")),
		`ads.filtering([{"field":"effective_status","operator":"IN","value":["ACTIVE","\u0029\u007b\""]}]){id}`: Expand(expandAds, []adField{"id"}, Filtering(Filter{"effective_status", "IN", []string{"ACTIVE", `){"`}})),
	} {
		if string(got) != want {
			t.Errorf("got %s, want %s", got, want)
		}
		if problem := checkFields(string(got)); problem != "" {
			t.Errorf("%s: the check says it %s", got, problem)
		}
	}
}

func TestBadFieldsAreRefused(t *testing.T) {
	for _, fields := range []string{"id}", "ads{id", "ads.limit(2}", "a\nb", `ads.order("x)`, "a)(", string(Expand(expandAds, nil, Filtering(Filter{Value: math.NaN()}))), string(Expand(expandAds, nil, After(lostCursor)))} {
		_, err := newForm(Request{Operation: &testListOperation, Fields: []string{fields}}, options{})
		var problem *ParamError
		if !errors.As(err, &problem) || problem.Param != "fields" {
			t.Errorf("%q: got error %v", fields, err)
		}
	}
}

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
	Untagged string
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

func FuzzFields(f *testing.F) {
	for _, seed := range []string{`a).limit(1`, `{"x":"(\""}`, "\x00", `\`, `"`, "ä,{}[]()"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, m := range []Modifier{Order(text), Filtering(Filter{text, text, []string{text}}), After(Cursor(text))} {
			if problem := checkFields("ads" + string(m) + "{id}"); problem != "" && m != badModifier {
				t.Errorf("%q: %s %s", text, m, problem)
			}
		}
	})
}

// FuzzParamTags checks that no tag makes the plan of a param struct panic.
func FuzzParamTags(f *testing.F) {
	for _, seed := range []string{"name", "name,required,csv", ",", "-", "a,b,c", "name,file"} {
		f.Add(seed, "text")
	}
	f.Fuzz(func(t *testing.T, tag, value string) {
		structType := reflect.StructOf([]reflect.StructField{
			{Name: "A", Type: reflect.TypeFor[string](), Tag: reflect.StructTag(`param:` + quoteTag(tag))},
			{Name: "B", Type: reflect.TypeFor[[]string](), Tag: `param:"b,csv"`},
		})
		params := reflect.New(structType).Elem()
		params.Field(0).SetString(value)
		params.Field(1).Set(reflect.ValueOf([]string{value}))
		form, err := newForm(Request{Operation: &testOperation, Params: params.Interface()}, options{})
		if err == nil && form.values.Get("b") != value && tag != "b" {
			t.Errorf("got %v", form.values)
		}
	})
}

func quoteTag(tag string) string {
	quoted, err := marshalJSON(tag)
	if err != nil {
		return `""`
	}
	return string(quoted)
}
