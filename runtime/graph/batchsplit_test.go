package graph

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var (
	createAdOp     = &Operation{API: wireAPI, Node: "AdAccount", Edge: "ads", Kind: KindCreate, Method: http.MethodPost, Path: "act_{ad_account_id}/ads"}
	updateAdOp     = &Operation{API: wireAPI, Node: "Ad", Kind: KindUpdate, Method: http.MethodPost, Path: "{ad_id}"}
	createAdSetOp  = &Operation{API: wireAPI, Node: "AdAccount", Edge: "adsets", Kind: KindCreate, Method: http.MethodPost, Path: "act_{ad_account_id}/adsets"}
	listAdSetAdsOp = &Operation{API: wireAPI, Node: "AdSet", Edge: "ads", Kind: KindList, Method: http.MethodGet, Path: "{adset_id}/ads"}
)

type adSetParams struct {
	Campaign string `param:"campaign_id"`
}

// bounds counts what each request holds.
type bounds struct {
	mu    sync.Mutex
	calls [][]subRequest
}

func (s *bounds) client(t *testing.T) *Client {
	return rawBatchServer(t, func(w http.ResponseWriter, r *http.Request) {
		list, _ := batchOf(r)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.calls = append(s.calls, list)
		fmt.Fprint(w, "["+strings.Repeat(`{"code":200,"body":"{\"id\":\"1\"}"},`, len(list)-1)+`{"code":200,"body":"{\"id\":\"1\"}"}]`)
	})
}

func TestBatchSplitsByTheRulesOfAds(t *testing.T) {
	var s bounds
	client := s.client(t)
	var b Batch
	for i := range 25 {
		Add(&b, callOf[*idResult](Request{Operation: createAdOp, ID: "1"}))
		Add(&b, callOf[*idResult](Request{Operation: updateAdOp, ID: fmt.Sprint(i)}))
		Add(&b, callOf[*idResult](Request{Operation: listAdSetAdsOp, ID: fmt.Sprint(i)}))
		Add(&b, callOf[*idResult](Request{Operation: createAdSetOp, ID: "1", Params: adSetParams{fmt.Sprint(i % 5)}}))
	}
	if err := b.Do(t.Context(), client); err != nil {
		t.Fatal(err)
	}
	operations := 0
	for _, call := range s.calls {
		ads := 0
		campaigns := map[string]bool{}
		for _, op := range call {
			operations++
			campaign := op.params().Get("campaign_id")
			if strings.HasSuffix(op.path(), "/adsets") {
				if campaigns[campaign] {
					t.Errorf("a request creates two ad sets of campaign %s", campaign)
				}
				campaigns[campaign] = true
			} else if op.Method == http.MethodPost {
				ads++
			}
		}
		if ads > 10 || len(call) > 50 {
			t.Errorf("a request writes %d ads and has %d operations", ads, len(call))
		}
	}
	if operations != 100 || len(s.calls) != 5 {
		t.Errorf("%d operations in %d requests, want 100 in 5", operations, len(s.calls))
	}
}

func TestBatchKeepsDependentsTogether(t *testing.T) {
	var s bounds
	client := s.client(t)
	var b Batch
	for i := range 30 {
		first := Add(&b, callOf[*idResult](createOf("1", "a")))
		second := Add(&b, callOf[*idResult](createOf("1", first.Ref("$.id"))))
		Add(&b, callOf[*idResult](readOf(fmt.Sprint(i))), RunAfter(second))
	}
	if err := b.Do(t.Context(), client); err != nil {
		t.Fatal(err)
	}
	for _, call := range s.calls {
		if len(call)%3 != 0 {
			t.Errorf("a request has %d operations: a part of a group is elsewhere", len(call))
		}
	}
}

func TestBatchRefusesBeforeSending(t *testing.T) {
	var elsewhere Batch
	foreign := Add(&elsewhere, callOf[*idResult](createOf("1", "x")))
	tests := []struct {
		name string
		add  func(*Batch)
		opts []Option
		want string
	}{
		{"too many that depend on each other", func(b *Batch) {
			first := Add(b, callOf[*idResult](createOf("1", "a")))
			for range 50 {
				Add(b, callOf[*idResult](readOf(first.Ref("$.id"))))
			}
		}, nil, "are 51, and a request takes at most 50"},
		{"too many ads", func(b *Batch) {
			first := Add(b, callOf[*idResult](createOf("1", "a")))
			for range 11 {
				Add(b, callOf[*idResult](Request{Operation: createAdOp, ID: "1", Params: nameParams{first.Ref("$.id")}}))
			}
		}, nil, "write 11 ads, and a request may write at most 10"},
		{"two ad sets of a campaign", func(b *Batch) {
			campaign := Add(b, callOf[*idResult](createOf("1", "a")))
			for range 2 {
				Add(b, callOf[*idResult](Request{Operation: createAdSetOp, ID: "1", Params: adSetParams{campaign.Ref("$.id")}}))
			}
		}, nil, "create 2 ad sets of one campaign"},
		{"a result of another batch", func(b *Batch) { Add(b, callOf[*idResult](readOf(foreign.Ref("$.id")))) }, nil, "refers to no earlier result of the same batch"},
		{"after a result of another batch", func(b *Batch) { Add(b, callOf[*idResult](readOf("1")), RunAfter(foreign)) }, nil, "names an operation of another batch"},
		{"text that looks like a reference", func(b *Batch) { Add(b, callOf[*idResult](createOf("1", "{result=x:$.id}"))) }, nil, "takes for a reference"},
		{"text that begins like a reference", func(b *Batch) { Add(b, callOf[*idResult](createOf("1", "{result=x"))) }, nil, "takes for a reference"},
		{"a later operation", func(b *Batch) {
			first := Add(b, callOf[*idResult](readOf("1")))
			later := strings.Replace(first.Ref("$.id"), "_1:", "_3:", 1)
			Add(b, callOf[*idResult](createOf("1", later)))
			Add(b, callOf[*idResult](readOf("1")))
		}, nil, "refers to no earlier result of the same batch"},
		{"the operation itself", func(b *Batch) {
			first := Add(b, callOf[*idResult](readOf("1")))
			Add(b, callOf[*idResult](createOf("1", strings.Replace(first.Ref("$.id"), "_1:", "_2:", 1))))
		}, nil, "refers to no earlier result of the same batch"},
		{"a path that the API does not know", func(b *Batch) { Add(b, callOf[*idResult](readOf("1"))).Ref("$.data[?(@.id)]") }, nil, "the path is not of a form"},
		{"a call without an operation", func(b *Batch) { Add(b, callOf[*idResult](Request{})) }, nil, "names no operation"},
		{"two to run after", func(b *Batch) {
			first := Add(b, callOf[*idResult](readOf("1")))
			Add(b, callOf[*idResult](readOf("1")), RunAfter(first), RunAfter(first))
		}, nil, "can run after one other"},
		{"a timeout of an operation", func(b *Batch) { Add(b, callOf[*idResult](readOf("1")), WithTimeout(1)) }, nil, "pass it to Batch.Do"},
		{"a param for the batch", func(b *Batch) { Add(b, callOf[*idResult](readOf("1"))) }, []Option{WithParam("a", 1)}, "pass the others to Add"},
		{"a header of the client", func(b *Batch) { Add(b, callOf[*idResult](readOf("1"))) }, []Option{WithHeader("Host", "x")}, "WithHeader cannot set Host"},
	}
	client := rawBatchServer(t, func(http.ResponseWriter, *http.Request) { t.Error("something was sent") })
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var b Batch
			bystander := Add(&b, callOf[*idResult](readOf("7")))
			test.add(&b)
			err := b.Do(t.Context(), client, test.opts...)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
			if _, err := bystander.Get(); !errors.Is(err, ErrNotRun) {
				t.Errorf("another operation ended with %v", err)
			}
		})
	}
}

func TestReferencesWorkInTheirBatchOnly(t *testing.T) {
	client := rawBatchServer(t, func(http.ResponseWriter, *http.Request) { t.Error("something was sent") })
	var b Batch
	ref := Add(&b, callOf[*idResult](createOf("1", "x"))).Ref("$.id")
	for _, r := range []Request{readOf(ref), updateOf("1", ref), updateOf("1", `{"a":"`+ref+`"}`)} {
		if _, err := Do(t.Context(), client, callOf[*idResult](r)); err == nil || !strings.Contains(err.Error(), "only in that batch") {
			t.Errorf("got %v", err)
		}
	}
	if _, err := Do(t.Context(), client, callOf[*idResult](readOf("1")), OmitResponse()); err == nil {
		t.Error("OmitResponse was taken outside of a batch")
	}
}

func TestBatchWithVideosGoesToTheirHost(t *testing.T) {
	var hosts []string
	client := newTestClient(t, Config{Token: Secret("token"), HTTPClient: &http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
		hosts = append(hosts, r.URL.Host+r.URL.Path)
		return respond(200, `[{"code":200,"body":"{}"}]`), nil
	})}})
	videos := *uploadOp
	videos.Host = HostVideo
	for _, r := range []Request{{Operation: &videos, ID: "1", Params: fileParams{FileOf("a.mp4", []byte("A"))}}, readOf("1")} {
		var b Batch
		Add(&b, callOf[Object](r))
		if err := b.Do(t.Context(), client); err != nil {
			t.Error(err)
		}
	}
	if diff := cmp.Diff([]string{"graph-video.facebook.com/", "graph.facebook.com/"}, hosts); diff != "" {
		t.Errorf("hosts (-want +got):\n%s", diff)
	}
}
