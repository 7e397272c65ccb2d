package graph

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestBatchTokensAndProofs(t *testing.T) {
	const own = "own-token-of-the-operation"
	var form, header string
	var ops []subRequest
	var logged strings.Builder
	client := rawBatchServer(t, func(w http.ResponseWriter, r *http.Request) {
		ops, _ = batchOf(r)
		form, header = r.PostForm.Encode(), r.Header.Get("Authorization")
		if r.URL.RawQuery != "" {
			t.Errorf("the URL has the query %q", r.URL.RawQuery)
		}
		fmt.Fprintf(w, `{"error":{"code":190,"message":"bad %s and %s and %s","type":"OAuthException"}}`, ops[1].params().Get("access_token"), ops[1].params().Get("appsecret_proof"), r.PostFormValue("appsecret_proof"))
	})
	client.config.AppSecret = Secret("app-secret")
	client.config.Logger = slog.New(slog.NewTextHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
	var b Batch
	Add(&b, callOf[*idResult](readOf("1")))
	Add(&b, callOf[*idResult](readOf("2")), WithToken(Secret(own)))
	Add(&b, callOf[*idResult](updateOf("3", "n")), WithToken(Secret(own)))
	Add(&b, callOf[*idResult](readOf("4")), WithToken(Secret("batch-token")))
	err := b.Do(t.Context(), client)

	proof := func(token string) string {
		return client.proof(Secret(token), testNow).Get("appsecret_proof")
	}
	if header != "Bearer batch-token" || !strings.Contains(form, "access_token=batch-token") || !strings.Contains(form, "appsecret_proof="+proof("batch-token")) {
		t.Errorf("the batch has the header %q and the form %q", header, form)
	}
	for i, op := range ops {
		got := []string{op.params().Get("access_token"), op.params().Get("appsecret_proof")}
		want := []string{"", ""}
		if i == 1 || i == 2 {
			want = []string{own, proof(own)}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("operation %d (-want +got):\n%s", i, diff)
		}
	}
	if strings.Contains(ops[2].URL, "access_token") {
		t.Errorf("the token of a write is in its URL: %s", ops[2].URL)
	}
	if err == nil {
		t.Fatal("no error")
	}
	var text strings.Builder
	var joined *BatchError
	if errors.As(err, &joined) {
		for _, e := range joined.Errors {
			fmt.Fprintf(&text, "%v %+v %#v", e, e, e)
		}
	}
	text.WriteString(logged.String())
	for _, secret := range []string{own, "batch-token", "app-secret", proof(own), proof("batch-token")} {
		if strings.Contains(text.String(), secret) {
			t.Error("a secret is in an error or in the log")
		}
	}
}

func TestBatchUsesTheCache(t *testing.T) {
	var conditions [][]string
	client := batchServer(t, func(op subRequest) *subResponse {
		conditions = append(conditions, op.Headers)
		if strings.Contains(strings.Join(op.Headers, "\n"), "If-None-Match") {
			return &subResponse{Code: 304}
		}
		return result(200, `{"id":"9"}`, "ETag", `"abc"`)
	})
	client.config.Cache = NewMemoryCache(1 << 20)
	for range 2 {
		var b Batch
		var response Response
		var raw []byte
		r := Add(&b, callOf[*idResult](readOf("9")), WithResponse(&response), WithRawBody(&raw))
		if err := b.Do(t.Context(), client); err != nil {
			t.Fatal(err)
		}
		if v, err := r.Get(); err != nil || v.ID != "9" {
			t.Errorf("got %v, %v", v, err)
		}
		if string(raw) != `{"id":"9"}` || response.ETag != `"abc"` {
			t.Errorf("status %d came with the body %s and the tag %s", response.HTTPStatus, raw, response.ETag)
		}
	}
	var b Batch
	r := Add(&b, callOf[*idResult](readOf("9")), WithIfNoneMatch(`"def"`), WithHeader("X-One", "1"))
	if err := b.Do(t.Context(), client); err != nil {
		t.Errorf("an answer that has not changed made the batch fail: %v", err)
	}
	if _, err := r.Get(); !errors.Is(err, ErrNotModified) {
		t.Errorf("got %v", err)
	}
	want := [][]string{nil, {`If-None-Match: "abc"`}, {"X-One: 1", `If-None-Match: "def"`}}
	if diff := cmp.Diff(want, conditions); diff != "" {
		t.Errorf("headers of the operations (-want +got):\n%s", diff)
	}
}

func TestBatchSendsFiles(t *testing.T) {
	files := map[string]string{}
	var ops []subRequest
	client := rawBatchServer(t, func(w http.ResponseWriter, r *http.Request) {
		ops, _ = batchOf(r)
		for part, headers := range r.MultipartForm.File {
			f, err := headers[0].Open()
			if err != nil {
				t.Error(err)
				return
			}
			content, _ := io.ReadAll(f)
			files[part] = headers[0].Filename + " " + string(content)
		}
		fmt.Fprint(w, `[{"code":200,"body":"{}"},null,{"code":500,"body":"{}"}]`)
	})
	var b Batch
	Add(&b, callOf[Object](uploadOf("1", FileOf("a.jpg", []byte("A")))), WithParam("more", FileOf("b.jpg", []byte("B"))))
	Add(&b, callOf[Object](readOf("1")), Idempotent())
	once := Add(&b, callOf[Object](uploadOf("1", File{Name: "c.jpg", Reader: strings.NewReader("C")})), Idempotent())
	client.config.Retry.MaxAttempts = 1
	_ = b.Do(t.Context(), client)
	want := map[string]string{"file1": "a.jpg A", "file2": "b.jpg B", "file3": "c.jpg C"}
	if diff := cmp.Diff(want, files); diff != "" {
		t.Errorf("parts (-want +got):\n%s", diff)
	}
	if ops[0].Files != "file1,file2" || ops[1].Files != "" || ops[2].Files != "file3" {
		t.Errorf("attached files: %q, %q, %q", ops[0].Files, ops[1].Files, ops[2].Files)
	}
	if _, again := once.op.nextWait(client.config.Retry, 1); again {
		t.Error("a file that can be read once would be sent twice")
	}
}

func TestBatchUsage(t *testing.T) {
	client := rawBatchServer(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-App-Usage", `{"call_count":5}`)
		fmt.Fprint(w, `[{"code":200,"headers":[{"name":"x-app-usage","value":"{\"call_count\":7}"}],"body":"{}"}]`)
	})
	var events []string
	client.config.Hooks.OnResponse = func(_ context.Context, e Event) {
		events = append(events, fmt.Sprint(e.Operation, " ", e.Usage.Percent()))
	}
	var b Batch
	var response Response
	Add(&b, callOf[Object](readOf("1")), WithResponse(&response))
	if err := b.Do(t.Context(), client); err != nil {
		t.Fatal(err)
	}
	if b.Usage().Percent() != 5 || response.Usage.Percent() != 7 {
		t.Errorf("usage of the request is %v, of the operation %v", b.Usage().Percent(), response.Usage.Percent())
	}
	if diff := cmp.Diff([]string{"Batch create 5", "Campaign read 7"}, events); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}

func TestBatchStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	client := rawBatchServer(t, func(http.ResponseWriter, *http.Request) { t.Error("something was sent") })
	var b Batch
	r := Add(&b, callOf[Object](updateOf("1", "n")))
	err := b.Do(ctx, client)
	if _, got := r.Get(); !errors.Is(got, ErrNotRun) || !errors.Is(got, context.Canceled) || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v and %v", got, err)
	}
}

func TestBatchThatCannotBeSent(t *testing.T) {
	limited := limiterFunc(func() error { return &LimitError{Wait: testWait} })
	for name, test := range map[string]struct {
		change func(*Client)
		want   error
	}{
		"no token":    {func(c *Client) { c.config.Token = SecretText{} }, ErrNotRun},
		"the limiter": {func(c *Client) { c.config.Limiter = limited }, ErrRateLimited},
		"no server":   {func(c *Client) { c.config.BaseURL = "http://127.0.0.1:1" }, ErrTransient},
	} {
		t.Run(name, func(t *testing.T) {
			client := rawBatchServer(t, func(http.ResponseWriter, *http.Request) { t.Error("something was sent") })
			test.change(client)
			var b Batch
			r := Add(&b, callOf[Object](updateOf("1", "n")))
			err := b.Do(t.Context(), client)
			if _, got := r.Get(); !errors.Is(got, ErrNotRun) || !errors.Is(err, test.want) {
				t.Errorf("got %v and %v", got, err)
			}
		})
	}
}

const testWait = time.Hour

// limiterFunc is a limiter that learns nothing.
type limiterFunc func() error

func (f limiterFunc) Wait(context.Context, LimitKey) error { return f() }

func (f limiterFunc) Observe(LimitKey, Usage, *Error) {}

func TestBatchTakesRetriesOfTheBudget(t *testing.T) {
	var calls int
	client := rawBatchServer(t, func(w http.ResponseWriter, r *http.Request) {
		calls++
		fmt.Fprint(w, `[null,null]`)
	})
	client.budget = newRetryBudget(2)
	var b Batch
	Add(&b, callOf[Object](readOf("1")))
	Add(&b, callOf[Object](readOf("2")))
	if err := b.Do(t.Context(), client); !errors.Is(err, ErrTimedOut) || calls != 3 {
		t.Errorf("%d requests and error %v, want 3 and a time-out", calls, err)
	}
}

func TestBatchWaitEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newTestClient(t, Config{Token: Secret("token"), HTTPClient: &http.Client{Transport: roundTripper(func(*http.Request) (*http.Response, error) {
			return respond(200, `[{"code":400,"headers":[{"name":"Retry-After","value":"60"}],"body":"{\"error\":{\"code\":4}}"}]`), nil
		})}})
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(30*time.Second, cancel)
		var b Batch
		Add(&b, callOf[Object](updateOf("1", "n")))
		start := time.Now()
		err := b.Do(ctx, client)
		if !errors.Is(err, ErrRateLimited) || !errors.Is(err, context.Canceled) || time.Since(start) != 30*time.Second {
			t.Errorf("got %v after %v", err, time.Since(start))
		}
	})
}
