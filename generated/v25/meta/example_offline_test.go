package meta_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
)

// This example reads an upload of offline events by its id, ranges over two of its
// edges, and looks at an error. A server on this machine stands in for the
// API; against the API itself, leave BaseURL out.
func Example_offlineConversions() {
	server := httptest.NewServer(http.HandlerFunc(offlineConversions))
	defer server.Close()
	client, err := graph.New(graph.Config{Token: graph.Secret("token"), BaseURL: server.URL})
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	upload := meta.OfflineConversionDataSetUploadByID("1234567890")

	// A call is a value; graph.Do runs it.
	u, err := graph.Do(ctx, client, upload.Read(meta.OfflineConversionDataSetUploadReadParams{
		Fields: []meta.OfflineConversionDataSetUploadField{
			meta.OfflineConversionDataSetUploadFieldUploadTag,
			meta.OfflineConversionDataSetUploadFieldValidEntries,
		},
	}))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("upload %s has %d valid entries\n", u.UploadTag, u.ValidEntries.Or(0))

	// graph.All follows the pages of an edge, past empty ones, to the last.
	progress := upload.Progress(meta.OfflineConversionDataSetUploadProgressParams{})
	for item, err := range graph.All(ctx, client, progress) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("progress", item)
	}

	// graph.Pages yields whole pages, with the place where the next one starts.
	sessions := upload.PullSessions(meta.OfflineConversionDataSetUploadPullSessionsParams{Limit: 2})
	for page, err := range graph.Pages(ctx, client, sessions) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%d sessions, more: %t\n", len(page.Data), page.Paging.Next != "")
	}

	// Codes and classes are errors; *graph.Error has all that the API said.
	other := meta.OfflineConversionDataSetUploadByID("42")
	_, err = graph.Do(ctx, client, other.Progress(meta.OfflineConversionDataSetUploadProgressParams{}))
	if e, ok := errors.AsType[*graph.Error](err); ok && errors.Is(err, meta.ErrTargetObjectUndetermined) {
		fmt.Printf("%s: code %d, %s\n", e.Operation, e.Code, e.Class())
		fmt.Println(e.Meaning)
	}

	// Output:
	// upload spring has 5000 valid entries
	// progress {"start":0,"end":99}
	// progress {"start":100,"end":199}
	// 2 sessions, more: true
	// 1 sessions, more: false
	// OfflineConversionDataSetUpload.progress list 42: code 275, bad request
	// The API can't tell which object the call is about. It supports ad accounts, business accounts and what belongs to them.
}

// offlineConversions answers as the API does: numbers may come as text, a page
// may be empty although others follow, and the last page has a cursor too.
func offlineConversions(w http.ResponseWriter, r *http.Request) {
	const next = `"next":"https://graph.facebook.com/v25.0/1234567890/progress?access_token=an+access+token&limit=25&after=`
	answers := map[string]string{
		"/v25.0/1234567890":                    `{"id":"1234567890","upload_tag":"spring","valid_entries":"5000"}`,
		"/v25.0/1234567890/progress":           `{"data":[{"start":0,"end":99}],"paging":{"cursors":{"after":"QVFI1"},` + next + `QVFI1"}}`,
		"/v25.0/1234567890/progress QVFI1":     `{"data":[],"paging":{"cursors":{"after":"QVFI2"},` + next + `QVFI2"}}`,
		"/v25.0/1234567890/progress QVFI2":     `{"data":[{"start":100,"end":199}],"paging":{"cursors":{"after":"QVFI3"}}}`,
		"/v25.0/1234567890/pull_sessions":      `{"data":[{"id":"1"},{"id":"2"}],"paging":{"cursors":{"after":"MTAx"},` + next + `MTAx"}}`,
		"/v25.0/1234567890/pull_sessions MTAx": `{"data":[{"id":"3"}],"paging":{"cursors":{"after":"MTAy"}}}`,
	}
	key := r.URL.Path
	if after := r.URL.Query().Get("after"); after != "" {
		key += " " + after
	}
	body, ok := answers[key]
	if !ok {
		w.WriteHeader(http.StatusBadRequest)
		body = `{"error":{"message":"Cannot determine the target object","type":"OAuthException","code":275,"fbtrace_id":"AbC"}}`
	}
	fmt.Fprint(w, body)
}
