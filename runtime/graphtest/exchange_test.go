package graphtest_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// TestExchanges sends the requests of testdata/exchanges, which are written by
// hand as other clients send them, and compares the answers with those that
// the API's documentation describes.
//
// A file is a row of steps. A step begins with a line of these:
//
//	=== name       a server of its own, with the config and the store that stand
//	               before the first of these lines
//	--- config     the JSON of a Config, wherever it stands
//	--- without EmptyMaps LastCursor
//	               a Config.Without, with "AllQuirks" for all
//	--- store      the JSON that Store.Load takes
//	--- clock 5m   moves the server's clock on
//	--- advance ID1 2
//	               calls Server.Advance
//	>>> name       a request: a curl command, or the text of an HTTP request
//	<<< 200        its answer: the status, lines of headers that the answer has
//	               (or has not: "(none)"), and the body
//
// Lines that begin with "# " are comments. Blanks outside of strings in a body
// don't count, unless the line says "<<< 200 exactly". What a server makes up
// has a name in place of its text, with a number by its first appearance: ID1
// for an id, CURSOR1, ETAG1, SESSION1 for a file's upload session, and TRACE.
func TestExchanges(t *testing.T) {
	files, err := filepath.Glob("testdata/exchanges/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no files of exchanges: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			runScenarios(t, parseSteps(t, string(text)))
		})
	}
}

// step is one step of a file: its first line and what follows.
type step struct {
	kind, head, text string
	line             int
}

func parseSteps(t *testing.T, text string) []step {
	var steps []step
	for i, line := range strings.Split(text, "\n") {
		kind, head, _ := strings.Cut(line, " ")
		switch {
		case kind == "===" || kind == "---" || kind == ">>>" || kind == "<<<":
			steps = append(steps, step{kind: kind, head: head, line: i + 1})
		case strings.HasPrefix(line, "# ") || len(steps) == 0:
		default:
			steps[len(steps)-1].text += line + "\n"
		}
	}
	for i := range steps {
		if steps[i].kind == ">>>" && (i+1 == len(steps) || steps[i+1].kind != "<<<") {
			t.Fatalf("line %d: the request has no answer", steps[i].line)
		}
	}
	return steps
}

// runScenarios gives each scenario a server, after the steps that all of them
// begin with.
func runScenarios(t *testing.T, steps []step) {
	common := 0
	for common < len(steps) && steps[common].kind == "---" {
		common++
	}
	for from := common; from < len(steps); {
		to := from + 1
		for to < len(steps) && steps[to].kind != "===" {
			to++
		}
		if steps[from].kind != "===" {
			t.Fatalf("line %d: a scenario begins with ===", steps[from].line)
		}
		t.Run(steps[from].head, func(t *testing.T) {
			(&scenario{names: newSymbols()}).run(t, append(steps[:common:common], steps[from+1:to]...))
		})
		from = to
	}
}

// scenario is a server and what was made up so far.
type scenario struct {
	config graphtest.Config
	server *graphtest.Server
	clock  atomic.Int64
	names  *symbols
}

var scenarioStart = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func (s *scenario) run(t *testing.T, steps []step) {
	for _, st := range steps {
		word, rest, _ := strings.Cut(st.head, " ")
		switch {
		case st.kind == "---" && word == "config":
			dec := json.NewDecoder(strings.NewReader(st.text))
			dec.DisallowUnknownFields()
			if err := dec.Decode(&s.config); err != nil {
				t.Fatalf("line %d: %v", st.line, err)
			}
		case st.kind == "---" && word == "without":
			for _, name := range strings.Fields(rest) {
				if quirks[name] == 0 {
					t.Fatalf("line %d: there is no quirk %s", st.line, name)
				}
				s.config.Without |= quirks[name]
			}
		}
	}
	for i, st := range steps {
		word, rest, _ := strings.Cut(st.head, " ")
		switch {
		case st.kind == ">>>":
			s.exchange(t, st, steps[i+1])
		case st.kind == "<<<":
		case word == "config", word == "without":
		case word == "store":
			if err := s.start(t).Store().Load(strings.NewReader(st.text)); err != nil {
				t.Fatalf("line %d: %v", st.line, err)
			}
		case word == "clock":
			d, err := time.ParseDuration(rest)
			if err != nil {
				t.Fatalf("line %d: %v", st.line, err)
			}
			s.clock.Add(int64(d))
		case word == "advance":
			id, steps, _ := strings.Cut(rest, " ")
			n, err := strconv.Atoi(steps)
			if err != nil {
				t.Fatalf("line %d: %v", st.line, err)
			}
			s.start(t).Advance(s.names.actual(id), n)
		default:
			t.Fatalf("line %d: unknown step %s %s", st.line, st.kind, st.head)
		}
	}
}

// quirks are those of the package by their names.
var quirks = map[string]graphtest.Quirks{
	"NumericIDs": graphtest.NumericIDs, "EmptyMaps": graphtest.EmptyMaps, "FilterAfterPaging": graphtest.FilterAfterPaging, "LastCursor": graphtest.LastCursor,
	"Javascript": graphtest.Javascript, "MoneyAsText": graphtest.MoneyAsText, "ErrorDataAsText": graphtest.ErrorDataAsText, "BareTrue": graphtest.BareTrue,
	"FullButRunning": graphtest.FullButRunning, "AllQuirks": graphtest.AllQuirks,
}

func (s *scenario) start(t *testing.T) *graphtest.Server {
	if s.server == nil {
		s.server = graphtest.New(t, func(c *graphtest.Config) {
			*c = s.config
			c.Now = func() time.Time { return scenarioStart.Add(time.Duration(s.clock.Load())) }
		})
	}
	return s.server
}

// exchange sends a request and compares the answer.
func (s *scenario) exchange(t *testing.T, request, answer step) {
	text := s.names.actual(request.text)
	raw := text
	if strings.HasPrefix(text, "curl ") {
		raw = curlRequest(t, text)
	}
	got := sendRaw(t, s.start(t).URL, raw)
	want := parseAnswer(t, answer)
	body := s.names.symbolic(got.body)
	if !want.exactly {
		body = compact(body)
	}
	if got.status != want.status {
		t.Errorf("line %d: %s: status %d, want %d", request.line, request.head, got.status, want.status)
	}
	for _, h := range want.headers {
		value := "(none)"
		if values := got.header.Values(h[0]); len(values) > 0 {
			value = s.names.symbolic(strings.Join(values, ", "))
		}
		if value != h[1] {
			t.Errorf("line %d: %s: the header %s is %s, want %s", request.line, request.head, h[0], value, h[1])
		}
	}
	if diff := cmp.Diff(want.body, body); diff != "" {
		t.Errorf("line %d: %s (-want +got)\n%s\ngot %s", request.line, request.head, diff, body)
	}
	if t.Failed() {
		t.FailNow() // What follows stands on this answer.
	}
}

type wantedAnswer struct {
	status  int
	exactly bool
	headers [][2]string
	body    string
}

var headerLine = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9-]*): (.*)$`)

func parseAnswer(t *testing.T, st step) wantedAnswer {
	code, mode, _ := strings.Cut(st.head, " ")
	status, err := strconv.Atoi(code)
	if err != nil {
		t.Fatalf("line %d: the status is a number, not %q", st.line, st.head)
	}
	want := wantedAnswer{status: status, exactly: mode == "exactly"}
	text := st.text
	for {
		line, rest, _ := strings.Cut(text, "\n")
		m := headerLine.FindStringSubmatch(line)
		if m == nil {
			break
		}
		want.headers, text = append(want.headers, [2]string{m[1], m[2]}), rest
	}
	want.body = strings.TrimSpace(text)
	if !want.exactly {
		want.body = compact(want.body)
	}
	return want
}

// compact takes the blanks out of JSON that stand outside of its strings.
func compact(text string) string {
	if text == "" || !strings.Contains(`{["`, text[:1]) {
		return text
	}
	var b strings.Builder
	quoted := false
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case quoted && c == '\\' && i+1 < len(text):
			b.WriteByte(c)
			i++
			b.WriteByte(text[i])
			continue
		case c == '"':
			quoted = !quoted
		case !quoted && (c == ' ' || c == '\n' || c == '\t'):
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

// symbols gives names to what a server makes up.
type symbols struct {
	byText, bySymbol map[string]string
	counts           map[string]int
}

func newSymbols() *symbols {
	return &symbols{byText: map[string]string{}, bySymbol: map[string]string{}, counts: map[string]int{}}
}

var (
	madeUp = regexp.MustCompile(`(?P<ID>\b1202100000[0-9]{8}\b)|(?P<CURSOR>\bc2VxOj[A-Za-z0-9_-]+)|(?P<ETAG>\b[0-9a-f]{40}\b)|(?P<SESSION>\bc2Vzc2lvbi[A-Za-z0-9_-]+)|(?P<TRACE>\bT[0-9]{10}\b)`)
	symbol = regexp.MustCompile(`\b(ID|CURSOR|ETAG|SESSION)[0-9]+\b`)
)

// symbolic puts names in place of what the server made up.
func (n *symbols) symbolic(text string) string {
	return madeUp.ReplaceAllStringFunc(text, func(found string) string {
		if known := n.byText[found]; known != "" {
			return known
		}
		kind := ""
		for i, name := range madeUp.SubexpNames() {
			if m := madeUp.FindStringSubmatch(found); name != "" && m[i] != "" {
				kind = name
			}
		}
		if kind == "TRACE" {
			return kind
		}
		n.counts[kind]++
		name := fmt.Sprint(kind, n.counts[kind])
		n.byText[found], n.bySymbol[name] = name, found
		return name
	})
}

// actual puts what the server made up in place of the names.
func (n *symbols) actual(text string) string {
	return symbol.ReplaceAllStringFunc(text, func(name string) string {
		if found := n.bySymbol[name]; found != "" {
			return found
		}
		return name
	})
}
