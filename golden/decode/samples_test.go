package decode

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
)

var (
	upload   = meta.OfflineConversionDataSetUploadByID("1234567890")
	set      = meta.AdAsyncRequestSetByID("6012384857989")
	request  = meta.AdAsyncRequestByID("6012384858389")
	account  = meta.AdAccountByID("act_71597454")
	adSet    = meta.AdSetByID("6008248529789")
	user     = meta.UserByID("4")
	audience = meta.CustomAudienceByID("23")
)

// The answers that the pages show.
func TestSamples(t *testing.T) {
	runCases(t, []decodeCase{
		decodes("an empty list", upload.PullSessions(meta.OfflineConversionDataSetUploadPullSessionsParams{}),
			`{"data":[],"paging":{}}`,
			&graph.Page[meta.PartnerIntegrationPullSession]{Data: []meta.PartnerIntegrationPullSession{}}),

		decodes("a set", set.Read(meta.AdAsyncRequestSetReadParams{}),
			`{"id":"6012384857989","owner_id":12345,"name":"testasyncset","is_completed":true}`,
			&meta.AdAsyncRequestSet{ID: "6012384857989", OwnerID: "12345", Name: "testasyncset", IsCompleted: graph.Bool(true)}),

		decodes("the results of a set", set.Requests(meta.AdAsyncRequestSetRequestsParams{}),
			`{"data":[{"result":{"id":"6012384860989"},"id":"6012384858389"},{"result":{"id":"6012384858789"},"id":"6012384858189"}],
			  "paging":{"cursors":{"after":"___","before":"___"}}}`,
			page(
				&meta.AdAsyncRequest{ID: "6012384858389", Result: graph.Object(`{"id":"6012384860989"}`)},
				&meta.AdAsyncRequest{ID: "6012384858189", Result: graph.Object(`{"id":"6012384858789"}`)},
			)),

		decodes("the sets of an account", account.AsyncAdRequestSets(meta.AdAccountAsyncAdRequestSetsParams{}),
			`{"data":[{"id":"6012384253789","owner_id":71597454,"name":"testasyncset","is_completed":true}],
			  "paging":{"cursors":{"after":"___","before":"___"}}}`,
			page(&meta.AdAsyncRequestSet{ID: "6012384253789", OwnerID: "71597454", Name: "testasyncset", IsCompleted: graph.Bool(true)})),

		decodes("the requests of an ad set", adSet.AsyncAdRequests(meta.AdSetAsyncAdRequestsParams{}),
			`{"data":[{"id":"6012384951789","scope_object_id":6008248529789,"status":"SUCCESS"}],
			  "paging":{"cursors":{"after":"___","before":"___"}}}`,
			page(&meta.AdAsyncRequest{ID: "6012384951789", ScopeObjectID: "6008248529789", Status: meta.AdAsyncRequestStatusSuccess})),

		decodes("every field of a set", set.Read(meta.AdAsyncRequestSetReadParams{}),
			`{"id":"1","owner_id":"2","name":"n","is_completed":false,"total_count":6,"initial_count":1,"in_progress_count":2,"success_count":1,
			  "error_count":1,"canceled_count":1,"notification_uri":"https://example.com/","notification_mode":"ON_COMPLETE",
			  "notification_result":{"response":"ok","status":"200"},"notification_status":"sending",
			  "created_time":"2026-11-22T08:00:00+0000","updated_time":"2026-11-22T09:00:00+0100"}`,
			&meta.AdAsyncRequestSet{
				ID: "1", OwnerID: "2", Name: "n", IsCompleted: graph.Bool(false),
				TotalCount: graph.Int(6), InitialCount: graph.Int(1), InProgressCount: graph.Int(2), SuccessCount: graph.Int(1),
				ErrorCount: graph.Int(1), CanceledCount: graph.Int(1), NotificationURI: "https://example.com/",
				NotificationMode: meta.AsyncNotificationModeOnComplete, NotificationResult: graph.Object(`{"response":"ok","status":"200"}`),
				NotificationStatus: meta.AsyncNotificationStatusSending,
				CreatedTime:        at("2026-11-22T08:00:00Z"), UpdatedTime: at("2026-11-22T08:00:00Z"),
			}),

		decodes("what came of people", audience.AddUsers(meta.CustomAudienceAddUsersParams{}),
			`{"audience_id":"23","session_id":"7","num_received":4,"num_invalid_entries":1,"invalid_entry_samples":{"not an address":"EMAIL"}}`,
			&meta.AudienceUsersResult{
				AudienceID: "23", SessionID: "7", NumReceived: graph.Int(4), NumInvalidEntries: graph.Int(1),
				InvalidEntrySamples: map[string]string{"not an address": "EMAIL"},
			}),

		decodes("success", user.Delete(), `{"success":true}`, graph.Success{Success: true}),
		decodes("a bare true for a changed set", set.Update(meta.AdAsyncRequestSetUpdateParams{}), `true`, graph.Success{Success: true}),
		decodes("a bare true for a canceled request", request.Delete(), `true`, graph.Success{Success: true}),
		decodes("a bare true for a canceled set", set.Delete(), `true`, graph.Success{Success: true}),

		decodes("the id of an asynchronous batch", account.CreateAsyncBatch(meta.AdAccountCreateAsyncBatchParams{
			Name: "batchapiexample", AdBatch: []*meta.AsyncBatchOperation{{Name: "a", RelativeURL: "act_1/campaigns", Body: "name=a"}},
		}), `{"id":"6012384857989"}`, &meta.AdAsyncRequestSet{ID: "6012384857989"}),

		decodes("an upload", upload.Read(meta.OfflineConversionDataSetUploadReadParams{}),
			`{"id":"1234567890","api_calls":7,"creation_time":1700000000,"duplicate_entries":0,"event_stats":"{}","event_time_max":1700000300,
			  "event_time_min":1700000100,"first_upload_time":1700000400,"is_excluded_for_lift":false,"last_upload_time":1700000500,
			  "match_rate_approx":80,"matched_entries":4000,"upload_tag":"spring","valid_entries":5000}`,
			&meta.OfflineConversionDataSetUpload{
				ID: "1234567890", APICalls: graph.Int(7), CreationTime: graph.Int(1700000000), DuplicateEntries: graph.Int(0), EventStats: "{}",
				EventTimeMax: graph.Int(1700000300), EventTimeMin: graph.Int(1700000100), FirstUploadTime: graph.Int(1700000400),
				IsExcludedForLift: graph.Bool(false), LastUploadTime: graph.Int(1700000500), MatchRateApprox: graph.Int(80),
				MatchedEntries: graph.Int(4000), UploadTag: "spring", ValidEntries: graph.Int(5000),
			}),
	})
}

// The example of ETags: a 304 has no body, and the tag keeps its quotes.
func TestETagSample(t *testing.T) {
	const tag = `"7776cdb01f44354af8bfa4db0c56eebcb1378975"`
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("Content-Type", "text/javascript; charset=UTF-8")
		w.Header().Set("ETag", tag)
		io.WriteString(w, `{"data":[{"id":"act_71597454"}]}`)
	}))
	defer server.Close()
	client, err := graph.New(graph.Config{Token: graph.Secret("EAAtoken"), BaseURL: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	call := meta.UserByID("me").AdAccounts(meta.UserAdAccountsParams{})
	var response graph.Response
	accounts, err := graph.Do(t.Context(), client, call, graph.WithResponse(&response))
	if err != nil || len(accounts.Data) != 1 || accounts.Data[0].ID != "act_71597454" || response.ETag != tag {
		t.Fatalf("%v, %v, tag %s", accounts, err, response.ETag)
	}
	if _, err := graph.Do(t.Context(), client, call, graph.WithIfNoneMatch(response.ETag)); !errors.Is(err, graph.ErrNotModified) {
		t.Errorf("the second read: %v", err)
	}
}
