package graph_test

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
)

// What net/http refuses before it looks for a connection was not sent, and
// will be refused again.
func TestRequestsThatNetHTTPRefuses(t *testing.T) {
	looks := 0
	broken := errors.New("no such proxy")
	transport := &http.Transport{Proxy: func(*http.Request) (*url.URL, error) {
		looks++
		return nil, broken
	}}
	seven := meta.CampaignByID("7")
	update := seven.Update(meta.CampaignUpdateParams{Name: graph.String("x")})
	tests := []struct {
		name      string
		transport http.RoundTripper
		sent      bool
		transient bool
		looks     int
	}{
		{"by net/http", transport, false, false, 1},
		{"by a transport that may have sent it", transportFunc(transport.RoundTrip), true, true, 1},
	}
	for _, test := range tests {
		looks = 0
		client, err := graph.New(graph.Config{
			Token: graph.Secret("t0ken"), BaseURL: "http://localhost:1", HTTPClient: &http.Client{Transport: test.transport},
			Retry: graph.RetryPolicy{BaseDelay: 1, MaxDelay: 1},
		})
		if err != nil {
			t.Fatal(err)
		}
		_, err = graph.Do(t.Context(), client, update)
		failed, ok := errors.AsType[*graph.TransportError](err)
		if !ok || failed.Sent != test.sent || errors.Is(err, graph.ErrTransient) != test.transient || !errors.Is(err, broken) || looks != test.looks {
			t.Errorf("%s: got %v after %d attempts", test.name, err, looks)
		}
	}
	// Reads are repeated only where that can help.
	looks = 0
	client, err := graph.New(graph.Config{Token: graph.Secret("t0ken"), BaseURL: "http://localhost:1", HTTPClient: &http.Client{Transport: transport}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := graph.Do(t.Context(), client, readSeven); err == nil || looks != 1 {
		t.Errorf("a read: got %v after %d attempts", err, looks)
	}
	var b graph.Batch
	r := graph.Add(&b, update)
	if _ = b.Do(t.Context(), client); !errors.Is(errOf(r), graph.ErrNotRun) || looks != 2 {
		t.Errorf("a batch: got %v after %d attempts", errOf(r), looks-1)
	}
}

// A tag that would end its header is refused before anything is sent.
func TestBadIfNoneMatch(t *testing.T) {
	srv := newFaultServer(t)
	client := clientOf(t, srv, graph.RetryPolicy{})
	bad := graph.WithIfNoneMatch("\"x\"\nX-Other: y")
	_, err := graph.Do(t.Context(), client, readSeven, bad)
	var b graph.Batch
	r := graph.Add(&b, readSeven, bad)
	_ = b.Do(t.Context(), client)
	for _, err := range []error{err, errOf(r)} {
		if err == nil || !strings.Contains(err.Error(), "WithIfNoneMatch got a tag") || strings.Contains(err.Error(), "X-Other") || errors.Is(err, graph.ErrTransient) {
			t.Errorf("got %v", err)
		}
	}
	if sent := srv.Ledger().Requests(); sent != 0 {
		t.Errorf("%d requests were sent", sent)
	}
}
