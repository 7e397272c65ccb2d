package graphtest

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// twoWrites is a batch whose operations do not need each other.
const twoWrites = `[{"method":"POST","relative_url":"7","body":"name=a"},{"method":"POST","relative_url":"8","body":"name=b"}]`

func TestBatchFaults(t *testing.T) {
	const done, extra = `200 {"success":true}`, `200 {"id":"999999"}`
	tests := []struct {
		name  string
		fault Fault
		want  []string
		// acted is how many of the operations were done.
		acted int
	}{
		{"the rest is not run", Pass().AfterOperations(1), []string{done, "null"}, 1},
		{"none is run", Pass().AfterOperations(0), []string{"null", "null"}, 0},
		{"more than there are", Pass().AfterOperations(9), []string{done, done}, 2},
		{"a result is missing", MissingResults(1), []string{done}, 2},
		{"all are missing", MissingResults(9), nil, 2},
		{"a result too many", ExtraResults(1), []string{done, done, extra}, 2},
		{"an answer of one's own", Answer(200, "[null]").AfterOperations(1), []string{"null"}, 1},
		{"an answer of one's own, and nothing is done", Answer(200, "[]"), nil, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			srv := batchServer(t)
			srv.Fault(On("Batch.create"), test.fault)
			if diff := cmp.Diff(test.want, runBatch(t, srv, twoWrites)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			srv.Ledger().WantActed(t, On("Campaign.update"), test.acted)
		})
	}
}

func TestBatchFaultsOfOtherCalls(t *testing.T) {
	for _, fault := range []Fault{MissingResults(1), ExtraResults(1), Pass().AfterOperations(0)} {
		srv := batchServer(t)
		srv.Fault(On("Campaign.update"), fault)
		expect(t, srv, "POST", "/v25.0/7", url.Values{"name": {"x"}}, `{"success":true}`)
	}
	srv := batchServer(t)
	srv.Fault(On("Campaign.read"), Answer(http.StatusOK, ""))
	expect(t, srv, "GET", "/v25.0/7", nil, "")
}

// TestProbabilitiesAddUp draws from two scripts that match the same calls.
func TestProbabilitiesAddUp(t *testing.T) {
	srv := batchServer(t)
	srv.Fault(On("Campaign.read"), Answer(http.StatusOK, "1").Probability(0.5))
	srv.Fault(On("Campaign.read"), Answer(http.StatusOK, "2").Probability(0.5))
	seen := map[string]int{}
	for range 100 {
		_, body := callServer(t, srv, "GET", "/v25.0/7?fields=id", nil)
		seen[body]++
	}
	for _, body := range []string{"1", "2", `{"id":"7"}`} {
		if seen[body] < 10 {
			t.Errorf("%s came %d times of 100", body, seen[body])
		}
	}
}
