package graph

import (
	"context"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
)

// largestCallback is how many bytes of a callback are read.
const largestCallback = 64 << 10

// AsyncSetCallback returns the handler of a notification URI: the API calls it
// when a set is completed, and completed is called with the set's id.
//
// Anybody can call the handler with any id, so the id is no more than a hint:
// read the set with [WaitAsyncSet] before believing anything. An error of
// completed is answered with the status 500 and is not shown to the caller.
func AsyncSetCallback(completed func(ctx context.Context, setID string) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			w.Header().Set("Allow", http.MethodPost)
			http.Error(w, "POST only", http.StatusMethodNotAllowed)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, largestCallback)
		id := callbackID(r)
		if id == "" {
			http.Error(w, "no id of a request set", http.StatusBadRequest)
			return
		}
		if err := completed(r.Context(), id); err != nil {
			http.Error(w, "failed", http.StatusInternalServerError)
			return
		}
		w.WriteHeader(http.StatusOK)
	})
}

// callbackKeys are the members that may hold the id. The API publishes no form
// of the callback.
var callbackKeys = []string{"id", "async_request_set_id", "request_set_id"}

// callbackID returns the id in a callback, or "" when it has none.
func callbackID(r *http.Request) string {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	var m members
	form := url.Values{}
	if kind == "multipart/form-data" {
		if r.ParseMultipartForm(largestCallback) == nil {
			form = r.PostForm
		}
	} else if body, err := io.ReadAll(r.Body); err == nil && json.Unmarshal(body, &m) != nil {
		form, _ = url.ParseQuery(string(body))
	}
	for _, key := range callbackKeys {
		id := form.Get(key)
		if len(m[key]) > 0 {
			id = m.id(key)
		}
		if isDigits(id) {
			return id
		}
	}
	return ""
}

// id returns a member that is an id, which may be text or a number.
func (m members) id(key string) string {
	if text := m.text(key); text != "" {
		return text
	}
	return string(m[key])
}
