package graph_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// proofOf returns the proof of a token as the API checks it.
func proofOf(token, secret string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(token))
	return hex.EncodeToString(mac.Sum(nil))
}

// TestBatchTokensAndProofs runs operations with tokens of their own. The server
// knows both tokens, and refuses calls without the proof of theirs.
func TestBatchTokensAndProofs(t *testing.T) {
	const batch, own, secret = "batch-token", "own-token-of-the-operation", "app-secret"
	srv := newFaultServer(t, func(c *graphtest.Config) {
		c.Tokens = []graphtest.Token{{Text: batch}, {Text: own}}
		c.AppSecret = secret
	})
	srv.Fault(graphtest.On("Campaign.read").ID("9"), graphtest.Fail(graphtest.Error{
		Code: 190, Message: "bad " + batch + ", " + own + ", " + proofOf(batch, secret) + " and " + proofOf(own, secret),
	}))
	var logged strings.Builder
	config := srv.ClientConfig()
	config.Logger = slog.New(slog.NewTextHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
	client, err := graph.New(config)
	if err != nil {
		t.Fatal(err)
	}
	var b graph.Batch
	plain := graph.Add(&b, readCampaign("7"))
	graph.Add(&b, readCampaign("8"), graph.WithToken(graph.Secret(own)))
	update := graph.Add(&b, renameCampaign("8", "n"), graph.WithToken(graph.Secret(own)))
	same := graph.Add(&b, readCampaign("7"), graph.WithToken(graph.Secret(batch)))
	quoted := graph.Add(&b, readCampaign("9"), graph.WithToken(graph.Secret(own)))
	whole := b.Do(t.Context(), client)

	var places []string
	for _, e := range append(srv.Ledger().Entries(batches), srv.Ledger().Batches()[0]...) {
		places = append(places, fmt.Sprint(e.Operation, " ", e.Code, " ", e.TokenIn))
	}
	want := []string{"Batch create 0 body,header", "Campaign read 0 batch", "Campaign read 0 query", "Campaign update 0 body", "Campaign read 0 batch", "Campaign read 190 query"}
	if diff := cmp.Diff(want, places); diff != "" {
		t.Errorf("places of tokens (-want +got):\n%s", diff)
	}
	for _, err := range []error{errOf(plain), errOf(update), errOf(same)} {
		if err != nil {
			t.Error(err)
		}
	}
	failed := errOf(quoted)
	if !errors.Is(failed, graph.ErrToken) || whole == nil {
		t.Fatalf("got %v", failed)
	}
	var text strings.Builder
	for _, e := range []error{failed, whole} {
		fmt.Fprintf(&text, "%v %+v %#v", e, e, e)
	}
	text.WriteString(logged.String())
	for _, hidden := range []string{own, batch, secret, proofOf(own, secret), proofOf(batch, secret)} {
		if strings.Contains(text.String(), hidden) {
			t.Error("a secret is in an error or in the log")
		}
	}
}

func errOf[T any](r *graph.Result[T]) error {
	_, err := r.Get()
	return err
}

func TestBatchUsesTheCache(t *testing.T) {
	srv := newFaultServer(t)
	config := srv.ClientConfig()
	config.Cache = graph.NewMemoryCache(1 << 20)
	client, err := graph.New(config)
	if err != nil {
		t.Fatal(err)
	}
	var first graph.Response
	for range 2 {
		var b graph.Batch
		var response graph.Response
		var raw []byte
		r := graph.Add(&b, readCampaign("9"), graph.WithResponse(&response), graph.WithRawBody(&raw))
		if err := b.Do(t.Context(), client); err != nil {
			t.Fatal(err)
		}
		if v, err := r.Get(); err != nil || v.ID != "9" {
			t.Errorf("got %v, %v", v, err)
		}
		if first.ETag == "" {
			first = response
		}
		if string(raw) != `{"id":"9","name":"x"}` || response.ETag != first.ETag || first.ETag == "" {
			t.Errorf("status %d came with the body %s and the tag %s", response.HTTPStatus, raw, response.ETag)
		}
	}
	var b graph.Batch
	r := graph.Add(&b, readCampaign("9"), graph.WithIfNoneMatch(first.ETag), graph.WithHeader("X-One", "1"))
	if err := b.Do(t.Context(), client); err != nil {
		t.Errorf("an answer that has not changed made the batch fail: %v", err)
	}
	if err := errOf(r); !errors.Is(err, graph.ErrNotModified) {
		t.Errorf("got %v", err)
	}
	var got []string
	for _, batch := range srv.Ledger().Batches() {
		for _, e := range batch {
			got = append(got, fmt.Sprint(e.Status, " ", e.Header["If-None-Match"], e.Header["X-One"]))
		}
	}
	tag := "[" + first.ETag + "]"
	if diff := cmp.Diff([]string{"200 [] []", "304 " + tag + " []", "304 " + tag + " [1]"}, got); diff != "" {
		t.Errorf("headers of the operations (-want +got):\n%s", diff)
	}
}

// TestBatchSendsFiles attaches files to operations. One that can be read once
// is sent once, though its operation may be repeated.
func TestBatchSendsFiles(t *testing.T) {
	srv := newFaultServer(t)
	upload := func(f graph.File) graph.Call[*meta.AdImageUpload] {
		return account7.CreateAdImage(meta.AdAccountCreateAdImageParams{Filename: f})
	}
	var b graph.Batch
	two := graph.Add(&b, upload(graph.FileOf("a", []byte("A"))), graph.WithParam("more", graph.FileOf("b", []byte("B"))))
	graph.Add(&b, readCampaign("7"))
	again := graph.Add(&b, upload(graph.FileOf("c", []byte("C"))), graph.Idempotent())
	once := graph.Add(&b, upload(graph.File{Name: "d", Reader: strings.NewReader("D")}), graph.Idempotent())
	srv.Fault(graphtest.On("AdAccount.adimages.create"), graphtest.Pass().Times(1), graphtest.Transient().Times(2))
	if err := b.Do(t.Context(), clientOf(t, srv, atOnceAgain)); err == nil {
		t.Error("a file that can be read once was sent twice")
	}
	images, err := two.Get()
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"a": "A", "b": "B"} {
		sum := md5.Sum([]byte(content))
		if got := images.Images[name]; got == nil || got.Hash != hex.EncodeToString(sum[:]) {
			t.Errorf("the image %s is %+v", name, got)
		}
	}
	if err := errOf(again); err != nil {
		t.Error(err)
	}
	if err := errOf(once); !errors.Is(err, graph.ErrUnknownOutcome) {
		t.Errorf("got %v", err)
	}
	var got []string
	for i, batch := range srv.Ledger().Batches() {
		for _, e := range batch {
			got = append(got, fmt.Sprint(i, " ", e.Operation, " ", e.Files))
		}
	}
	const images7, read7 = "AdAccount.adimages create ", "Campaign read "
	if diff := cmp.Diff([]string{"0 " + images7 + "[a b]", "0 " + read7 + "[]", "0 " + images7 + "[c]", "0 " + images7 + "[d]", "1 " + images7 + "[c]"}, got); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

func TestBatchUsage(t *testing.T) {
	srv := newFaultServer(t)
	srv.Fault(batches, graphtest.Pass().Header("X-App-Usage", `{"call_count":5}`))
	srv.Fault(graphtest.On("Campaign.read"), graphtest.Pass().Header("x-app-usage", `{"call_count":7}`))
	var events []string
	config := srv.ClientConfig()
	config.Hooks.OnResponse = func(_ context.Context, e graph.Event) {
		events = append(events, fmt.Sprint(e.Operation, " ", e.Usage.Percent()))
	}
	client, err := graph.New(config)
	if err != nil {
		t.Fatal(err)
	}
	var b graph.Batch
	var response graph.Response
	graph.Add(&b, readCampaign("7"), graph.WithResponse(&response))
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

func TestBatchThatCannotBeSent(t *testing.T) {
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	for name, test := range map[string]struct {
		ctx    context.Context
		change func(*graph.Config)
		closed bool
		want   error
	}{
		"no token":             {t.Context(), func(c *graph.Config) { c.Token = graph.SecretText{} }, false, graph.ErrNotRun},
		"the limiter":          {t.Context(), func(c *graph.Config) { c.Limiter = refusingLimiter{} }, false, graph.ErrRateLimited},
		"no server":            {t.Context(), func(*graph.Config) {}, true, graph.ErrTransient},
		"the context is ended": {canceled, func(*graph.Config) {}, false, context.Canceled},
	} {
		t.Run(name, func(t *testing.T) {
			srv := newFaultServer(t)
			if test.closed {
				srv.Close()
			}
			config := srv.ClientConfig()
			test.change(&config)
			client, err := graph.New(config)
			if err != nil {
				t.Fatal(err)
			}
			var b graph.Batch
			r := graph.Add(&b, renameCampaign("7", "n"))
			err = b.Do(test.ctx, client)
			if got := errOf(r); !errors.Is(got, graph.ErrNotRun) || !errors.Is(got, test.want) || !errors.Is(err, test.want) {
				t.Errorf("got %v and %v", got, err)
			}
			if sent := srv.Ledger().Requests(); sent != 0 {
				t.Errorf("%d requests were sent", sent)
			}
		})
	}
}

// refusingLimiter lets nothing through.
type refusingLimiter struct{}

func (refusingLimiter) Wait(context.Context, ...graph.LimitKey) error {
	return &graph.LimitError{Wait: time.Hour}
}

func (refusingLimiter) Observe(graph.LimitKey, graph.Usage, *graph.Error) {}

func TestBatchTakesRetriesOfTheBudget(t *testing.T) {
	srv := newFaultServer(t)
	srv.Fault(graphtest.On("Campaign.read"), graphtest.Timeout())
	var b graph.Batch
	graph.Add(&b, readCampaign("7"))
	graph.Add(&b, readCampaign("8"))
	err := b.Do(t.Context(), clientOf(t, srv, graph.RetryPolicy{BaseDelay: 1, MaxDelay: 1, Budget: 2}))
	if got := srv.Ledger().Requests(); !errors.Is(err, graph.ErrTimedOut) || got != 3 {
		t.Errorf("%d requests and error %v, want 3 and a time-out", got, err)
	}
}

func TestBatchWaitEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := newFaultServer(t, inMemory)
		srv.Fault(graphtest.On("Campaign.update"), graphtest.Fail(graphtest.Error{Code: 4}).Header("Retry-After", "60"))
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(30*time.Second, cancel)
		var b graph.Batch
		graph.Add(&b, renameCampaign("7", "n"))
		start := time.Now()
		err := b.Do(ctx, clientOf(t, srv, graph.RetryPolicy{}))
		if !errors.Is(err, graph.ErrRateLimited) || !errors.Is(err, context.Canceled) || time.Since(start) != 30*time.Second {
			t.Errorf("got %v after %v", err, time.Since(start))
		}
	})
}

// TestBatchThatIsLarge attaches more than the server takes at once.
func TestBatchThatIsLarge(t *testing.T) {
	srv := newFaultServer(t, func(c *graphtest.Config) { c.MaxBody = 1 << 20 })
	var b graph.Batch
	content := io.NewSectionReader(bytes.NewReader(make([]byte, 2<<20)), 0, 2<<20)
	r := graph.Add(&b, account7.CreateAdImage(meta.AdAccountCreateAdImageParams{Filename: graph.File{Name: "a", Reader: content, Size: 2 << 20}}))
	_ = b.Do(t.Context(), clientOf(t, srv, oneTry))
	if err := errOf(r); !errors.Is(err, graph.ErrUnknownOutcome) {
		t.Errorf("got %v", err)
	}
	srv.Ledger().WantActed(t, graphtest.On("*"), 0)
}
