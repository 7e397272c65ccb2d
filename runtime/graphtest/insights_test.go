package graphtest

import (
	"net/url"
	"strings"
	"testing"
)

// seedFigures adds figures of two ads of campaign 7 and one of campaign 8.
// Some are numbers and some text, as tests write them.
func seedFigures(s *Server) {
	store := s.Store()
	store.AddEdge("act_1", "adsets", "AdSet", Node{"id": "21", "name": "Set 21", "campaign_id": "7"})
	store.AddEdge("act_1", "ads", "Ad", Node{"id": "13", "name": "Ad 13", "campaign_id": "8", "effective_status": "PAUSED"})
	store.Add("Ad", "11", Node{"adset_id": "21"})
	seedFigureRows(s)
}

// seedFigureRows adds the figures of the ads 11, 12 and 13.
func seedFigureRows(s *Server) {
	row := func(ad, day, age string, impressions, clicks int, spend string) {
		s.Store().AddEdge(ad, "insights", "AdsInsights", Node{
			"date_start": day, "date_stop": day, "age": age, "impressions": impressions, "clicks": clicks, "spend": spend, "reach": impressions / 2,
			"actions": []any{map[string]any{"action_type": "link_click", "value": clicks}},
		})
	}
	row("11", "2026-02-01", "18-24", 1000, 10, "5.50")
	row("11", "2026-02-01", "25-34", 2000, 30, "9.5")
	row("11", "2026-02-02", "18-24", 400, 0, "1")
	row("12", "2026-02-02", "25-34", 600, 20, "4.25")
	row("13", "2026-02-28", "25-34", 100, 5, "0.75")
}

// insightsFact is a call on the insights that seedFigures adds, and the rows
// that it answers with.
func insightsFact(name, call, rows string) fact {
	path, query, _ := strings.Cut(call, "?")
	body := `{"data":[` + rows + `]`
	if n := strings.Count(rows, "date_start"); n > 0 {
		body += `,"paging":{"cursors":{"before":"c2VxOjE","after":"` + strings.TrimRight(closeCursor(int64(n)), "=") + `"}}`
	}
	return fact{name: name, setUp: seedFigures, path: "/v25.0/" + path + "/insights?" + query, body: body + "}"}
}

func TestInsights(t *testing.T) {
	const (
		february = `"date_start":"2026-02-01","date_stop":"2026-02-28"`
		first    = `"date_start":"2026-02-01","date_stop":"2026-02-01"`
		second   = `"date_start":"2026-02-02","date_stop":"2026-02-02"`
		last     = `"date_start":"2026-02-28","date_stop":"2026-02-28"`
		both     = `"date_start":"2026-02-01","date_stop":"2026-02-02"`
	)
	runFacts(t, []fact{
		insightsFact("the sum of an account, as text", "act_1?fields=impressions,clicks,spend,reach",
			`{"impressions":"4100","clicks":"65","spend":"21","reach":"2050",`+february+`}`),
		insightsFact("shares follow from sums", "act_1?fields=ctr,cpc,cpm,frequency,cost_per_action_type",
			`{"ctr":"1.585366","cpc":"0.323077","cpm":"5.121951","frequency":"2","cost_per_action_type":[{"action_type":"link_click","value":"0.323077"}],`+february+`}`),
		insightsFact("actions are added up by type", "act_1?fields=actions", `{"actions":[{"action_type":"link_click","value":"65"}],`+february+`}`),
		insightsFact("a share without a whole is left out", `11?fields=cpc,spend&time_range={"since":"2026-02-02","until":"2026-02-02"}`, `{"spend":"1",`+second+`}`),
		insightsFact("an ad", "12?fields=ad_id,ad_name,adset_id,campaign_name,account_currency,spend",
			`{"ad_id":"12","ad_name":"Ad 12","campaign_name":"Spring","account_currency":"EUR","spend":"4.25",`+second+`}`),
		insightsFact("a campaign has the figures of its ads", "7?fields=campaign_id,spend", `{"campaign_id":"7","spend":"20.25",`+both+`}`),
		insightsFact("an ad set too", "21?fields=adset_name,spend", `{"adset_name":"Set 21","spend":"16",`+both+`}`),
		insightsFact("by campaign", "act_1?level=campaign&fields=campaign_name,ad_name,spend",
			`{"campaign_name":"Spring","spend":"20.25",`+both+`},{"campaign_name":"Summer","spend":"0.75",`+last+`}`),
		insightsFact("by ad", "7?level=ad&fields=ad_name,spend", `{"ad_name":"Ad 11","spend":"16",`+both+`},{"ad_name":"Ad 12","spend":"4.25",`+second+`}`),
		insightsFact("a row that does not name the object of its level stays alone", "act_1?level=adset&fields=adset_id,spend",
			`{"adset_id":"21","spend":"16",`+both+`},{"spend":"4.25",`+second+`},{"spend":"0.75",`+last+`}`),
		insightsFact("by day", "act_1?time_increment=1&fields=spend", `{"spend":"15",`+first+`},{"spend":"5.25",`+second+`},{"spend":"0.75",`+last+`}`),
		insightsFact("by week, of which the last is cut", `act_1?time_increment=7&fields=spend&time_range={'since':'2026-01-26','until':'2026-02-03'}`,
			`{"spend":"15","date_start":"2026-01-26","date_stop":"2026-02-01"},{"spend":"5.25","date_start":"2026-02-02","date_stop":"2026-02-03"}`),
		insightsFact("by month", `act_1?time_increment=monthly&fields=spend&time_range[since]=2026-01-20&time_range[until]=2026-02-15`,
			`{"spend":"20.25","date_start":"2026-02-01","date_stop":"2026-02-15"}`),
		insightsFact("all days of a range", `act_1?time_increment=all_days&fields=spend&time_range={"since":"2026-02-02","until":"2026-03-31"}`,
			`{"spend":"6","date_start":"2026-02-02","date_stop":"2026-03-31"}`),
		insightsFact("several ranges", `act_1?fields=spend&time_increment=1&time_ranges=[{"since":"2026-02-02","until":"2026-02-02"},{"since":"2026-02-01","until":"2026-02-28"}]`,
			`{"spend":"5.25",`+second+`},{"spend":"21",`+february+`}`),
		insightsFact("days by name", "act_1?fields=spend&date_preset=yesterday", `{"spend":"0.75",`+last+`}`),
		insightsFact("a range takes the place of a name", `act_1?fields=spend&date_preset=yesterday&time_range={"since":"2026-02-01","until":"2026-02-01"}`, `{"spend":"15",`+first+`}`),
		insightsFact("days without figures", "act_1?fields=spend&date_preset=last_year", ""),
		insightsFact("broken down", "act_1?fields=spend&breakdowns=age", `{"spend":"6.5",`+both+`,"age":"18-24"},{"spend":"14.5",`+february+`,"age":"25-34"}`),
		insightsFact("broken down by what the rows don't hold", "7?fields=spend&breakdowns=age,gender",
			`{"spend":"6.5",`+both+`,"age":"18-24"},{"spend":"13.75",`+both+`,"age":"25-34"}`),
		insightsFact("broken down by day", "7?fields=clicks&breakdowns=age&time_increment=1",
			`{"clicks":"10",`+first+`,"age":"18-24"},{"clicks":"30",`+first+`,"age":"25-34"},{"clicks":"0",`+second+`,"age":"18-24"},{"clicks":"20",`+second+`,"age":"25-34"}`),
		insightsFact("sorted", "act_1?fields=spend&level=ad&sort=spend_ascending", `{"spend":"0.75",`+last+`},{"spend":"4.25",`+second+`},{"spend":"16",`+both+`}`),
		insightsFact("sorted by an action", `act_1?fields=ad_id&level=ad&sort=["actions:link_click_descending"]`,
			`{"ad_id":"11",`+both+`},{"ad_id":"12",`+second+`},{"ad_id":"13",`+last+`}`),
		insightsFact("filtered by an object", `act_1?fields=spend&filtering=[{field:'ad.id',operator:'IN',value:[11,13]}]`, `{"spend":"16.75",`+february+`}`),
		insightsFact("filtered by a name", `act_1?fields=spend&filtering=[{field:'campaign.name',operator:'CONTAIN',value:'spri'}]`, `{"spend":"20.25",`+both+`}`),
		insightsFact("filtered by what the object has", `act_1?fields=spend&filtering=[{field:'ad.effective_status',operator:'IN',value:['PAUSED']}]`, `{"spend":"0.75",`+last+`}`),
		insightsFact("filtered by a figure of the sum", `act_1?level=ad&fields=spend&filtering=[{field:'spend',operator:'GREATER_THAN',value:4.25}]`, `{"spend":"16",`+both+`}`),
		insightsFact("filtered by a type of action", `11?fields=actions,clicks&filtering=[{field:'action_type',operator:'IN',value:['purchase']}]`, `{"clicks":"40",`+both+`}`),
		insightsFact("no fields", "12?", `{`+second+`}`),
	})
	runFacts(t, []fact{
		{name: "a page", setUp: seedFigures, path: "/v25.0/act_1/insights?fields=spend&level=ad&limit=1&after=c2VxOjE&summary=spend,ctr",
			body: `{"data":[{"spend":"4.25",` + second + `}],"paging":{"cursors":{"before":"c2VxOjI","after":"c2VxOjI"},` +
				`"next":"HOST/v25.0/act_1/insights?after=c2VxOjI&fields=spend&level=ad&limit=1&summary=spend%2Cctr",` +
				`"previous":"HOST/v25.0/act_1/insights?before=c2VxOjI&fields=spend&level=ad&limit=1&summary=spend%2Cctr"},"summary":{"spend":"21","ctr":"1.585366"}}`},
		{name: "a summary of the fields", setUp: seedFigures, path: "/v25.0/8/insights?fields=spend,clicks,ad_id&default_summary=true",
			body: `{"data":[{"spend":"0.75","clicks":"5",` + last + `}],"paging":{"cursors":{"before":"c2VxOjE","after":"c2VxOjE"}},"summary":{"spend":"0.75","clicks":"5"}}`},
		{name: "expanded", setUp: seedFigures, path: "/v25.0/7?fields=" + url.QueryEscape("name,insights.time_increment(1).limit(1){spend}"),
			body: `{"name":"Spring","insights":{"data":[{"spend":"15",` + first + `}],"paging":{"cursors":{"before":"c2VxOjE","after":"c2VxOjE"},` +
				`"next":"HOST/v25.0/7/insights?after=c2VxOjE&fields=spend&limit=1&time_increment=1"}},"id":"7"}`},
		{name: "plain", config: func(c *Config) { c.Without = AllQuirks }, setUp: seedFigures, path: "/v25.0/8/insights?fields=spend,clicks,actions",
			body: `{"data":[{"spend":0.75,"clicks":5,"actions":[{"action_type":"link_click","value":5}],` + last + `}],"paging":{}}`},
	})
}

func TestInsightsErrors(t *testing.T) {
	refused := func(name, query, message, blame string) fact {
		return fact{name: name, setUp: seedFigures, path: "/v25.0/7/insights?" + query, status: 400, body: refusal("100", "(#100) "+message, blame)}
	}
	runFacts(t, []fact{
		refused("a day that is none", `time_range={"since":"2026-02-30","until":"2026-03-01"}`, "Param time_range.since must be a day such as 2026-01-31", `\"time_range\",\"since\"`),
		refused("half a range", `time_ranges=[{"since":"2026-02-01"}]`, "Param time_ranges.0.until must be a day such as 2026-01-31", `\"time_ranges\",\"0\",\"until\"`),
		refused("a range that ends before it begins", `time_range={"since":"2026-02-02","until":"2026-02-01"}`, "Param time_range has a since that is after its until", `\"time_range\"`),
		refused("too many days in a row", "time_increment=91", "Param time_increment must be a number from 1 to 90, monthly, or all_days", `\"time_increment\"`),
		refused("an order of no direction", "sort=spend", "Param sort[0] must end in _ascending or _descending: spend", `\"sort\",\"0\"`),
		refused("an order by nothing", "sort=spent_descending", `Param sort[0] names no field of insights: spent; did you mean \"spend\"?`, `\"sort\",\"0\"`),
		refused("a filter on nothing", "filtering=[{field:'spent',operator:'EQUAL',value:1}]", `Param filtering[0] names no field of insights: spent; did you mean \"spend\"?`, `\"filtering\",\"0\",\"field\"`),
		refused("a summary of nothing", "summary=spent", `Param summary[0] names no field of insights: spent; did you mean \"spend\"?`, `\"summary\",\"0\"`),
		{name: "a level above the object", path: "/v25.0/7/insights?level=account", status: 500,
			body: `{"error":{"message":"The level account does not fit insights of a Campaign","type":"OAuthException","code":1,"error_subcode":99,"fbtrace_id":"TRACE"}}`},
	})
}
