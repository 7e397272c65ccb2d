package graphtest

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestAudienceSessions checks the record of a session: the batches in the order
// in which they came, what came again, and what came again changed.
func TestAudienceSessions(t *testing.T) {
	srv := audienceServer(t)
	if got := srv.Store().AudienceSessions("50"); got != nil {
		t.Errorf("an audience without uploads has the sessions %+v", got)
	}
	for _, form := range []url.Values{
		people(7, 1, false, digest1),
		people(7, 3, false, digest1, "x"),
		people(7, 2, false, digest2),
		people(7, 2, false, digest2),
		people(7, 3, false, digest2),
		people(7, 4, true, digest2),
		people(7, 4, true, digest2), // refused
		people(8, 1, false, digest1),
		people(9, 2, true, digest1), // refused
		people(0, 0, false, digest1),
	} {
		callServer(t, srv, "POST", "/50/users", form)
	}
	digest := func(form url.Values) string {
		return fmt.Sprintf("%x", sha256.Sum256([]byte(form.Get("payload"))))
	}
	want := []AudienceSession{
		{ID: "7", StartedAt: fixedNow, Finished: true, Received: 5, Invalid: 1, Batches: []AudienceBatch{
			{Seq: 1, Rows: 1, Times: 1, Digest: digest(people(7, 1, false, digest1))},
			{Seq: 3, Rows: 2, Invalid: 1, Times: 2, Changed: true, Digest: digest(people(7, 3, false, digest1, "x"))},
			{Seq: 2, Rows: 1, Times: 2, Digest: digest(people(7, 2, false, digest2))},
			{Seq: 4, Rows: 1, Times: 1, Last: true, Digest: digest(people(7, 4, true, digest2))},
		}},
		{ID: "8", StartedAt: fixedNow, Received: 1, Batches: []AudienceBatch{
			{Seq: 1, Rows: 1, Times: 1, Digest: digest(people(8, 1, false, digest1))},
		}},
	}
	if diff := cmp.Diff(want, srv.Store().AudienceSessions("50")); diff != "" {
		t.Errorf("sessions (-want +got):\n%s", diff)
	}
	for _, id := range []string{"404", "act_1"} {
		if got := srv.Store().AudienceSessions(id); got != nil {
			t.Errorf("%s has the sessions %+v", id, got)
		}
	}
}

func TestAudienceRules(t *testing.T) {
	tests := []struct {
		rules        AudienceRules
		wantStatus   int // of the last batch, the second time
		wantReceived int
		wantPeople   int
	}{
		{AudienceRules{}, http.StatusBadRequest, 2, 2},
		{AudienceRules{CountRepeats: true}, http.StatusBadRequest, 3, 2},
		{AudienceRules{RepeatsAfterEnd: true}, http.StatusOK, 2, 2},
		{AudienceRules{CountRepeats: true, RepeatsAfterEnd: true}, http.StatusOK, 4, 2},
		{AudienceRules{ForgetPeople: true}, http.StatusBadRequest, 2, 0},
	}
	for _, test := range tests {
		for _, edge := range []string{"users", "usersreplace"} {
			srv := audienceServer(t, func(c *Config) { c.Audiences = test.rules })
			path := "/50/" + edge
			callServer(t, srv, "POST", path, people(1, 1, false, digest1))
			callServer(t, srv, "POST", path, people(1, 1, false, digest1))
			callServer(t, srv, "POST", path, people(1, 2, true, digest2))
			status, body := callServer(t, srv, "POST", path, people(1, 2, true, digest2))
			session := srv.Store().AudienceSessions("50")[0]
			if status != test.wantStatus || session.Received != test.wantReceived || srv.Store().People("50") != test.wantPeople {
				t.Errorf("%+v, %s: %s, received %d, people %d", test.rules, edge, body, session.Received, srv.Store().People("50"))
			}
			if status, body := callServer(t, srv, "POST", path, people(1, 3, false, digest2)); status != http.StatusBadRequest {
				t.Errorf("%+v, %s: a new batch after the end: %s", test.rules, edge, body)
			}
		}
	}
}

// TestFailedReplacement checks that a replacement that came to nothing is not
// made by its last batch's coming again.
func TestFailedReplacement(t *testing.T) {
	srv := audienceServer(t, func(c *Config) { c.Audiences.RepeatsAfterEnd = true })
	callServer(t, srv, "POST", "/50/users", people(1, 1, true, digest1))
	callServer(t, srv, "POST", "/50/usersreplace", people(2, 1, false, digest1))
	for range 2 {
		_, body := callServer(t, srv, "POST", "/50/usersreplace", people(2, 3, true, digest2))
		if !strings.Contains(body, "1870148") || srv.Store().People("50") != 1 {
			t.Errorf("%s; the audience has %d people", body, srv.Store().People("50"))
		}
	}
}

// TestAccountSession removes people from all audiences in two calls.
func TestAccountSession(t *testing.T) {
	srv := audienceServer(t)
	callServer(t, srv, "POST", "/50/users", people(1, 1, true, digest1, digest2))
	remove := func(seq int, last bool, digest string) url.Values {
		form := people(5, seq, last, digest)
		form.Set("method", "delete")
		return form
	}
	answer := `{"account_id":"1","session_id":"5","num_received":%d,"num_invalid_entries":0,"invalid_entry_samples":[]}`
	expect(t, srv, "POST", "/act_1/usersofanyaudience", remove(1, false, digest1), fmt.Sprintf(answer, 1))
	if got := srv.Store().People("50"); got != 1 {
		t.Errorf("the audience has %d people", got)
	}
	expect(t, srv, "POST", "/act_1/usersofanyaudience", remove(2, true, digest2), fmt.Sprintf(answer, 2))
	if got := srv.Store().People("50"); got != 0 {
		t.Errorf("the audience has %d people", got)
	}
	if got := srv.Store().AudienceSessions("act_1"); len(got) != 1 || !got[0].Finished || len(got[0].Batches) != 2 {
		t.Errorf("the sessions are %+v", got)
	}
	expect(t, srv, "GET", "/50?fields=approximate_count_lower_bound", nil, `{"approximate_count_lower_bound":0,"id":"50"}`)
}

// TestLedgerMemory checks that the ledger does not hold on to the bodies of
// calls: the names and short values of params are parts of their text.
func TestLedgerMemory(t *testing.T) {
	srv := audienceServer(t)
	live := func() int64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	form := url.Values{"note": {"n"}, "payload": {strings.Repeat("a", 1<<20)}}
	before := live()
	const calls = 32
	for range calls {
		callServer(t, srv, "POST", "/50/users", form)
	}
	if grown := live() - before; grown > calls<<20/2 {
		t.Errorf("the heap has grown by %d bytes after %d calls of 1 MiB", grown, calls)
	}
	srv.Ledger().WantReceived(t, On("*"), calls)
}

// TestOneOf checks that each of the faults happens, some of the time, and that
// the ledger names them.
func TestOneOf(t *testing.T) {
	srv := audienceServer(t)
	srv.Fault(On("CustomAudience.read"), OneOf(Transient(), Bare(502), Throttle(80003)).Probability(0.5))
	for range 200 {
		callServer(t, srv, "GET", "/50", nil)
	}
	counts := map[string]int{}
	for _, entry := range srv.Ledger().Entries(On("*")) {
		counts[entry.Fault]++
		if entry.Version != "v25.0" || entry.Acted != (entry.Fault == "") || !strings.HasSuffix(entry.String(), entry.Fault) {
			t.Errorf("%s: %s", entry.Version, entry)
		}
	}
	for fault, least := range map[string]int{"": 70, "error": 15, "answer": 15, "throttle": 15} {
		if counts[fault] < least {
			t.Errorf("fault %q happened %d times in 200", fault, counts[fault])
		}
	}
}
