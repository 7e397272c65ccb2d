package graphtest

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/metagraph-go/graphgen/generator/spec"
)

// fixedNow is the clock of the tests.
var fixedNow = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func fixedClock(c *Config) { c.Now = func() time.Time { return fixedNow } }

// ownTests are operations whose params have rules beyond their types; they
// have tests of their own.
var ownTests = map[string]bool{
	"AdAccount.adimages create": true, "AdAccount.advideos create": true, "AdAccount.async_batch_requests create": true,
	"AdAccount.usersofanyaudience delete": true, "CustomAudience.users create": true, "CustomAudience.users delete": true,
	"CustomAudience.usersreplace create": true, "AdsPixel.events create": true,
	"AdAccount.insights create": true, "AdAccount.insights list": true, "Campaign.insights create": true, "Campaign.insights list": true,
	"AdSet.insights create": true, "AdSet.insights list": true, "Ad.insights create": true, "Ad.insights list": true,
}

// TestEveryOperation calls each operation of the specs with params that their
// types allow.
func TestEveryOperation(t *testing.T) {
	srv := New(t, fixedClock)
	called := 0
	samples := &sampler{schema: srv.schema, now: fixedNow, all: true}
	for _, o := range srv.schema.operations {
		if o.node.edges == nil || ownTests[o.label()] {
			continue
		}
		called++
		id := srv.Store().Add(o.node.name, "", nil)
		form := url.Values{}
		for _, name := range o.order {
			f := o.params[name]
			value := samples.value(name, f.Type, 0)
			if value == nil || f.Type.Name == "file" || name == "execution_options" || name == "summary" || name == "filtering" || name == "redirect" {
				continue
			}
			addReferred(srv, f.Type, value)
			form.Set(name, textOf(value))
			if list, ok := value.([]any); ok && f.CSV && len(list) > 0 {
				form.Set(name, textOf(list[0]))
			}
		}
		if o.params["redirect"] != nil {
			form.Set("redirect", "0")
		}
		path := "/v25.0/" + id
		if o.edge != "" {
			path += "/" + o.edge
		}
		status, body := callServer(t, srv, o.method, path, form)
		var answer any
		if err := json.Unmarshal([]byte(body), &answer); err != nil || status != http.StatusOK || strings.HasPrefix(body, `{"error"`) {
			t.Errorf("%s: %d %s", o.label(), status, body)
		}
		srv.Ledger().WantActed(t, On(o.label()).ID(id), 1)
	}
	if called < 150 {
		t.Errorf("only %d operations were called", called)
	}
}

// addReferred adds the nodes that a value of a param refers to.
func addReferred(srv *Server, t spec.Type, value any) {
	switch x := value.(type) {
	case []any:
		for _, item := range x {
			addReferred(srv, t.Args[0], item)
		}
	case map[string]any:
		if st := srv.schema.structs[t.Name]; st != nil {
			for name, member := range x {
				addReferred(srv, st.fields[name].Type, member)
			}
		}
	case string:
		if t.Name == "id" && srv.schema.made[t.Args[0].Name] {
			srv.Store().Add(t.Args[0].Name, x, nil)
		}
	}
}

// callServer sends a call by hand and returns its status and body.
func callServer(t *testing.T, srv *Server, method, path string, form url.Values) (int, string) {
	t.Helper()
	return callWith(t, srv, method, path, form, nil)
}

func callWith(t *testing.T, srv *Server, method, path string, form url.Values, header http.Header) (int, string) {
	t.Helper()
	resp := send(t, srv, method, path, form, header)
	return resp.status, resp.body
}

type received struct {
	status int
	body   string
	header http.Header
}

func send(t *testing.T, srv *Server, method, path string, form url.Values, header http.Header) received {
	t.Helper()
	target := srv.URL + path
	var body string
	if method == http.MethodPost {
		body = form.Encode()
	} else if len(form) > 0 {
		separator := "?"
		if strings.Contains(path, "?") {
			separator = "&"
		}
		target += separator + form.Encode()
	}
	req, err := http.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, values := range header {
		req.Header[name] = values
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return received{resp.StatusCode, string(text), resp.Header}
}
