package graph

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// The vectors that the API's documentation of the proof leads to.
func TestProof(t *testing.T) {
	tests := []struct {
		name  string
		timed bool
		want  url.Values
	}{
		{"plain", false, url.Values{"appsecret_proof": {"b1c41d86fd7c129f844337c7d1308197e023b7d3f1ae4d1816ee7dcea0037cba"}}},
		{"timed", true, url.Values{
			"appsecret_proof": {"0c14798f1ea6e9179232bc33dd767a6acc7216e88d9fcc0b333f8b4eabcfe5d7"},
			"appsecret_time":  {"1767225600"},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := &Client{config: Config{AppSecret: Secret("app_secret_example"), TimedProof: tt.timed}}
			got := c.proof(Secret("token_example"), time.Unix(1767225600, 0))
			if got.Encode() != tt.want.Encode() {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

// Auth travels as a header and, for the proof, as a param; each token has its
// own proof, and nothing of the token is in a URL.
func TestAuthOnTheWire(t *testing.T) {
	const appSecret = "app_secret_example"
	tests := []struct {
		name  string
		call  Request
		opts  []Option
		token string
	}{
		{"read", readOf("7"), nil, "token_example"},
		{"read with another token", readOf("7"), []Option{WithToken(Secret("another_token"))}, "another_token"},
		{"create", createOf("act_7", "x"), nil, "token_example"},
		{"delete", deleteOf("7"), nil, "token_example"},
		{"long read", listOf("act_7", strings.Repeat("x", 3000)), nil, "token_example"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			transport := answeredBy(func(w http.ResponseWriter, r *http.Request) {
				if got := r.Header.Get("Authorization"); got != "Bearer "+tt.token {
					t.Errorf("Authorization is %q", got)
				}
				if strings.Contains(r.URL.String(), tt.token) {
					t.Error("the token is in the URL")
				}
				want := (&Client{config: Config{AppSecret: Secret(appSecret)}}).proof(Secret(tt.token), time.Time{})
				if got := r.FormValue("appsecret_proof"); got != want.Get("appsecret_proof") {
					t.Errorf("the proof is %q, want %v", got, want)
				}
				if inURL := r.URL.Query().Has("appsecret_proof"); inURL == (r.Method == http.MethodPost) {
					t.Errorf("%s: proof in the URL: %v", r.Method, inURL)
				}
				_, _ = w.Write([]byte(`{"id":"1","data":[]}`))
			})
			c := newTestClient(t, Config{Token: Secret("token_example"), AppSecret: Secret(appSecret), HTTPClient: &http.Client{Transport: transport}})
			var out Object
			if err := c.run(context.Background(), tt.call, collect(tt.opts), &out); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestNoTokenIsRefusedBeforeSending(t *testing.T) {
	transport := answeredBy(func(http.ResponseWriter, *http.Request) { t.Error("a request was sent") })
	c := newTestClient(t, Config{HTTPClient: &http.Client{Transport: transport}})
	var out Object
	err := c.run(context.Background(), readOf("7"), options{}, &out)
	if err == nil || !strings.Contains(err.Error(), "set Config.Token or pass WithToken") {
		t.Errorf("got %v", err)
	}
}

// A token that cannot be one, such as a file's content with its line break, is
// refused before anything is sent, and not shown.
func TestBadTokens(t *testing.T) {
	c := newTestClient(t, Config{Token: Secret("token_of_the_tests\n")})
	var out Object
	for _, opts := range [][]Option{nil, {WithToken(Secret("token of_the_tests"))}, {WithToken(Secret("tökenof_the_tests"))}} {
		err := c.run(context.Background(), readOf("7"), collect(opts), &out)
		if err == nil || !strings.Contains(err.Error(), "no token has") || strings.Contains(err.Error(), "of_the_tests") {
			t.Errorf("got %v", err)
		}
	}
}

func TestNoClient(t *testing.T) {
	read := Call[Object]{Request: readOf("7")}
	list := List[Object]{Request: listOf("act_7", "x")}
	calls := map[string]func(context.Context, *Client) error{
		"Do":  func(ctx context.Context, c *Client) error { _, err := Do(ctx, c, read); return err },
		"All": func(ctx context.Context, c *Client) error { return firstError(All(ctx, c, list)) },
		"ByIDs": func(ctx context.Context, c *Client) error {
			return firstError(ByIDs(ctx, c, read, []string{"7", "8"}))
		},
		"a batch": func(ctx context.Context, c *Client) error {
			var b Batch
			Add(&b, read)
			return b.Do(ctx, c)
		},
		"ExchangeToken": func(ctx context.Context, c *Client) error {
			_, err := ExchangeToken(ctx, c, "1", Secret("t0ken"))
			return err
		},
		"WaitAsyncSet": func(ctx context.Context, c *Client) error {
			_, err := WaitAsyncSet(ctx, c, "1", AsyncWait{})
			return err
		},
	}
	for name, run := range calls {
		for _, c := range []*Client{nil, {}} {
			if err := run(t.Context(), c); err == nil || !strings.Contains(err.Error(), "was not made by New") {
				t.Errorf("%s: got %v", name, err)
			}
			c.CloseIdleConnections()
		}
	}
}

// firstError returns the first error of a sequence.
func firstError[T any](seq iter.Seq2[T, error]) error {
	for _, err := range seq {
		if err != nil {
			return err
		}
	}
	return nil
}

// A transport that adds the token itself sees a request without one.
func TestTransportAuth(t *testing.T) {
	transport := roundTripper(func(r *http.Request) (*http.Response, error) {
		if got, ok := r.Header["Authorization"]; ok {
			t.Errorf("Authorization is set to %q", got)
		}
		return respond(200, `{"id":"7"}`), nil
	})
	c := newTestClient(t, Config{TransportAuth: true, HTTPClient: &http.Client{Transport: transport}})
	var out Object
	if err := c.run(context.Background(), readOf("7"), options{}, &out); err != nil {
		t.Fatal(err)
	}
}

func TestNewRefuses(t *testing.T) {
	tests := []struct {
		name   string
		config Config
		want   string
	}{
		{"no URL", Config{BaseURL: "graph"}, "not of the form"},
		{"a URL with a password", Config{BaseURL: "https://u:p@host"}, "not of the form"},
		{"clear text", Config{BaseURL: "http://graph.example.com"}, "would travel in clear"},
		{"beta and base", Config{BaseURL: "https://h.example.com", Beta: true}, "both BaseURL and Beta"},
		{"transport auth without a transport", Config{TransportAuth: true}, "needs an HTTPClient"},
		{"proof without token", Config{TransportAuth: true, HTTPClient: &http.Client{}, AppSecret: Secret("x")}, "TransportAuth and AppSecret"},
		{"timed proof without secret", Config{TimedProof: true}, "needs an AppSecret"},
		{"a user agent of two lines", Config{UserAgent: "a\nb"}, "UserAgent"},
		{"negative retries", Config{Retry: RetryPolicy{MaxAttempts: -1}}, "negative"},
		{"negative bound", Config{MaxResponseBytes: -1}, "negative"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := New(tt.config)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want an error with %q", err, tt.want)
			}
		})
	}
}

func TestHosts(t *testing.T) {
	tests := []struct {
		config Config
		host   Host
		want   string
	}{
		{Config{}, "", "https://graph.facebook.com"},
		{Config{}, HostVideo, "https://graph-video.facebook.com"},
		{Config{Beta: true}, HostGraph, "https://graph.beta.facebook.com"},
		{Config{Beta: true}, HostVideo, "https://graph-video.beta.facebook.com"},
		{Config{BaseURL: "http://127.0.0.1:1/"}, HostVideo, "http://127.0.0.1:1"},
	}
	for _, tt := range tests {
		if got := newTestClient(t, tt.config).baseURL(tt.host); got != tt.want {
			t.Errorf("%+v, host %q: got %s, want %s", tt.config, tt.host, got, tt.want)
		}
	}
}

// Calls at the same time have the proof of their own token, and the client's
// proof is kept where nothing prints it.
func TestProofsOfManyTokens(t *testing.T) {
	tokens := []string{"token_example", "another_token", "third_token"}
	proofs := make(map[string]string, len(tokens))
	c := newTestClient(t, Config{
		Token: Secret(tokens[0]), AppSecret: Secret("app_secret_example"),
		HTTPClient: &http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
			token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
			if got := r.URL.Query().Get("appsecret_proof"); got != proofs[token] {
				t.Errorf("the proof of %s is %s, want %s", token, got, proofs[token])
			}
			return respond(200, `{"id":"1"}`), nil
		})},
	})
	for _, token := range tokens {
		proofs[token] = c.proof(Secret(token), time.Time{}).Get("appsecret_proof")
	}
	var calls sync.WaitGroup
	for i := range 30 {
		calls.Go(func() {
			var o options
			if i%3 > 0 {
				o.token = Secret(tokens[i%3])
			}
			var out Object
			if err := c.run(context.Background(), readOf("7"), o, &out); err != nil {
				t.Error(err)
			}
		})
	}
	calls.Wait()
	mustHide(t, "client", everyVerb(*c), tokens[0], proofs[tokens[0]])
}
