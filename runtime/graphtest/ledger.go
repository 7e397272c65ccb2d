package graphtest

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Ledger is what a server received, one entry for each operation: those of a
// batch are entries too. Secrets and customer data are not in it. It is safe
// for concurrent use.
type Ledger struct {
	schema   *schema
	mu       sync.Mutex
	received map[string]int
	acted    map[string]int
	// entries is a ring: the oldest is at next once it is full.
	entries []*Entry
	next    int
	size    int
	// requests and batches count those that came.
	requests, batches int
}

// Entry is one operation that a server received.
type Entry struct {
	// Operation is the operation, such as "AdAccount.campaigns list".
	Operation string
	// ID is the id of the node, or the ids of a read of many nodes.
	ID string
	// Method and Path are those of the request. The path has no query.
	Method, Path string
	// Version is the API version that the operation was done by, such as
	// "v25.0".
	Version string
	// Params are the params without those of auth. Long ones are cut, and of
	// customer data only the number of rows is kept.
	Params map[string]string
	// Files are the names of the uploaded files.
	Files []string
	// Header are the headers of the request, or of the operation of a batch,
	// without those of auth.
	Header http.Header
	// Host is the host that the request was for.
	Host string
	// Token stands for the access token: the same text for the same token.
	Token string
	// TokenIn says where the token stood: in the "header", the "query" or the
	// "body", or several of them with commas. It is "batch" for an operation
	// that was done with the token of its batch.
	TokenIn string
	// Batch is the number of the batch that the operation came in, the first
	// being 1. It is 0 for operations that came alone and for batches themselves.
	Batch int
	// Acted means that the operation was done.
	Acted bool
	// Fault is what [Server.Fault] made go wrong: "error", "throttle", "reset",
	// "timeout", "latency", "slow body", "truncate", "truncate request",
	// "answer", "raw", "malformed", "huge", "redirect", "results" or "run". It is
	// empty when nothing did.
	Fault string
	// Status is the HTTP status of the answer, and Code the error's code or 0.
	// Both are 0 when the connection was ended in place of an answer.
	Status, Code int
	// At is when the operation came.
	At time.Time
}

// shownParam is how many bytes of a param String shows.
const shownParam = 100

// String returns the entry in one line. It cuts long params.
func (e Entry) String() string {
	var b strings.Builder
	b.WriteString(e.Operation)
	if e.ID != "" {
		b.WriteString(" " + e.ID)
	}
	fmt.Fprintf(&b, ": %s /%s", e.Method, e.Path)
	for _, name := range keys(e.Params) {
		value := e.Params[name]
		if len(value) > shownParam {
			value = strings.ToValidUTF8(value[:shownParam], "") + "..."
		}
		fmt.Fprintf(&b, " %s=%s", name, value)
	}
	fmt.Fprintf(&b, " -> %d", e.Status)
	if e.Code != 0 {
		fmt.Fprintf(&b, " (#%d)", e.Code)
	}
	if e.Acted {
		b.WriteString(", acted")
	}
	if e.Fault != "" {
		b.WriteString(", fault: " + e.Fault)
	}
	return b.String()
}

func newLedger(sc *schema, size int) *Ledger {
	return &Ledger{schema: sc, size: size, received: map[string]int{}, acted: map[string]int{}}
}

// Entries returns what was received that matches, oldest first. Of more than
// [Config.LedgerSize] entries the oldest are forgotten.
func (l *Ledger) Entries(on Match) []Entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	var found []Entry
	for i := range l.entries {
		e := l.entries[(l.next+i)%len(l.entries)]
		if on.call(e.Operation, e.ID, e.Params) {
			found = append(found, *e)
		}
	}
	return found
}

// Received returns how many matching calls came. A match that looks at more
// than the operation counts those that are remembered.
func (l *Ledger) Received(on Match) int { return l.count(on, false) }

// Acted returns how many matching calls were done.
func (l *Ledger) Acted(on Match) int { return l.count(on, true) }

func (l *Ledger) count(on Match, acted bool) int {
	n := 0
	if on.narrow() {
		for _, e := range l.Entries(on) {
			if e.Acted || !acted {
				n++
			}
		}
		return n
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	counts := l.received
	if acted {
		counts = l.acted
	}
	for label, count := range counts {
		if on.operation(label) {
			n += count
		}
	}
	return n
}

// Requests returns how many HTTP requests came. A batch is one.
func (l *Ledger) Requests() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.requests
}

// Batches returns the operations that came together in each batch, oldest
// first. Operations that a fault kept from running are not among them, and of
// more than [Config.LedgerSize] entries the oldest are forgotten.
func (l *Ledger) Batches() [][]Entry {
	var batches [][]Entry
	place := map[int]int{}
	for _, e := range l.Entries(On("*")) {
		if e.Batch == 0 {
			continue
		}
		at, known := place[e.Batch]
		if !known {
			at = len(batches)
			place[e.Batch] = at
			batches = append(batches, nil)
		}
		batches[at] = append(batches[at], e)
	}
	return batches
}

// Clear forgets everything.
func (l *Ledger) Clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.received, l.acted, l.entries, l.next = map[string]int{}, map[string]int{}, nil, 0
	l.requests, l.batches = 0, 0
}

// WantReceived fails the test unless n matching calls came, and where no
// operation matches the pattern.
func (l *Ledger) WantReceived(t TB, on Match, n int) {
	t.Helper()
	l.want(t, on, l.Received, n, "WantReceived", "received %d calls of %s")
}

// WantActed fails the test unless n matching calls were done, and where no
// operation matches the pattern.
func (l *Ledger) WantActed(t TB, on Match, n int) {
	t.Helper()
	l.want(t, on, l.Acted, n, "WantActed", "%d calls of %s were done")
}

// want fails the test for a method unless count gives n. The format says what
// was counted.
func (l *Ledger) want(t TB, on Match, count func(Match) int, n int, method, format string) {
	t.Helper()
	if err := on.check(l.schema); err != nil {
		t.Errorf("graphtest: %s: %v", method, err)
		return
	}
	if got := count(on); got != n {
		t.Errorf("graphtest: %s, want %d%s", fmt.Sprintf(format, got, on), n, l.listing())
	}
}

// longestListing is how many entries a failure shows.
const longestListing = 20

// listing shows the latest entries.
func (l *Ledger) listing() string {
	entries := l.Entries(On("*"))
	if len(entries) == 0 {
		return "; the server received nothing"
	}
	var b strings.Builder
	b.WriteString("; the server received:")
	if skipped := len(entries) - longestListing; skipped > 0 {
		fmt.Fprintf(&b, "\n\t(%d earlier calls)", skipped)
		entries = entries[skipped:]
	}
	for _, e := range entries {
		b.WriteString("\n\t" + e.String())
	}
	return b.String()
}

// request counts an HTTP request.
func (l *Ledger) request() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.requests++
}

// connected counts a connection.
func (l *Ledger) connected() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.received[connection.label()]++
}

// nextBatch returns the number of a batch.
func (l *Ledger) nextBatch() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.batches++
	return l.batches
}

// begin enters a call.
func (l *Ledger) begin(c *call, now time.Time) *Entry {
	e := &Entry{
		Operation: c.target.label(), ID: c.id, Method: c.method, Path: strings.Join(c.segments, "/"), Version: c.version,
		Params: scrubParams(c), Header: scrubHeader(c), Host: c.host(), TokenIn: strings.Join(c.tokenIn, ","), Batch: c.batch, At: now,
	}
	for _, f := range c.files {
		e.Files = append(e.Files, f.name)
	}
	if c.token != "" {
		sum := sha256.Sum256([]byte(c.token))
		e.Token = hex.EncodeToString(sum[:6])
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.received[e.Operation]++
	if len(l.entries) < l.size {
		l.entries = append(l.entries, e)
		return e
	}
	l.entries[l.next] = e
	l.next = (l.next + 1) % l.size
	return e
}

// end enters what came of a call.
func (l *Ledger) end(e *Entry, c *call, p *reply, fault *Fault) {
	l.mu.Lock()
	defer l.mu.Unlock()
	e.Acted, e.Fault = c.acted, fault.name()
	if c.acted {
		l.acted[e.Operation]++
	}
	if !p.wire.endsUnanswered() {
		e.Status, e.Code = p.status, p.code
	}
}

// secretHeaders are never kept.
var secretHeaders = []string{"Authorization", "Proxy-Authorization", "Cookie"}

// scrubHeader returns the headers without secrets.
func scrubHeader(c *call) http.Header {
	header := make(http.Header, len(c.header))
	for name, values := range c.header {
		if slices.Contains(secretHeaders, name) {
			continue
		}
		for _, value := range values {
			header[name] = append(header[name], scrubText(c, value))
		}
	}
	return header
}

// scrubText returns text without the token of the call.
func scrubText(c *call, text string) string {
	if c.token == "" {
		return text
	}
	return strings.ReplaceAll(text, c.token, "[token]")
}

// secretParams are never kept.
var secretParams = []string{"access_token", "appsecret_proof", "appsecret_time", "input_token", "client_secret", "fb_exchange_token", "password", "batch", "sig"}

// longestParam is how many bytes of a param are kept.
const longestParam = 2000

// scrubParams returns the params without secrets and customer data. They are
// copies: a part of a body's text would keep all of it in memory.
func scrubParams(c *call) map[string]string {
	params := make(map[string]string, len(c.params))
	for name, value := range c.params {
		switch {
		case slices.Contains(secretParams, name), c.target == issueToken && name == "code":
			continue
		case name == "payload":
			value = describePayload(value)
		case name == "data" && len(c.segments) > 0 && c.segments[len(c.segments)-1] == "events":
			value = describeEvents(value)
		default:
			value = scrubText(c, value)
		}
		if len(value) > longestParam {
			value = strings.ToValidUTF8(value[:longestParam], "") + "..."
		}
		params[strings.Clone(name)] = strings.Clone(value)
	}
	return params
}

// rowOnly is a row that is counted and not kept.
type rowOnly struct{}

func (*rowOnly) UnmarshalJSON([]byte) error { return nil }

func describePayload(text string) string {
	var counted struct {
		Schema any       `json:"schema"`
		Data   []rowOnly `json:"data"`
	}
	if json.Unmarshal([]byte(text), &counted) == nil {
		return fmt.Sprintf("[%d rows of %s]", len(counted.Data), mustJSON(counted.Schema))
	}
	payload, _ := mustLoose(text).(map[string]any)
	rows, _ := payload["data"].([]any)
	return fmt.Sprintf("[%d rows of %s]", len(rows), mustJSON(payload["schema"]))
}
