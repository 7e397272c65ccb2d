package graphtest

import (
	"net/http"
	"net/url"
	"regexp"
	"testing"
	"time"
)

// refusal is the body of an error with a code, a message and the path of the
// param at fault.
func refusal(code, message, blame string) string {
	data := ""
	if blame != "" {
		data = `,"error_data":"{\"blame_field_specs\":[[` + blame + `]]}"`
	}
	return `{"error":{"message":"` + message + `","type":"OAuthException","code":` + code + data + `,"fbtrace_id":"TRACE"}}`
}

func TestErrors(t *testing.T) {
	const unsupported = `","type":"GraphMethodException","code":100,"error_subcode":33,"fbtrace_id":"TRACE"}}`
	runFacts(t, []fact{
		{name: "a node that is not there", path: "/v25.0/99", status: 400,
			body: `{"error":{"message":"No get of object '99': it does not exist, the token may not see it, or it has no such operation` + unsupported},
		{name: "an operation that the node does not have", method: "DELETE", path: "/v25.0/act_1", status: 400,
			body: `{"error":{"message":"No delete of object 'act_1': it does not exist, the token may not see it, or it has no such operation` + unsupported},
		{name: "a hidden node", setUp: func(s *Server) { s.Store().Hide("7") }, path: "/v25.0/7", status: 400,
			body: `{"error":{"message":"No get of object '7': it does not exist, the token may not see it, or it has no such operation` + unsupported},
		{name: "one of many ids", path: "/v25.0/?ids=7,99", status: 404, body: refusal("803", "(#803) There are no objects with these ids: 99", "")},
		{name: "an alias", path: "/v25.0/nobody", status: 404, body: refusal("803", "(#803) There are no objects with these ids: nobody", "")},
		{name: "an unknown edge", path: "/v25.0/act_1/campains", status: 400, body: refusal("2500", "Unknown path components: /campains", "")},
		{name: "a path that is too long", path: "/v25.0/act_1/campaigns/7", status: 400, body: refusal("2500", "Unknown path components: /act_1/campaigns/7", "")},
		{name: "an unknown version", path: "/v99.0/act_1", status: 400, body: refusal("2500", "Unknown version v99.0", "")},
		{name: "an unknown field", path: "/v25.0/7?fields=nam", status: 400, body: refusal("100", "(#100) Tried accessing nonexisting field (nam) on node type (Campaign)", "")},
		{name: "an unknown field of an expansion", path: "/v25.0/7?fields=ads%7Bnam%7D", status: 400,
			body: refusal("100", "(#100) Tried accessing nonexisting field (nam) on node type (Ad)", "")},
		{name: "fields that do not parse", path: "/v25.0/7?fields=ads%7Bname", status: 400, body: refusal("2500", `Syntax error \"expected }\" in the fields param`, "")},
		{name: "a required param", method: "POST", path: "/v25.0/act_1/campaigns", form: "name=x", status: 400,
			body: refusal("100", "(#100) The parameter special_ad_categories is required", `\"special_ad_categories\"`)},
		{name: "a wrong type", method: "POST", path: "/v25.0/7", form: "daily_budget=much", status: 400,
			body: refusal("100", "(#100) Param daily_budget must be an integer", `\"daily_budget\"`)},
		{name: "an unknown value of an enum", method: "POST", path: "/v25.0/7", form: "status=RUNNING", status: 400,
			body: refusal("100", "(#100) Param status must be one of {ACTIVE, PAUSED, DELETED, ARCHIVED}", `\"status\"`)},
		{name: "no array", path: "/v25.0/act_1/ads?filtering=standard", status: 400,
			body: refusal("100", "(#100) Param filtering must be an array", `\"filtering\"`)},
		{name: "an unknown value in a list with commas", path: "/v25.0/act_1/insights?action_report_time=mixed&action_attribution_windows=1d_click,2d_click", status: 400,
			body: refusal("100", "(#100) Param action_attribution_windows.1 must be one of {1d_click, 7d_click, 28d_click, 1d_view, 7d_view, 28d_view, 1d_ev, 7d_view_all_conversions, 7d_view_first_conversion, 28d_view_all_conversions, 28d_view_first_conversion, dda, default, skan_click, skan_click_second_postback, skan_click_third_postback, skan_view, skan_view_second_postback, skan_view_third_postback}", `\"action_attribution_windows\",\"1\"`)},
		{name: "out of range, inside an object", path: "/v25.0/act_1/reachestimate?targeting_spec=" + url.QueryEscape(`{"age_min":12}`), status: 400,
			body: refusal("100", "(#100) Param targeting_spec.age_min must be at least 13", `\"targeting_spec\",\"age_min\"`)},
		{name: "error_data as an object", config: func(c *Config) { c.Without = AllQuirks }, method: "POST", path: "/v25.0/7", form: "daily_budget=much", status: 400,
			body: `{"error":{"message":"(#100) Param daily_budget must be an integer","type":"OAuthException","code":100,"error_data":{"blame_field_specs":[["daily_budget"]]},"fbtrace_id":"TRACE"}}`},
		{name: "an unknown param", path: "/v25.0/act_1/campaigns?effective_state=1", status: 400,
			body: refusal("100", `(#100) Unknown param effective_state of AdAccount.campaigns list; did you mean \"effective_status\"?`, `\"effective_state\"`)},
		{name: "an unknown param that is ignored", config: func(c *Config) { c.IgnoreUnknownParams = true }, path: "/v25.0/7?fields=id&colour=red", body: `{"id":"7"}`},
		{name: "a large page", config: func(c *Config) { c.MaxPageSize = 100 }, path: "/v25.0/act_1/campaigns?limit=101", status: 500,
			body: refusal("1", "Please reduce the amount of data you're asking for, then retry your request", "")},
		{name: "status 200 all the same", path: "/v25.0/act_1/campains?suppress_http_code=1", body: refusal("2500", "Unknown path components: /campains", "")},
	})
}

func TestAuth(t *testing.T) {
	tokens := func(c *Config) {
		c.Tokens = []Token{{Text: "good", UserID: "4"}, {Text: "old", ExpiresAt: fixedNow.Add(-time.Hour)}}
	}
	const (
		secret = "app_secret_example"
		token  = "token_example"
		proof  = "b1c41d86fd7c129f844337c7d1308197e023b7d3f1ae4d1816ee7dcea0037cba"
		timed  = "0c14798f1ea6e9179232bc33dd767a6acc7216e88d9fcc0b333f8b4eabcfe5d7"
	)
	signed := func(now int64) func(*Config) {
		return func(c *Config) {
			c.AppSecret = secret
			c.Now = func() time.Time { return time.Unix(now, 0) }
		}
	}
	badProof := refusal("100", "(#100) Invalid appsecret_proof provided in the API argument", `\"appsecret_proof\"`)
	runFacts(t, []fact{
		{name: "no token", config: tokens, path: "/v25.0/7", status: 400, body: refusal("190", "An access token is required to request this resource.", "")},
		{name: "no token for me", config: tokens, path: "/v25.0/me", status: 400,
			body: refusal("2500", "An active access token must be used to query information about the current user.", "")},
		{name: "a wrong token", config: tokens, path: "/v25.0/7?access_token=bad", status: 400,
			body: refusal("190", "Invalid OAuth access token - Cannot parse access token", "")},
		{name: "an expired token", config: tokens, path: "/v25.0/7?access_token=old", status: 400,
			body: `{"error":{"message":"Error validating access token: Session has expired.","type":"OAuthException","code":190,"error_subcode":463,"fbtrace_id":"TRACE"}}`},
		{name: "a good token", config: tokens, path: "/v25.0/me?fields=name&access_token=good", body: `{"name":"Kim","id":"4"}`},
		{name: "a token in a header", config: tokens, path: "/v25.0/me?fields=id", header: http.Header{"Authorization": {"OAuth good"}}, body: `{"id":"4"}`},
		{name: "debug_token", config: tokens, path: "/debug_token?input_token=old&access_token=good",
			body: `{"data":{"app_id":"100000000000001","application":"graphtest","type":"USER","expires_at":1772362800,"data_access_expires_at":1772362800,"is_valid":false,"error":{"code":190,"message":"Error validating access token: Session has expired.","subcode":463},"scopes":[],"granular_scopes":[],"user_id":"4"}}`},
		{name: "no proof", config: signed(1767225600), path: "/v25.0/7?fields=id&access_token=" + token, status: 400, body: badProof},
		{name: "a proof", config: signed(1767225600), path: "/v25.0/7?fields=id&access_token=" + token + "&appsecret_proof=" + proof, body: `{"id":"7"}`},
		{name: "a proof with its time", config: signed(1767225600 + 299), path: "/v25.0/7?fields=id&access_token=" + token + "&appsecret_time=1767225600&appsecret_proof=" + timed, body: `{"id":"7"}`},
		{name: "a proof whose time is over", config: signed(1767225600 + 301), path: "/v25.0/7?access_token=" + token + "&appsecret_time=1767225600&appsecret_proof=" + timed, status: 400, body: badProof},
	})
}

func TestHeaders(t *testing.T) {
	srv := New(t, fixedClock, func(c *Config) { c.Tokens = []Token{{Text: "good"}} })
	srv.Store().Add("AdAccount", "act_1", nil)
	first := send(t, srv, "GET", "/v24.0/act_1?access_token=good", nil, nil)
	etag := first.header.Get("Etag")
	for name, want := range map[string]string{
		"Content-Type":         "text/javascript; charset=UTF-8",
		"Facebook-Api-Version": "v24.0",
		"Cache-Control":        "private, no-cache, no-store, must-revalidate",
	} {
		if got := first.header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if !regexp.MustCompile(`^"[0-9a-f]{40}"$`).MatchString(etag) {
		t.Errorf("the ETag is %s", etag)
	}
	again := send(t, srv, "GET", "/v24.0/act_1?access_token=good", nil, http.Header{"If-None-Match": {etag}})
	if again.status != http.StatusNotModified || again.body != "" || again.header.Get("Etag") != "" {
		t.Errorf("with the ETag: %d %q, ETag %q", again.status, again.body, again.header.Get("Etag"))
	}
	pretty := send(t, srv, "GET", "/v24.0/act_1?access_token=good&pretty=1", nil, http.Header{"If-None-Match": {etag}})
	if pretty.status != http.StatusOK {
		t.Errorf("the tag of another format: status %d", pretty.status)
	}
	srv.Store().Add("AdAccount", "act_1", Node{"name": "New"})
	changed := send(t, srv, "GET", "/v24.0/act_1?fields=name&access_token=good", nil, http.Header{"If-None-Match": {etag}})
	if changed.status != http.StatusOK {
		t.Errorf("the tag of another answer: status %d", changed.status)
	}
	refused := send(t, srv, "GET", "/v24.0/act_1", nil, nil)
	if got, want := refused.header.Get("Www-Authenticate"), `OAuth "Facebook Platform" "invalid_token" "An access token is required to request this resource."`; got != want {
		t.Errorf("WWW-Authenticate is %s, want %s", got, want)
	}
}
