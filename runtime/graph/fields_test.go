package graph

import (
	"errors"
	"math"
	"reflect"
	"testing"
	"time"
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
