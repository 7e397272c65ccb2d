package conversions_test

import (
	"errors"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/runtime/conversions"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// refuse is the API's refusal of a batch that names an event.
func refuse(text string, data any) graphtest.Fault {
	return graphtest.Fail(graphtest.Error{Code: 100, Subcode: 2804019, Message: "Invalid parameter", UserMessage: text, Data: data})
}

func TestNamedEvents(t *testing.T) {
	for _, test := range []struct {
		name  string
		fault graphtest.Fault
		want  []int // of five events
	}{
		{"a path", refuse(`The parameter $['data'][3]['user_data'] is required`, nil), []int{3}},
		{"a param", refuse(`Param data[1][event_time] must be a valid time`, nil), []int{1}},
		{"two", refuse(`data[4] and data[0] are invalid`, nil), []int{0, 4}},
		{"a list of fields at fault", refuse("", map[string]any{"blame_field_specs": [][]string{{"data", "2", "event_name"}}}), []int{2}},
		{"an index", refuse("", map[string]any{"event_index": 4, "message": "x"}), []int{4}},
		{"an index in text", refuse("", `{"errors":[{"event_index":1}]}`), []int{1}},
		{"beyond the batch", refuse("data[5] is invalid", nil), nil},
		{"another list", refuse("metadata[3] is invalid", nil), nil},
		{"nothing", refuse("An event is invalid", nil), nil},
		{"two ways that agree", refuse("data[2] is invalid", map[string]any{"event_index": "2"}), []int{2}},
		{"two ways that disagree", refuse("data[1] is invalid", map[string]any{"event_index": 2}), nil},
		{"lists that disagree", refuse("", map[string]any{"event_index": 2, "blame_field_specs": [][]string{{"data", "3"}}}), nil},
		{"an index in a text that is repeated", refuse("", map[string]any{"value": `{"event_index":1}`}), nil},
		{"a negative index", refuse("", map[string]any{"event_index": -1}), nil},
		{"another error", graphtest.Fail(graphtest.Error{Code: 190, Message: "data[3]"}), nil},
	} {
		srv := newServer(t)
		srv.Fault(graphtest.On("*"), test.fault)
		_, err := newSender(t, srv.Client(t), conversions.Config{}).Send(t.Context(), leads(5, 0)...)
		var failed *conversions.BatchError
		if !errors.As(err, &failed) || len(failed.Events) != 5 || failed.MaybeReceived || failed.PixelID != pixel {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		var got []int
		for _, ref := range failed.Named {
			got = append(got, ref.Index)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: named (-want +got):\n%s", test.name, diff)
		}
	}
}

// What a customer has written names no event, however the API repeats it.
func TestCustomersNameNoEvent(t *testing.T) {
	for _, test := range []struct {
		name, written, said string
		want                []int // of six events
	}{
		{"whole", "https://shop.example/?filter=data[5]", "The URL https://shop.example/?filter=data[5] is not allowed", nil},
		{"decoded", "https://shop.example/?filter=data%5B5%5D", "The URL https://shop.example/?filter=data[5] is not allowed", nil},
		{"decoded beside what is no escape", "https://shop.example/?a=%zz&filter=data%5b5%5d", "a=%zz&filter=data[5] is not allowed", nil},
		{"in part", "https://shop.example/?filter=data[5]&more=tea", "The URL ...?filter=data[5]&mo... is not allowed", nil},
		{"beside a name", "https://shop.example/?filter=data[5]", "data[0][event_source_url]: https://shop.example/?filter=data[5]", []int{0}},
		{"a name is all there is", "https://shop.example/?filter=data[5]", "data[1] is invalid", []int{1}},
	} {
		srv := newServer(t)
		srv.Fault(graphtest.On("*"), refuse(test.said, nil).Times(1))
		events := leads(6, 0)
		events[0].SourceURL = test.written
		_, err := newSender(t, srv.Client(t), conversions.Config{}).Send(t.Context(), events...)
		failed, ok := errors.AsType[*conversions.BatchError](err)
		if !ok {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		var got []int
		for _, ref := range failed.Named {
			got = append(got, ref.Index)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: named (-want +got):\n%s", test.name, diff)
		}
	}
}

// With SkipNamed the others are sent.
func TestSkipNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := newServer(t)
		srv.Fault(graphtest.On("*"), refuse("data[3] is invalid", nil).Times(1), refuse("data[0] is invalid", nil).Times(1), breakAfter.Times(1))
		sender := newSender(t, srv.Client(t), conversions.Config{SkipNamed: true})
		got, places := account(t, sender, leads(5, 0))
		if diff := cmp.Diff(outcome{Taken: 3, Invalid: 2}, got); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]int{3, 0}, places["invalid"]); diff != "" {
			t.Errorf("the events at fault (-want +got):\n%s", diff)
		}
		if n := len(srv.Store().PixelEvents(pixel)); n != 3 {
			t.Errorf("the pixel has %d events", n)
		}
	})
}

// The API can name events without end; only so many are skipped.
func TestSkipNamedEnds(t *testing.T) {
	for _, test := range []struct {
		events int
		want   outcome
	}{
		{5, outcome{Invalid: 5}},
		{50, outcome{Invalid: 20, Failed: 30}},
	} {
		srv := newServer(t)
		srv.Fault(graphtest.On("*"), refuse("data[0] is invalid", nil))
		got, _ := account(t, newSender(t, srv.Client(t), conversions.Config{SkipNamed: true}), leads(test.events, 0))
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%d events: (-want +got):\n%s", test.events, diff)
		}
	}
}
