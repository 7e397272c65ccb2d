package graph_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
)

// The files in testdata/batch hold the samples of the page "Asynchronous and
// Batch Requests" as the API reads them: where a sample is damaged on the page
// (an "&" for a "?", quotes and blanks that a URL cannot have, an encoding too
// many), the file has what it must mean. A file that the page attaches to an
// operation without a use for it is left out.

// wireOperation is an operation of a batch, decoded.
type wireOperation struct {
	Method, Path string
	Params       map[string]any
	Headers      []string
	Files        int
}

var operationNames = regexp.MustCompile(`\{result=([^:]+):`)

// readBatch decodes operations. Their names are replaced by their places, and
// values that mean the same are made equal: numbers and text in JSON, and the
// spellings of booleans.
func readBatch(t *testing.T, data []byte) []wireOperation {
	t.Helper()
	var list []struct {
		Method  string   `json:"method"`
		Name    string   `json:"name"`
		URL     string   `json:"relative_url"`
		Body    string   `json:"body"`
		Headers []string `json:"headers"`
		Files   string   `json:"attached_files"`
	}
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatalf("%v in %s", err, data)
	}
	places := map[string]string{}
	for i, op := range list {
		places[op.Name] = fmt.Sprintf("{result=operation %d:", i)
	}
	operations := make([]wireOperation, len(list))
	for i, op := range list {
		path, query, _ := strings.Cut(op.URL, "?")
		params, err := url.ParseQuery(query + "&" + op.Body)
		if err != nil {
			t.Fatal(err)
		}
		operations[i] = wireOperation{Method: op.Method, Path: path, Params: map[string]any{}, Headers: op.Headers}
		if op.Files != "" {
			operations[i].Files = len(strings.Split(op.Files, ","))
		}
		for name, values := range params {
			value := operationNames.ReplaceAllStringFunc(values[0], func(ref string) string {
				return places[operationNames.FindStringSubmatch(ref)[1]]
			})
			operations[i].Params[name] = readValue(t, value)
		}
	}
	return operations
}

func readValue(t *testing.T, text string) any {
	t.Helper()
	if text == "true" {
		return "1"
	}
	if !strings.HasPrefix(text, "[") && !strings.HasPrefix(text, `{"`) {
		return text
	}
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return sameNumbers(v)
}

func sameNumbers(v any) any {
	switch v := v.(type) {
	case json.Number:
		return v.String()
	case []any:
		for i := range v {
			v[i] = sameNumbers(v[i])
		}
	case map[string]any:
		for key := range v {
			v[key] = sameNumbers(v[key])
		}
	}
	return v
}

// sentBatch returns the param of a request that a program makes, and the form.
func sentBatch(t *testing.T, param string, run func(context.Context, *graph.Client) error) ([]byte, url.Values, []string) {
	t.Helper()
	var sent string
	var form url.Values
	var files []string
	transport := graph.AnsweredBy(func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseMultipartForm(1 << 20); err != nil && !errors.Is(err, http.ErrNotMultipart) {
			t.Error(err)
		}
		form, sent = r.PostForm, r.PostFormValue(param)
		if r.MultipartForm != nil {
			for part := range r.MultipartForm.File {
				files = append(files, part)
			}
		}
		n := len(readBatch(t, []byte(sent)))
		fmt.Fprint(w, "["+strings.Repeat(`{"code":200,"body":"{}"},`, n-1)+`{"code":200,"body":"{}"}]`)
	})
	client, err := graph.New(graph.Config{Token: graph.Secret("token"), HTTPClient: &http.Client{Transport: transport}, Retry: graph.RetryPolicy{MaxAttempts: 1}})
	if err != nil {
		t.Fatal(err)
	}
	_ = run(t.Context(), client)
	return []byte(sent), form, files
}

// readMany is the read of several nodes at once.
var readMany = graph.Operation{API: &graph.API{Version: "v25.0"}, Node: "Ad", Kind: graph.KindRead, Method: http.MethodGet}

type readManyParams struct {
	IDs    []string `param:"ids,csv,required"`
	Fields []string `param:"fields,csv"`
}

func readAds(fields []string, ids ...string) graph.Call[map[string]*meta.Ad] {
	return graph.Call[map[string]*meta.Ad]{Request: graph.Request{Operation: &readMany, Params: readManyParams{ids, fields}}}
}

func within(field string, ids ...string) []*meta.Filter {
	return []*meta.Filter{{Field: field, Operator: meta.FilterOperatorIn, Value: ids}}
}

var batchPrograms = map[string]func(*graph.Batch){
	"create_ads.json": func(b *graph.Batch) {
		account := meta.AdAccountByID("act_187687683")
		image := graph.Add(b, account.CreateAdImage(meta.AdAccountCreateAdImageParams{Filename: graph.FileOf("test1.jpg", []byte("JPEG"))}))
		creative := graph.Add(b, account.CreateAdCreative(meta.AdAccountCreateAdCreativeParams{
			Name: graph.String("sample creative"),
			ObjectStorySpec: &meta.ObjectStorySpec{PageID: "12345678", LinkData: &meta.LinkData{
				ImageHash: image.Ref("$.images.*.hash"), Link: "https://www.test12345.com", Message: "this is a sample message",
			}},
			DegreesOfFreedomSpec: &meta.DegreesOfFreedomSpec{CreativeFeaturesSpec: map[string]*meta.AdCreativeFeature{
				"standard_enhancements": {EnrollStatus: meta.EnrollStatusOptOut},
			}},
		}))
		for _, name := range []string{"test1", "test2", "test3"} {
			graph.Add(b, account.CreateAd(meta.AdAccountCreateAdParams{
				Name: name, AdSetID: "6004163746239", Status: meta.AdStatusPaused, Redownload: graph.Bool(true),
				Creative: &meta.AdCreativeSpec{CreativeID: meta.AdCreativeID(creative.Ref("$.id"))},
			}),
				graph.WithParam("optimization_goal", meta.OptimizationGoalReach),
				graph.WithParam("billing_event", meta.BillingEventImpressions),
				graph.WithParam("targeting", map[string][]string{"countries": {"US"}}))
		}
	},
	"update_ads.json": func(b *graph.Batch) {
		for _, id := range []meta.AdID{"6004251715639", "6004251716039", "6004251715839"} {
			graph.Add(b, meta.AdByID(id).Update(meta.AdUpdateParams{Name: graph.String("new name"), Redownload: graph.Bool(true)}))
		}
	},
	"read_ads.json": func(b *graph.Batch) {
		fields := []meta.AdField{meta.AdFieldID, meta.AdFieldName}
		graph.Add(b, readAds([]string{"id", "name"}, "6003356308839", "6004164369439"))
		graph.Add(b, meta.AdSetByID("6003356307839").Ads(meta.AdSetAdsParams{Fields: fields}))
		graph.Add(b, meta.AdAccountByID("187687683").Ads(meta.AdAccountAdsParams{Fields: fields, AdSetIDs: []meta.AdSetID{"6003356307839", "6004164259439"}}))
	},
	"insights.json": func(b *graph.Batch) {
		graph.Add(b, meta.AdAccountByID("19643108").Insights(meta.AdAccountInsightsParams{Filtering: within("ad.id", "6003356308839", "6004164369439")}))
		graph.Add(b, meta.AdByID("6003356308839").Insights(meta.AdInsightsParams{}))
		graph.Add(b, meta.AdAccountByID("187687683").Insights(meta.AdAccountInsightsParams{Filtering: within("adset.id", "6003356307839", "6004164259439")}))
	},
	"reach.json": func(b *graph.Batch) {
		for _, country := range []string{"US", "FR"} {
			graph.Add(b, meta.AdAccountByID("600335").ReachEstimate(meta.AdAccountReachEstimateParams{
				TargetingSpec: &meta.Targeting{GeoLocations: &meta.GeoLocations{Countries: []string{country}}},
			}))
		}
	},
	"etags.json": func(b *graph.Batch) {
		graph.Add(b, readAds(nil, "6003356308839", "6004164369439"), graph.WithIfNoneMatch(`"21d371640127490b2ed0387e8af3f0f8c9eff012"`))
		graph.Add(b, meta.AdAccountByID("12345678").Ads(meta.AdAccountAdsParams{AdSetIDs: []meta.AdSetID{"6003356307839", "6004164259439"}}),
			graph.WithIfNoneMatch(`"410e53bb257f116e8716e4ebcc76df1c567b87f4"`))
	},
}

func TestBatchSendsTheSamplesOfThePage(t *testing.T) {
	for name, program := range batchPrograms {
		t.Run(name, func(t *testing.T) {
			sent, form, files := sentBatch(t, "batch", func(ctx context.Context, c *graph.Client) error {
				var b graph.Batch
				program(&b)
				return b.Do(ctx, c)
			})
			compareSample(t, name, sent)
			if form.Get("access_token") != "token" {
				t.Error("the batch has no token")
			}
			if wantFiles := name == "create_ads.json"; wantFiles != (len(files) == 1) || wantFiles && !bytes.Contains(sent, []byte(`"attached_files":"`+files[0]+`"`)) {
				t.Errorf("the files are %v in %s", files, sent)
			}
		})
	}
}

func TestSubmitSendsTheSampleOfThePage(t *testing.T) {
	sent, form, _ := sentBatch(t, "adbatch", func(ctx context.Context, c *graph.Client) error {
		account := meta.AdAccountByID("123456")
		var b graph.Batch
		campaign := graph.Add(&b, account.CreateCampaign(meta.AdAccountCreateCampaignParams{
			Name: graph.String("Test Campaign"), Objective: meta.CampaignObjectiveLinkClicks, Status: meta.CampaignStatusPaused,
			BuyingType: graph.String("AUCTION"), SpecialAdCategories: []meta.SpecialAdCategory{},
		}))
		graph.Add(&b, account.CreateAdSet(meta.AdAccountCreateAdSetParams{
			Name: "First+Ad+Set Test", CampaignID: meta.CampaignID(campaign.Ref("$.id")), DailyBudget: graph.Int(5000), BidAmount: graph.Int(2),
			BillingEvent: meta.BillingEventLinkClicks, Targeting: &meta.Targeting{GeoLocations: &meta.GeoLocations{Countries: []string{"US"}}},
		}))
		_, err := graph.Submit(ctx, c, &b, "123456", "batchapiexample")
		return err
	})
	compareSample(t, "async.json", sent)
	if form.Get("name") != "batchapiexample" {
		t.Errorf("the form is %v", form)
	}
}

func compareSample(t *testing.T, name string, sent []byte) {
	t.Helper()
	sample, err := os.ReadFile("testdata/batch/" + name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(readBatch(t, sample), readBatch(t, sent)); diff != "" {
		t.Errorf("operations (-page +sent):\n%s", diff)
	}
}
