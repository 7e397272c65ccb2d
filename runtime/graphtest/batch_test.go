package graphtest

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// runBatch sends a batch without headers in its answer, and returns one line
// for each operation: "null", or the code and the body.
func runBatch(t *testing.T, srv *Server, batch string) []string {
	t.Helper()
	_, body := callServer(t, srv, "POST", "/", url.Values{"batch": {batch}, "include_headers": {"false"}, "access_token": {"x"}})
	return batchLines(t, body)
}

func batchLines(t *testing.T, body string) []string {
	t.Helper()
	var results []*struct {
		Code int
		Body *string
	}
	if err := json.Unmarshal([]byte(body), &results); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	var lines []string
	for _, r := range results {
		switch {
		case r == nil:
			lines = append(lines, "null")
		case r.Body == nil:
			lines = append(lines, fmt.Sprintf("%d null", r.Code))
		default:
			lines = append(lines, fmt.Sprintf("%d %s", r.Code, traceID.ReplaceAllString(*r.Body, "TRACE")))
		}
	}
	return lines
}

func batchServer(t *testing.T, changes ...func(*Config)) *Server {
	srv := New(t, append([]func(*Config){fixedClock}, changes...)...)
	srv.Store().Add("AdAccount", "act_1", Node{"name": "Acme"})
	srv.Store().AddEdge("act_1", "campaigns", "Campaign", Node{"id": "7", "name": "Spring"})
	srv.Store().AddEdge("act_1", "campaigns", "Campaign", Node{"id": "8", "name": "Summer"})
	return srv
}

func TestBatch(t *testing.T) {
	const noNode = `{"error":{"message":"No get of object '99': it does not exist, the token may not see it, or it has no such operation","type":"GraphMethodException","code":100,"error_subcode":33,"fbtrace_id":"TRACE"}}`
	tests := []struct {
		name, batch string
		fault       *Fault
		want        []string
	}{
		{name: "operations fail on their own", batch: `[{"method":"GET","relative_url":"7?fields=name"},{"method":"GET","relative_url":"v25.0/99"},{"relative_url":"act_1?fields=id"}]`,
			want: []string{`200 {"name":"Spring","id":"7"}`, "400 " + noNode, `200 {"id":"act_1"}`}},
		{name: "what others need is left out", batch: `[{"method":"GET","name":"list","relative_url":"act_1/campaigns?fields=id"},{"method":"GET","relative_url":"?ids={result=list:$.data.*.id}&fields=name"}]`,
			want: []string{"null", `200 {"7":{"name":"Spring","id":"7"},"8":{"name":"Summer","id":"8"}}`}},
		{name: "unless it is asked for", batch: `[{"method":"POST","name":"make","relative_url":"act_1/campaigns","body":"name=New&special_ad_categories=[]","omit_response_on_success":false},{"method":"GET","relative_url":"{result=make:$.id}?fields=name"}]`,
			want: []string{`200 {"id":"120210000000000001"}`, `200 {"name":"New","id":"120210000000000001"}`}},
		{name: "an operation whose parent failed is not run", batch: `[{"method":"GET","name":"a","relative_url":"99"},{"method":"GET","name":"b","relative_url":"{result=a:$.id}"},{"method":"GET","relative_url":"7","depends_on":"b"}]`,
			want: []string{"400 " + noNode, "null", "null"}},
		{name: "a timeout", fault: ptr(Timeout()), batch: `[{"method":"GET","relative_url":"7?fields=name"},{"method":"GET","relative_url":"8?fields=name"}]`,
			want: []string{"null", `200 {"name":"Summer","id":"8"}`}},
		{name: "a reference inside JSON, in a body", batch: `[{"method":"GET","name":"a","relative_url":"7?fields=name","omit_response_on_success":false},{"method":"POST","relative_url":"act_1/customaudiences","body":"name=x&lookalike_spec=%7B%22country%22%3A%22%7Bresult%3Da%3A%24.name%7D%22%7D&fields=lookalike_spec"}]`,
			want: []string{`200 {"name":"Spring","id":"7"}`, `200 {"lookalike_spec":{"country":"Spring"},"id":"120210000000000001"}`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			srv := batchServer(t)
			if test.fault != nil {
				srv.Fault(On("Campaign.read").ID("7"), *test.fault)
			}
			if diff := cmp.Diff(test.want, runBatch(t, srv, test.batch)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func ptr[T any](v T) *T { return &v }

func TestBatchAsAWhole(t *testing.T) {
	srv := batchServer(t)
	tests := []struct{ name, batch, want string }{
		{"too many", "[" + strings.Repeat(`{"relative_url":"7"},`, 51) + "]",
			`{"error":{"message":"Too many requests in batch message. Maximum batch size is 50","type":"GraphBatchException","fbtrace_id":"TRACE"}}`},
		{"no array", `{}`, `{"error":{"message":"(#100) Param batch must be an array","type":"GraphBatchException","code":100,"fbtrace_id":"TRACE"}}`},
		{"an unknown name", `[{"relative_url":"{result=a:$.id}"}]`,
			`{"error":{"message":"(#100) batch[0] refers to \"a\", which no operation before it is named","type":"GraphBatchException","code":100,"fbtrace_id":"TRACE"}}`},
	}
	for _, test := range tests {
		_, body := callServer(t, srv, "POST", "/v25.0/", url.Values{"batch": {test.batch}})
		if diff := cmp.Diff(test.want, traceID.ReplaceAllString(body, "TRACE")); diff != "" {
			t.Errorf("%s (-want +got)\n%s", test.name, diff)
		}
	}
}
