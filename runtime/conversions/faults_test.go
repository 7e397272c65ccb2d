package conversions_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/runtime/conversions"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// What goes wrong with a request, before and after its events were taken.
var (
	throttle    = graphtest.Throttle(4)
	failBefore  = graphtest.Transient()
	failAfter   = graphtest.Fail(graphtest.Error{Code: 1, Message: "unknown fault"}).AfterActing()
	breakBefore = graphtest.Reset()
	breakAfter  = graphtest.Reset().AfterActing()
	garbage     = graphtest.HTML(200).AfterActing()
	proxy       = graphtest.HTML(502)
)

// outcome counts events by what became of them.
type outcome struct{ Taken, Failed, Maybe, Invalid int }

// account reads a stream and checks that each of n events is in what it yields
// once. It returns the places of the events of each kind.
func account(t *testing.T, sender *conversions.Sender, events []conversions.Event) (outcome, map[string][]int) {
	t.Helper()
	var counted outcome
	places := map[string][]int{}
	seen := make([]int, len(events))
	enter := func(kind string, n *int, refs []conversions.Ref) {
		for _, ref := range refs {
			seen[ref.Index]++
			if ref.ID != events[ref.Index].ID || ref.Name != events[ref.Index].Name {
				t.Errorf("event %d is called %v", ref.Index, ref)
			}
			*n++
			places[kind] = append(places[kind], ref.Index)
		}
	}
	for batch, err := range sender.Stream(t.Context(), conversions.Events(slices.Values(events))) {
		var failed *conversions.BatchError
		var invalid *conversions.EventError
		switch {
		case err == nil:
			enter("taken", &counted.Taken, batch.Events)
		case errors.As(err, &failed) && failed.MaybeReceived:
			enter("maybe", &counted.Maybe, failed.Events)
		case errors.As(err, &failed):
			enter("failed", &counted.Failed, failed.Events)
		case errors.As(err, &invalid):
			enter("invalid", &counted.Invalid, []conversions.Ref{invalid.Event})
		default:
			t.Errorf("the error is %v", err)
		}
	}
	for i, n := range seen {
		if n != 1 {
			t.Errorf("event %d was accounted for %d times", i, n)
		}
	}
	return counted, places
}

func TestLostAnswers(t *testing.T) {
	for _, test := range []struct {
		name   string
		faults []graphtest.Fault
		// nth says which of six events has no ID, in batches of three.
		nth      int
		want     outcome
		requests int
	}{
		{"throttled", []graphtest.Fault{throttle.Times(2)}, 3, outcome{Taken: 6}, 4},
		{"throttled for long", []graphtest.Fault{throttle}, 3, outcome{Failed: 6}, 8},
		{"failed before", []graphtest.Fault{failBefore.Times(1)}, 0, outcome{Taken: 6}, 3},
		{"failed after", []graphtest.Fault{failAfter.Times(1)}, 0, outcome{Taken: 6}, 3},
		{"broke before", []graphtest.Fault{breakBefore.Times(1)}, 0, outcome{Taken: 6}, 3},
		{"broke after", []graphtest.Fault{breakAfter.Times(1)}, 0, outcome{Taken: 6}, 3},
		{"unreadable", []graphtest.Fault{garbage.Times(1)}, 0, outcome{Taken: 6}, 3},
		{"broken off", []graphtest.Fault{graphtest.Malformed().Times(1)}, 0, outcome{Taken: 6}, 3},
		{"cut", []graphtest.Fault{graphtest.Truncate(9).Times(1)}, 0, outcome{Taken: 6}, 3},
		{"an answer that says nothing", []graphtest.Fault{graphtest.Bare(200).Times(1)}, 0, outcome{Taken: 6}, 3},
		{"a proxy", []graphtest.Fault{proxy.Times(1)}, 0, outcome{Taken: 6}, 3},
		{"broke three times", []graphtest.Fault{breakAfter.Times(3)}, 0, outcome{Taken: 6}, 5},
		{"broke for long", []graphtest.Fault{breakAfter.Times(4)}, 0, outcome{Taken: 3, Maybe: 3}, 5},
		{"without ids", []graphtest.Fault{breakAfter.Times(1)}, 1, outcome{Taken: 3, Maybe: 3}, 2},
		{"one without id", []graphtest.Fault{breakAfter.Times(1)}, 3, outcome{Taken: 5, Maybe: 1}, 3},
		{"one without id, not done", []graphtest.Fault{breakBefore.Times(1)}, 3, outcome{Taken: 5, Maybe: 1}, 3},
		{"one without id, twice", []graphtest.Fault{breakAfter.Times(2)}, 3, outcome{Taken: 5, Maybe: 1}, 4},
		{"lost, then throttled", []graphtest.Fault{breakAfter.Times(1), throttle}, 3, outcome{Failed: 3, Maybe: 3}, 4 + 4},
		{"lost, then refused", []graphtest.Fault{breakAfter.Times(1), graphtest.ExpiredToken()}, 0, outcome{Failed: 3, Maybe: 3}, 3},
		{"expired token", []graphtest.Fault{graphtest.ExpiredToken()}, 0, outcome{Failed: 6}, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				srv := newServer(t)
				srv.Fault(graphtest.On("AdsPixel.events"), test.faults...)
				events := leads(6, test.nth)
				got, _ := account(t, newSender(t, srv.Client(t), conversions.Config{MaxEvents: 3}), events)
				if diff := cmp.Diff(test.want, got); diff != "" {
					t.Errorf("events (-want +got):\n%s", diff)
				}
				srv.Ledger().WantReceived(t, graphtest.On("AdsPixel.events"), test.requests)
			})
		})
	}
}

// Whatever goes wrong, each event is accounted for once; what is said to be
// taken is, what is said not to be is not, and no event without an ID is sent
// again once it may have been taken.
func TestAnyFaults(t *testing.T) {
	seeds := uint64(8)
	if testing.Short() {
		seeds = 2
	}
	for seed := range seeds {
		synctest.Test(t, func(t *testing.T) {
			srv := newServer(t, func(c *graphtest.Config) { c.Seed = seed })
			srv.Fault(graphtest.On("*"), graphtest.OneOf(
				throttle, failBefore, failAfter, breakBefore, breakAfter, garbage, proxy, graphtest.Malformed(), graphtest.Timeout(),
			).Probability(0.4))
			events := leads(300, 5)
			for i := range events {
				if events[i].ID == "" {
					events[i].Name = conversions.EventName(fmt.Sprintf("Own%d", i)) // to be told apart by the test
				}
			}
			counted, places := account(t, newSender(t, srv.Client(t), conversions.Config{MaxEvents: 7, MaxAttempts: 2}), events)
			taken := map[string]int{}
			for _, e := range srv.Store().PixelEvents(pixel) {
				taken[e.Name+" "+e.ID]++
			}
			key := func(i int) string { return string(events[i].Name) + " " + events[i].ID }
			for _, i := range places["taken"] {
				if taken[key(i)] != 1 {
					t.Errorf("seed %d: event %d is there %d times and said to be taken", seed, i, taken[key(i)])
				}
			}
			for _, i := range places["failed"] {
				if taken[key(i)] != 0 {
					t.Errorf("seed %d: event %d is there %d times and said not to be taken", seed, i, taken[key(i)])
				}
			}
			for _, i := range places["maybe"] {
				if taken[key(i)] > 1 {
					t.Errorf("seed %d: event %d is there %d times", seed, i, taken[key(i)])
				}
			}
			if counted.Taken == 0 || counted.Maybe == 0 {
				t.Errorf("seed %d: the faults made only %+v", seed, counted)
			}
		})
	}
}

// A context that has ended sends nothing, and every event is in an error: those
// read with the stream, and the others that Send was given.
func TestEndedContext(t *testing.T) {
	srv := newServer(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	sender := newSender(t, srv.Client(t), conversions.Config{})
	var streamed []conversions.Ref
	for _, err := range sender.Stream(ctx, conversions.Events(slices.Values(leads(3, 0)))) {
		streamed = append(streamed, failedBefore(t, err)...)
	}
	if len(streamed) != 1 {
		t.Errorf("%d events were read", len(streamed))
	}
	_, err := sender.Send(ctx, leads(3, 0)...)
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		t.Fatalf("the error is %v", err)
	}
	var sent []conversions.Ref
	for _, err := range joined.Unwrap() {
		sent = append(sent, failedBefore(t, err)...)
	}
	if len(sent) != 3 || sent[2] != (conversions.Ref{Index: 2, Name: "Lead", ID: "e2"}) {
		t.Errorf("the errors are about %v", sent)
	}
	invalid := func(yield func(conversions.Event, error) bool) {
		for yield(conversions.Event{}, nil) {
		}
	}
	for _, err := range sender.Stream(ctx, invalid) {
		if _, ok := errors.AsType[*conversions.EventError](err); !ok {
			t.Errorf("the error is %v", err)
		}
	}
	srv.Ledger().WantReceived(t, graphtest.On("*"), 0)
}

// failedBefore returns the events of the error of a batch that was not sent.
func failedBefore(t *testing.T, err error) []conversions.Ref {
	t.Helper()
	failed, ok := errors.AsType[*conversions.BatchError](err)
	if !ok || failed.MaybeReceived || !errors.Is(err, context.Canceled) {
		t.Fatalf("the error is %v", err)
	}
	return failed.Events
}

func TestBatchErrorText(t *testing.T) {
	srv := newServer(t)
	srv.Fault(graphtest.On("*"), graphtest.ExpiredToken().Times(1), refuse("data[1] is odd", nil).Times(1))
	sender := newSender(t, srv.Client(t), conversions.Config{})
	for _, want := range []string{
		"conversions: 7 events to 60 (event 0 Lead e0, event 1 Lead e1, event 2 Lead e2, event 3 Lead e3, event 4 Lead e4, 2 more): " +
			"graph: AdsPixel.events create 60: (#190/463) Error validating access token: Session has expired. [trace T0000000001]: the access token is invalid or expired",
		"conversions: 7 events to 60 because of event 1 Lead e1: " +
			"graph: AdsPixel.events create 60: (#100/2804019) Invalid parameter: data[1] is odd [trace T0000000002]: " +
			"an event is invalid, so that none of the batch was taken, or the pixel does not exist or is not visible to the token",
	} {
		_, err := sender.Send(t.Context(), leads(7, 0)...)
		if err == nil || err.Error() != want {
			t.Errorf("the error is\n%v\nwant\n%s", err, want)
		}
	}
	srv.Fault(graphtest.On("*"), graphtest.Fail(graphtest.Error{Code: 100, Subcode: 2804003, Message: "Invalid parameter"}).Times(1))
	if _, err := sender.Send(t.Context(), lead("a")); !errors.Is(err, conversions.ErrTooOld) || !errors.Is(err, graph.ErrBadRequest) {
		t.Errorf("the error is %v", err)
	}
}
