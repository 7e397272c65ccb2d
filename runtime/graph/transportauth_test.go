package graph_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// addsToken is a transport that adds the token, as those of oauth2 do.
type addsToken struct {
	token graph.SecretText
	base  http.RoundTripper
}

func (a addsToken) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+a.token.Reveal())
	return a.base.RoundTrip(r)
}

// transportClient returns a client that knows no token, and the token that its
// transport knows.
func transportClient(t *testing.T, srv *graphtest.Server) (*graph.Client, graph.SecretText) {
	t.Helper()
	config := srv.ClientConfig()
	token := config.Token
	config.Token, config.AppSecret, config.TransportAuth = graph.SecretText{}, graph.SecretText{}, true
	config.HTTPClient = &http.Client{Transport: addsToken{token, srv.Transport()}}
	client, err := graph.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return client, token
}

// A batch sends its token as a param, which the transport does not do.
func TestBatchNeedsATokenThatTheClientKnows(t *testing.T) {
	srv := newFaultServer(t, inMemory)
	client, token := transportClient(t, srv)
	var b graph.Batch
	r := graph.Add(&b, readSeven)
	err := b.Do(t.Context(), client)
	if _, refused := errors.AsType[*graph.BatchError](err); !refused || !strings.Contains(err.Error(), "pass WithToken to Batch.Do") {
		t.Errorf("got %v", err)
	}
	if got := errOf(r); !errors.Is(got, graph.ErrNotRun) {
		t.Errorf("the operation ends with %v", got)
	}
	if sent := srv.Ledger().Requests(); sent != 0 {
		t.Errorf("%d requests were sent", sent)
	}
	var again graph.Batch
	graph.Add(&again, readSeven)
	if err := again.Do(t.Context(), client, graph.WithToken(token)); err != nil {
		t.Error(err)
	}
}

// Ids that are refused together are read one by one all the same.
func TestByIDsWithATokenOfTheTransport(t *testing.T) {
	srv := newFaultServer(t, inMemory)
	client, _ := transportClient(t, srv)
	ids := []meta.CampaignID{"7", "404", "8"}
	read := meta.CampaignByID("").Read(meta.CampaignReadParams{Fields: []meta.CampaignField{meta.CampaignFieldID}})
	var found []meta.CampaignID
	for result, err := range graph.ByIDs(t.Context(), client, read, ids) {
		if err != nil {
			t.Fatal(err)
		}
		if result.Err == nil {
			found = append(found, result.Value.ID)
		} else if !errors.Is(result.Err, graph.ErrNotFound) {
			t.Error(result.Err)
		}
	}
	if diff := cmp.Diff([]meta.CampaignID{"7", "8"}, found); diff != "" {
		t.Error(diff)
	}
	if sent := srv.Ledger().Requests(); sent != 4 {
		t.Errorf("%d requests were sent, want 4", sent)
	}
}
