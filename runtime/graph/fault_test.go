package graph_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// faultRow is a row of the fault matrix: what calls end with, and how often
// each reaches the server.
type faultRow struct {
	name  string
	fault graphtest.Fault
	want  error
	// Reads may be repeated; writes only when the API certainly did not act.
	readSends, writeSends int
}

const reads, writes = 3, 1 // Sends when reads are repeated and writes are not.

var faultRows = []faultRow{
	{"reset while the request is sent", graphtest.Reset().BeforeBody(), graph.ErrTransient, reads, writes},
	{"reset after the request was read", graphtest.Reset(), graph.ErrTransient, reads, writes},
	{"end without an answer", graphtest.Raw(""), graph.ErrTransient, reads, writes},
	{"end while the request is sent", graphtest.Raw("").BeforeBody(), graph.ErrTransient, reads, writes},
	{"a truncated body", graphtest.Truncate(1), graph.ErrTransient, reads, writes},
	{"a truncated chunk", graphtest.Raw(rawHead + "Transfer-Encoding: chunked\r\n\r\n50\r\n{"), graph.ErrTransient, reads, writes},
	{"garbage", graphtest.Raw("garbage\r\n\r\n"), graph.ErrTransient, reads, writes},
	{"an HTML 502", graphtest.HTML(502), graph.ErrTransient, reads, writes},
	{"an HTML 502 before the body was read", graphtest.HTML(502).BeforeBody(), graph.ErrTransient, reads, writes},
	{"a 500 without an error", graphtest.Answer(500, `{"a":1}`), graph.ErrTransient, reads, writes},
	{"a 503 without a body", graphtest.Answer(503, ``), graph.ErrTransient, reads, writes},
	{"Service Unavailable with 200", graphtest.Answer(200, `Service Unavailable`), graph.ErrTransient, reads, writes},
	{"code 1", graphtest.Fail(graphtest.Error{Code: 1}), graph.Code{Code: 1}, reads, writes},
	{"code 2", graphtest.Fail(graphtest.Error{Code: 2}), graph.Code{Code: 2}, reads, writes},
	{"is_transient", graphtest.Fail(graphtest.Error{Code: 77, Transient: true}), graph.ErrTransient, reads, writes},
	{"an unknown fault", graphtest.Fail(graphtest.Error{Code: 5000}), graph.ErrTransient, 2, writes},
	{"429 of a proxy", graphtest.Answer(429, ``), graph.ErrRateLimited, reads, writes},
	{"a throttle", graphtest.Throttle(4), graph.ErrRateLimited, reads, reads},
	{"a throttle that says that it passes", graphtest.Fail(graphtest.Error{Code: 4, Status: 400, Transient: true}), graph.ErrRateLimited, reads, reads},
	{"a throttle of an hour", graphtest.Throttle(80004).Regain(time.Hour), graph.ErrRateLimited, 1, writes},
	{"a business limit", graphtest.Throttle(613).Subcode(1487632), graph.ErrRateLimited, 1, writes},
	{"an expired token", graphtest.ExpiredToken(), graph.ErrToken, 1, writes},
	{"no permission", graphtest.Fail(graphtest.Error{Code: 200}), graph.ErrPermission, 1, writes},
	{"an error with 200", graphtest.Fail(graphtest.Error{Code: 100, Status: 200}), graph.ErrBadRequest, 1, writes},
	{"a write that was done", graphtest.Answer(400, `{"error":{"code":2,"original_response":{"id":"1"}}}`), graph.ErrReadBack, 1, writes},
	{"a redirect to another host", graphtest.Redirect("http://other.invalid/"), graph.ErrBadRequest, 1, writes},
	{"a redirect that keeps the method", graphtest.Answer(307, "").Header("Location", "/again"), graph.ErrBadRequest, 1, writes},
	{"malformed JSON", graphtest.Answer(200, `{"id":`), errDecode, 1, writes},
	{"JSON that breaks off", graphtest.Malformed(), errDecode, 1, writes},
	{"an empty body", graphtest.Answer(200, ``), graph.ErrTransient, reads, writes},
	{"an HTML page with 200", graphtest.HTML(200), graph.ErrTransient, reads, writes},
	{"deep nesting", graphtest.Answer(200, strings.Repeat("[", 20000)), errDecode, 1, writes},
	{"a huge body", graphtest.Huge(1 << 17), graph.ErrResponseTooLarge, 1, writes},
	{"JSON with another content type", graphtest.Pass().Header("Content-Type", "text/javascript"), nil, 1, writes},
}

const rawHead = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

// errDecode stands for a *DecodeError.
var errDecode = errors.New("a *DecodeError")

// TestFaults runs every call against every fault. A write never reaches the
// server twice, unless the API refused it because there were too many calls,
// and is never done twice. No goroutine outlives the calls.
func TestFaults(t *testing.T) {
	before := runtime.NumGoroutine()
	t.Run("matrix", func(t *testing.T) {
		for _, row := range faultRows {
			t.Run(row.name, func(t *testing.T) {
				t.Parallel()
				srv := newFaultServer(t)
				srv.Fault(graphtest.On("*"), row.fault)
				runFault(t, srv, row, srv.Ledger().Requests)
			})
		}
		t.Run("no connection", func(t *testing.T) {
			t.Parallel()
			srv := newFaultServer(t)
			srv.Close()
			runFault(t, srv, faultRow{want: graph.ErrTransient}, srv.Ledger().Requests)
		})
	})
	awaitGoroutines(t, before)
}

// TestFaultsAfterActing has answers that get lost after the API acted: a write
// is done once, whatever the client does about it.
func TestFaultsAfterActing(t *testing.T) {
	for _, row := range faultRows {
		if row.writeSends != writes || strings.Contains(row.name, "while") || strings.Contains(row.name, "before") {
			continue // The API did not act.
		}
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			srv := newFaultServer(t)
			srv.Fault(graphtest.On("*"), row.fault.AfterActing())
			runFault(t, srv, row, srv.Ledger().Requests)
			for _, kind := range []string{"AdAccount.campaigns.create", "Campaign.update", "Campaign.delete", "AdAccount.adimages.create"} {
				srv.Ledger().WantActed(t, graphtest.On(kind), writes)
			}
		})
	}
}

// newFaultServer returns a server that knows what the calls of the matrix are
// about.
func newFaultServer(t *testing.T, changes ...func(*graphtest.Config)) *graphtest.Server {
	srv := graphtest.New(t, changes...)
	srv.Store().Add("AdAccount", "act_7", nil)
	for _, id := range []string{"7", "8", "9"} {
		srv.Store().AddEdge("act_7", "campaigns", "Campaign", graphtest.Node{"id": id, "name": "x"})
	}
	return srv
}

// awaitGoroutines waits until there are no more goroutines than before. Those
// of connections that were closed take a moment to end.
func awaitGoroutines(t *testing.T, before int) {
	t.Helper()
	for range 500 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	stacks := make([]byte, 1<<16)
	t.Errorf("%d goroutines became %d:\n%s", before, runtime.NumGoroutine(), stacks[:runtime.Stack(stacks, true)])
}

// faultCall is a call that meets every fault.
type faultCall struct {
	name  string
	write bool
	run   func(context.Context, *graph.Client) error
}

func callOfMatrix[T any](name string, write bool, call graph.Call[T]) faultCall {
	return faultCall{name, write, func(ctx context.Context, c *graph.Client) error {
		_, err := graph.Do(ctx, c, call)
		return err
	}}
}

var (
	account7 = meta.AdAccountByID("act_7")
	// longFilter makes a read too long for a URL.
	longFilter = []*meta.Filter{{Field: "name", Operator: "CONTAIN", Value: strings.Repeat("x", 3000)}}
	readSeven  = meta.CampaignByID("7").Read(meta.CampaignReadParams{})
	createOne  = account7.CreateCampaign(meta.AdAccountCreateCampaignParams{Name: graph.String("x"), SpecialAdCategories: []meta.SpecialAdCategory{}})
	uploadOne  = account7.CreateAdImage(meta.AdAccountCreateAdImageParams{Filename: graph.FileOf("a.jpg", []byte("picture"))})
)

var faultCalls = []faultCall{
	callOfMatrix("read", false, readSeven),
	callOfMatrix("long read", false, account7.Campaigns(meta.AdAccountCampaignsParams{Filtering: longFilter})),
	{"list", false, func(ctx context.Context, c *graph.Client) error {
		for _, err := range graph.All(ctx, c, account7.Campaigns(meta.AdAccountCampaignsParams{})) {
			var failed *graph.PageError
			if err != nil && !errors.As(err, &failed) {
				return fmt.Errorf("no *PageError: %v", err)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}},
	callOfMatrix("create", true, createOne),
	callOfMatrix("update", true, meta.CampaignByID("8").Update(meta.CampaignUpdateParams{Name: graph.String("y")})),
	callOfMatrix("delete", true, meta.CampaignByID("9").Delete()),
	callOfMatrix("upload", true, uploadOne),
}

// runFault runs every call against a server. sends returns how many calls
// reached it.
func runFault(t *testing.T, srv *graphtest.Server, row faultRow, sends func() int) {
	t.Helper()
	config := srv.ClientConfig()
	config.Retry = graph.RetryPolicy{MaxAttempts: reads, BaseDelay: 1, MaxDelay: 1}
	config.MaxResponseBytes = 1 << 16
	client, err := graph.New(config)
	if err != nil {
		t.Fatal(err)
	}
	defer client.CloseIdleConnections()
	for _, call := range faultCalls {
		before := sends()
		err := call.run(t.Context(), client)
		checkFault(t, call.name, row.want, err)
		want := row.readSends
		if call.write {
			want = row.writeSends
		}
		if got := sends() - before; got != want {
			t.Errorf("%s reached the server %d times, want %d (%v)", call.name, got, want, err)
		}
		if err != nil && strings.Contains(fmt.Sprintf("%v %+v", err, err), "graphtest-token") {
			t.Errorf("%s: the token is in the error", call.name)
		}
	}
	for _, e := range srv.Ledger().Entries(graphtest.On("*")) {
		if e.TokenIn != "header" {
			t.Errorf("the token of %s %s was in %q", e.Method, e.Operation, e.TokenIn)
		}
	}
}

func checkFault(t *testing.T, call string, want, err error) {
	t.Helper()
	var decoding *graph.DecodeError
	switch {
	case want == nil && err != nil, want != nil && err == nil:
		t.Errorf("%s: got %v, want %v", call, err, want)
	case want == errDecode && !errors.As(err, &decoding):
		t.Errorf("%s: got %v, want a *DecodeError", call, err)
	case want != nil && want != errDecode && !errors.Is(err, want):
		t.Errorf("%s: got %v, want %v", call, err, want)
	}
}

// TestNoSilentResend uses a kept connection that turns out to be dead.
// net/http repeats requests by itself then. It must not do so with a write that
// the server may have read.
func TestNoSilentResend(t *testing.T) {
	for _, call := range faultCalls {
		if !call.write && call.name != "long read" {
			continue
		}
		for name, end := range map[string]graphtest.Fault{"read": graphtest.Raw(""), "begun": graphtest.Raw("").BeforeBody()} {
			t.Run(call.name+", "+name, func(t *testing.T) {
				srv := newFaultServer(t, func(c *graphtest.Config) { c.InMemory = true })
				config := srv.ClientConfig()
				config.Retry.MaxAttempts = 1
				client, err := graph.New(config)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := graph.Do(t.Context(), client, readSeven); err != nil {
					t.Fatal(err)
				}
				srv.Fault(graphtest.On("*"), end)
				err = call.run(t.Context(), client)
				if got := srv.Ledger().Requests(); err == nil || got != 2 {
					t.Errorf("the server got %d requests: %v", got, err)
				}
				srv.Ledger().WantReceived(t, graphtest.On("Connection"), 1)
			})
		}
	}
}
