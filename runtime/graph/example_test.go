package graph_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/metagraph-go/graphgen/runtime/graph"
)

// What follows is what a generated package holds.

type (
	Campaign struct {
		ID     string           `json:"id,omitzero"`
		Name   string           `json:"name,omitzero"`
		Budget graph.Opt[int64] `json:"daily_budget,omitzero"`
		Ads    *graph.Page[*Ad] `json:"ads,omitzero"`
		Start  graph.Time       `json:"start_time,omitzero"`
	}
	Ad struct {
		ID   string `json:"id,omitzero"`
		Name string `json:"name,omitzero"`
	}
	CampaignField string
	AdField       string
)

const (
	CampaignFieldID   CampaignField                           = "id"
	CampaignFieldName CampaignField                           = "name"
	CampaignExpandAds graph.Expansion[CampaignField, AdField] = "ads"
	AdFieldID         AdField                                 = "id"
)

type CampaignsParams struct {
	Fields []CampaignField `param:"fields,csv"`
	Limit  int             `param:"limit"`
}

type CampaignReadParams struct {
	Fields []CampaignField `param:"fields,csv"`
}

type CampaignUpdateParams struct {
	Name   graph.Opt[string] `param:"name"`
	Budget graph.Opt[int64]  `param:"daily_budget"`
}

var (
	api         = graph.API{Version: "v25.0"}
	campaigns   = graph.Operation{API: &api, Node: "AdAccount", Edge: "campaigns", Kind: graph.KindList, Method: "GET", Path: "act_{ad_account_id}/campaigns"}
	campaignAds = graph.Operation{API: &api, Node: "Campaign", Edge: "ads", Kind: graph.KindList, Method: "GET", Path: "{campaign_id}/ads"}
	read        = graph.Operation{API: &api, Node: "Campaign", Kind: graph.KindRead, Method: "GET", Path: "{campaign_id}"}
	update      = graph.Operation{API: &api, Node: "Campaign", Kind: graph.KindUpdate, Method: "POST", Path: "{campaign_id}", ReadAfterWrite: true}
)

func Campaigns(account string, p CampaignsParams) graph.List[*Campaign] {
	return graph.List[*Campaign]{Request: graph.Request{Operation: &campaigns, ID: account, Params: p}}
}

func CampaignAds(id string) graph.List[*Ad] {
	return graph.List[*Ad]{Request: graph.Request{Operation: &campaignAds, ID: id}}
}

func ReadCampaign(id string, p CampaignReadParams) graph.Call[*Campaign] {
	return graph.Call[*Campaign]{Request: graph.Request{Operation: &read, ID: id, Params: p}}
}

func UpdateCampaign(id string, p CampaignUpdateParams) graph.Call[graph.Success] {
	return graph.Call[graph.Success]{Request: graph.Request{Operation: &update, ID: id, Params: p}}
}

// answering returns a client of a loopback server that gives the answers in
// turn and prints what it was asked.
func answering(answers ...string) (*graph.Client, func()) {
	n := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil || n >= len(answers) {
			http.Error(w, "{}", http.StatusTeapot)
			return
		}
		var params []string
		for name, values := range r.Form {
			params = append(params, name+"="+values[0])
		}
		if len(params) > 1 {
			params = []string{r.Form.Encode()}
		}
		fmt.Println(strings.TrimSpace(fmt.Sprintln(r.Method, r.URL.Path, strings.Join(params, ""))))
		fmt.Fprint(w, answers[n])
		n++
	}))
	client, err := graph.New(graph.Config{Token: graph.Secret("token"), BaseURL: server.URL})
	if err != nil {
		fmt.Println(err)
	}
	return client, server.Close
}

func ExampleAll() {
	client, stop := answering(
		`{"data":[{"id":"1"},{"id":"2"}],"paging":{"cursors":{"after":"Q"},"next":"https://graph.facebook.com/v25.0/act_1/campaigns?after=Q"}}`,
		`{"data":[{"id":"3"}]}`,
	)
	defer stop()
	for c, err := range graph.All(context.Background(), client, Campaigns("act_1", CampaignsParams{})) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(c.ID)
	}
	// Output:
	// GET /v25.0/act_1/campaigns
	// 1
	// 2
	// GET /v25.0/act_1/campaigns after=Q
	// 3
}

func ExamplePageError() {
	client, stop := answering(
		`{"data":[{"id":"1"}],"paging":{"next":"https://graph.facebook.com/v25.0/act_1/campaigns?after=Q"}}`,
		`{"error":{"message":"Session has expired","code":190,"error_subcode":463}}`,
		`{"data":[{"id":"2"}]}`,
	)
	defer stop()
	var cursor graph.Cursor
	for range 2 {
		for c, err := range graph.All(context.Background(), client, Campaigns("act_1", CampaignsParams{}), graph.From(cursor)) {
			var failed *graph.PageError
			if errors.As(err, &failed) {
				cursor = failed.Cursor // Keep it, get a new token, and go on.
				fmt.Println("failed at", cursor)
				break
			}
			fmt.Println(c.ID)
		}
	}
	// Output:
	// GET /v25.0/act_1/campaigns
	// 1
	// GET /v25.0/act_1/campaigns after=Q
	// failed at after=Q
	// GET /v25.0/act_1/campaigns after=Q
	// 2
}

func ExampleExpand() {
	client, stop := answering(
		`{"id":"1","ads":{"data":[{"id":"11"}],"paging":{"next":"https://graph.facebook.com/v25.0/1/ads?limit=1&after=Q"}}}`,
		`{"data":[{"id":"12"}]}`,
	)
	defer stop()
	ctx := context.Background()
	c, err := graph.Do(ctx, client, ReadCampaign("1", CampaignReadParams{Fields: []CampaignField{
		CampaignFieldID,
		graph.Expand(CampaignExpandAds, []AdField{AdFieldID}, graph.Limit(1)),
	}}))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, ad := range c.Ads.Data {
		fmt.Println(ad.ID)
	}
	if next := c.Ads.Paging.Next; next != "" {
		for ad, err := range graph.All(ctx, client, CampaignAds(c.ID), graph.From(next)) {
			if err != nil {
				fmt.Println(err)
				return
			}
			fmt.Println(ad.ID)
		}
	}
	// Output:
	// GET /v25.0/1 fields=id,ads.limit(1){id}
	// 11
	// GET /v25.0/1/ads after=Q
	// 12
}

func ExampleSelectList() {
	type row struct {
		ID  string `json:"id"`
		Ads graph.Page[struct {
			Name string `json:"name"`
		}] `json:"ads" graph:"limit(2)"`
	}
	client, stop := answering(`{"data":[{"id":1,"ads":{"data":[{"name":"A"},{"name":"B"}]}}]}`)
	defer stop()
	for r, err := range graph.All(context.Background(), client, graph.SelectList[row](Campaigns("act_1", CampaignsParams{}))) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(r.ID, r.Ads.Data)
	}
	// Output:
	// GET /v25.0/act_1/campaigns fields=id,ads.limit(2){name}
	// 1 [{A} {B}]
}

func ExampleByIDs() {
	client, stop := answering(`{"2":{"id":"2","name":"B"},"1":{"id":"1","name":"A"}}`)
	defer stop()
	read := ReadCampaign("", CampaignReadParams{Fields: []CampaignField{CampaignFieldName}})
	for result, err := range graph.ByIDs(context.Background(), client, read, []string{"1", "2", "3"}) {
		switch {
		case err != nil:
			fmt.Println(err)
		case errors.Is(result.Err, graph.ErrNotFound):
			fmt.Println(result.ID, "not found")
		default:
			fmt.Println(result.ID, result.Value.Name)
		}
	}
	// Output:
	// GET /v25.0/ fields=name&ids=1%2C2%2C3
	// 1 A
	// 2 B
	// 3 not found
}

func ExampleKeepRaw() {
	client, stop := answering(`{"id":"1","brand_new_field":{"x":1}}`)
	defer stop()
	c, err := graph.Do(context.Background(), client, graph.KeepRaw(ReadCampaign("1", CampaignReadParams{})))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.Value.ID, c.Unknown()["brand_new_field"])
	// Output:
	// GET /v25.0/1
	// 1 {"x":1}
}

func ExampleOpt() {
	client, stop := answering(`{"success":true}`, `{"success":true}`)
	defer stop()
	ctx := context.Background()
	for _, p := range []CampaignUpdateParams{
		{Budget: graph.Int(0)},                                // The name stays as it is.
		{Budget: graph.Null[int64](), Name: graph.String("")}, // No budget, an empty name.
	} {
		if _, err := graph.Do(ctx, client, UpdateCampaign("1", p)); err != nil {
			fmt.Println(err)
		}
	}
	// Output:
	// POST /v25.0/1 daily_budget=0
	// POST /v25.0/1 daily_budget=null&name=
}

func ExampleError_readBack() {
	client, stop := answering(`{"error":{"message":"Unknown error","code":100,"original_response":{"success":true}}}`)
	defer stop()
	call := UpdateCampaign("1", CampaignUpdateParams{Name: graph.String("Spring")})
	readBack := graph.Call[*Campaign](call) // What UpdateAndRead of a generated package returns.
	readBack.Request.ReadBack = []string{"id", "name"}
	_, err := graph.Do(context.Background(), client, readBack)
	var e *graph.Error
	if errors.Is(err, graph.ErrReadBack) && errors.As(err, &e) {
		var done graph.Success
		if err := e.Result.Decode(&done); err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("written:", done.Success)
	}
	// Output:
	// POST /v25.0/1 fields=id%2Cname&name=Spring
	// written: true
}

func ExampleFile() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		file, header, err := r.FormFile("spring.jpg")
		if err != nil {
			http.Error(w, "{}", http.StatusBadRequest)
			return
		}
		content, err := io.ReadAll(file)
		if err != nil {
			http.Error(w, "{}", http.StatusBadRequest)
			return
		}
		fmt.Println(r.URL.Path, header.Filename, len(content))
		fmt.Fprint(w, `{"images":{"spring.jpg":{"hash":"02bee5277ec507b6fd0f9b9ff2f22d9c"}}}`)
	}))
	defer server.Close()
	client, err := graph.New(graph.Config{Token: graph.Secret("token"), BaseURL: server.URL})
	if err != nil {
		fmt.Println(err)
		return
	}
	images, err := graph.UploadImages(context.Background(), client, "act_1", []graph.File{graph.FileOf("spring.jpg", []byte("pixels"))})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(images["spring.jpg"].Hash)
	// Output:
	// /v25.0/act_1/adimages spring.jpg 6
	// 02bee5277ec507b6fd0f9b9ff2f22d9c
}

func ExampleWithParam() {
	client, stop := answering(`{"data":[],"summary":{"total_count":12}}`)
	defer stop()
	page, err := graph.Do(context.Background(), client, Campaigns("act_1", CampaignsParams{}),
		graph.WithParam("date_preset", "today"), graph.WithSummary("total_count"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(page.Summary)
	// Output:
	// GET /v25.0/act_1/campaigns date_preset=today&summary=total_count
	// {"total_count":12}
}
