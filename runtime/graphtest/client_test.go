package graphtest_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

func campaigns(t *testing.T, n int, changes ...func(*graphtest.Config)) *graphtest.Server {
	srv := graphtest.New(t, changes...)
	srv.Store().Add("AdAccount", "act_1", nil)
	for i := range n {
		srv.Store().AddEdge("act_1", "campaigns", "Campaign", graphtest.Node{"name": fmt.Sprint("campaign ", i)})
	}
	return srv
}

// once returns a client that repeats nothing.
func once(t *testing.T, srv *graphtest.Server) *graph.Client {
	config := srv.ClientConfig()
	config.Retry.MaxAttempts = 1
	config.MaxResponseBytes = 1 << 20
	client, err := graph.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// TestFaults says how each fault looks to a client, and whether the call was
// done.
func TestFaults(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("a call went to another host, with Authorization %t", r.Header.Get("Authorization") != "")
	}))
	defer elsewhere.Close()
	transport := func(err error) bool {
		var broken *graph.TransportError
		return errors.As(err, &broken)
	}
	decoding := func(err error) bool {
		var bad *graph.DecodeError
		return errors.As(err, &bad)
	}
	is := func(target error) func(error) bool { return func(err error) bool { return errors.Is(err, target) } }
	none := func(err error) bool { return err == nil }
	tests := []struct {
		name  string
		fault graphtest.Fault
		want  func(error) bool
		acted int
	}{
		{"pass", graphtest.Pass(), none, 1},
		{"throttle", graphtest.Throttle(4), is(graph.ErrRateLimited), 0},
		{"transient", graphtest.Transient(), is(graph.ErrTransient), 0},
		{"transient after acting", graphtest.Transient().AfterActing(), is(graph.ErrTransient), 1},
		{"expired token", graphtest.ExpiredToken(), is(graph.ErrToken), 0},
		{"less data", graphtest.ReduceData(), is(graph.ErrReduceData), 0},
		{"an error of one's own", graphtest.Fail(graphtest.Error{Code: 368, Message: "no"}), is(graph.ErrBlocked), 0},
		{"reset", graphtest.Reset(), transport, 0},
		{"reset after acting", graphtest.Reset().AfterActing(), transport, 1},
		{"truncated", graphtest.Truncate(5), transport, 1},
		{"a proxy's page", graphtest.HTML(502), is(graph.ErrTransient), 0},
		{"no error in it", graphtest.Bare(500), is(graph.ErrTransient), 0},
		{"an answer of one's own", graphtest.Answer(503, ""), is(graph.ErrTransient), 0},
		{"an answer of one's own after acting", graphtest.Answer(200, `{"id":`).AfterActing(), decoding, 1},
		{"one of none", graphtest.OneOf(), none, 1},
		{"one of one", graphtest.OneOf(graphtest.Reset()), transport, 0},
		{"one of one after acting", graphtest.OneOf(graphtest.OneOf(graphtest.Reset())).AfterActing(), transport, 1},
		{"malformed", graphtest.Malformed(), decoding, 1},
		{"huge", graphtest.Huge(2 << 20), decoding, 1},
		{"redirect", graphtest.Redirect(elsewhere.URL), func(err error) bool { return err != nil }, 0},
		{"latency", graphtest.Latency(time.Millisecond), none, 1},
		{"slow body", graphtest.SlowBody(time.Millisecond), none, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			srv := campaigns(t, 1)
			srv.Fault(graphtest.On("AdAccount.campaigns.create"), test.fault)
			_, err := graph.Do(t.Context(), once(t, srv), meta.AdAccountByID("act_1").CreateCampaign(meta.AdAccountCreateCampaignParams{Name: graph.String("x"), SpecialAdCategories: []meta.SpecialAdCategory{}}))
			if !test.want(err) {
				t.Errorf("the error is %v", err)
			}
			srv.Ledger().WantReceived(t, graphtest.On("AdAccount.campaigns.create"), 1)
			srv.Ledger().WantActed(t, graphtest.On("AdAccount.campaigns.create"), test.acted)
			if got := len(srv.Store().Edge("act_1", "campaigns")); got != 1+test.acted {
				t.Errorf("there are %d campaigns", got)
			}
		})
	}
}

func TestScript(t *testing.T) {
	srv := campaigns(t, 1)
	srv.Fault(graphtest.On("AdAccount.campaigns"), graphtest.Throttle(4).Times(2), graphtest.Pass().Times(1), graphtest.Transient().Times(1))
	client := once(t, srv)
	var got []string
	for range 6 {
		_, err := names(t.Context(), client, "act_1")
		var e *graph.Error
		errors.As(err, &e)
		if e == nil {
			e = &graph.Error{}
		}
		got = append(got, fmt.Sprint(e.Code))
	}
	if want := "4 4 0 2 0 0"; strings.Join(got, " ") != want {
		t.Errorf("the codes are %v, want %s", got, want)
	}
}

func TestProbability(t *testing.T) {
	count := func(seed uint64) (failed int) {
		srv := campaigns(t, 1, func(c *graphtest.Config) { c.Seed = seed })
		srv.Fault(graphtest.On("*"), graphtest.Transient().Probability(0.5))
		client := once(t, srv)
		for range 100 {
			if _, err := names(t.Context(), client, "act_1"); err != nil {
				failed++
			}
		}
		return failed
	}
	if first, again := count(7), count(7); first != again || first < 25 || first > 75 {
		t.Errorf("%d and %d of 100 calls failed", first, again)
	}
}

// TestAllowance says that usage counts the calls that were made.
func TestAllowance(t *testing.T) {
	srv := campaigns(t, 1, func(c *graphtest.Config) { c.Allowance = 4 })
	client := once(t, srv)
	read := meta.AdAccountByID("act_1").Read(meta.AdAccountReadParams{})
	for call := 1; call <= 5; call++ {
		var resp graph.Response
		_, err := graph.Do(t.Context(), client, read, graph.WithResponse(&resp))
		if limited := errors.Is(err, graph.ErrRateLimited); limited != (call == 5) {
			t.Errorf("call %d: %v", call, err)
		}
		if got, want := resp.Usage.UseCases["1"][0].CallCount, float64(call*25); got != want {
			t.Errorf("call %d: the use is %v percent, want %v", call, got, want)
		}
	}
}

func TestUploads(t *testing.T) {
	srv := campaigns(t, 0, func(c *graphtest.Config) { c.VideoChunk = 4; c.AppSecret = "shh" })
	client, account := srv.Client(t), meta.AdAccountByID("act_1")
	srv.Fault(graphtest.On("AdAccount.advideos").Param("upload_phase", "transfer"), graphtest.Pass().Times(1), graphtest.Reset().AfterActing().Times(1))
	id, err := graph.UploadVideo(t.Context(), client, account.ID, graph.VideoUpload{Content: strings.NewReader("a whole video"), Size: 13, Title: "v", Delay: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	if content, _ := srv.Store().Content(id); string(content) != "a whole video" {
		t.Errorf("the video is %q", content)
	}
	if _, err := graph.WaitVideo(t.Context(), client, meta.VideoID(id), graph.VideoWait{Poll: graph.Poll{Period: time.Millisecond}}); err != nil {
		t.Error(err)
	}
	images, err := graph.UploadImages(t.Context(), client, account.ID, []graph.File{
		{Name: "a.jpg", Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader([]byte("a"))), nil }},
		{Name: "b.jpg", Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader([]byte("b"))), nil }},
	})
	if err != nil || images["a.jpg"].Hash == "" || images["a.jpg"].Hash == images["b.jpg"].Hash {
		t.Errorf("images are %v, %v", images, err)
	}
	handle, err := graph.UploadFile(t.Context(), client, meta.ApplicationID("100000000000001"), graph.FileUpload{Name: "f.pdf", ContentType: "application/pdf", Content: strings.NewReader("a file"), Size: 6})
	if content, _ := srv.Store().Content(string(handle)); err != nil || string(content) != "a file" {
		t.Errorf("the file is %q, %v", content, err)
	}
	info, err := graph.DebugToken(t.Context(), client, graph.Secret("some-token"))
	if err != nil || !info.Valid {
		t.Errorf("the token is %+v, %v", info, err)
	}
	for _, entry := range srv.Ledger().Entries(graphtest.On("*")) {
		if text := fmt.Sprintf("%+v", entry); strings.Contains(text, "some-token") || strings.Contains(text, "graphtest-token") {
			t.Errorf("the ledger has a token: %s", text)
		}
	}
}

// recorder is a test that fails into a text.
type recorder struct {
	testing.TB
	text strings.Builder
}

func (r *recorder) Helper()                           {}
func (r *recorder) Errorf(format string, args ...any) { fmt.Fprintf(&r.text, format+"\n", args...) }
func (r *recorder) Fatalf(format string, args ...any) { r.Errorf(format, args...) }

// TestFailures says what mistakes in a test look like.
func TestFailures(t *testing.T) {
	r := &recorder{TB: t}
	srv := graphtest.New(r)
	srv.Store().Add("AdAccount", "act_1", graphtest.Node{"nam": "x"})
	srv.Store().AddEdge("act_1", "campaigns", "Campaign", nil)
	srv.Store().Add("AdAccount", "act_1", nil)
	srv.Store().AddEdge("act_1", "campains", "Campaign", nil)
	srv.Fault(graphtest.On("AdAccount.campagns"), graphtest.Reset())
	srv.Ledger().WantReceived(r, graphtest.On("AdAccount.campaigns"), 1)
	if _, err := names(t.Context(), srv.Client(t), "act_1"); err != nil {
		t.Fatal(err)
	}
	srv.Ledger().WantActed(r, graphtest.On("AdAccount.campaigns").ID("act_2"), 1)
	srv.Ledger().WantReceived(r, graphtest.On("Campaign.raed"), 0)
	want := `graphtest: AdAccount has no field "nam" in v25.0; did you mean "name"?
graphtest: AddEdge: the store has no node "act_1"; add it first
graphtest: AdAccount has no edge "campains" in v25.0; did you mean "campaigns"?
graphtest: Fault: no operation of v25.0 matches "AdAccount.campagns"; did you mean "AdAccount.campaigns"?
graphtest: received 0 calls of AdAccount.campaigns, want 1; the server received nothing
graphtest: 0 calls of AdAccount.campaigns of act_2 were done, want 1; the server received:
	AdAccount.campaigns list act_1: GET /act_1/campaigns fields=id,name limit=2 -> 200, acted
graphtest: WantReceived: no operation of v25.0 matches "Campaign.raed"; did you mean "Campaign.read"?
`
	if got := r.text.String(); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if err := srv.Err(); err == nil || !strings.HasPrefix(want, err.Error()) {
		t.Errorf("Err is %v", err)
	}
}
