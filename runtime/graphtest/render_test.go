package graphtest

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestAnswersWithoutEnd says that edges that lead back and forth do not
// multiply without end: 20 ad sets, 10 times over, would be 10^13 nodes.
func TestAnswersWithoutEnd(t *testing.T) {
	srv := New(t)
	srv.Store().Add("AdAccount", "act_1", nil)
	srv.Store().AddEdge("act_1", "campaigns", "Campaign", Node{"id": "7"})
	for range 20 {
		srv.Store().AddEdge("act_1", "adsets", "AdSet", Node{"campaign_id": "7"})
	}
	fields := strings.Repeat("adsets{campaign{", 10) + "id" + strings.Repeat("}}", 10)
	status, body := callServer(t, srv, "GET", "/7?fields="+url.QueryEscape(fields), nil)
	want := `{"error":{"message":"Please reduce the amount of data you're asking for, then retry your request","type":"OAuthException","code":1,"fbtrace_id":"TRACE"}}`
	if body := traceID.ReplaceAllString(body, "TRACE"); status != http.StatusInternalServerError || body != want {
		t.Errorf("%d %.200s", status, body)
	}
}
