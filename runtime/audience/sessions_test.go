package audience_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/metagraph-go/graphgen/runtime/audience"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// clock is a clock that a test sets.
type clock struct{ passed atomic.Int64 }

func (c *clock) now() time.Time {
	return time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC).Add(time.Duration(c.passed.Load()))
}

func (c *clock) advance(d time.Duration) { c.passed.Add(int64(d)) }

func (c *clock) sleep(ctx context.Context, d time.Duration) error {
	c.advance(d)
	return ctx.Err()
}

// slowAPI returns a fake API that takes so long for each request.
func slowAPI(t *testing.T, each time.Duration, changes ...func(*graphtest.Config)) (*fakeAPI, *clock) {
	t.Helper()
	api, c := newFakeAPI(t, changes...), &clock{}
	api.now = c.now
	api.after = func() { c.advance(each) }
	return api, c
}

// checkSessions checks that each of the people arrived in some session, and
// that sessions are as the API wants them: batches without a gap from 1 on,
// the same bytes under a number, and a mark on the last one only. A session
// that was not finished may lack batches. It returns how many rows came.
func checkSessions(t *testing.T, sessions []graphtest.AudienceSession, rows, maxRows int) int {
	t.Helper()
	missing := map[string]int{}
	for first := 0; first < rows; first += maxRows {
		missing[fmt.Sprintf("%x", sha256.Sum256([]byte(peoplePayload(first, min(maxRows, rows-first)))))] = first
	}
	came := 0
	known := len(missing)
	for i, s := range sessions {
		seen := map[int64]bool{}
		for _, b := range s.Batches {
			came += b.Rows
			seen[b.Seq] = true
			delete(missing, b.Digest)
			if b.Changed || b.Last != (s.Finished && b.Seq == int64(len(s.Batches))) {
				t.Errorf("session %d of %d: batch %d of %d is %+v", i+1, len(sessions), b.Seq, len(s.Batches), b)
			}
		}
		for seq := int64(1); s.Finished && seq <= int64(len(s.Batches)); seq++ {
			if !seen[seq] {
				t.Errorf("session %d of %d has no batch %d of %d", i+1, len(sessions), seq, len(s.Batches))
			}
		}
	}
	if len(missing) > 0 {
		t.Errorf("%d of %d batches did not arrive, such as that from row %v on", len(missing), known, missing)
	}
	return came
}

// TestLongUploads says how uploads that take longer than a session are divided.
func TestLongUploads(t *testing.T) {
	const rows, each = 1200, 2 * time.Minute // 120 batches
	for _, concurrency := range []int{1, 4} {
		api, c := slowAPI(t, each)
		api.keep = true
		config := audience.Config{Schema: peopleSchema, MaxRows: 10, Concurrency: concurrency, SessionID: 7, EstimatedTotal: rows}
		var ends []time.Time
		config.Progress = func(p audience.Progress) { ends = append(ends, p.SessionEnds) }
		u := api.uploader(config)
		u.SetClock(c.now, c.sleep)
		result, err := u.Add(t.Context(), "1", people(rows))
		if err != nil {
			t.Fatal(err)
		}
		sessions := api.Store().AudienceSessions("1")
		if came := checkSessions(t, sessions, rows, 10); came != rows || len(sessions) < 3 {
			t.Errorf("%d rows came in %d sessions", came, len(sessions))
		}
		if !result.Confirmed || result.Sent != rows || result.Received != rows || result.Batches != 120 || result.Resent != 0 || api.requests != 120 {
			t.Errorf("after %d requests the result is %+v", api.requests, result)
		}
		var want []audience.EndedSession
		for i, s := range sessions {
			if !s.Finished || s.Batches[len(s.Batches)-1].Times != 1 {
				t.Errorf("session %d is %+v", i, s)
			}
			want = append(want, audience.EndedSession{StartedAt: s.StartedAt, Received: int64(s.Received), Closed: true})
		}
		if diff := cmp.Diff(want[:len(want)-1], result.Earlier, cmpopts.IgnoreFields(audience.EndedSession{}, "SessionID")); diff != "" {
			t.Errorf("earlier sessions (-want +got):\n%s", diff)
		}
		if last := sessions[len(sessions)-1]; sessions[0].ID != "7" || result.Earlier[0].SessionID != 7 || last.ID != fmt.Sprint(result.SessionID) || !ends[119].Equal(last.StartedAt.Add(audience.SessionLength)) {
			t.Errorf("the sessions are %s to %s, which ends at %v; the result's is %d", sessions[0].ID, last.ID, ends[119], result.SessionID)
		}
		if concurrency == 1 {
			if n := int((audience.SessionUse+each-1)/each) + 1; len(sessions[0].Batches) != n {
				t.Errorf("the first session has %d batches, want %d", len(sessions[0].Batches), n)
			}
			want := fmt.Sprintf(`{"session_id":%s,"batch_seq":1,"last_batch_flag":false}`, sessions[1].ID)
			if got := api.bodies[len(sessions[0].Batches)].Get("session"); got != want {
				t.Errorf("the second session begins with %s, want %s", got, want)
			}
		}
	}
}

func TestLongRemovals(t *testing.T) {
	api, c := slowAPI(t, 20*time.Minute)
	u := api.uploader(audience.Config{Schema: peopleSchema, MaxRows: 10})
	u.SetClock(c.now, c.sleep)
	if result, err := u.Remove(t.Context(), "1", people(100)); err != nil || !result.Confirmed || len(result.Earlier) != 1 {
		t.Errorf("result is %+v, %v", result, err)
	}
	checkSessions(t, api.Store().AudienceSessions("1"), 100, 10)
	if result, err := u.RemoveFromAccount(t.Context(), "act_12", people(100)); err != nil || !result.Confirmed || len(result.Earlier) != 1 {
		t.Errorf("result is %+v, %v", result, err)
	}
	checkSessions(t, api.Store().AudienceSessions("act_12"), 100, 10)
}

// TestSessionEndsEarly lets a session be over before the upload has closed it.
func TestSessionEndsEarly(t *testing.T) {
	timedOut := graphtest.Fail(graphtest.Error{Code: 2650, Subcode: 1870158, Message: "timed out"})
	tests := []struct {
		name    string
		request int
		fault   graphtest.Fault
		// pause is how long the third batch takes to come.
		pause            time.Duration
		sessions         []int // Their batches.
		received, resent int64
		confirmed        bool
	}{
		{"rows came late", 9, graphtest.Pass(), 91 * time.Minute, []int{2, 2}, 35, 0, true},
		{"a throttle took too long", 3, throttle, 89*time.Minute + 30*time.Second, []int{2, 2}, 35, 0, true},
		{"a batch in doubt that came", 3, failAfter, 90*time.Minute - 2, []int{3, 2}, 35, 1, false},
		{"a batch in doubt that did not", 3, failBefore, 90*time.Minute - 2, []int{2, 2}, 35, 1, false},
		{"the API says so", 3, timedOut, 0, []int{2, 2}, 35, 0, true},
		{"the last batch", 4, timedOut, 0, []int{3, 1}, 35, 0, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			api, c := slowAPI(t, 0)
			api.faultAt(test.request, test.fault)
			u := api.uploader(audience.Config{Schema: peopleSchema, MaxRows: 10})
			u.SetClock(c.now, c.sleep)
			late := func(yield func([]string, error) bool) {
				n := 0
				for cells, err := range people(35) {
					if n++; n == 30 {
						c.advance(test.pause)
					}
					if !yield(cells, err) {
						return
					}
				}
			}
			result, err := u.Add(t.Context(), "1", late)
			if err != nil {
				t.Fatal(err)
			}
			sessions := api.Store().AudienceSessions("1")
			checkSessions(t, sessions, 35, 10)
			var batches []int
			for _, s := range sessions {
				batches = append(batches, len(s.Batches))
			}
			if diff := cmp.Diff(test.sessions, batches); diff != "" {
				t.Errorf("batches of the sessions (-want +got):\n%s", diff)
			}
			if result.Sent != 35 || result.Received != test.received || result.Resent != test.resent || result.Confirmed != test.confirmed || len(result.Earlier) != 1 || result.Earlier[0].Closed {
				t.Errorf("result is %+v", result)
			}
			if api.Store().People("1") != 35 {
				t.Errorf("the audience has %d people", api.Store().People("1"))
			}
		})
	}
}

// TestDeathAfterClosingBatch dies between the API's answer to the batch that
// closes a session and the checkpoint.
func TestDeathAfterClosingBatch(t *testing.T) {
	for _, concurrency := range []int{1, 4} {
		api, c := slowAPI(t, 0)
		var saved audience.Checkpoint
		dead := errors.New("the process died")
		config := audience.Config{Schema: peopleSchema, MaxRows: 10, Concurrency: concurrency}
		config.Progress = func(p audience.Progress) {
			if p.Batches == 4 {
				c.advance(audience.SessionUse)
			}
		}
		config.Checkpoint = func(c audience.Checkpoint) error {
			if c.ClosedBy > 0 && c.Acked.Seq == c.ClosedBy {
				return dead
			}
			saved = c
			return nil
		}
		u := api.uploader(config)
		u.SetClock(c.now, c.sleep)
		if _, err := u.Add(t.Context(), "1", people(200)); !errors.Is(err, dead) {
			t.Fatal(err)
		}
		config.Progress, config.Checkpoint = nil, nil
		u = api.uploader(config)
		u.SetClock(c.now, c.sleep)
		result, err := u.Resume(t.Context(), saved, people(200))
		if err != nil {
			t.Fatal(err)
		}
		sessions := api.Store().AudienceSessions("1")
		if came := checkSessions(t, sessions, 200, 10); came != 200 || len(sessions) != 2 || !sessions[0].Finished || len(sessions[0].Batches) != int(saved.ClosedBy) {
			t.Errorf("%d rows came in the sessions %+v", came, sessions)
		}
		if result.Resent != 1 || result.Confirmed || result.Sent != 200 || len(result.Earlier) != 1 || !result.Earlier[0].Closed {
			t.Errorf("result is %+v", result)
		}
	}
}

// TestSessionsThatNeverBegin bounds the attempts when the API takes no session.
func TestSessionsThatNeverBegin(t *testing.T) {
	api := newFakeAPI(t)
	api.Fault(graphtest.On("*"), graphtest.Fail(graphtest.Error{Code: 2650, Subcode: 1870158, Message: "timed out"}))
	if _, err := api.uploader(audience.Config{Schema: peopleSchema}).Add(t.Context(), "1", people(5)); !errors.Is(err, audience.ErrSessionTimedOut) || api.requests != 1 {
		t.Errorf("%v after %d requests", err, api.requests)
	}
	api, c := slowAPI(t, 0)
	api.Fault(graphtest.On("*"), graphtest.Pass().Times(2), breakBefore)
	u := api.uploader(audience.Config{Schema: peopleSchema, MaxRows: 10})
	u.SetClock(c.now, func(context.Context, time.Duration) error { c.advance(time.Hour); return nil })
	_, err := u.Add(t.Context(), "1", people(35))
	api.http.Close() // Waits for the requests whose connections broke.
	var failed *audience.Error
	if !errors.As(err, &failed) || failed.Attempts != 6 || failed.Batch != 3 || !failed.MaybeReceived || api.requests != 8 {
		t.Errorf("%v after %d requests", err, api.requests)
	}
}

// TestReplaceTakesOneSession lets the 90 minutes of a replacement pass.
func TestReplaceTakesOneSession(t *testing.T) {
	api, c := slowAPI(t, 0)
	config := audience.Config{Schema: peopleSchema, MaxRows: 10}
	saved := failed(t, api, config, (*audience.Uploader).Replace)

	c.advance(audience.SessionLength - 1)
	u := api.uploader(config)
	u.SetProgress(func(audience.Progress) { c.advance(1) }) // as batch 3 is acknowledged
	_, err := u.Resume(t.Context(), saved, people(35))
	var expired *audience.ExpiredError
	if !errors.Is(err, audience.ErrSessionTimedOut) || !errors.As(err, &expired) || api.requests != 4 {
		t.Fatalf("%v after %d requests", err, api.requests)
	}
	want := audience.ExpiredError{SessionID: saved.SessionID, StartedAt: saved.StartedAt, RowsDone: 30}
	if diff := cmp.Diff(want, *expired); diff != "" {
		t.Errorf("error (-want +got):\n%s", diff)
	}
	if _, err := u.Resume(t.Context(), saved, people(35)); !errors.As(err, &expired) || expired.RowsDone != 20 || api.requests != 4 {
		t.Errorf("resuming too late: %v after %d requests", err, api.requests)
	}

	// It can be seen early that the time will not do.
	for _, test := range []struct {
		total int64
		each  time.Duration
		from  int // The batch from which on there is a warning; 0 for none.
	}{
		{400, 2 * time.Minute, 0}, // 40 batches in 80 minutes
		{400, 3 * time.Minute, 3}, // in 120
		{0, 3 * time.Minute, 0},
	} {
		api, c := slowAPI(t, test.each)
		var warned []int64
		config := config
		config.EstimatedTotal = test.total
		config.Progress = func(p audience.Progress) {
			if p.TooSlow {
				warned = append(warned, p.Batches)
			}
		}
		u := api.uploader(config)
		u.SetClock(c.now, c.sleep)
		_, err := u.Replace(t.Context(), "1", people(400))
		if late := test.each > 2*time.Minute; errors.As(err, &expired) != late || err != nil != late {
			t.Errorf("%v each: %v", test.each, err)
		}
		if test.from == 0 && len(warned) > 0 || test.from > 0 && (len(warned) == 0 || warned[0] > int64(test.from)) {
			t.Errorf("%d rows, %v each: warned at %v, want from %d on", test.total, test.each, warned, test.from)
		}
	}

	// A wait that would outlast the session is not begun.
	api, c = slowAPI(t, 0)
	api.faultAt(2, throttle)
	u = api.uploader(config)
	u.SetProgress(func(audience.Progress) { c.advance(audience.SessionLength - time.Second) })
	u.SetClock(c.now, func(context.Context, time.Duration) error { t.Error("it waits"); return nil })
	if _, err := u.Replace(t.Context(), "1", people(35)); !errors.Is(err, graph.ErrRateLimited) {
		t.Errorf("no time to wait: %v", err)
	}
}
