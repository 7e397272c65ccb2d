package graphtest

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestListParams writes the same list in all the ways that the API reads.
func TestListParams(t *testing.T) {
	const active = `{"data":[{"id":"7"},{"id":"9"}],"paging":{"cursors":{"before":"` + cursor7 + `","after":"` + cursor9 + `"}}}`
	const all = `{"data":[{"id":"7"},{"id":"8"},{"id":"9"}],"paging":{"cursors":{"before":"` + cursor7 + `","after":"` + cursor9 + `"}}}`
	const path = "/v25.0/act_1/campaigns?fields=id&"
	facts := []fact{
		{name: "a range of days by its members", path: "/v25.0/act_1/insights?fields=spend&time_range[since]=2026-02-01&time_range[until]=2026-02-02", body: `{"data":[]}`},
		{name: "a member that the object does not have", path: "/v25.0/act_1/insights?time_range[from]=2026-02-01", status: 400,
			body: refusal("100", "(#100) Param time_range.from is no key of TimeRange", `\"time_range\",\"from\"`)},
		{name: "objects in a list", path: "/v25.0/act_1/ads?fields=id&filtering[0][field]=ad.id&filtering[0][operator]=IN&filtering[0][value][]=12",
			body: `{"data":[{"id":"12"}],"paging":{"cursors":{"before":"c2VxOjY","after":"c2VxOjg"}}}`},
		{name: "fields", path: "/v25.0/7?fields[0]=name&fields[1]=status", body: `{"name":"Spring","status":"ACTIVE","id":"7"}`},
		{name: "ids", path: `/v25.0/?fields=name&ids=["7","8"]`, body: `{"7":{"name":"Spring","id":"7"},"8":{"name":"Summer","id":"8"}}`},
		{name: "brackets that do not close", path: path + "effective_status[0=ACTIVE", status: 400,
			body: refusal("100", `(#100) Unknown param effective_status[0 of AdAccount.campaigns list; did you mean \"effective_status\"?`, `\"effective_status[0\"`)},
		{name: "more than ten items", path: path + "effective_status[10]=PAUSED&effective_status[9]=DELETED&effective_status[2]=ACTIVE", body: all},
		{name: "an item that the list must not have", path: path + "effective_status[10]=PAUSED&effective_status[9]=GONE", status: 400,
			body: refusal("100", "(#100) Param effective_status.0 must be one of {ACTIVE, PAUSED, DELETED, ARCHIVED, IN_PROCESS, WITH_ISSUES}", `\"effective_status\",\"0\"`)},
		{name: "an empty list", path: path + "effective_status=", body: all},
	}
	for _, spelling := range []string{
		`effective_status=["ACTIVE","DELETED"]`, `effective_status=['ACTIVE','DELETED',]`, "effective_status=ACTIVE,DELETED", "effective_status=ACTIVE, DELETED",
		"effective_status=ACTIVE", "effective_status[]=ACTIVE&effective_status[]=DELETED", "effective_status[0]=ACTIVE&effective_status[1]=DELETED",
		"effective_status%5B0%5D=ACTIVE&effective_status%5B1%5D=DELETED",
	} {
		facts = append(facts, fact{name: spelling, path: path + escapeBlanks(spelling), body: active})
	}
	runFacts(t, facts)

	srv := New(t, fixedClock)
	srv.Store().Add("AdAccount", "act_1", nil)
	body := strings.NewReader(`{"name":"x","special_ad_categories":["HOUSING","CREDIT"],"special_ad_category_country":"DE,FR"}`)
	resp, err := http.Post(srv.URL+"/act_1/campaigns", "application/json", body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatal(resp, err)
	}
	resp.Body.Close()
	id := srv.Store().Edge("act_1", "campaigns")[0]
	expect(t, srv, "GET", "/"+id+"?fields=special_ad_categories,special_ad_category_country", nil,
		`{"special_ad_categories":["HOUSING","CREDIT"],"special_ad_category_country":["DE","FR"],"id":"`+id+`"}`)
}

// TestBracketSecrets says that the ledger knows a param by its name, however
// it was sent.
func TestBracketSecrets(t *testing.T) {
	srv := New(t, fixedClock, func(c *Config) { c.IgnoreUnknownParams = true })
	srv.Store().Add("AdAccount", "act_1", nil)
	callServer(t, srv, "POST", "/act_1/campaigns", url.Values{"name": {"x"}, "access_token[0]": {"secret"}, "payload[data][0][0]": {"person"}})
	for _, e := range srv.Ledger().Entries(On("*")) {
		if text := e.String(); strings.Contains(text, "secret") || strings.Contains(text, "person") {
			t.Errorf("the ledger has %s", text)
		}
	}
}

func escapeBlanks(text string) string { return strings.ReplaceAll(text, " ", "%20") }
