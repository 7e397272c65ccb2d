package audience

import (
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/metagraph-go/graphgen/runtime/graph"
)

// fault is what goes wrong with a request.
type fault int

const (
	faultNone fault = iota
	faultThrottle
	faultRunning
	faultRefuse      // an error that will come again
	faultFailBefore  // a transient error, the batch not taken
	faultFailAfter   // the same answer, the batch taken
	faultBreakBefore // the connection breaks, the batch not taken
	faultBreakAfter  // the connection breaks, the batch taken
	faultGarbage     // the batch taken, an answer that is no JSON
	faultEcho        // an error that repeats what was sent
)

// fakeAPI takes batches by the rules of sessions, and keeps a ledger.
type fakeAPI struct {
	t      testing.TB
	server *httptest.Server
	now    func() time.Time

	// before and after are called with each request, around taking its batch.
	// Fault returns what goes wrong with it.
	before, after func()
	fault         func(request int) fault
	// countsTwice makes the API count a batch each time that it arrives.
	countsTwice bool
	// refusesFinished makes it refuse a repeated last batch.
	refusesFinished bool
	samples         string
	// seen is called with each row of a batch that is new.
	seen func(row json.RawMessage)

	mu       sync.Mutex
	requests int
	active   int
	busiest  int
	bodies   []url.Values // kept when keep is set
	keep     bool
	paths    []string
	sessions map[int64]*fakeSession
}

type fakeSession struct {
	began    time.Time
	schema   string
	batches  map[int64]uint32 // number and checksum
	last     int64
	received int64
	order    []int64
}

func newFakeAPI(t testing.TB) *fakeAPI {
	f := &fakeAPI{
		t:        t,
		now:      time.Now,
		before:   func() {},
		after:    func() {},
		fault:    func(int) fault { return faultNone },
		seen:     func(json.RawMessage) {},
		samples:  "[]",
		sessions: map[int64]*fakeSession{},
	}
	f.server = httptest.NewServer(f)
	t.Cleanup(f.server.Close)
	return f
}

func (f *fakeAPI) client() *graph.Client {
	f.t.Helper()
	client, err := graph.New(graph.Config{
		Token:      graph.Secret("token-of-the-test"),
		BaseURL:    f.server.URL,
		HTTPClient: f.server.Client(),
		Retry:      graph.RetryPolicy{MaxAttempts: 1},
	})
	if err != nil {
		f.t.Fatal(err)
	}
	return client
}

// uploader returns an uploader that never really waits.
func (f *fakeAPI) uploader(config Config) *Uploader {
	f.t.Helper()
	u, err := New(f.client(), config)
	if err != nil {
		f.t.Fatal(err)
	}
	u.now, u.sleep = f.now, noSleep
	return u
}

func (f *fakeAPI) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	f.requests++
	what := f.fault(f.requests)
	f.active++
	f.busiest = max(f.busiest, f.active)
	f.mu.Unlock()
	defer func() {
		f.mu.Lock()
		f.active--
		f.mu.Unlock()
	}()

	if r.Method != http.MethodPost || r.URL.RawQuery != "" {
		f.t.Errorf("%s with the query %q: customer data must travel in a body", r.Method, r.URL.RawQuery)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		f.t.Errorf("the body is no form: %v", err)
	}
	f.before()
	switch what {
	case faultThrottle:
		writeError(w, 80003, 0, "too many calls")
		return
	case faultRunning:
		writeError(w, 2650, 1870145, "running")
		return
	case faultRefuse:
		writeError(w, 190, 463, "expired")
		return
	case faultEcho:
		writeError(w, 100, 0, "Invalid parameter: "+form.Get("payload"))
		return
	case faultFailBefore:
		writeError(w, 2, 0, "unavailable")
		return
	case faultBreakBefore:
		panic(http.ErrAbortHandler)
	}
	answer, refusal := f.take(r.URL.Path, form)
	f.after()
	switch {
	case refusal != nil:
		writeError(w, refusal.Code, refusal.Subcode, "refused")
	case what == faultFailAfter:
		writeError(w, 1, 0, "unknown fault")
	case what == faultBreakAfter:
		panic(http.ErrAbortHandler)
	case what == faultGarbage:
		fmt.Fprint(w, "<html>")
	default:
		fmt.Fprint(w, answer)
	}
}

func writeError(w http.ResponseWriter, code, subcode int, message string) {
	w.WriteHeader(http.StatusBadRequest)
	_ = json.NewEncoder(w).Encode(map[string]any{"error": map[string]any{
		"message": message, "type": "OAuthException", "code": code, "error_subcode": subcode, "fbtrace_id": "Atrace",
	}})
}

// take takes a batch by the rules of sessions.
func (f *fakeAPI) take(path string, form url.Values) (string, *graph.Code) {
	var place struct {
		ID   int64 `json:"session_id"`
		Seq  int64 `json:"batch_seq"`
		Last bool  `json:"last_batch_flag"`
	}
	var payload struct {
		Schema json.RawMessage   `json:"schema"`
		Data   []json.RawMessage `json:"data"`
	}
	if json.Unmarshal([]byte(form.Get("session")), &place) != nil || json.Unmarshal([]byte(form.Get("payload")), &payload) != nil {
		f.t.Error("payload or session is no JSON")
		return "", &graph.Code{Code: 100}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.paths = append(f.paths, path)
	if f.keep {
		f.bodies = append(f.bodies, form)
	}
	s := f.sessions[place.ID]
	if s == nil {
		if place.Seq != 1 {
			return "", &ErrFirstBatchMissing
		}
		s = &fakeSession{began: f.now(), schema: string(payload.Schema), batches: map[int64]uint32{}}
		f.sessions[place.ID] = s
	}
	sum := crc32.ChecksumIEEE([]byte(form.Encode()))
	before, repeated := s.batches[place.Seq]
	switch {
	case f.now().Sub(s.began) >= sessionLength:
		return "", &ErrSessionTimedOut
	case s.last > 0 && (!repeated || f.refusesFinished):
		return "", &ErrSessionFinished
	case repeated && before != sum:
		f.t.Errorf("batch %d came again with other bytes", place.Seq)
	case s.schema != string(payload.Schema):
		f.t.Errorf("batch %d has another schema", place.Seq)
	case len(payload.Data) == 0 || len(payload.Data) > 10_000:
		f.t.Errorf("batch %d has %d rows", place.Seq, len(payload.Data))
		return "", &graph.Code{Code: 100}
	case place.Last && !repeated && int64(len(s.batches)) != place.Seq-1:
		f.t.Errorf("the last batch is number %d and came after %d others", place.Seq, len(s.batches))
	}
	if !repeated {
		s.batches[place.Seq] = sum
		s.order = append(s.order, place.Seq)
		for _, row := range payload.Data {
			f.seen(row)
		}
	}
	if !repeated || f.countsTwice {
		s.received += int64(len(payload.Data))
	}
	if place.Last {
		s.last = place.Seq
	}
	return fmt.Sprintf(`{"audience_id":"%s","session_id":"%d","num_received":%d,"num_invalid_entries":0,"invalid_entry_samples":%s}`,
		strings.Split(path, "/")[2], place.ID, s.received, f.samples), nil
}

// checkSession checks that the ledger has one session, without gaps, and ended.
func (f *fakeAPI) checkSession(wantBatches int) *fakeSession {
	f.t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.sessions) != 1 {
		f.t.Fatalf("there are %d sessions, want 1", len(f.sessions))
	}
	for _, s := range f.sessions {
		if len(s.batches) != wantBatches || s.last != int64(wantBatches) {
			f.t.Errorf("the session has %d batches and the last is %d, want %d", len(s.batches), s.last, wantBatches)
		}
		for seq := range int64(wantBatches) {
			if _, ok := s.batches[seq+1]; !ok {
				f.t.Errorf("batch %d is missing", seq+1)
			}
		}
		return s
	}
	return nil
}
