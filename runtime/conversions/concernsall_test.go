package conversions_test

import (
	"errors"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/metagraph-go/graphgen/runtime/conversions"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// Send does not go on after an error that every batch would get, and says of
// each event what became of it.
func TestSendStops(t *testing.T) {
	for _, test := range []struct {
		name  string
		fault graphtest.Fault
		class error
		// requests and failed are those after the first batch, which is taken.
		requests, failed int
	}{
		{"expired token", graphtest.ExpiredToken(), graph.ErrToken, 1, 2},
		{"no permission", graphtest.Fail(graphtest.Error{Code: 200, Message: "no"}), graph.ErrPermission, 1, 2},
		{"blocked", graphtest.Fail(graphtest.Error{Code: 368, Message: "no"}), graph.ErrBlocked, 1, 2},
		{"throttled for long", throttle, graph.ErrRateLimited, 4, 2},
		{"a quota of a day", graphtest.Fail(graphtest.Error{Code: 17, Subcode: 1885172, Message: "no"}), graph.ErrRateLimited, 1, 2},
		{"an invalid event", refuse("no", nil), graph.ErrBadRequest, 49, 49},
	} {
		synctest.Test(t, func(t *testing.T) {
			srv := newServer(t)
			srv.Fault(graphtest.On("*"), graphtest.Pass().Times(1), test.fault)
			batches, err := newSender(t, srv.Client(t), conversions.Config{MaxEvents: 2}).Send(t.Context(), leads(100, 0)...)
			joined, ok := err.(interface{ Unwrap() []error })
			if !ok || len(batches) != 1 || len(joined.Unwrap()) != test.failed {
				t.Errorf("%s: %d batches and %v", test.name, len(batches), err)
				return
			}
			var seen []int
			for _, ref := range batches[0].Events {
				seen = append(seen, ref.Index)
			}
			stops := test.class != graph.ErrBadRequest
			for _, err := range joined.Unwrap() {
				failed, ok := errors.AsType[*conversions.BatchError](err)
				if !ok || failed.ConcernsAll != stops || failed.MaybeReceived || !errors.Is(err, test.class) {
					t.Errorf("%s: %v", test.name, err)
					return
				}
				for _, ref := range failed.Events {
					seen = append(seen, ref.Index)
				}
			}
			slices.Sort(seen)
			if len(seen) != 100 || len(slices.Compact(seen)) != 100 {
				t.Errorf("%s: the events that are told of are %v", test.name, seen)
			}
			srv.Ledger().WantReceived(t, graphtest.On("*"), 1+test.requests)
		})
	}
}

// Events without an ID that a throttle of a proxy parts from the others do not
// stop Send while these are sent again.
func TestSendGoesOnWithAPart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := newServer(t)
		srv.Fault(graphtest.On("*"), graphtest.HTML(429).Times(1))
		batches, err := newSender(t, srv.Client(t), conversions.Config{MaxEvents: 2}).Send(t.Context(), leads(6, 2)...)
		failed, ok := errors.AsType[*conversions.BatchError](err)
		if !ok || len(failed.Events) != 1 || failed.ConcernsAll || !failed.MaybeReceived || len(batches) != 3 {
			t.Errorf("%d batches and %v", len(batches), err)
		}
	})
}
