package graph_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/metagraph-go/graphgen/runtime/graph"
)

// span is a part of a trace, as a tracing library has it.
type span struct {
	parent *span
	id     int
	name   string
}

type spanKey struct{}

func spanFrom(ctx context.Context) *span {
	s, _ := ctx.Value(spanKey{}).(*span)
	return s
}

// tracer makes spans of attempts at calls.
type tracer struct{ spans int }

func (t *tracer) start(ctx context.Context, name string) context.Context {
	t.spans++ // A tracer of clients that are shared has a lock, and random ids.
	return context.WithValue(ctx, spanKey{}, &span{parent: spanFrom(ctx), id: t.spans, name: name})
}

func (t *tracer) end(ctx context.Context, result string) {
	s := spanFrom(ctx)
	fmt.Printf("span %d in span %d: %s: %s\n", s.id, s.parent.id, s.name, result)
}

func (t *tracer) hooks() graph.Hooks {
	return graph.Hooks{
		OnRequest: func(ctx context.Context, e graph.Event) context.Context {
			return t.start(ctx, fmt.Sprintf("%s, attempt %d", e.Operation, e.Attempt))
		},
		OnResponse: func(ctx context.Context, e graph.Event) {
			t.end(ctx, http.StatusText(e.HTTPStatus))
		},
	}
}

// sendSpan tells the server which span a request is of.
type sendSpan struct{ http.RoundTripper }

func (s sendSpan) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("X-Span", fmt.Sprint(spanFrom(r.Context()).id))
	return s.RoundTripper.RoundTrip(r)
}

// Hooks make a span of each attempt: OnRequest puts it into the context, from
// which the transport and OnResponse take it.
func ExampleHooks() {
	requests := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests++
		fmt.Println("the server got a request of span", r.Header.Get("X-Span"))
		if requests == 1 {
			http.Error(w, "", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprint(w, `{"data":[]}`)
	}))
	defer server.Close()
	var t tracer
	client, err := graph.New(graph.Config{
		Token: graph.Secret("token"), BaseURL: server.URL,
		HTTPClient: &http.Client{Transport: sendSpan{http.DefaultTransport}},
		Retry:      graph.RetryPolicy{BaseDelay: time.Millisecond},
		Hooks:      t.hooks(),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := t.start(context.Background(), "the program's own work")
	if _, err := graph.Do(ctx, client, Campaigns("act_7", CampaignsParams{})); err != nil {
		fmt.Println(err)
	}
	// Output:
	// the server got a request of span 2
	// span 2 in span 1: AdAccount.campaigns list, attempt 1: Service Unavailable
	// the server got a request of span 3
	// span 3 in span 1: AdAccount.campaigns list, attempt 2: OK
}
