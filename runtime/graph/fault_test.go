package graph

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// fault is how a server of the fault matrix treats the requests it gets.
type fault struct {
	name string
	// raw answers on the bare connection, after the request was read as far as
	// read says.
	raw  func(net.Conn)
	read progress
	// What the calls end with, and how often each reaches the server. Reads may
	// be repeated; writes only when the API certainly did not act.
	want                error
	readSends, writings int
}

// progress is how far a request gets before the fault.
type progress int

const (
	whole   progress = iota // It is read to its end.
	begun                   // Something of it arrives.
	unread                  // The connection is made, and nothing is read.
	nowhere                 // There is no connection.
)

const reads, writes = 3, 1 // Sends when reads are repeated and writes are not.

// text answers with a response, and says that the connection ends with it.
func text(response string) func(net.Conn) {
	response = strings.Replace(response, "\r\n", "\r\nConnection: close\r\n", 1)
	return func(c net.Conn) { _, _ = io.WriteString(c, response) }
}

func jsonResponse(status int, body string, headers ...string) func(net.Conn) {
	head := ""
	for _, h := range headers {
		head += h + "\r\n"
	}
	return text(fmt.Sprintf("HTTP/1.1 %d X\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n%s", status, head, len(body), body))
}

// reset ends the connection with a reset in place of an orderly end.
func reset(c net.Conn) { _ = c.(*net.TCPConn).SetLinger(0) }

const head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

var faults = []fault{
	{"no connection", nil, nowhere, ErrTransient, 0, 0},
	{"reset while the request is sent", reset, begun, ErrTransient, reads, writes},
	{"reset after the request was read", reset, whole, ErrTransient, reads, writes},
	{"end without an answer", text(""), whole, ErrTransient, reads, writes},
	{"a truncated body", text(head + "Content-Length: 100\r\n\r\n{"), whole, ErrTransient, reads, writes},
	{"a truncated chunk", text(head + "Transfer-Encoding: chunked\r\n\r\n50\r\n{"), whole, ErrTransient, reads, writes},
	{"garbage", text("garbage\r\n\r\n"), whole, ErrTransient, reads, writes},
	{"an HTML 502", text("HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>"), whole, ErrTransient, reads, writes},
	{"a 500 without an error", jsonResponse(500, `{"a":1}`), whole, ErrTransient, reads, writes},
	{"a 503 without a body", jsonResponse(503, ``), whole, ErrTransient, reads, writes},
	{"Service Unavailable with 200", jsonResponse(200, `Service Unavailable`), whole, ErrTransient, reads, writes},
	{"code 1", jsonResponse(500, `{"error":{"code":1}}`), whole, Code{Code: 1}, reads, writes},
	{"code 2", jsonResponse(500, `{"error":{"code":2}}`), whole, Code{Code: 2}, reads, writes},
	{"is_transient", jsonResponse(400, `{"error":{"code":77,"is_transient":true}}`), whole, ErrTransient, reads, writes},
	{"an unknown fault", jsonResponse(400, `{"error":{"code":5000}}`), whole, ErrTransient, 2, writes},
	{"429 of a proxy", jsonResponse(429, ``), whole, ErrRateLimited, reads, writes},
	{"a throttle", jsonResponse(400, `{"error":{"code":4,"is_transient":true}}`), whole, ErrRateLimited, reads, reads},
	{"a throttle of an hour", jsonResponse(400, `{"error":{"code":80004}}`, `X-Business-Use-Case-Usage: {"1":[{"type":"ads_management","estimated_time_to_regain_access":60}]}`), whole, ErrRateLimited, 1, writes},
	{"a business limit", jsonResponse(400, `{"error":{"code":613,"error_subcode":1487632}}`), whole, ErrRateLimited, 1, writes},
	{"an expired token", jsonResponse(400, `{"error":{"code":190,"error_subcode":463}}`), whole, ErrToken, 1, writes},
	{"no permission", jsonResponse(403, `{"error":{"code":200}}`), whole, ErrPermission, 1, writes},
	{"an error with 200", jsonResponse(200, `{"error":{"code":100}}`), whole, ErrBadRequest, 1, writes},
	{"a write that was done", jsonResponse(400, `{"error":{"code":2,"original_response":{"id":"1"}}}`), whole, ErrReadBack, 1, writes},
	{"a redirect to another host", text("HTTP/1.1 302 Found\r\nLocation: http://other.invalid/\r\nContent-Length: 0\r\n\r\n"), whole, ErrBadRequest, 1, writes},
	{"a redirect that keeps the method", text("HTTP/1.1 307 X\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n"), whole, ErrBadRequest, 1, writes},
	{"malformed JSON", jsonResponse(200, `{"id":`), whole, errDecode, 1, writes},
	{"an empty body", jsonResponse(200, ``), whole, errDecode, 1, writes},
	{"an HTML page with 200", text("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>"), whole, errDecode, 1, writes},
	{"deep nesting", jsonResponse(200, strings.Repeat("[", 20000)), whole, errDecode, 1, writes},
	{"a huge body", jsonResponse(200, `{"id":"`+strings.Repeat("x", 1<<17)+`"}`), whole, ErrResponseTooLarge, 1, writes},
	{"JSON with another content type", text("HTTP/1.1 200 OK\r\nContent-Type: text/javascript\r\nContent-Length: 10\r\n\r\n{\"id\":\"1\"}"), whole, nil, 1, writes},
}

// errDecode stands for a *DecodeError.
var errDecode = errors.New("a *DecodeError")

// TestFaults runs every call against every fault. A write never reaches the
// server twice, unless the API refused it because there were too many calls.
// No goroutine outlives the calls.
func TestFaults(t *testing.T) {
	before := runtime.NumGoroutine()
	t.Run("matrix", func(t *testing.T) {
		for _, f := range faults {
			t.Run(f.name, func(t *testing.T) {
				t.Parallel()
				server := newFaultServer(t, f)
				c := newTestClient(t, Config{
					Token:            Secret("token_of_the_tests"),
					BaseURL:          "http://" + server.addr,
					Retry:            RetryPolicy{MaxAttempts: reads, BaseDelay: 1, MaxDelay: 1},
					MaxResponseBytes: 1 << 16,
				})
				runFault(t, c, f, &server.sends)
				server.close()
			})
		}
	})
	awaitGoroutines(t, before)
}

// awaitGoroutines waits until there are no more goroutines than before. Those
// of connections that were closed take a moment to end.
func awaitGoroutines(t *testing.T, before int) {
	t.Helper()
	for range 500 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	stacks := make([]byte, 1<<16)
	t.Errorf("%d goroutines became %d:\n%s", before, runtime.NumGoroutine(), stacks[:runtime.Stack(stacks, true)])
}

// faultCalls are the calls that meet every fault.
func faultCalls(c *Client) map[string]func() error {
	run := func(r Request) func() error {
		return func() error { return c.run(context.Background(), r, options{}, new(Object)) }
	}
	return map[string]func() error{
		"read": run(readOf("7")), "long read": run(listOf("act_7", strings.Repeat("x", 3000))),
		"list": func() error {
			for _, err := range All(context.Background(), c, List[Object]{Request: listOf("act_7", "x")}) {
				var failed *PageError
				if err != nil && !errors.As(err, &failed) {
					return fmt.Errorf("no *PageError: %v", err)
				}
				return err
			}
			return nil
		},
		"create": run(createOf("act_7", "x")), "update": run(updateOf("7", "x")), "delete": run(deleteOf("7")),
		"upload": run(uploadOf("act_7", FileOf("a.jpg", []byte("picture")))),
	}
}

// runFault runs every call against a server that counts what it gets.
func runFault(t *testing.T, c *Client, f fault, sends *atomic.Int32) {
	t.Helper()
	for name, call := range faultCalls(c) {
		sends.Store(0)
		err := call()
		checkFault(t, name, f.want, err)
		want := f.writings
		if name == "read" || name == "long read" || name == "list" {
			want = f.readSends
		}
		if got := int(sends.Load()); got != want {
			t.Errorf("%s reached the server %d times, want %d (%v)", name, got, want, err)
		}
	}
}

func checkFault(t *testing.T, call string, want, err error) {
	t.Helper()
	var decoding *DecodeError
	switch {
	case want == nil && err != nil, want != nil && err == nil:
		t.Errorf("%s: got %v, want %v", call, err, want)
	case want == errDecode && !errors.As(err, &decoding):
		t.Errorf("%s: got %v, want a *DecodeError", call, err)
	case want != nil && want != errDecode && !errors.Is(err, want):
		t.Errorf("%s: got %v, want %v", call, err, want)
	}
}

// faultServer is a server on a bare listener.
type faultServer struct {
	addr     string
	listener net.Listener
	sends    atomic.Int32
	done     chan struct{}
}

func newFaultServer(t *testing.T, f fault) *faultServer {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if f.read == nowhere {
		_ = listener.Close()
	}
	s := &faultServer{addr: listener.Addr().String(), listener: listener, done: make(chan struct{})}
	go s.serve(f)
	t.Cleanup(s.close)
	return s
}

func (s *faultServer) serve(f fault) {
	defer close(s.done)
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			return
		}
		serveFault(conn, f, &s.sends)
	}
}

// serveFault treats one request as the fault says, and counts it when anything
// of it may arrive.
func serveFault(conn net.Conn, f fault, sends *atomic.Int32) {
	defer conn.Close()
	reader := bufio.NewReader(conn)
	if f.read != unread {
		if _, err := reader.Peek(1); err != nil {
			return
		}
	}
	sends.Add(1)
	if f.read == whole {
		request, err := http.ReadRequest(reader)
		if err != nil {
			return
		}
		_, _ = io.Copy(io.Discard, request.Body)
	}
	f.raw(conn)
}

// close ends the server and waits for it.
func (s *faultServer) close() {
	_ = s.listener.Close()
	<-s.done
}
