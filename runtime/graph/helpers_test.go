package graph

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// The operations that the tests of sending call.
var (
	wireAPI  = &API{Version: "v25.0"}
	readOp   = &Operation{API: wireAPI, Node: "Campaign", Kind: KindRead, Method: http.MethodGet, Path: "{campaign_id}"}
	listOp   = &Operation{API: wireAPI, Node: "AdAccount", Edge: "campaigns", Kind: KindList, Method: http.MethodGet, Path: "act_{ad_account_id}/campaigns"}
	createOp = &Operation{API: wireAPI, Node: "AdAccount", Edge: "campaigns", Kind: KindCreate, Method: http.MethodPost, Path: "act_{ad_account_id}/campaigns"}
	updateOp = &Operation{API: wireAPI, Node: "Campaign", Kind: KindUpdate, Method: http.MethodPost, Path: "{campaign_id}", ReadAfterWrite: true}
	deleteOp = &Operation{API: wireAPI, Node: "Campaign", Kind: KindDelete, Method: http.MethodDelete, Path: "{campaign_id}"}
	uploadOp = &Operation{API: wireAPI, Node: "AdAccount", Edge: "adimages", Kind: KindCreate, Method: http.MethodPost, Path: "act_{ad_account_id}/adimages"}
)

type nameParams struct {
	Name string `param:"name"`
}

type fileParams struct {
	File File `param:"filename,file"`
}

func readOf(id string) Request { return Request{Operation: readOp, ID: id} }

func listOf(id, name string) Request {
	return Request{Operation: listOp, ID: id, Params: nameParams{name}}
}

func createOf(id, name string) Request {
	return Request{Operation: createOp, ID: id, Params: nameParams{name}}
}

func updateOf(id, name string) Request {
	return Request{Operation: updateOp, ID: id, Params: nameParams{name}}
}

func deleteOf(id string) Request { return Request{Operation: deleteOp, ID: id} }

func uploadOf(id string, file File) Request {
	return Request{Operation: uploadOp, ID: id, Params: fileParams{file}}
}

func newTestClient(t testing.TB, config Config) *Client {
	t.Helper()
	c, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.CloseIdleConnections)
	return c
}

// roundTripper is a transport that is a function.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func respond(status int, body string) *http.Response {
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}
}

// withHeaders sets headers, given as names and values in turn.
func withHeaders(r *http.Response, headers ...string) *http.Response {
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return r
}

// playlist is a transport that answers with one response after the other, and
// with the last one from then on.
type playlist struct {
	steps []func() (*http.Response, error)
	sent  int
}

func (s *playlist) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		_, _ = io.Copy(io.Discard, r.Body)
		_ = r.Body.Close()
	}
	step := s.steps[min(s.sent, len(s.steps)-1)]
	s.sent++
	return step()
}

func answering(status int, body string, headers ...string) func() (*http.Response, error) {
	return func() (*http.Response, error) { return withHeaders(respond(status, body), headers...), nil }
}

func scriptClient(t *testing.T, s *playlist, config Config) *Client {
	config.Token = Secret("token_of_the_tests")
	config.HTTPClient = &http.Client{Transport: s}
	return newTestClient(t, config)
}

var (
	good     = answering(200, `{"id":"1"}`)
	throttle = answering(400, `{"error":{"code":4}}`)
)

// unchanged is an OnRequest that leaves the context as it is.
func unchanged(hook func(context.Context, Event)) func(context.Context, Event) context.Context {
	return func(ctx context.Context, e Event) context.Context {
		hook(ctx, e)
		return nil
	}
}

// testNow is any time.
var testNow = time.Unix(1767225600, 0)
