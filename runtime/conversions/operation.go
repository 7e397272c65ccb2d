package conversions

import (
	"net/http"
	"strings"

	"github.com/metagraph-go/graphgen/runtime/graph"
)

// What the API answers to events that it refuses. They work with errors.Is. The
// reference does not list these subcodes; they are what the API is seen to
// answer.
var (
	// ErrTooOld means that an event happened more than 7 days ago.
	ErrTooOld = graph.Code{Code: 100, Subcode: 2804003}
	// ErrTooLittleUserData means that the user data of an event fit too many
	// people.
	ErrTooLittleUserData = graph.Code{Code: 100, Subcode: 2804050}
)

// api is the version that events are sent to where neither Config nor the client
// says otherwise, with what is known about the errors.
var api = &graph.API{Version: graph.DefaultVersion, Errors: []graph.ErrorDoc{
	{Code: ErrTooOld, Name: "EventTooOld", Class: graph.ErrBadRequest, Meaning: "an event happened more than 7 days ago"},
	{Code: ErrTooLittleUserData, Name: "EventUserDataTooLittle", Class: graph.ErrBadRequest, Meaning: "the user data of an event fit too many people; add such as an e-mail address"},
	{Code: graph.Code{Code: 100}, Name: "InvalidParameter", Class: graph.ErrBadRequest, Meaning: "an event is invalid, so that none of the batch was taken, or the pixel does not exist or is not visible to the token"},
	{Code: graph.Code{Code: 190}, Name: "InvalidToken", Class: graph.ErrToken, Meaning: "the access token is invalid or expired"},
	{Code: graph.Code{Code: 200}, Name: "Permission", Class: graph.ErrPermission, Meaning: "the token may not send events to the pixel"},
}}

var sendEvents = graph.Operation{
	API: api, Node: "AdsPixel", Edge: "events", Kind: graph.KindCreate,
	Method: http.MethodPost, Path: "{ads_pixel_id}/events", Errors: []int{100, 190, 200},
}

// params are the params of one batch.
type params struct {
	// Data is text because it is JSON already.
	Data          string `param:"data,required"`
	TestEventCode string `param:"test_event_code"`
	PartnerAgent  string `param:"partner_agent"`
}

// answer is what the API answers to a batch.
type answer struct {
	EventsReceived graph.Opt[int64] `json:"events_received"`
	Messages       []string         `json:"messages"`
	TraceID        string           `json:"fbtrace_id"`
}

// call returns the call that sends events.
func (s *Sender) call(events []*message) graph.Call[answer] {
	var data strings.Builder
	for i, m := range events {
		data.WriteByte("[,"[min(i, 1)])
		data.Write(m.json)
	}
	data.WriteByte(']')
	return graph.Call[answer]{Request: graph.Request{Operation: &sendEvents, ID: s.pixel, Params: params{
		Data: data.String(), TestEventCode: s.config.TestEventCode, PartnerAgent: s.config.PartnerAgent,
	}}}
}
