package graphtest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"time"

	"github.com/metagraph-go/graphgen/runtime/graph"
)

// TB is the part of [testing.TB] that this package uses.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Cleanup(func())
}

// Server is a fake Graph API. It is an [http.Handler] too. All methods are safe
// for concurrent use.
type Server struct {
	// URL is where the server listens, such as "http://127.0.0.1:41234". It is
	// empty for a server of [NewHandler]. With [Config.InMemory] it has the port
	// 0, and only clients of [Server.Transport] can use it.
	URL string

	config Config
	specs  *specSet
	schema *schema // of Config.Version
	store  *Store
	ledger *Ledger
	tokens tokens
	faults *faults
	usage  usage
	traces atomic.Int64
	http   *httptest.Server
	tb     TB
	// background is what goes on beside the calls, until life ends.
	background sync.WaitGroup
	life       context.Context
	end        context.CancelFunc

	mu       sync.Mutex
	problems []error
}

// New starts a server that is closed when the test ends. What is set up wrong
// fails the test. Each change is applied to the zero [Config]:
//
//	srv := graphtest.New(t, func(c *graphtest.Config) { c.Version = "v24.0" })
func New(t TB, changes ...func(*Config)) *Server {
	t.Helper()
	var config Config
	for _, change := range changes {
		change(&config)
	}
	s, err := NewHandler(config)
	if err != nil {
		t.Fatalf("%v", err)
		return nil
	}
	s.tb, s.store.helper = t, t.Helper
	if err := s.start(); err != nil {
		t.Fatalf("%v", err)
		return nil
	}
	t.Cleanup(s.Close)
	return s
}

// NewServer starts a server outside of tests. The caller closes it. An error is
// one of the config, of the specs, or of listening.
func NewServer(config Config) (*Server, error) {
	s, err := NewHandler(config)
	if err != nil {
		return nil, err
	}
	if err := s.start(); err != nil {
		return nil, err
	}
	return s, nil
}

// NewHandler returns a server that does not listen, for a listener of the
// caller's own.
func NewHandler(config Config) (*Server, error) {
	config, err := config.withDefaults()
	if err != nil {
		return nil, err
	}
	s := &Server{config: config, faults: newFaults(config.Seed)}
	s.life, s.end = context.WithCancel(context.Background())
	s.tokens.add(config.Tokens)
	if len(config.Specs) == 0 {
		s.specs, err = builtIn()
	} else {
		s.specs, err = loadSpecs(config.Specs)
	}
	if err != nil {
		return nil, err
	}
	if s.schema, err = s.specs.version(config.Version); err != nil {
		return nil, err
	}
	s.ledger = newLedger(s.schema, config.LedgerSize)
	s.store = newStore(s.schema, s.problem, config.Now)
	return s, nil
}

// Store returns the nodes and edges of the server.
func (s *Server) Store() *Store { return s.store }

// Ledger returns what the server received.
func (s *Server) Ledger() *Ledger { return s.ledger }

// Version returns the API version of paths that name none.
func (s *Server) Version() string { return s.config.Version }

// Client returns a client of the server. It has the server's first token and
// its app secret, and waits no longer than a few milliseconds between retries.
func (s *Server) Client(t TB) *graph.Client {
	t.Helper()
	client, err := graph.New(s.ClientConfig())
	if err != nil {
		t.Fatalf("graphtest: %v", err)
	}
	return client
}

// ClientConfig returns what [Server.Client] makes its client from, for tests
// that change something.
func (s *Server) ClientConfig() graph.Config {
	token := "graphtest-token"
	if len(s.config.Tokens) > 0 {
		token = s.config.Tokens[0].Text
	}
	config := graph.Config{
		Token:     graph.Secret(token),
		AppSecret: graph.Secret(s.config.AppSecret),
		BaseURL:   s.URL,
		Retry:     graph.RetryPolicy{BaseDelay: time.Millisecond, MaxDelay: 5 * time.Millisecond},
	}
	if s.config.InMemory {
		config.HTTPClient = &http.Client{Transport: s.Transport()}
	}
	return config
}

// Err returns what was set up wrong: nodes of unknown types, faults on unknown
// operations. A server that a test started has failed that test already.
func (s *Server) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return errors.Join(s.problems...)
}

func (s *Server) problem(err error) {
	s.mu.Lock()
	s.problems = append(s.problems, err)
	s.mu.Unlock()
	if s.tb != nil {
		s.tb.Helper()
		s.tb.Errorf("%v", err)
	}
}

// ServeHTTP answers a call.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.ledger.request()
	if r.Method == http.MethodOptions {
		allowScripts(w, r)
		return
	}
	c := readHead(r)
	if p := s.interrupt(c, r.Body); p != nil {
		// Otherwise net/http reads the body before it sends the answer.
		_ = http.NewResponseController(w).EnableFullDuplex()
		w.Header().Set("Connection", "close")
		s.send(r.Context(), w, p)
		return
	}
	err := c.readBody(r, s.config.MaxBody)
	s.send(r.Context(), w, s.serve(c, err))
}

// allowScripts answers a browser that asks whether a script may make a call.
func allowScripts(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Allow-Methods", "GET, POST, DELETE")
	if asked := r.Header.Get("Access-Control-Request-Headers"); asked != "" {
		h.Set("Access-Control-Allow-Headers", asked)
	}
}

// serve answers a call or a batch.
func (s *Server) serve(c *call, problem *Error) *reply {
	if c.version == "" {
		c.version = s.config.Version
		c.debug.inform("The path names no version; %s answers", c.version)
	}
	p := s.newReply(c.version)
	if problem != nil {
		s.fail(p, c, problem)
		return p
	}
	sc, err := s.specs.version(c.version)
	if err != nil {
		s.fail(p, c, &Error{Code: 2500, Message: "Unknown version " + c.version})
		return p
	}
	if _, isBatch := c.params["batch"]; isBatch && c.batch == 0 && len(c.segments) == 0 && c.method == http.MethodPost {
		s.batch(c, p)
		return p
	}
	s.single(sc, c, p)
	return p
}

// single answers one operation: route, faults, auth, checks, and the act.
func (s *Server) single(sc *schema, c *call, p *reply) {
	routed := s.routeLocked(sc, c)
	entry := s.ledger.begin(c, s.config.Now())
	exceeded := s.count(c, p)
	fault := s.faults.pick(c, false)
	if fault != nil && !fault.acts() {
		s.apply(fault, c, p)
		s.ledger.end(entry, c, p, fault)
		return
	}
	value, err := s.answer(sc, c, routed, exceeded)
	switch to := value.(type) {
	case redirect:
		p.status = http.StatusFound
		p.header.Set("Location", string(to))
	default:
		if err != nil {
			s.fail(p, c, err)
		} else {
			p.setJSON(c, c.debug.in(value))
			p.tag(c)
		}
	}
	if fault != nil {
		s.apply(fault, c, p)
	}
	s.ledger.end(entry, c, p, fault)
}

// redirect is an answer that leads elsewhere.
type redirect string

// answer does a call that no fault prevents.
func (s *Server) answer(sc *schema, c *call, routed, exceeded *Error) (any, *Error) {
	if c.target != issueToken { // A token is what such a call is about to get.
		if err := s.authorize(c); err != nil {
			return nil, err
		}
	}
	if exceeded != nil {
		return nil, exceeded
	}
	if routed != nil {
		return nil, routed
	}
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	return s.perform(sc, c)
}

// perform does a call. The caller holds the store's lock.
func (s *Server) perform(sc *schema, c *call) (any, *Error) {
	c.rendering = &rendering{}
	ids, many := c.params["ids"]
	many = many && c.isRead()
	if !many {
		// The node may have gone since the path was first read.
		if err := s.route(sc, c); err != nil {
			return nil, err
		}
	}
	decoded, err := s.check(sc, c)
	if err != nil {
		return nil, err
	}
	if many {
		return s.multiple(sc, c, decoded, ids)
	}
	return s.act(sc, c, decoded)
}

// multiple reads one thing of many nodes.
func (s *Server) multiple(sc *schema, c *call, decoded args, ids string) (any, *Error) {
	out := object{}
	for _, id := range idsOf(ids) {
		one := *c
		one.params = cloneWithout(c.params, "ids")
		one.segments = append([]string{id}, c.segments...)
		if err := s.route(sc, &one); err != nil {
			if err.Code == 2500 {
				return nil, err
			}
			return nil, unknownAlias(id)
		}
		value, err := s.act(sc, &one, decoded)
		if err != nil {
			return nil, err
		}
		out.add(id, value)
	}
	c.acted = true
	if len(out) == 0 && s.has(EmptyMaps) {
		return []any{}, nil
	}
	return out, nil
}

// Fault makes calls fail. Faults follow one another: each is used up after
// its [Fault.Times], and one without lasts. Of two scripts that match a call,
// the one that was added first and is not used up counts, unless its fault has
// a [Fault.Probability] and passes over the call.
func (s *Server) Fault(on Match, script ...Fault) {
	if s.tb != nil {
		s.tb.Helper()
	}
	if err := on.check(s.schema); err != nil {
		s.problem(fmt.Errorf("graphtest: Fault: %w", err))
		return
	}
	for _, f := range script {
		if err := f.check(on); err != nil {
			s.problem(fmt.Errorf("graphtest: Fault on %s: %w", on, err))
			return
		}
	}
	s.faults.add(on, script)
}

// ClearFaults takes all faults away.
func (s *Server) ClearFaults() { s.faults.clear() }
