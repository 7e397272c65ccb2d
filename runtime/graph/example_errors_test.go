package graph_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/metagraph-go/graphgen/runtime/graph"
)

// What can be done about an error is its class; its details say the rest.
func ExampleError() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `{"error":{"message":"(#100) The budget is too low","code":100,"error_subcode":1885272,
			"error_data":{"blame_field_specs":[["daily_budget"]]},"fbtrace_id":"AbC"}}`)
	}))
	defer server.Close()
	client, err := graph.New(graph.Config{Token: graph.Secret("token"), BaseURL: server.URL})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = graph.Do(context.Background(), client, createCampaign("act_7"))
	switch {
	case errors.Is(err, graph.ErrRateLimited):
		fmt.Println("wait")
	case errors.Is(err, graph.ErrToken):
		fmt.Println("log in again")
	}
	var e *graph.Error
	if errors.As(err, &e) {
		fmt.Println(e)
		fmt.Println(e.Class(), e.Blame)
	}
	// Output:
	// graph: AdAccount.campaigns create act_7: (#100/1885272) The budget is too low [trace AbC]
	// bad request [[daily_budget]]
}

// A write is sent once. When no answer comes, the error says whether the API
// may have done it.
func ExampleTransportError() {
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		panic(http.ErrAbortHandler) // The connection breaks after the request arrived.
	}))
	defer server.Close()
	client, err := graph.New(graph.Config{Token: graph.Secret("token"), BaseURL: server.URL})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = graph.Do(context.Background(), client, createCampaign("act_7"))
	var broken *graph.TransportError
	if errors.As(err, &broken) {
		fmt.Println("look before creating it again:", broken.Sent)
	}
	// Output: look before creating it again: true
}

// What an answer says about allowances can be watched, and calls can be
// slowed down before the API refuses them.
func ExampleWithResponse() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Business-Use-Case-Usage", `{"7":[{"type":"ads_management","call_count":81,"estimated_time_to_regain_access":0}]}`)
		fmt.Fprint(w, `{"id":"1"}`)
	}))
	defer server.Close()
	client, err := graph.New(graph.Config{
		Token:   graph.Secret("token"),
		BaseURL: server.URL,
		Retry:   graph.RetryPolicy{MaxWait: 10 * time.Minute},
		Limiter: graph.NewLimiter(graph.LimiterConfig{Threshold: 90}),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	var response graph.Response
	if _, err := graph.Do(context.Background(), client, createCampaign("act_7"), graph.WithResponse(&response)); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(response.Usage.Percent(), response.Usage.UseCases["7"][0].Type)
	// Output: 81 ads_management
}

// createCampaign is a call as a generated package builds it.
func createCampaign(account string) graph.Call[graph.Object] {
	return graph.Call[graph.Object]{Request: graph.Request{
		Operation: &graph.Operation{
			API:    &graph.API{Version: "v25.0"},
			Node:   "AdAccount",
			Edge:   "campaigns",
			Kind:   graph.KindCreate,
			Method: http.MethodPost,
			Path:   "act_{ad_account_id}/campaigns",
		},
		ID: account,
	}}
}
