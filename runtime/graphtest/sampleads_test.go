package graphtest

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// dataOf returns the items that a call lists.
func dataOf(t *testing.T, srv *Server, path string) []map[string]any {
	t.Helper()
	_, body := callServer(t, srv, "GET", path, nil)
	var page struct{ Data []map[string]any }
	if err := json.Unmarshal([]byte(body), &page); err != nil || len(page.Data) == 0 {
		t.Fatalf("%s: %v in %.300s", path, err, body)
	}
	return page.Data
}

// TestSampleTenants says that two tokens of sample data see what is theirs.
func TestSampleTenants(t *testing.T) {
	srv := New(t, fixedClock, func(c *Config) {
		c.Tokens = []Token{{Text: "agency"}, {Text: "first", UserID: "1001"}, {Text: "second", UserID: "1002"}}
	})
	srv.Store().AddSamples()
	for token, want := range map[string]string{
		"agency": "1001 Sample Shop, Sample Bakery",
		"first":  "1001 Sample Shop, Sample Bakery",
		"second": "1002 Sample Bakery",
	} {
		_, body := callServer(t, srv, "GET", "/me?fields="+url.QueryEscape("id,name,adaccounts{id,name}")+"&access_token="+token, nil)
		var me struct {
			ID, Name   string
			Adaccounts struct{ Data []struct{ ID, Name string } }
		}
		if err := json.Unmarshal([]byte(body), &me); err != nil {
			t.Fatal(err)
		}
		var accounts []string
		for _, account := range me.Adaccounts.Data {
			accounts = append(accounts, account.Name)
		}
		if got := me.ID + " " + strings.Join(accounts, ", "); got != want {
			t.Errorf("with the token %q: %s, want %s", token, got, want)
		}
	}
}

// TestSamplesJoin says that rows of insights and the ads of an account have
// the same ids and names, and that all that an account spends is in them.
func TestSamplesJoin(t *testing.T) {
	srv := New(t, fixedClock)
	srv.Store().AddSamples()
	for _, account := range dataOf(t, srv, "/me/adaccounts?fields=id,account_id,name,campaigns.limit(1){id}") {
		id := account["id"].(string)
		for edge, level := range map[string]string{"campaigns": "campaign", "adsets": "adset", "ads": "ad"} {
			names := map[string]string{}
			for _, item := range dataOf(t, srv, "/"+id+"/"+edge+"?fields=name,effective_status&limit=100") {
				if level != "campaign" || item["effective_status"] == "ACTIVE" {
					names[item["id"].(string)] = item["name"].(string)
				}
			}
			rows := map[string]string{}
			fields := "account_id,account_name,LEVEL_id,LEVEL_name,spend"
			for _, row := range dataOf(t, srv, "/"+id+"/insights?limit=100&level="+level+"&fields="+strings.ReplaceAll(fields, "LEVEL", level)) {
				rows[row[level+"_id"].(string)] = row[level+"_name"].(string)
				if row["account_id"] != account["account_id"] || row["account_name"] != account["name"] {
					t.Errorf("a row of %v is one of %v", account, row)
				}
			}
			if diff := cmp.Diff(names, rows); diff != "" {
				t.Errorf("%s of %s and rows of their figures (-node +row)\n%s", edge, id, diff)
			}
			if got := len(names); got < 3 {
				t.Errorf("%s has %d %s", id, got, edge)
			}
		}
	}
	reported := dataOf(t, srv, "/"+srv.Store().IDs("AdReportRun")[0]+"/insights?fields=account_id,spend,impressions")
	if diff := cmp.Diff(dataOf(t, srv, "/act_123/insights?time_increment=1&date_preset=last_7d&fields=account_id,spend,impressions"), reported); diff != "" {
		t.Errorf("the report and the account differ (-account +report)\n%s", diff)
	}
}

// TestSampleBudgets says that budgets are those of campaigns, and that what is
// spent in a day stays within them.
func TestSampleBudgets(t *testing.T) {
	srv := New(t, fixedClock)
	srv.Store().AddSamples()
	budgets := map[any]float64{}
	for _, campaign := range dataOf(t, srv, "/act_123/campaigns?fields=daily_budget&limit=100") {
		cents, _ := json.Number(campaign["daily_budget"].(string)).Float64()
		if budgets[campaign["id"]] = cents / 100; cents == 0 {
			t.Errorf("%v has no budget", campaign)
		}
	}
	for _, row := range dataOf(t, srv, "/act_123/insights?level=campaign&time_increment=1&fields=campaign_id,spend&limit=1000") {
		if spend, err := json.Number(row["spend"].(string)).Float64(); err != nil || spend > budgets[row["campaign_id"]] || spend == 0 {
			t.Errorf("%v was spent of %v", row, budgets[row["campaign_id"]])
		}
	}
	if body := dataOf(t, srv, "/act_123/adsets?fields=daily_budget,budget_remaining")[0]; len(body) != 1 {
		t.Errorf("an ad set has %v", body)
	}
}
