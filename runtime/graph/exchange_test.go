package graph

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWithResponse(t *testing.T) {
	headers := []string{
		"Facebook-Api-Version", "v26.0", "X-Ad-Api-Version-Warning", "retired soon", "ETag", `"e"`,
		"X-Fb-Trace-Id", "tr", "X-Fb-Request-Id", "rq", "X-Fb-Rev", "rev", "X-Fb-Debug", "dbg",
		"X-App-Usage", `{"call_count":5}`, "Set-Cookie", "no",
	}
	want := Response{
		HTTPStatus: 200, Usage: Usage{App: &CallUsage{CallCount: 5}}, Version: "v26.0", VersionWarning: "retired soon",
		ETag: `"e"`, TraceID: "tr", RequestID: "rq", Revision: "rev", Debug: "dbg", Attempts: 2,
	}
	for _, status := range []int{200, 400} {
		body := `{"id":"1"}`
		if status == 400 {
			body = `{"error":{"code":100}}`
		}
		s := &playlist{steps: []func() (*http.Response, error){throttle, answering(status, body, headers...)}}
		c := scriptClient(t, s, Config{Retry: RetryPolicy{BaseDelay: 1}})
		var got Response
		var raw []byte
		var out Object
		err := c.run(context.Background(), readOf("7"), collect([]Option{WithResponse(&got), WithRawBody(&raw)}), &out)
		want.HTTPStatus = status
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if string(raw) != body {
			t.Errorf("the body is %s", raw)
		}
		var e *Error
		if (err != nil) != (status == 400) || err != nil && (!errors.As(err, &e) || e.Usage.Percent() != 5) {
			t.Errorf("status %d: %v", status, err)
		}
	}
}

// Hooks and logs tell each attempt, each retry and each throttle, in order.
func TestHooksAndLog(t *testing.T) {
	var told []string
	tell := func(name string) func(context.Context, Event) {
		return func(_ context.Context, e Event) {
			told = append(told, fmt.Sprintf("%s %s %s %d %d", name, e.Operation, e.ID, e.Attempt, e.HTTPStatus))
		}
	}
	var logged bytes.Buffer
	refusal := answering(400, `{"error":{"code":4,"message":"no to customer data","fbtrace_id":"tr"}}`)
	s := &playlist{steps: []func() (*http.Response, error){refusal, good}}
	c := scriptClient(t, s, Config{
		Retry:  RetryPolicy{BaseDelay: 1},
		Hooks:  Hooks{OnRequest: unchanged(tell("request")), OnResponse: tell("response"), OnRetry: tell("retry"), OnThrottle: tell("throttle")},
		Logger: slog.New(slog.NewTextHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	var out Object
	if err := c.run(context.Background(), createOf("act_7", "customer data"), options{}, &out); err != nil {
		t.Fatal(err)
	}
	const op = " AdAccount.campaigns create act_7 "
	want := []string{
		"request" + op + "1 0", "response" + op + "1 400", "throttle" + op + "1 400", "retry" + op + "1 0",
		"request" + op + "2 0", "response" + op + "2 200",
	}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Error(diff)
	}
	var levels []string
	for line := range strings.Lines(logged.String()) {
		_, rest, _ := strings.Cut(line, "level=")
		level, _, _ := strings.Cut(rest, " ")
		levels = append(levels, level)
	}
	if diff := cmp.Diff([]string{"DEBUG", "WARN", "WARN", "DEBUG"}, levels); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(logged.String(), `class=throttled code=4 subcode=0 trace=tr`) {
		t.Errorf("the log does not say what failed: %s", logged.String())
	}
	if strings.Contains(logged.String(), "customer") {
		t.Error("the log holds a param's value")
	}
}

func TestOnPage(t *testing.T) {
	var told []int
	s := &playlist{steps: []func() (*http.Response, error){
		answering(200, `{"data":[1],"paging":{"next":"https://h/?after=x"}}`), answering(200, `{"data":[2]}`),
	}}
	c := scriptClient(t, s, Config{Hooks: Hooks{OnPage: func(_ context.Context, e Event) { told = append(told, e.Page) }}})
	for _, err := range All(context.Background(), c, List[int]{Request: listOf("act_7", "x")}) {
		if err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]int{1, 2}, told); diff != "" {
		t.Error(diff)
	}
}

// What is no id, no version or no operation is refused before anything is
// sent.
func TestBadCallsAreRefused(t *testing.T) {
	c := newTestClient(t, Config{Token: Secret("token_of_the_tests"), HTTPClient: &http.Client{Transport: roundTripper(
		func(*http.Request) (*http.Response, error) {
			t.Error("a request was sent")
			return nil, errors.New("no")
		})}})
	me := &Operation{API: wireAPI, Node: "Me", Kind: KindRead, Method: "GET", Path: "me"}
	tests := []struct {
		name string
		call Request
		opts []Option
		want string
	}{
		{"no operation", Request{}, nil, "names no operation"},
		{"no id", readOf(""), nil, "is empty"},
		{"only the prefix", listOf("act_", ""), nil, "is empty"},
		{"a path", readOf("7/campaigns"), nil, "no id has"},
		{"a query", readOf("7?access_token=x"), nil, "no id has"},
		{"a fragment", readOf("7#"), nil, "no id has"},
		{"an escape", readOf("7%2f"), nil, "no id has"},
		{"a line", readOf("7\r\nX: y"), nil, "no id has"},
		{"up", readOf(".."), nil, "relative path"},
		{"an id too many", Request{Operation: me, ID: "7"}, nil, "takes no id"},
		{"no version", readOf("7"), []Option{WithVersion("25")}, "API version"},
		{"a version with a path", readOf("7"), []Option{WithVersion("v25.0/../v1.0")}, "API version"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out Object
			err := c.run(context.Background(), tt.call, collect(tt.opts), &out)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want an error with %q", err, tt.want)
			}
		})
	}
}

// Where params travel: short ones of reads and deletes in the URL, all others
// in the body.
func TestPlace(t *testing.T) {
	long := strings.Repeat("x", longestQuery)
	longDelete := Request{Operation: deleteOp, ID: "7", Params: nameParams{long}}
	tests := []struct {
		name   string
		call   Request
		method string
		form   url.Values
	}{
		{"read", listOf("act_7", "x y"), "GET", url.Values{"name": {"x y"}}},
		{"long read", listOf("act_7", long), "POST", url.Values{"name": {long}, "method": {"GET"}}},
		{"create", createOf("act_7", "ä&="), "POST", url.Values{"name": {"ä&="}}},
		{"delete", deleteOf("7"), "DELETE", url.Values{}},
		{"long delete", longDelete, "POST", url.Values{"name": {long}, "method": {"DELETE"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			transport := roundTripper(func(r *http.Request) (*http.Response, error) {
				if err := r.ParseForm(); err != nil {
					t.Error(err)
				}
				if diff := cmp.Diff(tt.form, r.Form); diff != "" || r.Method != tt.method {
					t.Errorf("%s: %s", r.Method, diff)
				}
				if r.Method == "POST" && r.URL.RawQuery != "" {
					t.Errorf("the URL has the query %s", r.URL.RawQuery)
				}
				return respond(200, `{}`), nil
			})
			c := newTestClient(t, Config{Token: Secret("token_of_the_tests"), HTTPClient: &http.Client{Transport: transport}})
			var out Object
			if err := c.run(context.Background(), tt.call, options{}, &out); err != nil {
				t.Fatal(err)
			}
		})
	}
}
