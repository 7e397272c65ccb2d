package graph

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// stall answers with text and then says nothing more until the client goes.
func stall(text string) func(net.Conn) {
	return func(c net.Conn) {
		_, _ = io.WriteString(c, text)
		_, _ = io.Copy(io.Discard, c)
	}
}

// pipeTransport is a transport whose connections are in memory, so that the
// fake clock of synctest governs it. serve gets the server's ends.
func pipeTransport(serve func(net.Conn)) *http.Transport {
	return &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
		client, server := net.Pipe()
		go serve(server)
		return client, nil
	}}
}

// The faults that need time or an exact order of events: a server that stalls
// ends the attempt after the timeout, wherever it stalls, and a connection that
// ends before anything was written to it counts as if something was.
func TestFaultsInMemory(t *testing.T) {
	for _, f := range []fault{
		{"no headers", stall(""), whole, ErrTransient, reads, writes},
		{"half of the headers", stall("HTTP/1.1 200 OK\r\nContent-Ty"), whole, ErrTransient, reads, writes},
		{"half of the body", stall(head + "Content-Length: 100\r\n\r\n{"), whole, ErrTransient, reads, writes},
		{"end before the request was sent", func(net.Conn) {}, unread, ErrTransient, reads, writes},
	} {
		t.Run(f.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var sends atomic.Int32
				transport := pipeTransport(func(c net.Conn) { serveFault(c, f, &sends) })
				defer transport.CloseIdleConnections()
				c := newTestClient(t, Config{
					Token:      Secret("token_of_the_tests"),
					BaseURL:    "http://localhost",
					HTTPClient: &http.Client{Transport: transport},
					Retry:      RetryPolicy{MaxAttempts: reads},
				})
				runFault(t, c, f, &sends)
			})
		})
	}
}

// A file whose content does not come does not hold up the end of its call.
func TestFileThatStalls(t *testing.T) {
	tests := []struct {
		name string
		file func(io.Reader) File
		raw  bool
	}{
		{"reader", func(r io.Reader) File { return File{Reader: r} }, false},
		{"opened", func(r io.Reader) File {
			return File{Open: func() (io.ReadCloser, error) { return io.NopCloser(r), nil }}
		}, false},
		{"as the body", func(r io.Reader) File { return File{Reader: r, Size: 10} }, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				transport := pipeTransport(func(c net.Conn) {
					_, _ = io.Copy(io.Discard, c)
					_ = c.Close()
				})
				defer transport.CloseIdleConnections()
				content, writer := io.Pipe()
				defer writer.Close()
				c := newTestClient(t, Config{
					Token: Secret("token_of_the_tests"), BaseURL: "http://localhost",
					HTTPClient: &http.Client{Transport: transport}, Retry: RetryPolicy{MaxAttempts: 1},
				})
				call, o := uploadOf("act_7", tt.file(content)), options{}
				if tt.raw {
					call, o.raw = createOf("act_7", "x"), &filePayload{tt.file(content)}
				}
				var out Object
				err := c.run(context.Background(), call, o, &out)
				var broken *TransportError
				if !errors.As(err, &broken) || !broken.Timeout() || !broken.Sent {
					t.Errorf("after the timeout: %v", err)
				}
				ctx, cancel := context.WithTimeout(context.Background(), time.Second)
				defer cancel()
				if err := c.run(ctx, call, o, &out); !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("after the context's deadline: %v", err)
				}
			})
		})
	}
}

// The timeouts: an attempt's by default, an upload's, and a call's own.
func TestTimeouts(t *testing.T) {
	tests := []struct {
		name string
		call Request
		opts []Option
		want time.Duration
	}{
		{"call", createOf("act_7", "x"), nil, 2 * time.Minute},
		{"upload", uploadOf("act_7", FileOf("a", []byte("b"))), nil, time.Hour},
		{"own", createOf("act_7", "x"), []Option{WithTimeout(3 * time.Second)}, 3 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := newTestClient(t, Config{Token: Secret("token_of_the_tests"), HTTPClient: &http.Client{Transport: silence}})
				start := time.Now()
				var out Object
				err := c.run(context.Background(), tt.call, collect(tt.opts), &out)
				var broken *TransportError
				if !errors.As(err, &broken) || !broken.Timeout() || !broken.Sent || !errors.Is(err, ErrTransient) {
					t.Errorf("got %v", err)
				}
				if got := time.Since(start); got != tt.want {
					t.Errorf("it took %v, want %v", got, tt.want)
				}
			})
		})
	}
}

// silence is a transport that never answers.
var silence = roundTripper(func(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
})

// The caller's context ends a call at once, and the error says so.
func TestContextEndsCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newTestClient(t, Config{Token: Secret("token_of_the_tests"), HTTPClient: &http.Client{Transport: silence}})
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		var out Object
		err := c.run(ctx, readOf("7"), options{}, &out)
		if !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, ErrTransient) {
			t.Errorf("got %v", err)
		}
		err = c.run(ctx, createOf("act_7", "x"), options{}, &out)
		var broken *TransportError
		if !errors.As(err, &broken) || broken.Sent {
			t.Errorf("a call whose context has ended gets %v", err)
		}
	})
}
