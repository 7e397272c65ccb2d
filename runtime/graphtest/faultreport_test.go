package graphtest

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRunFaults(t *testing.T) {
	const fields = "?fields=async_status,async_percent_completion,error_code,error_subcode,error_message,error_user_title,error_user_msg"
	tests := []struct {
		name  string
		fault Fault
		want  string
	}{
		{"failed", FailRun(Error{Code: -2, Subcode: 2490547, Message: "m", UserTitle: "t", UserMessage: "u"}),
			`{"async_status":"Job Failed","async_percent_completion":0,"error_code":-2,"error_subcode":2490547,"error_message":"m","error_user_title":"t","error_user_msg":"u","id":"ID"}`},
		{"failed without a reason", FailRun(Error{}), `{"async_status":"Job Failed","async_percent_completion":0,"id":"ID"}`},
		{"skipped", SkipRun(), `{"async_status":"Job Skipped","async_percent_completion":0,"id":"ID"}`},
		{"stalled", StallRun(), `{"async_status":"Job Running","async_percent_completion":50,"id":"ID"}`},
	}
	for _, test := range tests {
		for _, without := range []Quirks{0, NumericIDs} {
			t.Run(test.name, func(t *testing.T) {
				srv := batchServer(t, func(c *Config) {
					c.ManualAsync = true
					c.Without = without
				})
				srv.Fault(On("AdAccount.insights.create"), test.fault.Times(1))
				id := startRun(t, srv)
				srv.Advance(id, -1)
				_, body := callServer(t, srv, "GET", "/v25.0/"+id+fields, nil)
				if diff := cmp.Diff(test.want, strings.ReplaceAll(body, id, "ID")); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
				second := startRun(t, srv)
				srv.Advance(second, -1)
				if run, _ := srv.Store().Get(second); run["async_status"] != "Job Completed" {
					t.Errorf("the second run is %v", run)
				}
			})
		}
	}
}

func startRun(t *testing.T, srv *Server) string {
	t.Helper()
	_, body := callServer(t, srv, "POST", "/v25.0/act_1/insights", url.Values{"fields": {"spend"}})
	var answer struct {
		Run json.Number `json:"report_run_id"`
	}
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	return answer.Run.String()
}

// TestRunFaultsOfOtherCalls lets calls through that start no run.
func TestRunFaultsOfOtherCalls(t *testing.T) {
	srv := batchServer(t)
	srv.Fault(On("*"), SkipRun())
	expect(t, srv, "GET", "/v25.0/7?fields=name", nil, `{"name":"Spring","id":"7"}`)
	expect(t, srv, "POST", "/v25.0/7", url.Values{"name": {"x"}}, `{"success":true}`)
}
