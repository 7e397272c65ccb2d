package graphtest

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestSamples lists and reads everything that the sample data has.
func TestSamples(t *testing.T) {
	srv := New(t, fixedClock)
	srv.Store().AddSamples()
	read := 0
	for name, n := range srv.schema.nodes {
		if !n.hasID {
			continue
		}
		for _, id := range srv.Store().IDs(name) {
			read++
			status, body := callServer(t, srv, "GET", "/"+id+"?fields="+strings.Join(n.order, ","), nil)
			if status != http.StatusOK {
				t.Errorf("%s %s: %d %s", name, id, status, body)
			}
		}
	}
	if read < 150 {
		t.Errorf("only %d nodes were read", read)
	}
	if got := len(srv.Store().Edge("act_123", "campaigns")); got != 30 {
		t.Errorf("there are %d campaigns", got)
	}
	campaign := srv.Store().Edge("act_123", "campaigns")[0]
	if len(srv.Store().Edge(campaign, "adsets")) != 2 || len(srv.Store().Edge(campaign, "ads")) != 4 {
		t.Errorf("the first campaign has the ad sets %v and the ads %v", srv.Store().Edge(campaign, "adsets"), srv.Store().Edge(campaign, "ads"))
	}
	again := New(t, fixedClock)
	again.Store().AddSamples()
	first, _ := srv.Store().Get(campaign)
	second, _ := again.Store().Get(campaign)
	if diff := cmp.Diff(first, second); diff != "" {
		t.Errorf("the data is not the same again:\n%s", diff)
	}
}
