package graphtest

import (
	"net/http"
	"net/url"
	"testing"
)

// TestDebugMode reads what answers say about their calls.
func TestDebugMode(t *testing.T) {
	ignore := func(c *Config) { c.IgnoreUnknownParams = true }
	const (
		unknown   = `{"message":"The param colour is unknown and was ignored","type":"warning"}`
		noVersion = `{"message":"The path names no version; v25.0 answers","type":"info"}`
		locale    = `{"message":"The field locale of User is deprecated","type":"warning"}`
		about     = `{"message":"The field about of User is empty since 2018-04-04","type":"warning"}`
	)
	runFacts(t, []fact{
		{name: "nothing to say", path: "/v25.0/7?fields=id&debug=all", body: `{"id":"7","__debug__":{}}`},
		{name: "all", config: ignore, path: "/7?fields=id&colour=red&debug=all", body: `{"id":"7","__debug__":{"messages":[` + noVersion + `,` + unknown + `]}}`},
		{name: "info and what is worse", config: ignore, path: "/7?fields=id&colour=red&debug=info", body: `{"id":"7","__debug__":{"messages":[` + noVersion + `,` + unknown + `]}}`},
		{name: "warnings alone", config: ignore, path: "/7?fields=id&colour=red&debug=warning", body: `{"id":"7","__debug__":{"messages":[` + unknown + `]}}`},
		{name: "a level that is none", config: ignore, path: "/7?fields=id&colour=red&debug=1", body: `{"id":"7"}`},
		{name: "a misspelt param", config: ignore, path: "/v25.0/act_1/campaigns?limit=0&effective_state=1&debug=all",
			body: `{"data":[],"__debug__":{"messages":[{"message":"The param effective_state is unknown and was ignored; did you mean \"effective_status\"?","type":"warning"}]}}`},
		{name: "fields that are deprecated or empty", path: "/v25.0/4?fields=name,locale,about&debug=all",
			body: `{"name":"Kim","id":"4","__debug__":{"messages":[` + locale + `,` + about + `]}}`},
		{name: "each once", path: "/v25.0/?ids=4,5&fields=locale&debug=all", setUp: func(s *Server) { s.Store().Add("User", "5", nil) },
			body: `{"4":{"id":"4"},"5":{"id":"5"},"__debug__":{"messages":[` + locale + `]}}`},
		{name: "a deprecated param, in a write", method: "DELETE", path: "/v25.0/40/blocked", form: "uid=41&debug=all", setUp: func(s *Server) { s.Store().Add("Page", "40", nil) },
			body: `{"success":true,"__debug__":{"messages":[{"message":"The param uid is deprecated: Use user.","type":"warning"}]}}`},
		{name: "no object", path: "/v25.0/?ids=&debug=all", body: `[]`},
		{name: "an error", path: "/v25.0/99?debug=all", status: 400,
			body: `{"error":{"message":"No get of object '99': it does not exist, the token may not see it, or it has no such operation","type":"GraphMethodException","code":100,"error_subcode":33,"fbtrace_id":"TRACE"}}`},
	})
}

// TestDebugModeInBatch says that an operation of a batch has a mode of its own.
func TestDebugModeInBatch(t *testing.T) {
	srv := New(t, fixedClock)
	srv.Store().Add("User", "4", nil)
	batch := `[{"method":"GET","relative_url":"v25.0/4?debug=all"},{"method":"GET","relative_url":"v25.0/4"}]`
	status, body := callServer(t, srv, "POST", "/v25.0/", url.Values{"batch": {batch}, "include_headers": {"false"}})
	want := `[{"code":200,"body":"{\"id\":\"4\",\"__debug__\":{}}"},{"code":200,"body":"{\"id\":\"4\"}"}]`
	if status != http.StatusOK || body != want {
		t.Errorf("%d %s, want %s", status, body, want)
	}
}
