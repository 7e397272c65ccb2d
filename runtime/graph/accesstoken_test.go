package graph_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

const (
	theApp    = meta.ApplicationID("100000000000001")
	theSecret = "s3cret-of-the-app"
)

// tokenServer returns a fake API that knows a short-lived token and one that
// has expired, and a client that knows no token.
func tokenServer(t *testing.T, changes ...func(*graph.Config)) (*graphtest.Server, *graph.Client) {
	t.Helper()
	srv := graphtest.New(t, func(c *graphtest.Config) {
		c.AppSecret = theSecret
		c.Tokens = []graphtest.Token{
			{Text: "short-lived", UserID: "4", Scopes: []string{"ads_read"}, ExpiresAt: time.Now().Add(time.Hour)},
			{Text: "expired", UserID: "4", ExpiresAt: time.Now().Add(-time.Hour)},
		}
	})
	srv.Store().Add("User", "4", graphtest.Node{"name": "Kim"})
	config := srv.ClientConfig()
	config.Token = graph.SecretText{}
	for _, change := range changes {
		change(&config)
	}
	client, err := graph.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return srv, client
}

func TestExchangeToken(t *testing.T) {
	srv, client := tokenServer(t)
	ctx := t.Context()
	long, err := graph.ExchangeToken(ctx, client, theApp, graph.Secret("short-lived"))
	if err != nil {
		t.Fatal(err)
	}
	if long.Type != "bearer" || long.ExpiresIn != 60*24*time.Hour || long.Token.Equal(graph.Secret("short-lived")) {
		t.Errorf("the token is %+v", long)
	}
	me, err := graph.Do(ctx, client, meta.UserByID("me").Read(meta.UserReadParams{Fields: []meta.UserField{meta.UserFieldName}}), graph.WithToken(long.Token))
	if err != nil || me.Name != "Kim" {
		t.Errorf("the new token reads %+v, %v", me, err)
	}
	info, err := graph.DebugToken(ctx, client, long.Token, graph.WithToken(graph.AppToken(theApp, graph.Secret(theSecret))))
	if err != nil || !info.Valid || info.Type != "USER" || !info.Allows("ads_read", "") {
		t.Errorf("the new token is %+v, %v", info, err)
	}
	for _, shown := range []string{fmt.Sprintf("%v %+v %#v", long, *long, long), fmt.Sprint(srv.Ledger().Entries(anyCall))} {
		for _, secret := range []string{long.Token.Reveal(), "short-lived", theSecret} {
			if strings.Contains(shown, secret) {
				t.Errorf("a secret is shown: %s", shown)
			}
		}
	}
}

func TestRequestAppToken(t *testing.T) {
	_, client := tokenServer(t)
	token, err := graph.RequestAppToken(t.Context(), client, theApp)
	if err != nil || token.Type != "bearer" || token.ExpiresIn != 0 {
		t.Fatalf("the token is %+v, %v", token, err)
	}
	info, err := graph.DebugToken(t.Context(), client, token.Token, graph.WithToken(token.Token))
	if err != nil || !info.Valid || info.Type != "APP" || info.AppID != string(theApp) {
		t.Errorf("the token is %+v, %v", info, err)
	}
}

// TestTokenRequestsFail says what the errors are, and that they show nothing.
func TestTokenRequestsFail(t *testing.T) {
	wrongSecret := func(c *graph.Config) { c.AppSecret = graph.Secret("wr0ng") }
	noSecret := func(c *graph.Config) { c.AppSecret = graph.SecretText{} }
	exchange := func(token string, opts ...graph.Option) func(context.Context, *graph.Client) error {
		return func(ctx context.Context, c *graph.Client) error {
			_, err := graph.ExchangeToken(ctx, c, theApp, graph.Secret(token), opts...)
			return err
		}
	}
	ofApp := func(id string) func(context.Context, *graph.Client) error {
		return func(ctx context.Context, c *graph.Client) error {
			_, err := graph.RequestAppToken(ctx, c, id)
			return err
		}
	}
	for _, test := range []struct {
		name     string
		change   func(*graph.Config)
		run      func(context.Context, *graph.Client) error
		class    error
		text     string
		requests int
	}{
		{"an expired token", nil, exchange("expired"), graph.ErrToken, "(#190/463)", 1},
		{"an unknown token", nil, exchange("unkn0wn"), graph.ErrToken, "AccessToken read: (#190)", 1},
		{"no token", nil, exchange(""), nil, "no token to exchange", 0},
		{"a token as an option", nil, exchange("short-lived", graph.WithToken(graph.Secret("0ther"))), nil, "WithToken has no effect", 0},
		{"a wrong secret", wrongSecret, exchange("short-lived"), graph.ErrBadRequest, "client secret", 1},
		{"no secret", noSecret, ofApp(string(theApp)), nil, "set Config.AppSecret", 0},
		{"another app", nil, ofApp("7"), graph.ErrBadRequest, "(#101)", 1},
		{"no app", nil, ofApp(""), nil, "client_id", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			var changes []func(*graph.Config)
			if test.change != nil {
				changes = append(changes, test.change)
			}
			srv, client := tokenServer(t, changes...)
			err := test.run(t.Context(), client)
			if err == nil || !strings.Contains(err.Error(), test.text) || test.class != nil && !errors.Is(err, test.class) {
				t.Errorf("got error %v", err)
			}
			for _, secret := range []string{theSecret, "wr0ng", "unkn0wn", "0ther", "short-lived"} {
				if strings.Contains(fmt.Sprintf("%+v", err), secret) {
					t.Errorf("the error holds a secret: %v", err)
				}
			}
			if got := srv.Ledger().Requests(); got != test.requests {
				t.Errorf("%d requests, want %d", got, test.requests)
			}
		})
	}
}

// TestTokenRequestOnTheWire looks at the bytes: no secret in the URL, and no
// token or proof of the client.
func TestTokenRequestOnTheWire(t *testing.T) {
	var asked []string
	answer := `{"access_token":"l0ng","token_type":"bearer","expires_in":"5183999"}`
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		asked = append(asked, r.Method+" "+r.URL.String()+" "+string(body))
		if auth := r.Header.Get("Authorization"); auth != "" {
			t.Errorf("the request has the header Authorization: %s", auth)
		}
		fmt.Fprint(w, answer)
	}))
	defer server.Close()
	client, err := graph.New(graph.Config{Token: graph.Secret("own"), AppSecret: graph.Secret("app&secret"), BaseURL: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	token, err := graph.ExchangeToken(t.Context(), client, "7", graph.Secret("sh0rt"))
	if err != nil || token.Token.Reveal() != "l0ng" || token.ExpiresIn != 5183999*time.Second {
		t.Errorf("the token is %+v, %v", token, err)
	}
	if _, err := graph.RequestAppToken(t.Context(), client, "7", graph.WithVersion("v24.0")); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff([]string{
		"POST /v25.0/oauth/access_token method=GET&client_id=7&client_secret=app%26secret&fb_exchange_token=sh0rt&grant_type=fb_exchange_token",
		"POST /v24.0/oauth/access_token method=GET&client_id=7&client_secret=app%26secret&grant_type=client_credentials",
	}, asked); diff != "" {
		t.Error(diff)
	}
	for _, answer = range []string{`{}`, `{"access_token":""}`, `access_token=l0ng&expires=5183999`, `{"access_token":["l0ng"]}`} {
		_, err := graph.RequestAppToken(t.Context(), client, "7", graph.NoRetry())
		_, unread := errors.AsType[*graph.DecodeError](err)
		if unread == strings.HasPrefix(answer, "access") || err == nil || strings.Contains(fmt.Sprintf("%+v", err), "l0ng") {
			t.Errorf("%s: got error %v", answer, err)
		}
	}
}

func TestAppToken(t *testing.T) {
	if got := graph.AppToken(theApp, graph.Secret("x")).Reveal(); got != "100000000000001|x" {
		t.Errorf("got %s", got)
	}
	// Half a token is none, and no call is sent with it.
	srv, client := tokenServer(t)
	for _, token := range []graph.SecretText{graph.AppToken("", graph.Secret("x")), graph.AppToken(theApp, graph.SecretText{}), graph.AppToken("", graph.SecretText{})} {
		_, err := graph.DebugToken(t.Context(), client, graph.Secret("short-lived"), graph.WithToken(token))
		if !token.IsZero() || err == nil || !strings.Contains(err.Error(), "empty token") {
			t.Errorf("got error %v", err)
		}
	}
	if got := srv.Ledger().Requests(); got > 0 {
		t.Errorf("%d requests", got)
	}
}

func ExampleExchangeToken() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, `{"access_token":"a long-lived token","token_type":"bearer","expires_in":5184000}`)
	}))
	defer server.Close()
	client, err := graph.New(graph.Config{AppSecret: graph.Secret("secret"), BaseURL: server.URL})
	if err != nil {
		fmt.Println(err)
		return
	}
	token, err := graph.ExchangeToken(context.Background(), client, "1234567890", graph.Secret("a short-lived token"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(token.Token, "is valid for", token.ExpiresIn) // Use it: graph.WithToken(token.Token).
	// Output: [redacted] is valid for 1440h0m0s
}
