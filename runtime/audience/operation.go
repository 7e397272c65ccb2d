package audience

import (
	"net/http"

	"github.com/metagraph-go/graphgen/runtime/graph"
)

// Kind is what an upload does with the people.
type Kind string

// The kinds of uploads.
const (
	// KindAdd adds people to a custom audience.
	KindAdd Kind = "add"
	// KindRemove removes people from a custom audience.
	KindRemove Kind = "remove"
	// KindReplace makes the people the whole of a custom audience.
	KindReplace Kind = "replace"
	// KindRemoveFromAccount removes people from every custom audience of an ad
	// account.
	KindRemoveFromAccount Kind = "remove from account"
)

// api is the version that uploads are sent to where neither Config nor the
// client says otherwise, with what is known about the errors.
var api = &graph.API{Version: graph.DefaultVersion, Errors: errorDocs}

// endpoint is how the uploads of one kind are sent.
type endpoint struct {
	operation graph.Operation
	// override is the method that the API is to take a POST for. Removals go
	// as POST because their payload does not fit into a URL and must not stand
	// in one.
	override string
}

var endpoints = map[Kind]*endpoint{
	KindAdd: {operation: graph.Operation{
		API: api, Node: "CustomAudience", Edge: "users", Kind: graph.KindCreate,
		Method: http.MethodPost, Path: "{custom_audience_id}/users",
		Errors: []int{100, 105, 190, 200, 2650},
	}},
	KindRemove: {operation: graph.Operation{
		API: api, Node: "CustomAudience", Edge: "users", Kind: graph.KindDelete,
		Method: http.MethodPost, Path: "{custom_audience_id}/users",
		Errors: []int{100, 105, 190, 200, 2650, 80003},
	}, override: "delete"},
	KindReplace: {operation: graph.Operation{
		API: api, Node: "CustomAudience", Edge: "usersreplace", Kind: graph.KindCreate,
		Method: http.MethodPost, Path: "{custom_audience_id}/usersreplace",
		Errors: []int{100, 105, 190, 200, 2650},
	}},
	KindRemoveFromAccount: {operation: graph.Operation{
		API: api, Node: "AdAccount", Edge: "usersofanyaudience", Kind: graph.KindDelete,
		Method: http.MethodPost, Path: "act_{ad_account_id}/usersofanyaudience",
		Errors: []int{100, 105, 190, 200, 2650, 80003},
	}, override: "delete"},
}

// batchParams are the params of one batch.
type batchParams struct {
	Method string `param:"method"`
	// Payload is text because it is JSON already: encoding it again would cost
	// as much as making it.
	Payload string       `param:"payload,required"`
	Session sessionParam `param:"session,required"`
}

// sessionParam is the batch's place in its session.
type sessionParam struct {
	SessionID         int64 `json:"session_id"`
	BatchSeq          int64 `json:"batch_seq"`
	LastBatchFlag     bool  `json:"last_batch_flag"`
	EstimatedNumTotal int64 `json:"estimated_num_total,omitempty"`
}

// batchAnswer is what the API answers to a batch.
type batchAnswer struct {
	NumReceived         graph.Opt[int64] `json:"num_received"`
	NumInvalidEntries   graph.Opt[int64] `json:"num_invalid_entries"`
	InvalidEntrySamples graph.Object     `json:"invalid_entry_samples"`
}

// call returns the call that sends a batch.
func (e *endpoint) call(id string, p batchParams) graph.Call[batchAnswer] {
	p.Method = e.override
	return graph.Call[batchAnswer]{Request: graph.Request{Operation: &e.operation, ID: id, Params: p}}
}
