package graph

import (
	"context"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
)

// Over HTTP/2 a write that may have arrived is not sent again either, and a
// server that cannot be trusted gets nothing.
func TestHTTP2(t *testing.T) {
	var got atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got.Add(1)
		if r.ProtoMajor != 2 {
			t.Errorf("the protocol is %s", r.Proto)
		}
		panic(http.ErrAbortHandler) // Resets the stream.
	}))
	server.EnableHTTP2 = true
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // Says that a client refused the certificate.
	server.StartTLS()
	defer server.Close()

	c := newTestClient(t, Config{
		Token: Secret("token_of_the_tests"), BaseURL: server.URL, HTTPClient: server.Client(),
		Retry: RetryPolicy{MaxAttempts: 3, BaseDelay: 1},
	})
	var out Object
	err := c.run(context.Background(), createOf("act_7", "x"), options{}, &out)
	var broken *TransportError
	if !errors.As(err, &broken) || !broken.Sent || got.Load() != 1 {
		t.Errorf("a write was sent %d times: %v", got.Load(), err)
	}
	got.Store(0)
	err = c.run(context.Background(), readOf("7"), options{}, &out)
	if !errors.Is(err, ErrTransient) || got.Load() != 3 {
		t.Errorf("a read was sent %d times: %v", got.Load(), err)
	}

	got.Store(0)
	stranger := newTestClient(t, Config{Token: Secret("token_of_the_tests"), BaseURL: server.URL, Retry: RetryPolicy{MaxAttempts: 1}})
	err = stranger.run(context.Background(), createOf("act_7", "x"), options{}, &out)
	if !errors.As(err, &broken) || broken.Sent || got.Load() != 0 {
		t.Errorf("a server with an unknown certificate got %d requests: %v", got.Load(), err)
	}
}
