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
		client, err := graph.New(graph.Config{Token: graph.Secret("t0ken"), BaseURL: "http://localhost:1", HTTPClient: &http.Client{Transport: test.transport}})
		if err != nil {
			t.Fatal(err)
		}
		operation := graph.Operation{API: &graph.API{Version: "v25.0"}, Node: "CustomAudience", Kind: graph.KindUpdate, Method: http.MethodPost, Path: "{id}"}
		_, err = graph.Do(t.Context(), client, graph.Call[map[string]int]{Request: graph.Request{Operation: &operation, ID: "1"}}, graph.NoRetry())
		if got := OutcomeOf(err); got != test.want {
			t.Errorf("%s: the outcome is %d, want %d: %v", test.name, got, test.want, err)
		}
	}
}
