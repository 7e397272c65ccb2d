package graph

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestUsageOfHeaders(t *testing.T) {
	tests := []struct {
		name   string
		header string
		value  string
		want   Usage
	}{
		{"app", "X-App-Usage", `{"call_count":28,"total_time":25,"total_cputime":26}`, Usage{App: &CallUsage{CallCount: 28, TotalTime: 25, TotalCPUTime: 26}}},
		{"app with more", "x-app-usage", `{"call_count":"28","tier":{"a":1}}`, Usage{App: &CallUsage{CallCount: 28, Other: map[string]Object{"tier": Object(`{"a":1}`)}}}},
		{"page", "X-Page-Usage", `{"call_count":1}`, Usage{Page: &CallUsage{CallCount: 1}}},
		{"ad account", "X-Ad-Account-Usage", `{"acc_id_util_pct":9.67,"reset_time_duration":100,"ads_api_access_tier":"standard_access"}`,
			Usage{AdAccount: &AdAccountUsage{Percent: 9.67, ResetAfter: 100 * time.Second, AccessTier: "standard_access"}}},
		{"insights", "X-FB-Ads-Insights-Throttle", `{"app_id_util_pct":100,"acc_id_util_pct":0.00,"ads_api_access_tier":"development_access","x":1}`,
			Usage{Insights: &InsightsUsage{AppPercent: 100, AccessTier: "development_access", Other: map[string]Object{"x": Object(`1`)}}}},
		{"reach", "x-Fb-Ads-Insights-Reach-Throttle", `{"left":3}`, Usage{InsightsReach: Object(`{"left":3}`)}},
		{"use cases", "X-Business-Use-Case-Usage", `{"7":[{"type":"ads_management","call_count":95,"total_cputime":20,"total_time":21,"estimated_time_to_regain_access":3,"ads_api_access_tier":"development_access"},{"type":"new_case"}]}`,
			Usage{UseCases: map[string][]UseCaseUsage{"7": {
				{Type: "ads_management", CallUsage: CallUsage{CallCount: 95, TotalCPUTime: 20, TotalTime: 21}, RegainAccess: 3 * time.Minute, AccessTier: "development_access"},
				{Type: "new_case"},
			}}}},
		{"use cases by the other name", "X-Business-Use-Case", `{"7":[{"type":"pages"}]}`, Usage{UseCases: map[string][]UseCaseUsage{"7": {{Type: "pages"}}}}},
		{"a name twice", "X-Business-Use-Case-Usage", `{"7":[{"type":"a"}],"7":[{"type":"b"}]}`, Usage{UseCases: map[string][]UseCaseUsage{"7": {{Type: "a"}, {Type: "b"}}}}},
		{"broken in the middle", "X-Business-Use-Case-Usage", `{"7":[{"type":"a"}],"8":[{"ty`, Usage{UseCases: map[string][]UseCaseUsage{"7": {{Type: "a"}}}}},
		{"odd entries", "X-Business-Use-Case-Usage", `{"7":5,"8":[null,{"type":"a"}]}`, Usage{UseCases: map[string][]UseCaseUsage{"8": {{Type: "a"}}}}},
		{"odd numbers", "X-App-Usage", `{"call_count":null,"total_time":{},"total_cputime":"NaN"}`, Usage{App: &CallUsage{}}},
		{"a time that is too long", "X-Ad-Account-Usage", `{"reset_time_duration":1e300}`, Usage{AdAccount: &AdAccountUsage{ResetAfter: longestUsageWait}}},
		{"a time that is negative", "X-Ad-Account-Usage", `{"reset_time_duration":-5}`, Usage{AdAccount: &AdAccountUsage{}}},
		{"no JSON", "X-App-Usage", `soon`, Usage{}},
		{"a list", "X-App-Usage", `[]`, Usage{}},
		{"null", "X-App-Usage", `null`, Usage{}},
		{"empty", "X-Business-Use-Case-Usage", ``, Usage{}},
		{"no reach", "X-Fb-Ads-Insights-Reach-Throttle", `{`, Usage{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := http.Header{}
			h.Set(tt.header, tt.value)
			got := parseUsage(h)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
			if got.IsZero() != tt.want.IsZero() {
				t.Errorf("IsZero is %v", got.IsZero())
			}
		})
	}
}

func TestUsagePercentAndWait(t *testing.T) {
	u := Usage{
		App:       &CallUsage{CallCount: 1, TotalTime: 2, TotalCPUTime: 3},
		Page:      &CallUsage{CallCount: 4},
		Insights:  &InsightsUsage{AccountPercent: 5},
		AdAccount: &AdAccountUsage{Percent: 6, ResetAfter: time.Hour},
		UseCases:  map[string][]UseCaseUsage{"1": {{CallUsage: CallUsage{TotalTime: 7}, RegainAccess: time.Minute}}, "2": {{RegainAccess: time.Second}}},
	}
	if u.Percent() != 7 {
		t.Errorf("the largest use is %v", u.Percent())
	}
	if u.Wait() != time.Minute {
		t.Errorf("the wait is %v", u.Wait())
	}
	u.AdAccount.Percent = 100
	if u.Wait() != time.Hour {
		t.Errorf("with an account that is used up the wait is %v", u.Wait())
	}
	if (Usage{}).Wait() != 0 || (Usage{}).Percent() != 0 {
		t.Error("the zero Usage says something")
	}
}

func FuzzUsage(f *testing.F) {
	f.Add(`{"call_count":28,"total_time":25,"total_cputime":25}`)
	f.Add(`{"7":[{"type":"ads_management","call_count":95,"estimated_time_to_regain_access":3}],"7":[]}`)
	f.Add(`{"acc_id_util_pct":"9.67","reset_time_duration":1e308}`)
	f.Add(`{"7":[null],"8":{}`)
	f.Fuzz(func(t *testing.T, value string) {
		h := http.Header{}
		for _, name := range []string{headerAppUsage, headerPageUsage, headerAccountUsage, headerUseCaseUsage, headerUseCase, headerInsights, headerInsightsReach} {
			h[name] = []string{value}
		}
		u := parseUsage(h)
		if wait := u.Wait(); wait < 0 || wait > longestUsageWait {
			t.Errorf("the wait is %v", wait)
		}
		_ = u.Percent()
	})
}
