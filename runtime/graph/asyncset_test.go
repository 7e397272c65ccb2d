package graph_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

var submits = graphtest.On("AdAccount.async_batch_requests.create")

func TestWaitAsyncSet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := newFaultServer(t, inMemory, func(c *graphtest.Config) { c.ManualAsync = true })
		client := clientOf(t, srv, oneTry)
		submit := func() string {
			var b graph.Batch
			for range 8 {
				graph.Add(&b, makeCampaign("a"))
			}
			ids, err := graph.Submit(t.Context(), client, &b, "act_7", "night")
			if err != nil || len(ids) != 1 {
				t.Fatalf("submitted %v, %v", ids, err)
			}
			return ids[0]
		}
		id := submit()
		var seen []int
		// Between two looks, one request of the set ends and the next one begins.
		wait := graph.AsyncWait{Progress: func(s graph.AsyncSet) {
			seen = append(seen, s.Succeeded)
			srv.Advance(s.ID, 1)
		}}
		start := time.Now()
		set, err := graph.WaitAsyncSet(t.Context(), client, id, wait)
		want := graph.AsyncSet{ID: id, OwnerID: "7", Name: "night", Completed: true, Total: 8, Succeeded: 8}
		if diff := cmp.Diff(want, set); err != nil || diff != "" {
			t.Errorf("error %v, set (-want +got):\n%s", err, diff)
		}
		// 2, 4, 8, 16 and then five times 30 seconds.
		if got := time.Since(start); got != 180*time.Second || fmt.Sprint(seen) != "[0 0 1 2 3 4 5 6 7 8]" {
			t.Errorf("waited %v and told %v", got, seen)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 7*time.Second)
		defer cancel()
		set, err = graph.WaitAsyncSet(ctx, client, submit(), wait)
		if !errors.Is(err, context.DeadlineExceeded) || set.Succeeded != 1 {
			t.Errorf("got %+v and %v", set, err)
		}
	})
}

func TestAsyncRequestEnds(t *testing.T) {
	ends := map[graph.AsyncStatus]error{
		"SUCCESS": nil, "success": nil,
		"ERROR": graph.Code{Code: 100, Subcode: 0}, "Error": graph.ErrBadRequest, "ERROR_CONFLICTS": graph.ErrBadRequest, "ERROR_DEPENDENCY": graph.ErrDependencyFailed,
		"CANCELED": graph.ErrCanceled, "CANCELED_DEPENDENCY": graph.ErrCanceled, "USER_CANCELED": graph.ErrNotRun, "USER_CANCELED_DEPENDENCY": graph.ErrCanceled,
		"INITIAL": graph.ErrPending, "In_progress": graph.ErrPending, "PENDING_DEPENDENCY": graph.ErrPending, "PROCESS_BY_AD_ASYNC_ENGINE": graph.ErrPending, "PROCESS_BY_EVENT_PROCESSOR": graph.ErrPending,
		"NEW": graph.ErrUnknownOutcome, "": graph.ErrUnknownOutcome,
	}
	for status, want := range ends {
		r := graph.AsyncRequest[*meta.Campaign]{ID: "5", Status: status, Result: graph.Object(`{"id":7}`)}
		if status != "SUCCESS" && status != "success" {
			r.Result = graph.Object(`{"error_code":100,"error_message":"Invalid parameter"}`)
		}
		got, err := r.Get()
		if !errors.Is(err, want) || want == nil && got.ID != "7" {
			t.Errorf("%q ended with %v, %v; want %v", status, got, err, want)
		}
		pending := want == graph.ErrPending || want == graph.ErrUnknownOutcome
		if status.Done() == pending {
			t.Errorf("%q is done: %t", status, status.Done())
		}
	}
	r := graph.AsyncRequest[*meta.Campaign]{Status: "ERROR"}
	var failed *graph.Error
	if _, err := r.Get(); !errors.As(err, &failed) || strings.Contains(err.Error(), "400") {
		t.Errorf("a failure without a reason is %v", err)
	}
}

// TestSubmit submits more than a set takes, and groups that must not part. The
// third set is refused.
func TestSubmit(t *testing.T) {
	srv := newFaultServer(t, func(c *graphtest.Config) { c.ManualAsync = true })
	srv.Fault(submits, graphtest.Pass().Times(2), graphtest.Fail(graphtest.Error{Code: 100, Message: "no"}))
	client := srv.Client(t)
	var b graph.Batch
	var results []*graph.Result[*meta.Campaign]
	for range 1001 {
		first := graph.Add(&b, makeCampaign("a"))
		results = append(results, first, graph.Add(&b, account7.CreateCampaign(meta.AdAccountCreateCampaignParams{
			Name: graph.String("copy"), SpecialAdCategories: []meta.SpecialAdCategory{}, SourceCampaignID: meta.CampaignID(first.Ref("$.id")),
		})))
	}
	ids, err := graph.Submit(t.Context(), client, &b, "7", "night")
	if len(ids) != 2 || !errors.Is(err, graph.ErrBadRequest) {
		t.Errorf("sets %v, error %v", ids, err)
	}
	for _, id := range ids {
		srv.Advance(id, -1)
		set, err := graph.WaitAsyncSet(t.Context(), client, id, graph.AsyncWait{})
		if err != nil || set.Name != "night" || set.Total != 1000 || set.Succeeded != 1000 {
			t.Errorf("the set is %+v, %v", set, err)
		}
	}
	srv.Ledger().WantReceived(t, submits.ID("act_7"), 3)
	if made := len(srv.Store().Edge("act_7", "campaigns")); made != 3+2000 {
		t.Errorf("there are %d campaigns", made)
	}
	if err := errOf(results[0]); err == nil || errors.Is(err, graph.ErrNotRun) {
		t.Errorf("a result of an operation that was submitted: %v", err)
	}
	if err := errOf(results[2001]); !errors.Is(err, graph.ErrNotRun) {
		t.Errorf("got %v", err)
	}
	if ids, err := graph.Submit(t.Context(), client, &b, "7", "again"); ids != nil || err == nil || errors.Is(errOf(results[0]), graph.ErrNotRun) {
		t.Errorf("a batch was submitted twice: %v, %v; a result is %v", ids, err, errOf(results[0]))
	}
}

func TestSubmitRefuses(t *testing.T) {
	srv := newFaultServer(t)
	client := srv.Client(t)
	for name, add := range map[string]func(*graph.Batch){
		"a read":  func(b *graph.Batch) { graph.Add(b, readCampaign("7")) },
		"a file":  func(b *graph.Batch) { graph.Add(b, uploadOne) },
		"a token": func(b *graph.Batch) { graph.Add(b, makeCampaign("a"), graph.WithToken(graph.Secret("other"))) },
		// A set cannot be sent in stages.
		"too many that depend on each other": func(b *graph.Batch) {
			first := graph.Add(b, makeCampaign("a"))
			for range 1000 {
				graph.Add(b, renameCampaign(first.Ref("$.id"), "b"))
			}
		},
	} {
		var b graph.Batch
		add(&b)
		if ids, err := graph.Submit(t.Context(), client, &b, "7", "x"); err == nil || ids != nil {
			t.Errorf("%s: got %v, %v", name, ids, err)
		}
	}
	if sent := srv.Ledger().Requests(); sent != 0 {
		t.Errorf("%d requests were sent", sent)
	}
}

func TestAdSpecsRefuses(t *testing.T) {
	type ad struct {
		Name string `param:"name,required"`
		Bid  int    `param:"bid_amount"`
	}
	type withFile struct {
		File graph.File `param:"filename,file"`
	}
	call := func(p any) graph.Call[int] {
		request := makeAd("a").Request
		request.Params = p
		return graph.Call[int]{Request: request}
	}
	type spec struct {
		Name string `json:"name"`
	}
	got, err := graph.AdSpecs[*spec](call(ad{Name: "a"}))
	if err != nil || got[0].Name != "a" {
		t.Errorf("got %v, %v", got, err)
	}
	for _, p := range []any{ad{}, ad{Name: "a", Bid: 1}, withFile{graph.FileOf("a", []byte("A"))}} {
		var problem *graph.ParamError
		if _, err := graph.AdSpecs[*spec](call(p)); !errors.As(err, &problem) {
			t.Errorf("%+v: got %v", p, err)
		}
	}
	// Of several params that have no place, the first is named.
	type many struct {
		Zone string `param:"zone"`
		Name string `param:"name"`
		Bid  int    `param:"bid_amount"`
		City string `param:"city"`
	}
	for range 20 {
		var problem *graph.ParamError
		if _, err := graph.AdSpecs[*spec](call(many{"z", "a", 1, "c"})); !errors.As(err, &problem) || problem.Param != "bid_amount" {
			t.Fatalf("got %v", err)
		}
	}
}
