package audience_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/metagraph-go/graphgen/runtime/audience"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// fakeAPI is a fake of the API with the audiences 1, 12 and 123 of the account
// act_12, and what the tests look at of each request.
type fakeAPI struct {
	*graphtest.Server
	t    testing.TB
	http *httptest.Server
	now  func() time.Time
	// before and after are called with each request: when it has come, and when
	// it was done and is about to be answered.
	before, after func()

	mu       sync.Mutex
	requests int
	active   int
	busiest  int
	keep     bool // fills bodies and paths
	bodies   []url.Values
	paths    []string
}

func newFakeAPI(t testing.TB, changes ...func(*graphtest.Config)) *fakeAPI {
	t.Helper()
	f := &fakeAPI{t: t, now: time.Now, before: func() {}, after: func() {}}
	config := graphtest.Config{Now: func() time.Time { return f.now() }}
	for _, change := range changes {
		change(&config)
	}
	server, err := graphtest.NewHandler(config)
	if err != nil {
		t.Fatal(err)
	}
	f.Server = server
	f.Store().Add("AdAccount", "act_12", nil)
	for _, id := range []string{"1", "12", "123"} {
		f.Store().AddEdge("act_12", "customaudiences", "CustomAudience", graphtest.Node{"id": id, "subtype": "CUSTOM"})
	}
	f.http = httptest.NewServer(http.HandlerFunc(f.serve))
	t.Cleanup(func() {
		f.http.Close()
		if err := f.Err(); err != nil {
			t.Error(err)
		}
	})
	return f
}

// rules sets the rules of audience sessions.
func rules(r graphtest.AudienceRules) func(*graphtest.Config) {
	return func(c *graphtest.Config) { c.Audiences = r }
}

// faultAt makes a fault happen once, to one request, counted from 1.
func (f *fakeAPI) faultAt(request int, fault graphtest.Fault) {
	script := []graphtest.Fault{fault.Times(1)}
	if request > 1 {
		script = []graphtest.Fault{graphtest.Pass().Times(request - 1), fault.Times(1)}
	}
	f.Fault(graphtest.On("*"), script...)
}

// client returns a client with the default RetryPolicy: uploads do not use it.
func (f *fakeAPI) client() *graph.Client {
	f.t.Helper()
	client, err := graph.New(graph.Config{
		Token:      graph.Secret("token-of-the-test"),
		BaseURL:    f.http.URL,
		HTTPClient: f.http.Client(),
	})
	if err != nil {
		f.t.Fatal(err)
	}
	return client
}

func noSleep(ctx context.Context, _ time.Duration) error { return ctx.Err() }

// uploader returns an uploader that never really waits.
func (f *fakeAPI) uploader(config audience.Config) *audience.Uploader {
	f.t.Helper()
	u, err := audience.New(f.client(), config)
	if err != nil {
		f.t.Fatal(err)
	}
	u.SetClock(f.now, noSleep)
	return u
}

// serve looks at a request and lets the fake answer it. The whole body is read
// first: what dies later has been sent.
func (f *fakeAPI) serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	f.arrive(r, body, err == nil)
	defer func() {
		f.mu.Lock()
		f.active--
		f.mu.Unlock()
	}()
	if err != nil {
		return
	}
	f.before()
	r.Body = io.NopCloser(bytes.NewReader(body))
	f.ServeHTTP(&answer{w, f.after}, r)
}

func (f *fakeAPI) arrive(r *http.Request, body []byte, whole bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.requests++
	f.active++
	f.busiest = max(f.busiest, f.active)
	if r.Method != http.MethodPost || r.URL.RawQuery != "" {
		f.t.Errorf("%s with the query %q: customer data must travel in a body", r.Method, r.URL.RawQuery)
	}
	if !whole || !f.keep {
		return
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		f.t.Errorf("the body is no form: %v", err)
	}
	f.paths, f.bodies = append(f.paths, r.URL.Path), append(f.bodies, form)
}

// answer calls back before it is sent.
type answer struct {
	http.ResponseWriter
	before func()
}

func (a *answer) WriteHeader(status int) {
	a.before()
	a.ResponseWriter.WriteHeader(status)
}

// Unwrap lets the fake break connections.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// checkSession checks that audience 1 has had one session that has each batch
// from 1 on, none with other bytes when it came again, and of which the last
// one, and no other, was marked and came after all others.
func (f *fakeAPI) checkSession(wantBatches int) graphtest.AudienceSession {
	f.t.Helper()
	sessions := f.Store().AudienceSessions("1")
	if len(sessions) != 1 {
		f.t.Fatalf("there are %d sessions, want 1", len(sessions))
	}
	s := sessions[0]
	if len(s.Batches) != wantBatches || !s.Finished {
		f.t.Fatalf("the session has %d batches and finished=%t, want %d", len(s.Batches), s.Finished, wantBatches)
	}
	seen := map[int64]bool{}
	for i, batch := range s.Batches {
		seen[batch.Seq] = true
		if batch.Last != (batch.Seq == int64(wantBatches)) {
			f.t.Errorf("batch %d has last_batch_flag=%t", batch.Seq, batch.Last)
		}
		if batch.Last && i != wantBatches-1 {
			f.t.Errorf("the last batch came after %d of %d others", i, wantBatches-1)
		}
		if batch.Changed {
			f.t.Errorf("batch %d came again with other bytes", batch.Seq)
		}
		if batch.Rows == 0 || batch.Rows > 10_000 || batch.Invalid != 0 {
			f.t.Errorf("batch %d has %d rows, %d of them invalid", batch.Seq, batch.Rows, batch.Invalid)
		}
	}
	for seq := range int64(wantBatches) {
		if !seen[seq+1] {
			f.t.Errorf("batch %d is missing", seq+1)
		}
	}
	return s
}
