package webhook

import "github.com/metagraph-go/graphgen/runtime/graph"

// Payload is a notification.
type Payload struct {
	// Object is the kind of node that changed, such as "page".
	Object string `json:"object"`
	// Entry are the changes, one entry for each node. There may be up to 1000.
	Entry []Entry `json:"entry"`
	// JSON is the notification as it came.
	JSON graph.Object `json:"-"`
}

// Entry holds the changes of one node.
type Entry struct {
	// ID is the node's id. Meta sends it as text or as a number.
	ID string `json:"id"`
	// Time is when the notification was sent: in unix seconds, for messaging
	// objects in milliseconds.
	Time int64 `json:"time"`
	// Changes are what changed, with values.
	Changes []Change `json:"changes,omitzero"`
	// ChangedFields are what changed when the app asked for no values.
	ChangedFields []string `json:"changed_fields,omitzero"`
	// Messaging are the events of a messaging object, each as JSON.
	Messaging []graph.Object `json:"messaging,omitzero"`
}

// Change is one change of a node.
type Change struct {
	// Field is the field that changed.
	Field string `json:"field"`
	// Value is its value. What it holds depends on the field;
	// [graph.Object.Decode] decodes it into a struct.
	Value graph.Object `json:"value"`
}

// Parse decodes a notification whose signature was checked. The error is a
// [*graph.DecodeError] and holds no value.
func Parse(body []byte) (Payload, error) {
	var p Payload
	if err := graph.Object(body).Decode(&p); err != nil {
		return Payload{}, err
	}
	p.JSON = append(graph.Object(nil), body...)
	return p, nil
}
