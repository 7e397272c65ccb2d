package graph_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
)

// answerTo returns a client that gets an answer to everything, and keeps what
// it asks.
func answerTo(t *testing.T, asked *string, answer string) *graph.Client {
	transport := graph.AnsweredBy(func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		*asked = r.Method + " " + r.URL.Path + " " + r.Form.Encode()
		fmt.Fprint(w, answer)
	})
	client, err := graph.New(graph.Config{Token: graph.Secret("token"), HTTPClient: &http.Client{Transport: transport}})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func TestAsyncSetsAreReadAsOnThePage(t *testing.T) {
	const (
		setID     meta.AdAsyncRequestSetID = "6012384857989"
		requestID meta.AdAsyncRequestID    = "6012384858389"
	)
	set := meta.AdAsyncRequestSetByID(setID)
	tests := []struct {
		name, answer, want string
		run                func(context.Context, *graph.Client) (any, error)
		value              string // As JSON.
	}{
		{
			"a set", `{"id":"6012384857989","owner_id":12345,"name":"testasyncset","is_completed":true}`,
			"GET /v25.0/6012384857989 fields=name%2Csuccess_count%2Cerror_count%2Cis_completed",
			func(ctx context.Context, c *graph.Client) (any, error) {
				return graph.Do(ctx, c, set.Read(meta.AdAsyncRequestSetReadParams{Fields: []meta.AdAsyncRequestSetField{"name", "success_count", "error_count", "is_completed"}}))
			},
			`{"id":"6012384857989","owner_id":"12345","name":"testasyncset","is_completed":true}`,
		},
		{
			"requests of a set", `{"data":[{"result":{"id":"6012384860989"},"id":"6012384858389"},{"result":{"id":"6012384858789"},"id":"6012384858189"}],"paging":{"cursors":{"after":"___","before":"___"}}}`,
			"GET /v25.0/6012384857989/requests fields=result",
			func(ctx context.Context, c *graph.Client) (any, error) {
				page, err := graph.Do(ctx, c, set.Requests(meta.AdAsyncRequestSetRequestsParams{Fields: []meta.AdAsyncRequestField{"result"}}))
				return page.Data, err
			},
			`[{"id":"6012384858389","result":{"id":"6012384860989"}},{"id":"6012384858189","result":{"id":"6012384858789"}}]`,
		},
		{
			"sets of an account", `{"data":[{"id":"6012384253789","owner_id":71597454,"name":"testasyncset","is_completed":true}]}`,
			"GET /v25.0/act_71597454/asyncadrequestsets is_completed=true",
			func(ctx context.Context, c *graph.Client) (any, error) {
				page, err := graph.Do(ctx, c, meta.AdAccountByID("71597454").AsyncAdRequestSets(meta.AdAccountAsyncAdRequestSetsParams{IsCompleted: graph.Bool(true)}))
				return page.Data, err
			},
			`[{"id":"6012384253789","owner_id":"71597454","name":"testasyncset","is_completed":true}]`,
		},
		{
			"requests of an ad set", `{"data":[{"id":"6012384951789","scope_object_id":6008248529789,"status":"SUCCESS"}]}`,
			"GET /v25.0/6008248529789/asyncadrequests status=SUCCESS%2CERROR",
			func(ctx context.Context, c *graph.Client) (any, error) {
				params := meta.AdSetAsyncAdRequestsParams{Status: []meta.AdAsyncRequestStatus{meta.AdAsyncRequestStatusSuccess, meta.AdAsyncRequestStatusError}}
				page, err := graph.Do(ctx, c, meta.AdSetByID("6008248529789").AsyncAdRequests(params))
				return page.Data, err
			},
			`[{"id":"6012384951789","scope_object_id":"6008248529789","status":"SUCCESS"}]`,
		},
		{
			"an update", `true`, "POST /v25.0/6012384857989 name=New+Name&notification_mode=OFF",
			func(ctx context.Context, c *graph.Client) (any, error) {
				return graph.Do(ctx, c, set.Update(meta.AdAsyncRequestSetUpdateParams{Name: graph.String("New Name"), NotificationMode: meta.AsyncNotificationModeOff}))
			},
			`{"success":true}`,
		},
		{
			"the end of a set", `true`, "DELETE /v25.0/6012384857989 ",
			func(ctx context.Context, c *graph.Client) (any, error) { return graph.Do(ctx, c, set.Delete()) },
			`{"success":true}`,
		},
		{
			"the end of a request", `true`, "DELETE /v25.0/6012384858389 ",
			func(ctx context.Context, c *graph.Client) (any, error) {
				return graph.Do(ctx, c, meta.AdAsyncRequestByID(requestID).Delete())
			},
			`{"success":true}`,
		},
		{
			"a set of ads", `{"id":"77"}`,
			`POST /v25.0/act_1/asyncadrequestsets ad_specs=%5B%7B%22adset_id%22%3A%225%22%2C%22name%22%3A%22one%22%2C%22creative%22%3A%7B%22creative_id%22%3A%229%22%7D%7D%2C%7B%22name%22%3A%22two%22%2C%22creative%22%3A%7B%22creative_id%22%3A%229%22%7D%2C%22bid_amount%22%3A0%7D%5D&name=spring&notification_mode=ON_COMPLETE&notification_uri=https%3A%2F%2Fexample.com%2Fdone`,
			func(ctx context.Context, c *graph.Client) (any, error) {
				account := meta.AdAccountByID("1")
				creative := &meta.AdCreativeSpec{CreativeID: "9"}
				specs, err := graph.AdSpecs[*meta.AsyncAdSpec](
					account.CreateAd(meta.AdAccountCreateAdParams{Name: "one", Creative: creative, AdSetID: "5"}),
					account.CreateAd(meta.AdAccountCreateAdParams{Name: "two", Creative: creative, BidAmount: graph.Int(0)}),
				)
				if err != nil {
					return nil, err
				}
				return graph.Do(ctx, c, account.CreateAsyncAdRequestSet(meta.AdAccountCreateAsyncAdRequestSetParams{
					Name: "spring", AdSpecs: specs, NotificationMode: meta.AsyncNotificationModeOnComplete, NotificationURI: graph.String("https://example.com/done"),
				}))
			},
			`{"id":"77"}`,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var asked string
			got, err := test.run(t.Context(), answerTo(t, &asked, test.answer))
			if err != nil {
				t.Fatal(err)
			}
			value, err := json.Marshal(got)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{test.want, test.value}, []string{asked, string(value)}); diff != "" {
				t.Errorf("request and value (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAsyncRequestsAreTyped(t *testing.T) {
	var asked string
	client := answerTo(t, &asked, `{"data":[{"id":"1","status":"SUCCESS","result":{"id":6012384860989}},{"id":"2","status":"ERROR","result":{"error_code":100,"error_message":"Invalid parameter"}}]}`)
	var got []string
	for request, err := range graph.AsyncRequests[*meta.Ad](t.Context(), client, meta.AdAsyncRequestSetID("60"), graph.WithParam("status", "SUCCESS,ERROR")) {
		if err != nil {
			t.Fatal(err)
		}
		ad, err := request.Get()
		if err != nil {
			got = append(got, err.Error())
			continue
		}
		got = append(got, string(ad.ID))
	}
	want := []string{"6012384860989", "graph: AdAsyncRequest read 2: (#100) Invalid parameter"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ends (-want +got):\n%s", diff)
	}
}
