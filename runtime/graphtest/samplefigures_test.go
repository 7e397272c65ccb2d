package graphtest

import (
	"encoding/json"
	"fmt"
	"math"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"
)

// sampleRow is a row of insights as a client of another make reads it.
type sampleRow struct {
	DateStart   string `json:"date_start"`
	Age         string
	Impressions int64   `json:",string"`
	Reach       int64   `json:",string"`
	Clicks      int64   `json:",string"`
	Links       int64   `json:"inline_link_clicks,string"`
	Spend       float64 `json:",string"`
	CPC         float64 `json:",string"`
	Actions     []struct {
		Type  string `json:"action_type"`
		Value int64  `json:",string"`
	}
}

func (r sampleRow) purchases() int64 {
	for _, a := range r.Actions {
		if a.Type == "purchase" {
			return a.Value
		}
	}
	return 0
}

func readSampleRows(t *testing.T, srv *Server, id, params string) []sampleRow {
	t.Helper()
	_, body := callServer(t, srv, "GET", "/"+id+"/insights?limit=5000&fields=impressions,reach,clicks,inline_link_clicks,spend,cpc,actions"+params, nil)
	var page struct{ Data []sampleRow }
	if err := json.Unmarshal([]byte(body), &page); err != nil || len(page.Data) == 0 {
		t.Fatalf("%s: %v in %.300s", params, err, body)
	}
	return page.Data
}

// TestSampleFigures says that the figures of sample data are those that real
// ads could have, and that all ways of asking for them have the same sum.
func TestSampleFigures(t *testing.T) {
	srv := New(t, fixedClock)
	srv.Store().AddSamples()
	whole := readSampleRows(t, srv, "act_123", "")
	if len(whole) != 1 || whole[0].Impressions < 100000 || whole[0].purchases() == 0 {
		t.Fatalf("the account has %+v", whole)
	}
	for _, params := range []string{
		"&level=campaign", "&level=adset", "&level=ad", "&time_increment=1", "&time_increment=7", "&time_increment=monthly", "&breakdowns=age,gender", "&breakdowns=country",
		"&breakdowns=region", "&breakdowns=publisher_platform,platform_position,impression_device", "&breakdowns=platform_position", "&breakdowns=device_platform",
		"&breakdowns=frequency_value", "&breakdowns=hourly_stats_aggregated_by_advertiser_time_zone&time_increment=1", "&breakdowns=image_asset",
	} {
		var sum sampleRow
		for _, row := range readSampleRows(t, srv, "act_123", params) {
			sum.Impressions += row.Impressions
			sum.Reach += row.Reach
			sum.Clicks += row.Clicks
			sum.Links += row.Links
			sum.Spend += row.Spend
			if row.Reach > row.Impressions || row.Clicks > row.Impressions || row.Links > row.Clicks || row.purchases() > row.Links {
				t.Fatalf("%s: a row has %+v", params, row)
			}
			if row.Clicks > 0 && math.Abs(row.CPC-row.Spend/float64(row.Clicks)) > 1e-6 {
				t.Fatalf("%s: the cost of a click is %v in %+v", params, row.CPC, row)
			}
		}
		want := whole[0]
		if sum.Impressions != want.Impressions || sum.Reach != want.Reach || sum.Clicks != want.Clicks || sum.Links != want.Links || fmt.Sprintf("%.2f", sum.Spend) != fmt.Sprintf("%.2f", want.Spend) {
			t.Errorf("%s adds up to %+v, want %+v", params, sum, want)
		}
	}
	if days := readSampleRows(t, srv, "act_123", "&time_increment=1&date_preset=last_7d"); len(days) != 7 || days[0].DateStart != "2026-02-22" {
		t.Errorf("the last week is %+v", days)
	}
	ages := map[string]bool{}
	for _, row := range readSampleRows(t, srv, "act_123", "&breakdowns=age") {
		ages[row.Age] = true
		// Small numbers go to all groups by their size, and not to the last one.
		share, bought := float64(row.Impressions)/float64(whole[0].Impressions), float64(row.purchases())/float64(whole[0].purchases())
		if bought < share/2 || bought > share*2 {
			t.Errorf("people of %s see %.2f of the ads and buy %.2f", row.Age, share, bought)
		}
	}
	if !ages["25-34"] || !ages["65+"] || len(ages) != 6 {
		t.Errorf("the ages are %v", ages)
	}
	_, body := callServer(t, srv, "GET", "/act_123/insights?fields=actions&date_preset=yesterday&action_attribution_windows=7d_click,1d_view", nil)
	if !strings.Contains(body, `"7d_click":"`) || !strings.Contains(body, `"1d_view":"`) || strings.Contains(body, "28d_click") {
		t.Errorf("the actions by attribution window are %s", body)
	}
	run := srv.Store().IDs("AdReportRun")[0]
	if rows := readSampleRows(t, srv, run, ""); len(rows) != 7 {
		t.Errorf("the report has %d rows", len(rows))
	}
}

// TestSampleNodes says that what belongs together in sample data fits.
func TestSampleNodes(t *testing.T) {
	srv := New(t, fixedClock)
	srv.Store().AddSamples()
	account, _ := srv.Store().Get("act_123")
	for name, want := range map[string]string{"account_status": "1", "currency": "EUR", "timezone_name": "Europe/Berlin", "disable_reason": ""} {
		if got := textOf(account[name]); got != want {
			t.Errorf("%s of the account is %q, want %q", name, got, want)
		}
	}
	for name, n := range srv.schema.nodes {
		for _, id := range srv.Store().IDs(name) {
			fields, _ := srv.Store().Get(id)
			checkTimes(t, name+" "+id, fields, "created_time", "start_time", "end_time")
			checkTimes(t, name+" "+id, fields, "created_time", "updated_time", "stop_time")
			for field, value := range fields {
				if n.fields[field] == nil {
					continue // Of a node without published fields.
				}
				values := srv.schema.enums[elementType(n.fields[field].Type)]
				if n.fields[field].Type.Name != "list" && values != nil && oneOf(values, textOf(value)) != nil {
					t.Errorf("%s.%s of %s is %v", name, field, id, value)
				}
			}
		}
	}
	campaign := srv.Store().Edge("act_123", "campaigns")[0]
	_, body := callServer(t, srv, "GET", "/"+campaign+"?fields="+url.QueryEscape("created_time,adsets{created_time,campaign{id},ads{created_time,adset{id},campaign{id},creative{id}}}"), nil)
	var answer struct {
		Created string `json:"created_time"`
		Adsets  struct {
			Data []struct {
				ID       string
				Created  string `json:"created_time"`
				Campaign struct{ ID string }
				Ads      struct {
					Data []struct {
						Created                   string `json:"created_time"`
						Adset, Campaign, Creative struct{ ID string }
					}
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(body), &answer); err != nil || len(answer.Adsets.Data) != 2 {
		t.Fatalf("%v in %s", err, body)
	}
	for _, set := range answer.Adsets.Data {
		if set.Campaign.ID != campaign || set.Created < answer.Created || len(set.Ads.Data) != 2 {
			t.Errorf("an ad set is %+v", set)
		}
		for _, ad := range set.Ads.Data {
			if ad.Adset.ID != set.ID || ad.Campaign.ID != campaign || ad.Created < set.Created || ad.Creative.ID == "" {
				t.Errorf("an ad is %+v", ad)
			}
		}
	}
}

// checkTimes checks that times of a node follow each other.
func checkTimes(t *testing.T, what string, fields Node, names ...string) {
	t.Helper()
	var before time.Time
	for _, name := range names {
		if fields[name] == nil {
			continue
		}
		at, ok := parseTime(textOf(fields[name]), fixedNow)
		if !ok || at.Before(before) {
			t.Errorf("%s of %s is %v, after %v", name, what, fields[name], before)
		}
		before = at
	}
}

// TestDivide says that parts add up, and stay within shares that do.
func TestDivide(t *testing.T) {
	for n := range int64(60) {
		shares := divide(n+7, []int64{18, 32, 0, 24, 1})
		parts := divide(n, shares)
		sum := int64(0)
		for i, part := range parts {
			sum += part
			if part > shares[i] {
				t.Errorf("%d divided by %v is %v", n, shares, parts)
			}
		}
		if sum != n {
			t.Errorf("%d divided by %v is %v", n, shares, parts)
		}
	}
	for cents, want := range map[int64]string{0: "0.00", 5: "0.05", 99: "0.99", 100: "1.00", 123456: "1234.56"} {
		if got := money(cents); got != want {
			t.Errorf("%s cents are %s, want %s", strconv.FormatInt(cents, 10), got, want)
		}
	}
}
