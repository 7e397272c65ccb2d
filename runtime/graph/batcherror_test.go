package graph_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// TestBatchErrors has batches of three updates that fail in each way: what the
// error says, and which operations it lists.
func TestBatchErrors(t *testing.T) {
	tests := []struct {
		name   string
		ids    [3]string
		opts   []graph.Option
		want   string
		failed []string
	}{
		{"one failed", [3]string{"8", "7", "9"}, nil,
			"graph: 1 of 3 operations of the batch failed: Campaign update 7: (#100) no",
			[]string{"1 Campaign update 7"}},
		{"two failed", [3]string{"7", "8", "7"}, nil,
			"graph: 2 of 3 operations of the batch failed; the first: Campaign update 7: (#100) no",
			[]string{"0 Campaign update 7", "2 Campaign update 7"}},
		{"one cannot be sent", [3]string{"7", "8", ""}, nil,
			"graph: nothing of the batch of 3 operations was sent: Campaign update: the node's id is empty",
			[]string{"2 Campaign update"}},
		{"two cannot be sent", [3]string{"", "8", ""}, nil,
			"graph: nothing of the batch of 3 operations was sent, because of 2 of them; the first: Campaign update: the node's id is empty",
			[]string{"0 Campaign update", "2 Campaign update"}},
		{"an option of the whole", [3]string{"7", "8", "9"}, []graph.Option{graph.Idempotent()},
			"graph: nothing of the batch of 3 operations was sent: a batch as a whole takes the options WithToken, WithTimeout and WithHeader; pass the others to Add",
			nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			srv := newFaultServer(t)
			srv.Fault(graphtest.On("Campaign.update").ID("7"), graphtest.Fail(graphtest.Error{Code: 100, Message: "no"}))
			var b graph.Batch
			var results []*graph.Result[graph.Success]
			for _, id := range test.ids {
				results = append(results, graph.Add(&b, renameCampaign(id, "n")))
			}
			err := b.Do(t.Context(), srv.Client(t), test.opts...)
			joined, isBatch := errors.AsType[*graph.BatchError](err)
			if !isBatch {
				t.Fatalf("got %v", err)
			}
			var failed []string
			for i, f := range joined.Failed {
				failed = append(failed, fmt.Sprint(f.Index, " ", f.Request))
				if f.Err != errOf(results[f.Index]) || f.Err != joined.Errors[i] {
					t.Errorf("operation %d is listed with %v, and ended with %v", f.Index, f.Err, errOf(results[f.Index]))
				}
			}
			if diff := cmp.Diff(test.failed, failed); diff != "" {
				t.Errorf("what failed (-want +got):\n%s", diff)
			}
			text, _, _ := strings.Cut(err.Error(), " [trace")
			if diff := cmp.Diff(test.want, text); diff != "" || joined.Operations != 3 {
				t.Errorf("of %d operations, the error says (-want +got):\n%s", joined.Operations, diff)
			}
		})
	}
}
