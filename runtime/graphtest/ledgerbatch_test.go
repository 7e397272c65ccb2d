package graphtest

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestLedgerOfBatches says which operations came together, and with whose
// token.
func TestLedgerOfBatches(t *testing.T) {
	srv := batchServer(t)
	batch := func(operations string) {
		send(t, srv, "POST", "/", url.Values{"access_token": {"outer-token"}, "batch": {operations}}, http.Header{"Authorization": {"Bearer outer-token"}})
	}
	batch(`[{"method":"GET","relative_url":"7"},
		{"method":"GET","relative_url":"8?access_token=own-token","headers":["If-None-Match: \"x\"","Cookie: own-token","X-One: is own-token"]},
		{"method":"POST","relative_url":"8","body":"name=own-token&access_token=own-token"}]`)
	batch(`[{"method":"GET","relative_url":"7"}]`)
	send(t, srv, "GET", "/7", nil, http.Header{"Authorization": {"OAuth alone"}, "Cookie": {"alone"}, "User-Agent": {"a program"}})
	send(t, srv, "GET", "/7?access_token=alone", nil, nil)
	send(t, srv, "POST", "/7", url.Values{"name": {"x"}}, nil)

	var got []string
	for i, operations := range srv.Ledger().Batches() {
		for _, e := range operations {
			got = append(got, fmt.Sprint(i, " ", e.Batch, " ", e.Operation, " ", e.ID, " ", e.TokenIn, " ", e.Header["If-None-Match"], " ", e.Header["X-One"]))
		}
	}
	want := []string{
		`0 1 Campaign read 7 batch [] []`,
		`0 1 Campaign read 8 query ["x"] [is [token]]`,
		`0 1 Campaign update 8 body [] []`,
		`1 2 Campaign read 7 batch [] []`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("batches (-want +got)\n%s", diff)
	}
	if n := srv.Ledger().Requests(); n != 5 {
		t.Errorf("%d requests", n)
	}
	if got, want := srv.Ledger().Entries(On("Batch"))[0].String(), "Batch create: POST / -> 200, acted"; got != want {
		t.Errorf("a batch is %q, want %q", got, want)
	}
	var places []string
	for _, e := range srv.Ledger().Entries(On("*")) {
		if e.Batch == 0 {
			places = append(places, e.Operation+" "+e.TokenIn)
		}
		if text := fmt.Sprintf("%+v", e); strings.Contains(text, "own-token") || strings.Contains(text, "outer-token") || strings.Contains(text, "alone") {
			t.Errorf("a token is in %s", text)
		}
	}
	if diff := cmp.Diff([]string{"Batch create body,header", "Batch create body,header", "Campaign read header", "Campaign read query", "Campaign update "}, places); diff != "" {
		t.Errorf("places of tokens (-want +got)\n%s", diff)
	}
	if e := srv.Ledger().Entries(On("Campaign.read"))[3]; e.Header.Get("User-Agent") != "a program" || e.Host != srv.URL[len("http://"):] {
		t.Errorf("the entry is %+v", e)
	}
	srv.Ledger().Clear()
	if srv.Ledger().Requests() != 0 || srv.Ledger().Batches() != nil {
		t.Error("something is left after Clear")
	}
	batch(`[{"method":"GET","relative_url":"7"}]`)
	if got := srv.Ledger().Batches(); len(got) != 1 || got[0][0].Batch != 1 {
		t.Errorf("the first batch after Clear is %v", got)
	}
}
