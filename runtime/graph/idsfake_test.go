package graph_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// found is what ByIDs found: the ids with an answer, those without, and the
// error that ended it.
type found struct {
	Answered, Missing int
	// Refused are the errors of the other ids, each once.
	Refused map[string]int
}

// findCampaigns reads campaigns by their ids, and returns how many HTTP
// requests that took.
func findCampaigns(t *testing.T, srv *graphtest.Server, client *graph.Client, ids []meta.CampaignID, opts ...graph.Option) (found, int, error) {
	t.Helper()
	read := meta.CampaignByID("").Read(meta.CampaignReadParams{Fields: []meta.CampaignField{meta.CampaignFieldName}})
	before := srv.Ledger().Requests()
	var got found
	var last error
	seen := 0
	for result, err := range graph.ByIDs(t.Context(), client, read, ids, opts...) {
		switch {
		case err != nil:
			last = err
			continue
		case result.Err == nil:
			got.Answered++
			if want := "campaign " + string(result.ID); result.Value.Name != want {
				t.Errorf("the campaign %s has the name %q", result.ID, result.Value.Name)
			}
		case errors.Is(result.Err, graph.ErrNotFound):
			got.Missing++
		default:
			if got.Refused == nil {
				got.Refused = map[string]int{}
			}
			text, _, _ := strings.Cut(result.Err.Error(), " [trace")
			got.Refused[text]++
		}
		if result.ID != ids[seen] {
			t.Errorf("result %d is of %s, want %s", seen, result.ID, ids[seen])
		}
		seen++
	}
	if last == nil && seen != len(ids) {
		t.Errorf("got %d results for %d ids", seen, len(ids))
	}
	return got, srv.Ledger().Requests() - before, last
}

// campaignIDs returns ids of campaigns that the server has, and of others.
func campaignIDs(srv *graphtest.Server, there, missing int) []meta.CampaignID {
	var ids []meta.CampaignID
	for i := range there {
		id := fmt.Sprint(7000 + i)
		srv.Store().Add("Campaign", id, graphtest.Node{"name": "campaign " + id})
		ids = append(ids, meta.CampaignID(id))
	}
	for i := range missing {
		ids = append(ids, meta.CampaignID(fmt.Sprint(9000+i)))
	}
	return ids
}

// TestByIDsCost says how many requests it takes to find ids of which some are
// bad: one for fifty, and one more where one of them is.
func TestByIDsCost(t *testing.T) {
	for _, test := range []struct {
		there, missing int
		requests       int
	}{
		{50, 0, 1},
		{120, 0, 3},
		{49, 1, 2},
		{119, 1, 4},
		{0, 50, 2},
		{0, 120, 6},
		{0, 1, 1},
	} {
		t.Run(fmt.Sprintf("%d of which %d are missing", test.there+test.missing, test.missing), func(t *testing.T) {
			srv := graphtest.New(t)
			ids := campaignIDs(srv, test.there, test.missing)
			got, requests, err := findCampaigns(t, srv, srv.Client(t), ids)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(found{Answered: test.there, Missing: test.missing}, got); diff != "" {
				t.Error(diff)
			}
			if requests != test.requests {
				t.Errorf("%d requests, want %d", requests, test.requests)
			}
		})
	}
}

// TestByIDsReportsAWrongFieldOnce asks for a field that does not exist.
func TestByIDsReportsAWrongFieldOnce(t *testing.T) {
	srv := graphtest.New(t)
	ids := append(campaignIDs(srv, 118, 0), "1", "2")
	read := meta.CampaignByID("").Read(meta.CampaignReadParams{Fields: []meta.CampaignField{"naem"}})
	for _, ids := range [][]meta.CampaignID{ids, append([]meta.CampaignID{"1"}, ids...)} {
		before := srv.Ledger().Requests()
		yields := 0
		for result, err := range graph.ByIDs(t.Context(), srv.Client(t), read, ids) {
			yields++
			if !errors.Is(err, meta.ErrInvalidParameter) || !strings.Contains(err.Error(), "naem") || result.ID != "" {
				t.Errorf("got %+v, %v", result, err)
			}
		}
		if requests := srv.Ledger().Requests() - before; yields != 1 || requests != 2 {
			t.Errorf("got %d results after %d requests, want 1 after 2", yields, requests)
		}
	}
}

// TestByIDsWhenTheBatchFails lets the second request of a chunk fail.
func TestByIDsWhenTheBatchFails(t *testing.T) {
	isNil := func(err error) bool { return err == nil }
	isTransport := func(err error) bool {
		_, ok := errors.AsType[*graph.TransportError](err)
		return ok
	}
	batch, one := graphtest.On("Batch"), graphtest.On("Campaign.read").ID("7001")
	for _, test := range []struct {
		name     string
		match    graphtest.Match
		fault    graphtest.Fault
		want     found
		err      func(error) bool
		requests int
	}{
		{"a transient error of the request", batch, graphtest.Transient().Times(1), found{2, 1, nil}, isNil, 3},
		{"a lost answer", batch, graphtest.Reset().AfterActing().Times(1), found{2, 1, nil}, isNil, 3},
		{"a transient error of a read", one, graphtest.Transient().Times(1), found{2, 1, nil}, isNil, 3},
		{"a token that ended", batch, graphtest.ExpiredToken(), found{}, func(err error) bool { return errors.Is(err, graph.ErrToken) }, 2},
		{"connections that break", batch, graphtest.Reset(), found{}, isTransport, 5},
		{"a read that is never done", one, graphtest.Fail(graphtest.Error{Code: 368, Message: "no"}), found{1, 1, map[string]int{"graph: Campaign read 7001: (#368) no": 1}}, isNil, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			srv := graphtest.New(t)
			ids := campaignIDs(srv, 2, 1)
			srv.Fault(test.match, test.fault)
			config := srv.ClientConfig()
			config.Retry = graph.RetryPolicy{BaseDelay: 1, MaxDelay: 1, MaxAttempts: 4}
			client, err := graph.New(config)
			if err != nil {
				t.Fatal(err)
			}
			got, requests, err := findCampaigns(t, srv, client, ids)
			if !test.err(err) {
				t.Errorf("got error %v", err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if requests != test.requests {
				t.Errorf("%d requests, want %d", requests, test.requests)
			}
		})
	}
}
