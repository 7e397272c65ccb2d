package audience

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/runtime/graph"
)

// on returns a fault for some requests, counted from 1.
func on(f fault, requests ...int) func(int) fault {
	return func(n int) fault {
		if slices.Contains(requests, n) {
			return f
		}
		return faultNone
	}
}

// TestLostAnswers checks that a batch whose answer was lost is sent again
// under its number, and that what the API made of it can be told.
func TestLostAnswers(t *testing.T) {
	tests := []struct {
		name            string
		fault           fault
		request         int
		countsTwice     bool
		refusesFinished bool
		wantResent      int64
		wantReceived    int64
		wantConfirmed   bool
	}{
		{"throttled", faultThrottle, 2, false, false, 0, 25, true},
		{"another update is running", faultRunning, 1, false, false, 0, 25, true},
		{"failed before", faultFailBefore, 2, false, false, 1, 25, true},
		{"failed after", faultFailAfter, 2, false, false, 1, 25, true},
		{"connection broke before", faultBreakBefore, 1, false, false, 1, 25, true},
		{"connection broke after", faultBreakAfter, 1, false, false, 1, 25, true},
		{"unreadable", faultGarbage, 2, false, false, 1, 25, true},
		{"counted twice", faultBreakAfter, 2, true, false, 1, 35, false},
		{"not counted twice", faultBreakBefore, 2, true, false, 1, 25, true},
		{"last", faultBreakAfter, 3, false, false, 1, 25, true},
		{"last, which ended the session", faultBreakAfter, 3, false, true, 1, 20, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			api := newFakeAPI(t)
			api.fault, api.countsTwice, api.refusesFinished = on(test.fault, test.request), test.countsTwice, test.refusesFinished
			u := api.uploader(Config{Schema: peopleSchema, MaxRows: 10})
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
		fault fault
		first time.Duration
	}{
		{faultThrottle, time.Minute},
		{faultRunning, time.Minute},
		{faultFailBefore, time.Second},
		{faultBreakAfter, time.Second},
	}
	for _, test := range tests {
		api := newFakeAPI(t)
		api.fault = on(test.fault, 1, 2, 3)
		u := api.uploader(Config{Schema: peopleSchema})
		var waits []time.Duration
		u.sleep = func(_ context.Context, d time.Duration) error {
			waits = append(waits, d)
			return nil
		}
		if _, err := u.Add(t.Context(), "1", people(1)); err != nil {
			t.Fatal(err)
		}
		for i, wait := range waits {
			if least := test.first << i; wait < least || wait > least+least/4+1 {
				t.Errorf("fault %d: wait %d is %v, want %v and at most a quarter more", test.fault, i+1, wait, least)
			}
		}
		if len(waits) != 3 {
			t.Errorf("fault %d: %d waits", test.fault, len(waits))
		}
	}
}

func TestGivesUp(t *testing.T) {
	api := newFakeAPI(t)
	api.fault = func(n int) fault {
		if n > 1 {
			return faultFailBefore
		}
		return faultNone
	}
	u := api.uploader(Config{Schema: peopleSchema, MaxRows: 10, MaxAttempts: 3})
	result, err := u.Add(t.Context(), "1", people(35))
	var failed *Error
	if !errors.As(err, &failed) || !errors.Is(err, graph.ErrTransient) {
		t.Fatalf("the error is %v", err)
	}
	want := &Error{Kind: KindAdd, ID: "1", SessionID: result.SessionID, Batch: 2, FirstRow: 11, LastRow: 20, Attempts: 3, MaybeReceived: true, Err: failed.Err}
	if *failed != *want {
		t.Errorf("the error is %+v, want %+v", failed, want)
	}
	if api.requests != 4 || result.Sent != 10 || result.Batches != 1 || result.Confirmed {
		t.Errorf("%d requests, result is %+v", api.requests, result)
	}
}

// resumable uploads 35 rows in batches of 10 with a token that expires at
// batch 3, and returns the checkpoint.
func resumable(t *testing.T, api *fakeAPI, config Config) Checkpoint {
	t.Helper()
	file := CheckpointFile(filepath.Join(t.TempDir(), "checkpoint"))
	config.Checkpoint = file.Save
	api.fault = on(faultRefuse, 3)
	_, err := api.uploader(config).Add(t.Context(), "1", people(35))
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
	config := Config{Schema: peopleSchema, MaxRows: 10}
	saved := resumable(t, api, config)
	if saved.Acked.Seq != 2 || saved.Acked.Sent != 20 || saved.Finished {
		t.Errorf("the checkpoint is %+v", saved)
	}
	config.Checkpoint = func(c Checkpoint) error { saved = c; return nil }
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
	api := newFakeAPI(t)
	var all []Checkpoint
	config := Config{Schema: peopleSchema, MaxRows: 10, Checkpoint: func(c Checkpoint) error {
		all = append(all, c)
		return nil
	}}
	if _, err := api.uploader(config).Add(t.Context(), "1", people(55)); err != nil {
		t.Fatal(err)
	}
	api.checkSession(6)
	saved := all[2] // after batch 2
	saved.Ahead = []Mark{all[4].Acked, all[5].Acked}
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
	if _, err := api.uploader(config).Resume(t.Context(), saved, people(55)); !errors.Is(err, ErrInputChanged) {
		t.Errorf("a changed batch that is ahead: %v", err)
	}
}

func TestResumeRefuses(t *testing.T) {
	api := newFakeAPI(t)
	config := Config{Schema: peopleSchema, MaxRows: 10}
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
	other := func(change func(*Config)) Config {
		c := config
		change(&c)
		return c
	}
	change := func(change func(*Checkpoint)) Checkpoint {
		c := saved
		change(&c)
		return c
	}
	tests := []struct {
		name   string
		config Config
		saved  Checkpoint
		rows   Rows
		want   error // nil for any
	}{
		{"another row", config, saved, others, ErrInputChanged},
		{"too few rows", config, saved, people(19), ErrInputChanged},
		{"no more rows", config, saved, people(20), ErrInputChanged},
		{"another batch size", other(func(c *Config) { c.MaxRows = 11 }), saved, people(35), nil},
		{"another country", other(func(c *Config) { c.Normalizer.Country = "US" }), saved, people(35), nil},
		{"another schema", other(func(c *Config) { c.Schema = slices.Clone(peopleSchema); slices.Reverse(c.Schema) }), saved, people(35), nil},
		{"another session", other(func(c *Config) { c.SessionID = 5 }), saved, people(35), nil},
		{"another version", config, change(func(c *Checkpoint) { c.Version = 2 }), people(35), nil},
		{"no kind", config, change(func(c *Checkpoint) { c.Kind = "" }), people(35), nil},
		{"damaged", config, change(func(c *Checkpoint) { c.Acked.Sent = 99 }), people(35), nil},
		{"zero", config, Checkpoint{}, people(35), nil},
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

// TestExpiredSession lets the 90 minutes pass.
func TestExpiredSession(t *testing.T) {
	now := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	api := newFakeAPI(t)
	api.now = func() time.Time { return now }
	config := Config{Schema: peopleSchema, MaxRows: 10}
	saved := resumable(t, api, config)

	now = now.Add(sessionLength - 1)
	u := api.uploader(config)
	u.config.Progress = func(Progress) { now = now.Add(1) } // as batch 3 is acknowledged
	_, err := u.Resume(t.Context(), saved, people(35))
	var expired *ExpiredError
	if !errors.Is(err, ErrSessionTimedOut) || !errors.As(err, &expired) || api.requests != 4 {
		t.Fatalf("%v after %d requests", err, api.requests)
	}
	want := ExpiredError{SessionID: saved.SessionID, StartedAt: saved.StartedAt, RowsDone: 30}
	if diff := cmp.Diff(want, *expired); diff != "" {
		t.Errorf("error (-want +got):\n%s", diff)
	}
	if _, err := u.Resume(t.Context(), saved, people(35)); !errors.As(err, &expired) || expired.RowsDone != 20 {
		t.Errorf("resuming too late: %v", err)
	}

	// A wait that would outlast the session is not begun.
	api = newFakeAPI(t)
	now = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	api.now = func() time.Time { return now }
	api.fault = on(faultThrottle, 2)
	u = api.uploader(config)
	u.config.Progress = func(Progress) { now = now.Add(sessionLength - time.Second) }
	u.sleep = func(context.Context, time.Duration) error { t.Error("it waits"); return nil }
	if _, err := u.Add(t.Context(), "1", people(35)); !errors.Is(err, graph.ErrRateLimited) {
		t.Errorf("no time to wait: %v", err)
	}
}

func TestCheckpointFails(t *testing.T) {
	api := newFakeAPI(t)
	full := errors.New("disk full")
	config := Config{Schema: peopleSchema, Checkpoint: func(Checkpoint) error { return full }}
	if _, err := api.uploader(config).Add(t.Context(), "1", people(3)); !errors.Is(err, full) || api.requests != 0 {
		t.Errorf("%v after %d requests", err, api.requests)
	}
}

func TestCancelled(t *testing.T) {
	for _, concurrency := range []int{1, 3} {
		api := newFakeAPI(t)
		ctx, cancel := context.WithCancel(t.Context())
		u := api.uploader(Config{Schema: peopleSchema, MaxRows: 10, Concurrency: concurrency, Progress: func(p Progress) {
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
