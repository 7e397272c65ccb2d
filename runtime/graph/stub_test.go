package graph

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

var testListOperation = Operation{API: &testAPI, Node: "AdAccount", Edge: "campaigns", Kind: KindList, Method: "GET", Path: "act_{ad_account_id}/campaigns"}

type testListParams struct {
	Limit int `param:"limit"`
}

func testList(limit int) List[*testChild] {
	return List[*testChild]{Request: Request{Operation: &testListOperation, ID: "act_1", Params: testListParams{Limit: limit}}}
}

// testClient returns a client whose requests a function answers.
func testClient(t testing.TB, answer http.HandlerFunc) *Client {
	t.Helper()
	return newTestClient(t, Config{Token: Secret("t0ken"), HTTPClient: &http.Client{Transport: answeredBy(answer)}})
}

// answeredBy is a transport whose requests a function answers.
func answeredBy(answer http.HandlerFunc) http.RoundTripper {
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		if err := r.Context().Err(); err != nil {
			return nil, err
		}
		if r.Body == nil {
			r = r.Clone(r.Context())
			r.Body = http.NoBody // As servers have it.
		}
		defer r.Body.Close()
		recorder := httptest.NewRecorder()
		answer(recorder, r)
		return recorder.Result(), nil
	})
}

// script answers the nth request with the nth answer, and fails the test when
// there are more requests. An answer with an error object has status 400.
func script(t testing.TB, answers ...string) (*Client, *[]url.Values) {
	t.Helper()
	var seen []url.Values
	client := testClient(t, func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		seen = append(seen, r.Form)
		if len(seen) > len(answers) {
			t.Errorf("request %d: %s", len(seen), r.Form.Encode())
			http.Error(w, "{}", http.StatusTeapot)
			return
		}
		answer := answers[len(seen)-1]
		if strings.HasPrefix(answer, `{"error"`) {
			w.WriteHeader(http.StatusBadRequest)
		}
		fmt.Fprint(w, answer)
	})
	return client, &seen
}

// page writes a page of ids with the query of the link to the next page.
func page(next string, ids ...string) string {
	items := make([]string, len(ids))
	for i, id := range ids {
		items[i] = `{"id":"` + id + `"}`
	}
	link := ""
	if next != "" {
		link = `,"next":"https://elsewhere.example/v1.0/x?access_token=leak&limit=1` + next + `"`
	}
	return `{"data":[` + strings.Join(items, ",") + `],"paging":{"cursors":{"before":"b","after":"last"}` + link + `}}`
}

func collectIDs(ctx context.Context, c *Client, opts ...Option) ([]string, error) {
	var ids []string
	for item, err := range All(ctx, c, testList(0), opts...) {
		if err != nil {
			return ids, err
		}
		ids = append(ids, string(item.ID))
	}
	return ids, nil
}

const tooMuch = `{"error":{"message":"Please reduce the amount of data you're asking for, then retry your request","code":1,"type":"OAuthException"}}`
