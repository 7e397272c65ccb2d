package graph_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// atOnceAgain is a policy whose retries do not wait and do not run out.
var atOnceAgain = graph.RetryPolicy{BaseDelay: 1, MaxDelay: 1, Budget: -1}

func readCampaign(id string) graph.Call[*meta.Campaign] {
	return meta.CampaignByID(meta.CampaignID(id)).Read(meta.CampaignReadParams{Fields: []meta.CampaignField{meta.CampaignFieldID, meta.CampaignFieldName}})
}

func makeCampaign(name string) graph.Call[*meta.Campaign] {
	return account7.CreateCampaign(meta.AdAccountCreateCampaignParams{Name: graph.String(name), SpecialAdCategories: []meta.SpecialAdCategory{}})
}

func renameCampaign(id, name string) graph.Call[graph.Success] {
	return graph.Call[graph.Success]{Request: meta.CampaignByID(meta.CampaignID(id)).Update(meta.CampaignUpdateParams{Name: graph.String(name)}).Request}
}

// answeredAs is a call whose answer is decoded into another type.
func answeredAs[T, U any](call graph.Call[U]) graph.Call[T] {
	return graph.Call[T](call)
}

// sizes returns how many operations came together in each batch.
func sizes(srv *graphtest.Server) []int {
	var sizes []int
	for _, operations := range srv.Ledger().Batches() {
		sizes = append(sizes, len(operations))
	}
	slices.Sort(sizes)
	return sizes
}

func TestBatchKeepsTheOrder(t *testing.T) {
	srv := newFaultServer(t)
	client := srv.Client(t)
	var b graph.Batch
	var results []*graph.Result[*meta.Campaign]
	for i := range 120 {
		id := fmt.Sprint(1000 + i)
		srv.Store().Add("Campaign", id, graphtest.Node{"name": "campaign " + id})
		results = append(results, graph.Add(&b, readCampaign(id)))
	}
	if _, err := results[0].Get(); err == nil {
		t.Error("a result came before the batch ran")
	}
	if err := b.Do(t.Context(), client); err != nil {
		t.Fatal(err)
	}
	for i, r := range results {
		id := fmt.Sprint(1000 + i)
		if got, err := r.Get(); err != nil || string(got.ID) != id || got.Name != "campaign "+id {
			t.Fatalf("operation %d got %v, %v", i, got, err)
		}
	}
	if diff := cmp.Diff([]int{20, 50, 50}, sizes(srv)); diff != "" {
		t.Errorf("sizes of the requests (-want +got):\n%s", diff)
	}
	if err := b.Do(t.Context(), client); err == nil || srv.Ledger().Requests() != 3 {
		t.Errorf("a batch ran twice, in %d requests", srv.Ledger().Requests())
	}
}

func TestBatchOfNothing(t *testing.T) {
	srv := newFaultServer(t)
	var b graph.Batch
	if err := b.Do(t.Context(), srv.Client(t)); err != nil || srv.Ledger().Requests() != 0 {
		t.Errorf("%d requests, %v", srv.Ledger().Requests(), err)
	}
}

// wantEnd is the end of an operation that a test expects: nil for success.
type wantEnd struct{ is, not error }

func (w wantEnd) check(t *testing.T, operation int, err error) {
	t.Helper()
	if w.is == nil && err != nil || w.is != nil && !errors.Is(err, w.is) || w.not != nil && errors.Is(err, w.not) {
		t.Errorf("operation %d: got %v, want %v and not %v", operation, err, w.is, w.not)
	}
}

// TestBatchAnswers has answers of every kind to a batch of a read, a write, and
// a read that refers to the write. What the API did is in none of them.
func TestBatchAnswers(t *testing.T) {
	const fine = `{"code":200,"body":"{\"id\":\"1\"}"}`
	none := [3]wantEnd{{is: graph.ErrNoResult}, {is: graph.ErrUnknownOutcome}, {is: graph.ErrNoResult}}
	tests := []struct {
		name   string
		answer string
		want   [3]wantEnd
	}{
		{"results", "[" + fine + "," + fine + "," + fine + "]", [3]wantEnd{}},
		{"an error of one", `[` + fine + `,{"code":400,"body":"{\"error\":{\"code\":100}}"},null]`,
			[3]wantEnd{{}, {is: graph.ErrBadRequest, not: graph.ErrUnknownOutcome}, {is: graph.ErrDependencyFailed, not: graph.ErrTimedOut}}},
		{"a time-out", `[null,` + fine + `,` + fine + `]`, [3]wantEnd{{is: graph.ErrTimedOut, not: graph.ErrUnknownOutcome}}},
		{"a write times out", `[` + fine + `,null,null]`,
			[3]wantEnd{{}, {is: graph.ErrUnknownOutcome, not: graph.ErrNotRun}, {is: graph.ErrNotRun, not: graph.ErrTimedOut}}},
		{"the last times out", `[` + fine + `,` + fine + `,null]`, [3]wantEnd{{}, {}, {is: graph.ErrTimedOut, not: graph.ErrNotRun}}},
		{"a transient error of a write", `[` + fine + `,{"code":500,"body":"{\"error\":{\"code\":2}}"},null]`,
			[3]wantEnd{{}, {is: graph.ErrUnknownOutcome, not: graph.ErrNotRun}, {is: graph.ErrNotRun, not: graph.ErrTimedOut}}},
		{"fewer results", `[` + fine + `,` + fine + `]`, none},
		{"more results", `[` + fine + `,` + fine + `,` + fine + `,` + fine + `]`, none},
		{"an object", `{"data":[]}`, none},
		{"null", `null`, none},
		{"no JSON", `<html>`, none},
		{"a result that is none", `["x",7,{}]`, [3]wantEnd{{is: graph.ErrNoResult}, {is: graph.ErrUnknownOutcome, not: graph.ErrNotRun}, {is: graph.ErrNoResult}}},
		{"a batch that is refused", `{"error":{"code":190,"message":"expired"}}`,
			[3]wantEnd{{is: graph.ErrToken}, {is: graph.ErrNotRun, not: graph.ErrUnknownOutcome}, {is: graph.ErrNotRun}}},
		{"a batch that fails", `{"error":{"code":2,"message":"down"}}`,
			[3]wantEnd{{is: graph.ErrTransient}, {is: graph.ErrUnknownOutcome, not: graph.ErrNotRun}, {is: graph.ErrNoResult}}},
		{"a batch that is too large", `{"error":{"code":0,"message":"Too many requests in batch message. Maximum batch size is 50","type":"GraphBatchException"}}`, none},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			srv := newFaultServer(t)
			srv.Fault(batches, graphtest.Answer(200, test.answer))
			var b graph.Batch
			first := graph.Add(&b, readCampaign("7"))
			second := graph.Add(&b, makeCampaign("n"))
			third := graph.Add(&b, readCampaign(second.Ref("$.id")))
			whole := b.Do(t.Context(), clientOf(t, srv, oneTry))
			for i, r := range []*graph.Result[*meta.Campaign]{first, second, third} {
				_, err := r.Get()
				test.want[i].check(t, i, err)
				if err != nil && !errors.Is(whole, err) {
					t.Errorf("the error of operation %d is not in that of the batch: %v", i, whole)
				}
			}
			srv.Ledger().WantReceived(t, batches, 1)
		})
	}
}

// TestBatchFaults has faults of the whole request in a batch of a read and a
// write, before and after the API acted.
func TestBatchFaults(t *testing.T) {
	for _, row := range faultRows {
		if row.want == nil {
			continue
		}
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			srv := newFaultServer(t)
			srv.Fault(batches, row.fault)
			config := srv.ClientConfig()
			config.Retry = graph.RetryPolicy{MaxAttempts: reads, BaseDelay: 1, MaxDelay: 1}
			config.MaxResponseBytes = 1 << 16
			client, err := graph.New(config)
			if err != nil {
				t.Fatal(err)
			}
			var b graph.Batch
			graph.Add(&b, readCampaign("7"))
			write := graph.Add(&b, makeCampaign("made once"))
			if err := b.Do(t.Context(), client); err == nil {
				t.Fatal("the batch had no error")
			}
			_, err = write.Get()
			done, named := srv.Ledger().Acted(creations), errors.Is(err, graph.ErrNotRun) || errors.Is(err, graph.ErrUnknownOutcome)
			if !named || done > 1 || done == 1 && errors.Is(err, graph.ErrNotRun) {
				t.Errorf("the write was done %d times: %v", done, err)
			}
		})
	}
}

func TestBatchBodies(t *testing.T) {
	read := readCampaign("7")
	tests := []struct {
		name, result string
		run          func(*graph.Batch) func() (any, error)
		want         any
		wantErr      error
	}{
		{"true", `{"code":200,"body":"true"}`, bodyOf(meta.CampaignByID("7").Delete()), graph.Success{Success: true}, nil},
		{"a number", `{"code":200,"body":"12"}`, bodyOf(answeredAs[int](read)), 12, nil},
		{"a list", `{"code":200,"body":"[1,2]"}`, bodyOf(answeredAs[[]int](read)), []int{1, 2}, nil},
		{"JSON that is no text", `{"code":"200","body":{"id":7}}`, bodyOf(read), &meta.Campaign{ID: "7"}, nil},
		{"a page", `{"code":200,"body":"{\"data\":[{\"id\":\"3\"}]}"}`, bodyOf(account7.Campaigns(meta.AdAccountCampaignsParams{})), &graph.Page[*meta.Campaign]{Data: []*meta.Campaign{{ID: "3"}}}, nil},
		{"a redirect", `{"code":302,"headers":[{"name":"Location","value":"x"}],"body":null}`, bodyOf(read), nil, graph.ErrBadRequest},
		{"an error with 200", `{"code":200,"body":"{\"error\":{\"code\":803}}"}`, bodyOf(read), nil, graph.ErrNotFound},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			srv := newFaultServer(t)
			srv.Fault(batches, graphtest.Answer(200, "["+test.result+"]"))
			var b graph.Batch
			get := test.run(&b)
			_ = b.Do(t.Context(), srv.Client(t))
			got, err := get()
			if !errors.Is(err, test.wantErr) || err == nil && !cmp.Equal(got, test.want) {
				t.Errorf("got %v, %v; want %v, %v", got, err, test.want, test.wantErr)
			}
		})
	}
	for name, result := range map[string]string{"absent": `{"code":200}`, "null": `{"code":200,"body":null}`, "no JSON": `{"code":200,"body":"ok"}`} {
		t.Run(name, func(t *testing.T) {
			srv := newFaultServer(t)
			srv.Fault(batches, graphtest.Answer(200, "["+result+"]"))
			var b graph.Batch
			r := graph.Add(&b, renameCampaign("7", "n"))
			_ = b.Do(t.Context(), srv.Client(t))
			var problem *graph.DecodeError
			if _, err := r.Get(); !errors.As(err, &problem) || errors.Is(err, graph.ErrNotRun) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// bodyOf returns a function that adds a call and returns how to get its
// answer.
func bodyOf[T any](call graph.Call[T]) func(*graph.Batch) func() (any, error) {
	return func(b *graph.Batch) func() (any, error) {
		result := graph.Add(b, call)
		return func() (any, error) { return result.Get() }
	}
}

// TestBatchTellsOmittedResults leaves out the result of an operation that
// another one runs after.
func TestBatchTellsOmittedResults(t *testing.T) {
	refused := graphtest.Fail(graphtest.Error{Code: 100, Message: "no"})
	for _, test := range []struct {
		name          string
		on            graphtest.Match
		fault         graphtest.Fault
		first, second error
		done          int
	}{
		{"both succeeded", batches, graphtest.Pass(), graph.ErrOmitted, nil, 2},
		{"neither answered", batches, graphtest.Pass().AfterOperations(0), graph.ErrUnknownOutcome, graph.ErrUnknownOutcome, 0},
		{"neither answered, and one was done", batches, graphtest.Pass().AfterOperations(1), graph.ErrUnknownOutcome, graph.ErrUnknownOutcome, 1},
		{"the other one failed", creations.Param("name", "b"), refused, graph.ErrUnknownOutcome, graph.ErrBadRequest, 1},
		{"the first one failed", creations.Param("name", "a"), refused, graph.ErrBadRequest, graph.ErrDependencyFailed, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			srv := newFaultServer(t)
			srv.Fault(test.on, test.fault)
			var b graph.Batch
			first := graph.Add(&b, makeCampaign("a"), graph.OmitResponse())
			second := graph.Add(&b, makeCampaign("b"), graph.RunAfter(first))
			err := b.Do(t.Context(), srv.Client(t))
			if _, got := first.Get(); !errors.Is(got, test.first) {
				t.Errorf("got %v, want %v", got, test.first)
			}
			if _, got := second.Get(); !errors.Is(got, test.second) {
				t.Errorf("the second got %v, want %v", got, test.second)
			}
			if test.first == graph.ErrOmitted && err != nil {
				t.Errorf("the batch failed: %v", err)
			}
			srv.Ledger().WantActed(t, creations, test.done)
		})
	}
}

// TestBatchRepeatsWhatDidNotRun has three operations that are refused for now,
// and one that depends on one of them. What they need of operations that
// succeeded stands in the second request as text.
func TestBatchRepeatsWhatDidNotRun(t *testing.T) {
	srv := newFaultServer(t)
	busy := graphtest.Throttle(17).Times(1)
	srv.Fault(graphtest.On("AdAccount.campaigns.create"), graphtest.Pass().Times(1), graphtest.Throttle(17).Times(2))
	srv.Fault(graphtest.On("Campaign.update"), busy)
	image := account7.CreateAdImage(meta.AdAccountCreateAdImageParams{Filename: graph.FileOf("a", []byte("A"))})
	var b graph.Batch
	var response graph.Response
	images := graph.Add(&b, image, graph.WithParam("more", graph.FileOf("b", []byte("B"))))
	base := graph.Add(&b, makeCampaign("base"))
	creative := graph.Add(&b, makeCampaign(`{"hashes":"`+images.Ref("$.images.*.hash")+`"}`))
	copied := graph.Add(&b, account7.CreateCampaign(meta.AdAccountCreateCampaignParams{
		Name: graph.String("copy"), SpecialAdCategories: []meta.SpecialAdCategory{}, SourceCampaignID: meta.CampaignID(creative.Ref("$.id")),
	}))
	renamed := graph.Add(&b, renameCampaign(base.Ref("$.id"), images.Ref("$.images.b.hash")), graph.WithResponse(&response))
	other := graph.Add(&b, makeCampaign("other"))
	if err := b.Do(t.Context(), clientOf(t, srv, atOnceAgain)); err != nil {
		t.Fatal(err)
	}
	const hashA, hashB = "7fc56270e7a70fa81a5935b72eacbe29", "9d5ed678fe57bcca610140957afab571" // MD5 of A and B.
	made, err := base.Get()
	if err != nil {
		t.Fatal(err)
	}
	parent, err := creative.Get()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	rounds := srv.Ledger().Batches()
	for _, e := range rounds[len(rounds)-1] {
		got = append(got, strings.TrimSpace(e.Operation+" "+e.ID+" "+e.Params["name"]+" "+e.Params["source_campaign_id"]))
	}
	want := []string{
		`AdAccount.campaigns create act_7 {"hashes":"` + hashA + `,` + hashB + `"}`,
		"AdAccount.campaigns create act_7 copy " + string(parent.ID),
		"Campaign update " + string(made.ID) + " " + hashB,
		"AdAccount.campaigns create act_7 other",
	}
	if diff := cmp.Diff(want, got); diff != "" || len(rounds) != 2 {
		t.Errorf("%d rounds; the second has (-want +got):\n%s", len(rounds), diff)
	}
	if _, err := renamed.Get(); err != nil {
		t.Error(err)
	}
	for i, r := range []*graph.Result[*meta.Campaign]{copied, other} {
		if v, err := r.Get(); err != nil || v.ID == "" {
			t.Errorf("operation %d got %v, %v", i, v, err)
		}
	}
	if response.Attempts != 2 {
		t.Errorf("the response tells of %d attempts", response.Attempts)
	}
	// Each was done once, and the images were not uploaded again.
	srv.Ledger().WantActed(t, creations, 4)
	srv.Ledger().WantReceived(t, graphtest.On("AdAccount.adimages.create"), 1)
	if node, _ := srv.Store().Get(string(made.ID)); node["name"] != hashB {
		t.Errorf("the campaign is %v", node)
	}

	if len(rounds[0]) != 5 { // The copy did not run then.
		t.Errorf("the first round had %d operations", len(rounds[0]))
	}
}
