package graph

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// subRequest is an operation of a batch.
type subRequest struct {
	Method  string   `json:"method"`
	URL     string   `json:"relative_url"`
	Body    string   `json:"body"`
	Headers []string `json:"headers"`
}

// path and params are what the operation asks, decoded.
func (s subRequest) path() string {
	u, err := url.Parse(s.URL)
	if err != nil {
		return "bad URL"
	}
	return u.Path
}

func (s subRequest) params() url.Values {
	_, query, _ := strings.Cut(s.URL, "?")
	values, err := url.ParseQuery(query)
	if err != nil {
		return url.Values{"bad query": nil}
	}
	body, err := url.ParseQuery(s.Body)
	if err != nil {
		return url.Values{"bad body": nil}
	}
	for name, list := range body {
		values[name] = append(values[name], list...)
	}
	return values
}

// subResponse is the result of an operation. Nil is null.
type subResponse struct {
	Code    int                 `json:"code"`
	Headers []map[string]string `json:"headers,omitempty"`
	Body    any                 `json:"body"`
}

func result(code int, body string, headers ...string) *subResponse {
	r := &subResponse{Code: code, Body: body}
	for i := 0; i < len(headers); i += 2 {
		r.Headers = append(r.Headers, map[string]string{"name": headers[i], "value": headers[i+1]})
	}
	return r
}

// batchOf returns the operations that an HTTP request of a batch holds.
func batchOf(r *http.Request) ([]subRequest, error) {
	if err := r.ParseMultipartForm(1 << 20); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return nil, err
	}
	var list []subRequest
	err := json.Unmarshal([]byte(r.PostFormValue("batch")), &list)
	return list, err
}

// batchClient returns a client whose requests a function answers, and whose
// retries do not wait.
func batchClient(t testing.TB, answer http.HandlerFunc) *Client {
	return newTestClient(t, Config{
		Token: Secret("batch-token"), HTTPClient: &http.Client{Transport: answeredBy(answer)},
		Retry: RetryPolicy{BaseDelay: 1, MaxDelay: 1, Budget: -1},
	})
}

func callOf[T any](r Request) Call[T] { return Call[T]{Request: r} }
