package graph_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"time"

	"github.com/metagraph-go/graphgen/runtime/graph"
)

// A page that is too large for the client is asked for in smaller ones.
func ExampleErrResponseTooLarge() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		limit, _ := strconv.Atoi(r.FormValue("limit"))
		fmt.Fprintf(w, `{"data":[%s{"id":"9"}]}`, strings.Repeat(`{"id":"1"},`, limit-1))
	}))
	defer server.Close()
	client, err := graph.New(graph.Config{Token: graph.Secret("token"), BaseURL: server.URL, MaxResponseBytes: 1000})
	if err != nil {
		fmt.Println(err)
		return
	}
	for limit := 500; limit > 0; limit /= 10 {
		var ids []string
		for campaign, err := range graph.All(context.Background(), client, Campaigns("act_7", CampaignsParams{Limit: limit})) {
			if errors.Is(err, graph.ErrResponseTooLarge) {
				fmt.Println(err)
				break
			} else if err != nil {
				fmt.Println(err)
				return
			}
			ids = append(ids, campaign.ID)
		}
		if len(ids) > 0 {
			fmt.Println(len(ids), "campaigns")
			return
		}
	}
	// Output:
	// graph: AdAccount.campaigns list: the answer is larger than the 1000 bytes of Config.MaxResponseBytes
	// 50 campaigns
}

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
