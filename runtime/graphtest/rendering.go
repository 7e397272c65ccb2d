package graphtest

// rendering is what goes on while the answer of a call is made, with all that
// is expanded in it.
type rendering struct {
	// nodes is how many nodes the answer has so far.
	nodes int
	// problem is an error in the fields of a node that another refers to.
	problem *Error
}

// mostNodes is how many nodes one answer can have: edges of edges would
// otherwise multiply without end.
const mostNodes = 50_000

// reduceData is what the API answers when a call asks for too much.
func reduceData() *Error {
	return &Error{Code: 1, Message: "Please reduce the amount of data you're asking for, then retry your request"}
}

// addNode counts one more node of the answer.
func (v *view) addNode() *Error {
	r := v.call.rendering
	if r == nil {
		return nil // What is rendered answers no call.
	}
	if r.nodes++; r.nodes > mostNodes {
		return reduceData()
	}
	return nil
}

// fail keeps the first problem of a reference, which has no way to return it.
func (v *view) fail(err *Error) {
	if r := v.call.rendering; r != nil && r.problem == nil {
		r.problem = err
	}
}

// problem returns what fail has kept, or nil.
func (v *view) problem() *Error {
	if v.call.rendering == nil {
		return nil
	}
	return v.call.rendering.problem
}
