package graph_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// fillRequest adds operations that depend on first, so that what comes after
// them is sent in a later request than first.
func fillRequest(b *graph.Batch, first string) {
	for range 49 {
		graph.Add(b, readCampaign(first))
	}
}

// What a later stage refers to has to be text that can be put in. Anything else
// is an error of the operation, which is not sent, and of what depends on it.
func TestBatchStagesNeedText(t *testing.T) {
	tests := []struct {
		name, answer string
		// id and param are what a later operation refers to.
		id, param string
		want      string
	}{
		{"a missing part", `{"id":"70"}`, "", "$.images.*.hash", "it refers to $.images.*.hash of the result of Campaign read 9, which has no such part that is text"},
		{"a list", `{"id":"70","data":["1"]}`, "", "$.data", "it refers to $.data of"},
		{"null", `{"id":"70","name":null}`, "", "$.name", "which has no such part that is text"},
		{"text that JSON would write differently", `{"id":"70","name":"a \"b\""}`, "", "$.name", "characters that cannot be put in"},
		{"text that looks like a reference", `{"id":"70","name":"{result=a:$.id}"}`, "", "$.name", "characters that cannot be put in"},
		{"an id that would be another path", `{"id":"70","name":"7/ads"}`, "$.name", "$.id", "characters that cannot be put in"},
		{"nothing that is wrong", `{"id":"70","name":"a, b & c"}`, "$.id", "$.name", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			srv := newFaultServer(t)
			srv.Store().AddEdge("act_7", "campaigns", "Campaign", graphtest.Node{"id": "70"})
			srv.Fault(graphtest.On("Campaign.read").ID("9"), graphtest.Answer(200, test.answer))
			var b graph.Batch
			read := graph.Add(&b, readCampaign("9"))
			fillRequest(&b, read.Ref("$.id"))
			id := "7"
			if test.id != "" {
				id = read.Ref(test.id)
			}
			later := graph.Add(&b, renameCampaign(id, read.Ref(test.param)))
			last := graph.Add(&b, makeCampaign("last"), graph.RunAfter(later))
			err := b.Do(t.Context(), clientOf(t, srv, atOnceAgain))
			if test.want == "" {
				if err != nil {
					t.Error(err)
				}
				srv.Ledger().WantActed(t, graphtest.On("Campaign.update").ID("70").Param("name", "a, b & c"), 1)
				return
			}
			if err := errOf(later); !errors.Is(err, graph.ErrNotRun) || errors.Is(err, graph.ErrDependencyFailed) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
			wantEnd{is: graph.ErrDependencyFailed}.check(t, 51, errOf(last))
			failed, _ := errors.AsType[*graph.BatchError](err)
			var indexes []int
			for _, f := range failed.Failed {
				indexes = append(indexes, f.Index)
			}
			if diff := cmp.Diff([]int{50, 51}, indexes); diff != "" {
				t.Errorf("what failed (-want +got):\n%s", diff)
			}
			// All else was done, by one request.
			if diff := cmp.Diff([]int{50}, sizes(srv)); diff != "" {
				t.Errorf("sizes of the requests (-want +got):\n%s", diff)
			}
		})
	}
}

// A result is not left out where a later stage needs it, and is where nothing
// later does.
func TestBatchStagesOmitResults(t *testing.T) {
	srv := newFaultServer(t)
	var b graph.Batch
	campaign := graph.Add(&b, makeCampaign("a"), graph.OmitResponse())
	first := graph.Add(&b, makeAdSet(campaign.Ref("$.id")), graph.OmitResponse())
	ads := graph.Add(&b, meta.AdSetByID(meta.AdSetID(first.Ref("$.id"))).Ads(meta.AdSetAdsParams{}))
	second := graph.Add(&b, makeAdSet(campaign.Ref("$.id")), graph.OmitResponse())
	if err := b.Do(t.Context(), srv.Client(t)); err != nil {
		t.Fatal(err)
	}
	made, err := campaign.Get()
	if err != nil || made.ID == "" {
		t.Errorf("the campaign got %v, %v", made, err)
	}
	// Only the list of ads depends on the first ad set, and nothing on the second.
	wantEnd{is: graph.ErrOmitted}.check(t, 1, errOf(first))
	wantEnd{}.check(t, 2, errOf(ads))
	wantEnd{}.check(t, 3, errOf(second))
	if diff := cmp.Diff([]int{1, 3}, sizes(srv)); diff != "" {
		t.Errorf("sizes of the requests (-want +got):\n%s", diff)
	}
}

// A 304 has no result for what refers to it in a later request, and is no
// failure for what runs after it.
func TestBatchStagesAfterAnUnchangedRead(t *testing.T) {
	srv := newFaultServer(t)
	client := srv.Client(t)
	var response graph.Response
	if _, err := graph.Do(t.Context(), client, readCampaign("9"), graph.WithResponse(&response)); err != nil {
		t.Fatal(err)
	}
	var b graph.Batch
	read := graph.Add(&b, readCampaign("9"), graph.WithIfNoneMatch(response.ETag))
	for range 49 {
		graph.Add(&b, readCampaign("7"), graph.RunAfter(read))
	}
	after := graph.Add(&b, makeCampaign("after"), graph.RunAfter(read))
	refers := graph.Add(&b, makeCampaign("refers "+read.Ref("$.id")))
	_ = b.Do(t.Context(), client)
	wantEnd{is: graph.ErrNotModified}.check(t, 0, errOf(read))
	wantEnd{}.check(t, 50, errOf(after))
	if err := errOf(refers); !errors.Is(err, graph.ErrNotRun) || !strings.Contains(err.Error(), "no result came") {
		t.Errorf("got %v", err)
	}
	if diff := cmp.Diff([]int{1, 50}, sizes(srv)); diff != "" {
		t.Errorf("sizes of the requests (-want +got):\n%s", diff)
	}
}

// keyLimiter keeps the keys of what it lets through.
type keyLimiter struct {
	mu      sync.Mutex
	objects []string
}

func (l *keyLimiter) Wait(_ context.Context, calls ...graph.LimitKey) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, call := range calls {
		l.objects = append(l.objects, call.Operation+" "+call.Object)
	}
	return nil
}

func (*keyLimiter) Observe(graph.LimitKey, graph.Usage, *graph.Error) {}

// What an operation has of its own goes with it into a later stage: a token, a
// file that can be read once, headers, the response. A limiter learns the id
// that it is about.
func TestBatchStagesKeepWhatOperationsHave(t *testing.T) {
	const own = "own-token"
	srv := newFaultServer(t, func(c *graphtest.Config) {
		c.Tokens = []graphtest.Token{{Text: "batch-token"}, {Text: own}}
	})
	var limiter keyLimiter
	config := srv.ClientConfig()
	config.Token, config.Limiter = graph.Secret("batch-token"), &limiter
	client, err := graph.New(config)
	if err != nil {
		t.Fatal(err)
	}
	var b graph.Batch
	var response graph.Response
	campaign := graph.Add(&b, makeCampaign("a"))
	fillRequest(&b, campaign.Ref("$.id"))
	image := graph.Add(&b, account7.CreateAdImage(meta.AdAccountCreateAdImageParams{
		Filename: graph.File{Name: "once.jpg", Reader: strings.NewReader("once")},
	}), graph.RunAfter(campaign), graph.WithResponse(&response))
	read := graph.Add(&b, readCampaign(campaign.Ref("$.id")), graph.WithToken(graph.Secret(own)), graph.WithHeader("X-One", "1"))
	if err := b.Do(t.Context(), client); err != nil {
		t.Fatal(err)
	}
	made, err := campaign.Get()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := read.Get(); err != nil || got.ID != made.ID {
		t.Errorf("the read got %v, %v; want %s", got, err, made.ID)
	}
	if _, err := image.Get(); err != nil || response.Attempts != 1 {
		t.Errorf("%d attempts at the image, %v", response.Attempts, err)
	}
	rounds := srv.Ledger().Batches()
	var got []string
	for _, e := range rounds[len(rounds)-1] {
		got = append(got, fmt.Sprint(e.Operation, " ", e.ID, " ", e.TokenIn, e.Header["X-One"], " ", e.Acted))
	}
	want := []string{
		"AdAccount.adimages create act_7 batch[] true",
		"Campaign read " + string(made.ID) + " query[1] true",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the second request (-want +got):\n%s", diff)
	}
	if !slices.Contains(limiter.objects, "Campaign read "+string(made.ID)) {
		t.Error("the limiter did not learn the id of the campaign")
	}
}

// A result that stands in for a secret is kept out of errors as the secret is.
func TestBatchStagesHideResultsThatAreSecret(t *testing.T) {
	const hidden = "page-token-of-a-result"
	srv := newFaultServer(t, func(c *graphtest.Config) { c.IgnoreUnknownParams = true })
	srv.Fault(graphtest.On("Campaign.read").ID("9"), graphtest.Answer(200, `{"id":"7","name":"`+hidden+`"}`))
	srv.Fault(graphtest.On("Campaign.update"), graphtest.Fail(graphtest.Error{Code: 100, Message: "bad " + hidden}))
	var b graph.Batch
	read := graph.Add(&b, readCampaign("9"))
	fillRequest(&b, read.Ref("$.id"))
	update := graph.Add(&b, renameCampaign("7", "n"), graph.WithParam("password", graph.Secret(read.Ref("$.name"))))
	err := b.Do(t.Context(), srv.Client(t))
	if own := errOf(update); !errors.Is(own, graph.ErrBadRequest) {
		t.Errorf("got %v", own)
	}
	if text := fmt.Sprintf("%v %+v %#v", err, errOf(update), errOf(update)); strings.Contains(text, hidden) {
		t.Error("the error holds a secret")
	}
	if diff := cmp.Diff([]int{1, 50}, sizes(srv)); diff != "" {
		t.Errorf("sizes of the requests (-want +got):\n%s", diff)
	}
}

// A stage waits for repeats of the one before, and not for those that there are
// no retries for.
func TestBatchStagesWait(t *testing.T) {
	for _, test := range []struct {
		name        string
		budget      int
		least, most time.Duration
	}{
		{"repeated", 9, time.Hour, 90 * time.Minute},
		{"no retry left", 1, 0, time.Minute},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				srv := newFaultServer(t, inMemory)
				srv.Store().AddEdge("act_7", "adcreatives", "AdCreative", graphtest.Node{"id": "5"})
				throttled := graphtest.Throttle(17).Times(1)
				srv.Fault(graphtest.On("Campaign.read"), throttled)
				srv.Fault(graphtest.On("AdAccount.adsets.create").Param("name", "set 0"), throttled)
				client := clientOf(t, srv, graph.RetryPolicy{BaseDelay: time.Minute, MaxWait: 3 * time.Hour, Budget: test.budget})
				if _, err := graph.Do(t.Context(), client, readCampaign("7")); err != nil {
					t.Fatal(err) // It took one retry.
				}
				var b graph.Batch
				ends := brokenCampaign(&b)
				start := time.Now()
				_ = b.Do(t.Context(), client)
				if took := time.Since(start); took < test.least || took > test.most {
					t.Errorf("took %v", took)
				}
				wantEnd{}.check(t, 3, ends[3]())
			})
		})
	}
}
