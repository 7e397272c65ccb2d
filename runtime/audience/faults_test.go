package audience_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/metagraph-go/graphgen/runtime/graph"

	"github.com/metagraph-go/graphgen/runtime/audience"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// What goes wrong with a request, before and after its batch was taken.
var (
	throttle    = graphtest.Throttle(80003)
	running     = graphtest.Fail(graphtest.Error{Code: 2650, Subcode: 1870145, Message: "running"})
	failBefore  = graphtest.Transient()
	failAfter   = graphtest.Fail(graphtest.Error{Code: 1, Message: "unknown fault"}).AfterActing()
	breakBefore = graphtest.Reset()
	breakAfter  = graphtest.Reset().AfterActing()
	garbage     = graphtest.HTML(200).AfterActing()
)

// TestLostAnswers checks that a batch whose answer was lost is sent again
// under its number, and that what the API made of it can be told.
func TestLostAnswers(t *testing.T) {
	tests := []struct {
		name          string
		fault         graphtest.Fault
		request       int
		rules         graphtest.AudienceRules
		wantResent    int64
		wantReceived  int64
		wantConfirmed bool
	}{
		{"throttled", throttle, 2, graphtest.AudienceRules{}, 0, 25, true},
		{"another update is running", running, 1, graphtest.AudienceRules{}, 0, 25, true},
		{"failed before", failBefore, 2, graphtest.AudienceRules{}, 1, 25, true},
		{"failed after", failAfter, 2, graphtest.AudienceRules{}, 1, 25, true},
		{"connection broke before", breakBefore, 1, graphtest.AudienceRules{}, 1, 25, true},
		{"connection broke after", breakAfter, 1, graphtest.AudienceRules{}, 1, 25, true},
		{"unreadable", garbage, 2, graphtest.AudienceRules{}, 1, 25, true},
		{"broken off", graphtest.Malformed(), 2, graphtest.AudienceRules{}, 1, 25, true},
		{"cut", graphtest.Truncate(9), 2, graphtest.AudienceRules{}, 1, 25, true},
		{"counted twice", breakAfter, 2, graphtest.AudienceRules{CountRepeats: true}, 1, 35, false},
		{"not counted twice", breakBefore, 2, graphtest.AudienceRules{CountRepeats: true}, 1, 25, true},
		{"last", breakAfter, 3, graphtest.AudienceRules{RepeatsAfterEnd: true}, 1, 25, true},
		{"last, which ended the session", breakAfter, 3, graphtest.AudienceRules{}, 1, 20, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			api := newFakeAPI(t, rules(test.rules))
			api.faultAt(test.request, test.fault)
			u := api.uploader(audience.Config{Schema: peopleSchema, MaxRows: 10})
			result, err := u.Add(t.Context(), "1", people(25))
			if err != nil {
				t.Fatal(err)
			}
			api.checkSession(3)
			if api.requests != 4 || result.Sent != 25 || result.Batches != 3 {
				t.Errorf("%d requests, result is %+v", api.requests, result)
			}
			if result.Resent != test.wantResent || result.Received != test.wantReceived || result.Confirmed != test.wantConfirmed {
				t.Errorf("resent %d, received %d, confirmed %t; want %d, %d, %t", result.Resent, result.Received, result.Confirmed,
					test.wantResent, test.wantReceived, test.wantConfirmed)
			}
		})
	}
}

// TestWaits checks how long is waited between attempts.
func TestWaits(t *testing.T) {
	tests := []struct {
		name  string
		fault graphtest.Fault
		first time.Duration
	}{
		{"throttled", throttle, time.Minute},
		{"another update is running", running, time.Minute},
		{"failed before", failBefore, time.Second},
		{"connection broke after", breakAfter, time.Second},
	}
	for _, test := range tests {
		api := newFakeAPI(t, rules(graphtest.AudienceRules{RepeatsAfterEnd: true}))
		api.Fault(graphtest.On("*"), test.fault.Times(3))
		u := api.uploader(audience.Config{Schema: peopleSchema})
		var waits []time.Duration
		u.SetClock(time.Now, func(_ context.Context, d time.Duration) error {
			waits = append(waits, d)
			return nil
		})
		if _, err := u.Add(t.Context(), "1", people(1)); err != nil {
			t.Fatal(err)
		}
		for i, wait := range waits {
			if least := test.first << i; wait < least || wait > least+least/4+1 {
				t.Errorf("%s: wait %d is %v, want %v and at most a quarter more", test.name, i+1, wait, least)
			}
		}
		if len(waits) != 3 {
			t.Errorf("%s: %d waits", test.name, len(waits))
		}
	}
}

func TestGivesUp(t *testing.T) {
	api := newFakeAPI(t)
	api.Fault(graphtest.On("*"), graphtest.Pass().Times(1), failBefore)
	u := api.uploader(audience.Config{Schema: peopleSchema, MaxRows: 10, MaxAttempts: 3})
	result, err := u.Add(t.Context(), "1", people(35))
	var failed *audience.Error
	if !errors.As(err, &failed) || !errors.Is(err, graph.ErrTransient) {
		t.Fatalf("the error is %v", err)
	}
	want := &audience.Error{Kind: audience.KindAdd, ID: "1", SessionID: result.SessionID, Batch: 2, FirstRow: 11, LastRow: 20, Attempts: 3, MaybeReceived: true, Err: failed.Err}
	if *failed != *want {
		t.Errorf("the error is %+v, want %+v", failed, want)
	}
	if api.requests != 4 || result.Sent != 10 || result.Batches != 1 || result.Confirmed {
		t.Errorf("%d requests, result is %+v", api.requests, result)
	}
}

// resumable uploads 35 rows in batches of 10 with a token that expires at
// batch 3, and returns the checkpoint.
func resumable(t *testing.T, api *fakeAPI, config audience.Config) audience.Checkpoint {
	t.Helper()
	return failed(t, api, config, (*audience.Uploader).Add)
}

// failed returns the checkpoint of an upload of 35 people that failed at batch
// 3.
func failed(t *testing.T, api *fakeAPI, config audience.Config, upload func(*audience.Uploader, context.Context, string, audience.Rows) (*audience.Result, error)) audience.Checkpoint {
	t.Helper()
	file := audience.CheckpointFile(filepath.Join(t.TempDir(), "checkpoint"))
	config.Checkpoint = file.Save
	api.faultAt(3, graphtest.ExpiredToken())
	_, err := upload(api.uploader(config), t.Context(), "1", people(35))
	if !errors.Is(err, graph.ErrToken) || api.requests != 3 {
		t.Fatalf("%v after %d requests", err, api.requests)
	}
	saved, err := file.Load()
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

func TestResume(t *testing.T) {
	api := newFakeAPI(t)
	config := audience.Config{Schema: peopleSchema, MaxRows: 10}
	saved := resumable(t, api, config)
	if saved.Acked.Seq != 2 || saved.Acked.Sent != 20 || saved.Finished {
		t.Errorf("the checkpoint is %+v", saved)
	}
	config.Checkpoint = func(c audience.Checkpoint) error { saved = c; return nil }
	u := api.uploader(config)
	for range 2 { // The second time there is nothing left to do.
		result, err := u.Resume(t.Context(), saved, people(35))
		if err != nil {
			t.Fatal(err)
		}
		if !result.Confirmed || result.Sent != 35 || result.Batches != 4 || api.requests != 5 {
			t.Errorf("%d requests, result is %+v", api.requests, result)
		}
	}
	api.checkSession(4)
}

// TestResumeAhead resumes where later batches than a missing one were
// acknowledged.
func TestResumeAhead(t *testing.T) {
	api := newFakeAPI(t, rules(graphtest.AudienceRules{RepeatsAfterEnd: true}))
	var all []audience.Checkpoint
	config := audience.Config{Schema: peopleSchema, MaxRows: 10, Checkpoint: func(c audience.Checkpoint) error {
		all = append(all, c)
		return nil
	}}
	if _, err := api.uploader(config).Add(t.Context(), "1", people(55)); err != nil {
		t.Fatal(err)
	}
	api.checkSession(6)
	saved := all[2] // after batch 2
	saved.Ahead = []audience.Mark{all[4].Acked, all[5].Acked}
	saved.Window = 4
	before := api.requests
	result, err := api.uploader(config).Resume(t.Context(), saved, people(55))
	if err != nil {
		t.Fatal(err)
	}
	if sent := api.requests - before; sent != 2 { // batches 3 and 6
		t.Errorf("%d batches were sent, want 2", sent)
	}
	if !result.Confirmed || result.Sent != 55 || result.Batches != 6 || result.Resent != 2 {
		t.Errorf("result is %+v", result)
	}
	saved.Ahead[1].Digest = "0"
	if _, err := api.uploader(config).Resume(t.Context(), saved, people(55)); !errors.Is(err, audience.ErrInputChanged) {
		t.Errorf("a changed batch that is ahead: %v", err)
	}
}

func TestResumeRefuses(t *testing.T) {
	api := newFakeAPI(t)
	config := audience.Config{Schema: peopleSchema, MaxRows: 10}
	saved := resumable(t, api, config)
	others := func(yield func([]string, error) bool) {
		for cells, err := range people(35) {
			if cells[0] == "c-0000007" {
				cells[1] = "q7@example.com"
			}
			if !yield(cells, err) {
				return
			}
		}
	}
	other := func(change func(*audience.Config)) audience.Config {
		c := config
		change(&c)
		return c
	}
	change := func(change func(*audience.Checkpoint)) audience.Checkpoint {
		c := saved
		change(&c)
		return c
	}
	tests := []struct {
		name   string
		config audience.Config
		saved  audience.Checkpoint
		rows   audience.Rows
		want   error // nil for any
	}{
		{"another row", config, saved, others, audience.ErrInputChanged},
		{"too few rows", config, saved, people(19), audience.ErrInputChanged},
		{"no more rows", config, saved, people(20), audience.ErrInputChanged},
		{"another batch size", other(func(c *audience.Config) { c.MaxRows = 11 }), saved, people(35), nil},
		{"another country", other(func(c *audience.Config) { c.Normalizer.Country = "US" }), saved, people(35), nil},
		{"another schema", other(func(c *audience.Config) { c.Schema = slices.Clone(peopleSchema); slices.Reverse(c.Schema) }), saved, people(35), nil},
		{"another session", other(func(c *audience.Config) { c.SessionID = 5 }), saved, people(35), nil},
		{"another version", config, change(func(c *audience.Checkpoint) { c.Version = 3 }), people(35), nil},
		{"no kind", config, change(func(c *audience.Checkpoint) { c.Kind = "" }), people(35), nil},
		{"damaged", config, change(func(c *audience.Checkpoint) { c.Acked.Sent = 99 }), people(35), nil},
		{"zero", config, audience.Checkpoint{}, people(35), nil},
	}
	for _, test := range tests {
		result, err := api.uploader(test.config).Resume(t.Context(), test.saved, test.rows)
		if err == nil || result == nil || test.want != nil && !errors.Is(err, test.want) {
			t.Errorf("%s: %v", test.name, err)
		}
		if api.requests != 3 {
			t.Fatalf("%s: it was sent", test.name)
		}
	}
}

func TestCheckpointFails(t *testing.T) {
	api := newFakeAPI(t)
	full := errors.New("disk full")
	config := audience.Config{Schema: peopleSchema, Checkpoint: func(audience.Checkpoint) error { return full }}
	if _, err := api.uploader(config).Add(t.Context(), "1", people(3)); !errors.Is(err, full) || api.requests != 0 {
		t.Errorf("%v after %d requests", err, api.requests)
	}
}

func TestCancelled(t *testing.T) {
	for _, concurrency := range []int{1, 3} {
		api := newFakeAPI(t)
		ctx, cancel := context.WithCancel(t.Context())
		u := api.uploader(audience.Config{Schema: peopleSchema, MaxRows: 10, Concurrency: concurrency, Progress: func(p audience.Progress) {
			if p.Batches == 2 {
				cancel()
			}
		}})
		result, err := u.Add(ctx, "1", people(1000))
		if !errors.Is(err, context.Canceled) || result.Batches < 2 || result.Batches > 4 {
			t.Errorf("%v after %d batches", err, result.Batches)
		}
	}
}
