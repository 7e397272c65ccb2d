package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// The secrets of the tests of redaction. Nothing that is printed may hold them.
const (
	hiddenToken  = "EAAhiddenTokenOfTheTests0123456789"
	hiddenSecret = "hidden_app_secret_of_the_tests"
)

// everyVerb prints a value in all the ways that programs print values.
func everyVerb(v any) string {
	var b strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T", "%p", "%10.3s", "%!"} {
		fmt.Fprintf(&b, verb+"\n", v)
	}
	fmt.Fprintln(&b, v)
	if data, err := json.Marshal(v); err == nil {
		b.Write(data)
	}
	for _, h := range []slog.Handler{slog.NewTextHandler(&b, nil), slog.NewJSONHandler(&b, nil)} {
		slog.New(h).Info("value", "v", v, slog.Group("in", "v", v))
	}
	return b.String()
}

// everyVerbOfChain prints an error and all that it wraps.
func everyVerbOfChain(err error) string {
	var b strings.Builder
	for ; err != nil; err = errors.Unwrap(err) {
		b.WriteString(everyVerb(err))
	}
	return b.String()
}

func mustHide(t *testing.T, name, text string, secrets ...string) {
	t.Helper()
	for _, secret := range secrets {
		for _, form := range []string{secret, fmt.Sprintf("%x", secret), fmt.Sprintf("%X", secret)} {
			if strings.Contains(text, form) {
				t.Errorf("%s shows a secret", name)
			}
		}
	}
}

func TestSecretPrintsRedacted(t *testing.T) {
	s := Secret(hiddenToken)
	type exported struct{ Token SecretText }
	type unexported struct{ token SecretText }
	type nested struct {
		in  unexported
		ptr *exported
		m   map[string]SecretText
		l   []SecretText
		any any
	}
	values := map[string]any{
		"secret": s, "pointer": &s, "list": []SecretText{s}, "array": [1]SecretText{s},
		"map": map[string]SecretText{"t": s}, "exported": exported{s}, "unexported": unexported{s},
		"nested": nested{unexported{s}, &exported{s}, map[string]SecretText{"t": s}, []SecretText{s}, s},
		"error":  fmt.Errorf("with %v", s),
	}
	for name, v := range values {
		mustHide(t, name, everyVerb(v), hiddenToken)
	}
	if got := fmt.Sprintf("%s %v %q %d", s, s, s, s); got != strings.TrimSpace(strings.Repeat(redacted+" ", 4)) {
		t.Errorf("a secret prints as %s", got)
	}
	if got := fmt.Sprint(SecretText{}); got != "" {
		t.Errorf("no secret prints as %q", got)
	}
	if s.Reveal() != hiddenToken || (SecretText{}).Reveal() != "" || !Secret("").IsZero() {
		t.Error("Reveal and IsZero do not say what was put in")
	}
	if !s.Equal(Secret(hiddenToken)) || s.Equal(Secret("other")) || s.Equal(SecretText{}) || !(SecretText{}).Equal(Secret("")) {
		t.Error("Equal does not say what is equal")
	}
	var read SecretText
	if err := json.Unmarshal([]byte(`"`+hiddenToken+`"`), &read); err != nil || read.Reveal() != hiddenToken {
		t.Errorf("a secret cannot be read from JSON: %v", err)
	}
}

// Nothing that a program can get hold of shows the token, the app's secret or
// the proof, whatever the server sends and whatever breaks.
func TestNothingShowsSecrets(t *testing.T) {
	var logged bytes.Buffer
	var events []Event
	record := func(_ context.Context, e Event) { events = append(events, e) }
	var serve roundTripper
	c := newTestClient(t, Config{
		Token: Secret(hiddenToken), AppSecret: Secret(hiddenSecret),
		HTTPClient: &http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) { return serve(r) })},
		Retry:      RetryPolicy{MaxAttempts: 2, BaseDelay: 1, MaxDelay: 1},
		Logger:     slog.New(slog.NewTextHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Hooks:      Hooks{OnRequest: unchanged(record), OnResponse: record, OnRetry: record, OnThrottle: record},
	})
	proof := c.proof(c.config.Token, testNow).Get("appsecret_proof")
	secrets := []string{hiddenToken, hiddenSecret, proof}
	quote := `Malformed access token ` + hiddenToken + ` access_token=` + hiddenToken + `&x appsecret_proof=` + proof + ` ` + hiddenSecret
	servers := map[string]roundTripper{
		"message": func(*http.Request) (*http.Response, error) {
			body, _ := json.Marshal(map[string]any{"error": map[string]any{
				"code": 190, "message": quote, "type": quote, "error_user_title": quote, "error_user_msg": quote, "fbtrace_id": quote,
				"error_data":        map[string]any{"next": quote, "blame_field_specs": [][]string{{quote}}},
				"original_response": map[string]string{"link": quote},
			}})
			return respond(400, string(body)), nil
		},
		"throttle": func(*http.Request) (*http.Response, error) {
			return respond(400, `{"error":{"code":4,"message":"`+quote+`"}}`), nil
		},
		"HTML":       func(*http.Request) (*http.Response, error) { return respond(502, "<p>"+quote), nil },
		"not JSON":   func(*http.Request) (*http.Response, error) { return respond(200, quote), nil },
		"wrong type": func(*http.Request) (*http.Response, error) { return respond(200, `["`+quote+`"]`), nil },
		"redirect": func(*http.Request) (*http.Response, error) {
			return withHeaders(respond(302, ""), "Location", "https://x/?"+quote), nil
		},
		"headers": func(*http.Request) (*http.Response, error) {
			return withHeaders(respond(200, `{}`), "X-Ad-Api-Version-Warning", quote), nil
		},
		"transport": func(r *http.Request) (*http.Response, error) {
			return nil, fmt.Errorf("%s %s: %s", r.URL, r.Header, quote)
		},
		"bare transport": func(r *http.Request) (*http.Response, error) {
			return nil, errors.New("proxy said no to " + r.URL.String())
		},
	}
	for name, server := range servers {
		t.Run(name, func(t *testing.T) {
			serve = server
			var resp Response
			for _, call := range []Request{readOf("7"), createOf("act_7", "x"), deleteOf("7")} {
				var out struct{ ID string }
				err := c.run(context.Background(), call, collect([]Option{WithResponse(&resp)}), &out)
				mustHide(t, "error", everyVerbOfChain(err), secrets...)
			}
			mustHide(t, "response", everyVerb(resp), secrets...)
		})
	}
	if logged.Len() == 0 || len(events) == 0 {
		t.Fatal("nothing was logged")
	}
	mustHide(t, "log", logged.String(), secrets...)
	for _, e := range events {
		mustHide(t, "event", everyVerb(e), secrets...)
	}
	o := collect([]Option{WithToken(Secret(hiddenToken))})
	cred, err := c.credentials(readOf("7"), o)
	if err != nil {
		t.Fatal(err)
	}
	for name, v := range map[string]any{"client": c, "client by value": *c, "config": c.config, "options": o, "request": readOf("7")} {
		mustHide(t, name, everyVerb(v), secrets...)
	}
	mustHide(t, "identity", everyVerb(tokenIdentity(cred.token)), secrets...)
}

// Paging links hold the token in clear. No answer has it, whatever it is
// decoded into, also out of a batch with tokens of its own.
func TestAnswersHoldNoToken(t *testing.T) {
	const other = "other|token_of_the_tests"
	link := func(token string) string {
		return `{"data":[{"ads":{"paging":{"next":"https:\/\/graph.facebook.com\/x?access_token=` + url.QueryEscape(token) + `&after=A"}}}],"paging":{"next":"https://h/?access_token=` + token + `&after=B"}}`
	}
	c := newTestClient(t, Config{Token: Secret(hiddenToken), Cache: NewMemoryCache(1 << 16), HTTPClient: &http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
		body := link(hiddenToken)
		if r.Method == http.MethodPost {
			one, _ := json.Marshal(link(hiddenToken))
			two, _ := json.Marshal(link(other))
			body = fmt.Sprintf(`[{"code":200,"body":%s},{"code":200,"body":%s}]`, one, two)
		}
		return withHeaders(respond(200, body), "ETag", `"x"`), nil
	})}})
	var raw []byte
	call := Call[Object]{Request: listOf("act_7", "x")}
	one, err := Do(t.Context(), c, call, WithRawBody(&raw))
	if err != nil || !strings.Contains(one.String(), "after=B") {
		t.Fatal(one, err)
	}
	mustHide(t, "answer", one.String()+string(raw), hiddenToken)
	var b Batch
	first, second := Add(&b, call), Add(&b, call, WithToken(Secret(other)))
	if err := b.Do(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	for _, r := range []*Result[Object]{first, second} {
		o, err := r.Get()
		if err != nil || !strings.Contains(o.String(), "after=B") {
			t.Error(o, err)
		}
		mustHide(t, "answer of a batch", o.String(), hiddenToken, "token_of_the_tests")
	}
}

// A token that the transport adds is in paging links as well, and is known to
// nobody but them.
func TestLinksHoldNoTokenOfTheTransport(t *testing.T) {
	const page = `{"data":[{"ads":{"paging":{"previous" : "https:\/\/h\/?access_token=%[1]s\u0026before=A"}},"link":"https:\/\/shop\/?access_token=kept"}],` +
		`"access_token":"kept","paging":{"next":"https://h/?limit=1&access_token=%[1]s"}}`
	const want = `{"data":[{"ads":{"paging":{"previous" : "https:\/\/h\/?access_token=\u0026before=A"}},"link":"https:\/\/shop\/?access_token=kept"}],` +
		`"access_token":"kept","paging":{"next":"https://h/?limit=1&access_token="}}`
	const other = "token_of_the_transport"
	c := newTestClient(t, Config{TransportAuth: true, HTTPClient: &http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
		return respond(200, fmt.Sprintf(page, other)), nil
	})}})
	var raw []byte
	kept, err := Do(t.Context(), c, KeepRaw(Call[struct{}]{Request: listOf("act_7", "x")}), WithRawBody(&raw))
	if err != nil || kept.JSON.String() != want || string(raw) != want {
		t.Errorf("got %v and\n%s and\n%s, want\n%s", err, kept.JSON, raw, want)
	}
}

// A secret that was written as text is lost, which must not show only when the
// API refuses it.
func TestPlaceholderIsNoSecret(t *testing.T) {
	type config struct {
		Token SecretText `json:"token"`
	}
	data, err := json.Marshal(config{Secret(hiddenToken)})
	if err != nil {
		t.Fatal(err)
	}
	var back config
	if err := json.Unmarshal(data, &back); err == nil || !strings.Contains(err.Error(), "Reveal") || !back.Token.IsZero() {
		t.Errorf("%s is read as %q, %v", data, back.Token.Reveal(), err)
	}
	if err := json.Unmarshal([]byte(`{"token":""}`), &back); err != nil || !back.Token.IsZero() {
		t.Errorf("got %v, %v", back, err)
	}
}

// A secret in an answer decodes, and prints as little as any other.
func TestSecretInAnAnswer(t *testing.T) {
	type page struct {
		ID    testID     `json:"id"`
		Token SecretText `json:"access_token,omitzero"`
	}
	for _, body := range []string{`{"id":"1","access_token":"` + hiddenToken + `"}`, `{"id":1,"access_token":"` + hiddenToken + `"}`} {
		var p page
		if err := decodeAnswer(readOp, []byte(body), &p); err != nil || p.Token.Reveal() != hiddenToken {
			t.Errorf("got %v, %v", p, err)
		}
		mustHide(t, "page", everyVerb(p), hiddenToken)
	}
}

// A call prints without its params: they may be customer data.
func TestCallsPrintWithoutParams(t *testing.T) {
	const customer = "customer@example.com"
	call := Call[Object]{Request: createOf("act_7", customer)}
	for name, v := range map[string]any{
		"call": call, "pointer": &call, "request": call.Request, "list": []Request{call.Request},
		"in a struct": struct{ C Call[Object] }{call}, "error": fmt.Errorf("with %+v", call),
	} {
		for line := range strings.Lines(everyVerb(v)) {
			// For %p on what is no pointer, fmt asks no methods; vet refuses it.
			if !strings.HasPrefix(line, "%!p(") {
				mustHide(t, name, line, customer)
			}
		}
	}
	const want = "AdAccount.campaigns create act_7"
	if got := fmt.Sprint(call.Request); got != want {
		t.Errorf("a request prints as %s", got)
	}
	if data, err := json.Marshal(call); err != nil || string(data) != `{"Request":"`+want+`"}` {
		t.Errorf("a call in JSON is %s, %v", data, err)
	}
}

func TestScrub(t *testing.T) {
	s := newScrubber("known/token=1")
	tests := []struct{ in, want string }{
		{"nothing here", "nothing here"},
		{"a known/token=1 b", "a [redacted] b"},
		{"a known%2Ftoken%3D1 b", "a [redacted] b"},
		{"https://h/p?access_token=abc&limit=2", "https://h/p?access_token=[redacted]&limit=2"},
		{"access_token%3Dabc done", "access_token%3D[redacted] done"},
		{`{"access_token":"abc","x":1}`, `{"access_token":"[redacted]","x":1}`},
		{`{\"access_token\": \"abc\"}`, `{\"access_token\": \"[redacted]\"}`},
		{"access_token=[redacted]&x", "access_token=[redacted]&x"},
		{"Invalid appsecret_proof provided in the API argument", "Invalid appsecret_proof provided in the API argument"},
		{"Error validating access token: Session has expired", "Error validating access token: Session has expired"},
		{"Malformed access token XYZ", "Malformed access token [redacted]"},
		{"Invalid OAuth access token - Cannot parse access token", "Invalid OAuth access token - Cannot parse access token"},
		{"Invalid OAuth 2.0 Access Token", "Invalid OAuth 2.0 Access Token"},
		{"Authorization: OAuth abc.def", "Authorization: OAuth [redacted]"},
		{"Authorization: Bearer abc.def", "Authorization: Bearer [redacted]"},
		{`OAuth "Facebook Platform" "invalid_token"`, `OAuth "Facebook Platform" "invalid_token"`},
		{"EAABBBBBBBBBBBBBBBBBBBBBBBBB!", "[redacted]!"},
		{"EAA is short", "EAA is short"},
	}
	for _, tt := range tests {
		if got := s.text(tt.in); got != tt.want {
			t.Errorf("%q became %q, want %q", tt.in, got, tt.want)
		}
		if again := s.text(s.text(tt.in)); again != s.text(tt.in) {
			t.Errorf("%q scrubbed twice becomes %q", tt.in, again)
		}
	}
	if got := s.object(Object(`{"access_token":123}`)); !json.Valid(got) || strings.Contains(string(got), "123") {
		t.Errorf("an object became %s", got)
	}
}
