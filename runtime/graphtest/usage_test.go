package graphtest

import (
	"net/http"
	"strconv"
	"testing"
	"time"
)

// TestThrottleHeaders says which usage header comes with which code, and that
// the block of an account is told in minutes or in seconds.
func TestThrottleHeaders(t *testing.T) {
	const (
		app     = `{"call_count":100,"total_cputime":20,"total_time":20}`
		account = `{"acc_id_util_pct":100,"reset_time_duration":90,"ads_api_access_tier":"standard_access"}`
	)
	useCase := func(kind string) string {
		tier := ""
		if kind == "ads_management" || kind == "ads_insights" {
			tier = `,"ads_api_access_tier":"standard_access"`
		}
		return `{"1":[{"type":"` + kind + `","call_count":100,"total_cputime":50,"total_time":50,"estimated_time_to_regain_access":2` + tier + `}]}`
	}
	tests := []struct {
		code, status  int
		header, value string
	}{
		{4, http.StatusForbidden, "X-App-Usage", app},
		{341, http.StatusBadRequest, "X-App-Usage", app},
		{32, http.StatusBadRequest, "X-Page-Usage", app},
		{17, http.StatusBadRequest, "X-Ad-Account-Usage", account},
		{613, http.StatusBadRequest, "X-Ad-Account-Usage", account},
		{80000, http.StatusBadRequest, "X-Business-Use-Case-Usage", useCase("ads_insights")},
		{80001, http.StatusBadRequest, "X-Business-Use-Case-Usage", useCase("pages")},
		{80002, http.StatusBadRequest, "X-Business-Use-Case-Usage", useCase("instagram")},
		{80003, http.StatusBadRequest, "X-Business-Use-Case-Usage", useCase("custom_audience")},
		{80004, http.StatusBadRequest, "X-Business-Use-Case-Usage", useCase("ads_management")},
		{80005, http.StatusBadRequest, "X-Business-Use-Case-Usage", useCase("leadgen")},
		{80006, http.StatusBadRequest, "X-Business-Use-Case-Usage", useCase("messenger")},
		{80008, http.StatusBadRequest, "X-Business-Use-Case-Usage", useCase("whatsapp")},
		{80009, http.StatusBadRequest, "X-Business-Use-Case-Usage", useCase("catalog_management")},
		{80014, http.StatusBadRequest, "X-Business-Use-Case-Usage", useCase("catalog_batch")},
	}
	srv := New(t, fixedClock)
	srv.Store().Add("AdAccount", "act_1", nil)
	for _, test := range tests {
		srv.ClearFaults()
		srv.Fault(On("AdAccount.read"), Throttle(test.code).Regain(90*time.Second).Subcode(2446079))
		got := send(t, srv, "GET", "/v25.0/act_1", nil, nil)
		code := strconv.Itoa(test.code)
		want := `{"error":{"message":"(#` + code + `) There have been too many calls. Wait a bit and try again.","type":"OAuthException","code":` + code + `,"error_subcode":2446079,"fbtrace_id":"TRACE"}}`
		if body := traceID.ReplaceAllString(got.body, "TRACE"); got.status != test.status || body != want {
			t.Errorf("%d: status %d %s", test.code, got.status, body)
		}
		for _, name := range []string{"X-App-Usage", "X-Page-Usage", "X-Ad-Account-Usage", "X-Business-Use-Case-Usage"} {
			value := ""
			if name == test.header {
				value = test.value
			}
			if got.header.Get(name) != value {
				t.Errorf("%d: %s is %s, want %s", test.code, name, got.header.Get(name), value)
			}
		}
	}
}
