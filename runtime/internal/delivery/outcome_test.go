package delivery

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/metagraph-go/graphgen/runtime/graph"
)

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func answers(status int, body string) http.RoundTripper {
	return roundTripper(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}, nil
	})
}

// A write is taken for refused or for not taken only where that is certain.
func TestOutcomeOf(t *testing.T) {
	broken := errors.New("broken")
	dial := func(context.Context, string, string) (net.Conn, error) { return nil, broken }
	noProxy := func(*http.Request) (*url.URL, error) { return nil, broken }
	tests := []struct {
		name      string
		transport http.RoundTripper
		want      Outcome
	}{
		{"a throttle", answers(400, `{"error":{"code":80003}}`), Busy},
		{"a quota of a day", answers(400, `{"error":{"code":17,"error_subcode":1885172}}`), Refused},
		{"429 of a proxy", answers(429, ``), Unknown},
		{"a transient error", answers(500, `{"error":{"code":2}}`), Unknown},
		{"a page of a proxy", answers(200, `<html>`), Unknown},
		{"an answer that breaks off", answers(200, `{"num_received":`), Unknown},
		{"a bad request", answers(400, `{"error":{"code":100}}`), Refused},
		{"not done", answers(200, `{"success":false}`), Refused},
		{"no connection", &http.Transport{DialContext: dial}, Busy},
		{"no way to a connection", &http.Transport{Proxy: noProxy}, Refused},
		{"a connection that breaks", roundTripper(func(*http.Request) (*http.Response, error) { return nil, broken }), Unknown},
	}
	for _, test := range tests {
		err := send(t, graph.Config{HTTPClient: &http.Client{Transport: test.transport}})
		if got := OutcomeOf(err); got != test.want {
			t.Errorf("%s: the outcome is %d, want %d: %v", test.name, got, test.want, err)
		}
	}
}

// send makes a write that fails.
func send(t *testing.T, config graph.Config) error {
	t.Helper()
	config.Token, config.BaseURL = graph.Secret("t0ken"), "http://localhost:1"
	client, err := graph.New(config)
	if err != nil {
		t.Fatal(err)
	}
	operation := graph.Operation{API: &graph.API{Version: "v25.0"}, Node: "CustomAudience", Kind: graph.KindUpdate, Method: http.MethodPost, Path: "{id}"}
	_, err = graph.Do(t.Context(), client, graph.Call[map[string]int]{Request: graph.Request{Operation: &operation, ID: "1"}}, graph.NoRetry())
	if err == nil {
		t.Fatal("the write has not failed")
	}
	return err
}

// closed is a limiter that lets nothing through.
type closed struct{ err error }

func (c closed) Wait(context.Context, ...graph.LimitKey) error { return c.err }

func (closed) Observe(graph.LimitKey, graph.Usage, *graph.Error) {}

// What the client's limiter holds back was not sent, and may be later; what the
// caller's context ends is not.
func TestOutcomeOfLimiter(t *testing.T) {
	for _, test := range []struct {
		err  error
		want Outcome
		wait time.Duration
	}{
		{&graph.LimitError{Wait: 7 * time.Second}, Busy, 7 * time.Second},
		{graph.ErrRateLimited, Busy, 0},
		{context.DeadlineExceeded, Refused, 0},
	} {
		err := send(t, graph.Config{Limiter: closed{test.err}})
		if got, wait := OutcomeOf(err), WaitOf(err); got != test.want || wait != test.wait {
			t.Errorf("%v: the outcome is %d and the wait %v, want %d and %v", err, got, wait, test.want, test.wait)
		}
	}
}
