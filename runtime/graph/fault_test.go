package graph

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
)

// fault is how a server of the fault matrix treats the requests it gets.
type fault struct {
	name string
	// raw answers on the bare connection, after the whole request was read
	// unless unread is set.
	raw    func(net.Conn)
	unread bool
	// What the calls end with, and how often each reaches the server. Reads may
	// be repeated; writes only when the API certainly did not act.
	want                error
	readSends, writings int
}

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
	{"reset before the request was read", reset, true, ErrTransient, reads, writes},
	{"reset after the request was read", reset, false, ErrTransient, reads, writes},
	{"end without an answer", text(""), false, ErrTransient, reads, writes},
	{"a truncated body", text(head + "Content-Length: 100\r\n\r\n{"), false, ErrTransient, reads, writes},
	{"a truncated chunk", text(head + "Transfer-Encoding: chunked\r\n\r\n50\r\n{"), false, ErrTransient, reads, writes},
	{"garbage", text("garbage\r\n\r\n"), false, ErrTransient, reads, writes},
	{"an HTML 502", text("HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>"), false, ErrTransient, reads, writes},
	{"a 500 without an error", jsonResponse(500, `{"a":1}`), false, ErrTransient, reads, writes},
	{"a 503 without a body", jsonResponse(503, ``), false, ErrTransient, reads, writes},
	{"Service Unavailable with 200", jsonResponse(200, `Service Unavailable`), false, ErrTransient, reads, writes},
	{"code 1", jsonResponse(500, `{"error":{"code":1}}`), false, Code{Code: 1}, reads, writes},
	{"code 2", jsonResponse(500, `{"error":{"code":2}}`), false, Code{Code: 2}, reads, writes},
	{"is_transient", jsonResponse(400, `{"error":{"code":77,"is_transient":true}}`), false, ErrTransient, reads, writes},
	{"an unknown fault", jsonResponse(400, `{"error":{"code":5000}}`), false, ErrTransient, 2, writes},
	{"429 of a proxy", jsonResponse(429, ``), false, ErrRateLimited, reads, writes},
	{"a throttle", jsonResponse(400, `{"error":{"code":4,"is_transient":true}}`), false, ErrRateLimited, reads, reads},
	{"a throttle of an hour", jsonResponse(400, `{"error":{"code":80004}}`, `X-Business-Use-Case-Usage: {"1":[{"type":"ads_management","estimated_time_to_regain_access":60}]}`), false, ErrRateLimited, 1, writes},
	{"a business limit", jsonResponse(400, `{"error":{"code":613,"error_subcode":1487632}}`), false, ErrRateLimited, 1, writes},
	{"an expired token", jsonResponse(400, `{"error":{"code":190,"error_subcode":463}}`), false, ErrToken, 1, writes},
	{"no permission", jsonResponse(403, `{"error":{"code":200}}`), false, ErrPermission, 1, writes},
	{"an error with 200", jsonResponse(200, `{"error":{"code":100}}`), false, ErrBadRequest, 1, writes},
	{"a write that was done", jsonResponse(400, `{"error":{"code":2,"original_response":{"id":"1"}}}`), false, ErrReadBack, 1, writes},
	{"a redirect to another host", text("HTTP/1.1 302 Found\r\nLocation: http://other.invalid/\r\nContent-Length: 0\r\n\r\n"), false, ErrBadRequest, 1, writes},
	{"a redirect that keeps the method", text("HTTP/1.1 307 X\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n"), false, ErrBadRequest, 1, writes},
	{"malformed JSON", jsonResponse(200, `{"id":`), false, errDecode, 1, writes},
	{"an empty body", jsonResponse(200, ``), false, errDecode, 1, writes},
	{"an HTML page with 200", text("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>"), false, errDecode, 1, writes},
	{"deep nesting", jsonResponse(200, strings.Repeat("[", 20000)), false, errDecode, 1, writes},
	{"a huge body", jsonResponse(200, `{"id":"`+strings.Repeat("x", 1<<17)+`"}`), false, ErrResponseTooLarge, 1, writes},
	{"JSON with another content type", text("HTTP/1.1 200 OK\r\nContent-Type: text/javascript\r\nContent-Length: 10\r\n\r\n{\"id\":\"1\"}"), false, nil, 1, writes},
}

// errDecode stands for a *DecodeError.
var errDecode = errors.New("a *DecodeError")

// TestFaults runs every call against every fault. A write never reaches the
// server twice, unless the API refused it because there were too many calls.
func TestFaults(t *testing.T) {
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
}

// runFault runs every call against a server that counts what it gets.
func runFault(t *testing.T, c *Client, f fault, sends *atomic.Int32) {
	t.Helper()
	for name, call := range map[string]Request{
		"read": readOf("7"), "list": listOf("act_7", "x"), "long list": listOf("act_7", strings.Repeat("x", 3000)),
		"create": createOf("act_7", "x"), "update": updateOf("7", "x"), "delete": deleteOf("7"),
		"upload": uploadOf("act_7", FileOf("a.jpg", []byte("picture"))),
	} {
		sends.Store(0)
		var out Object
		err := c.run(context.Background(), call, options{}, &out)
		checkFault(t, name, f.want, err)
		want := f.writings
		if call.Operation.Method == http.MethodGet {
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
// of it arrives.
func serveFault(conn net.Conn, f fault, sends *atomic.Int32) {
	defer conn.Close()
	reader := bufio.NewReader(conn)
	if _, err := reader.Peek(1); err != nil {
		return
	}
	sends.Add(1)
	if !f.unread {
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
