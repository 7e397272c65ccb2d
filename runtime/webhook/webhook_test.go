package webhook_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/webhook"
)

const (
	secret  = "app_secret_example"
	escaped = `{"object":"page","entry":[{"id":"1","name":"\u00e4\u00f6\u00e5"}]}`
	raw     = `{"object":"page","entry":[{"id":"1","name":"äöå"}]}`
)

func sign(body string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(body))
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}

func TestVerify(t *testing.T) {
	const ofEscaped = "sha256=ac665ca5c53db4ef66ddea8ba9ee20f92d114b0c29b55615e8472a098e67be36"
	const ofRaw = "sha256=d1f2d98711d2e1cf94c301db56dd4a82262626e143274dab1985cc7cb4aac219"
	for _, test := range []struct {
		name, body, signature string
		secret                string
		want                  error
	}{
		{"escaped text as it came", escaped, ofEscaped, secret, nil},
		{"raw text as it came", raw, ofRaw, secret, nil},
		{"text that was encoded again", raw, ofEscaped, secret, webhook.ErrSignature},
		{"upper case hex", escaped, "sha256=" + strings.ToUpper(ofEscaped[7:]), secret, nil},
		{"another secret", escaped, ofEscaped, "other", webhook.ErrSignature},
		{"no secret", escaped, ofEscaped, "", webhook.ErrNoSecret},
		{"no header", escaped, "", secret, webhook.ErrSignature},
		{"another algorithm", escaped, "sha1=" + ofEscaped[7:], secret, webhook.ErrSignature},
		{"cut off", escaped, ofEscaped[:40], secret, webhook.ErrSignature},
		{"no hex", escaped, "sha256=zz", secret, webhook.ErrSignature},
		{"empty signature", escaped, "sha256=", secret, webhook.ErrSignature},
	} {
		if err := webhook.Verify(graph.Secret(test.secret), []byte(test.body), test.signature); !errors.Is(err, test.want) {
			t.Errorf("%s: got error %v, want %v", test.name, err, test.want)
		}
	}
}

func TestChallenge(t *testing.T) {
	for _, test := range []struct {
		name, query, want string
		token             string
		err               error
	}{
		{"right", "hub.mode=subscribe&hub.verify_token=v&hub.challenge=11%3Cb%3E", "11<b>", "v", nil},
		{"wrong token", "hub.mode=subscribe&hub.verify_token=w&hub.challenge=1", "", "v", webhook.ErrChallenge},
		{"wrong mode", "hub.mode=x&hub.verify_token=v&hub.challenge=1", "", "v", webhook.ErrChallenge},
		{"nothing", "", "", "v", webhook.ErrChallenge},
		{"no token to check against", "hub.mode=subscribe&hub.verify_token=&hub.challenge=1", "", "", webhook.ErrNoSecret},
	} {
		query, err := url.ParseQuery(test.query)
		if err != nil {
			t.Fatal(err)
		}
		got, err := webhook.Challenge(graph.Secret(test.token), query)
		if got != test.want || !errors.Is(err, test.err) {
			t.Errorf("%s: got %q, %v", test.name, got, err)
		}
	}
}

func TestHandler(t *testing.T) {
	const numbers = `{"object":"ad_account","entry":[{"id":9007199254740993,"time":"1496772250","changes":[{"field":"with_issues","value":{"n":1.0}}]},{"id":"2","time":3,"changes":[]}]}`
	for _, test := range []struct {
		name, method, target, body, signature string
		receive                               error
		status                                int
		answer                                string
		want                                  *webhook.Payload
	}{
		{name: "verification", method: "GET", target: "/?hub.mode=subscribe&hub.verify_token=v&hub.challenge=42", status: 200, answer: "42"},
		{name: "wrong verification", method: "GET", target: "/?hub.mode=subscribe&hub.verify_token=x&hub.challenge=42", status: 403},
		{name: "notification", method: "POST", target: "/", body: numbers, signature: sign(numbers), status: 200, want: &webhook.Payload{
			Object: "ad_account",
			Entry: []webhook.Entry{
				{ID: "9007199254740993", Time: 1496772250, Changes: []webhook.Change{{Field: "with_issues", Value: graph.Object(`{"n":1.0}`)}}},
				{ID: "2", Time: 3, Changes: []webhook.Change{}},
			},
			JSON: graph.Object(numbers),
		}},
		{name: "wrong signature", method: "POST", target: "/", body: numbers, signature: sign(numbers + " "), status: 403},
		{name: "no signature", method: "POST", target: "/", body: numbers, status: 403},
		{name: "too large", method: "POST", target: "/", body: strings.Repeat(" ", 1001), signature: "sha256=00", status: 413},
		{name: "no JSON", method: "POST", target: "/", body: "x", signature: sign("x"), status: 400},
		{name: "another shape", method: "POST", target: "/", body: `{"entry":{"id":1}}`, signature: sign(`{"entry":{"id":1}}`), status: 400},
		{name: "not taken", method: "POST", target: "/", body: raw, signature: sign(raw), receive: errors.New("queue is full"), status: 500,
			want: &webhook.Payload{Object: "page", Entry: []webhook.Entry{{ID: "1"}}, JSON: graph.Object(raw)}},
		{name: "another method", method: "PUT", target: "/", status: 405},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got *webhook.Payload
			handler, err := webhook.New(webhook.Config{AppSecret: graph.Secret(secret), VerifyToken: graph.Secret("v"), MaxBytes: 1000, Receive: func(_ context.Context, p webhook.Payload) error {
				got = &p
				return test.receive
			}})
			if err != nil {
				t.Fatal(err)
			}
			request := httptest.NewRequest(test.method, test.target, strings.NewReader(test.body))
			request.Header.Set(webhook.SignatureHeader, test.signature)
			answer := httptest.NewRecorder()
			handler.ServeHTTP(answer, request)
			if answer.Code != test.status || answer.Body.String() != test.answer {
				t.Errorf("got %d %q, want %d %q", answer.Code, answer.Body, test.status, test.answer)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNewRefusesWhatCannotBeChecked(t *testing.T) {
	receive := func(context.Context, webhook.Payload) error { return nil }
	for _, config := range []webhook.Config{{VerifyToken: graph.Secret("v"), Receive: receive}, {AppSecret: graph.Secret("s"), Receive: receive}, {AppSecret: graph.Secret("s"), VerifyToken: graph.Secret("v")}} {
		if _, err := webhook.New(config); err == nil {
			t.Errorf("%+v: got no error", config)
		}
	}
	if handler, err := webhook.New(webhook.Config{AppSecret: graph.Secret("s"), VerifyToken: graph.Secret("v"), Receive: receive}); err != nil || handler == nil {
		t.Error(err)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{escaped, raw, `{"entry":[{"id":1,"changes":{}}]}`, `[]`, `{"entry":[[]]}`, `{"entry":{"0":{"id":true}}}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		p, err := webhook.Parse(body)
		if err == nil && string(p.JSON) != string(body) {
			t.Errorf("the JSON is not the body")
		}
	})
}

func ExampleNew() {
	handler, err := webhook.New(webhook.Config{
		AppSecret:   graph.Secret("secret of the app"),
		VerifyToken: graph.Secret("chosen text"),
		Receive: func(ctx context.Context, p webhook.Payload) error {
			for _, entry := range p.Entry {
				for _, change := range entry.Changes {
					_ = change.Value // Put it into a queue.
				}
			}
			return nil
		},
	})
	if err != nil {
		return
	}
	http.Handle("/webhook", handler)
}
