package graph

import (
	"fmt"
	"io"
	"strings"
)

// Call is one call of an API operation as a value: what to ask, not how to
// send it. T is what the API answers with. Generated methods build calls;
// [Do], [Pages], [All] and [Add] run them. A call holds no client and no
// token, so it can be run many times, by many goroutines, by different
// clients, put into a batch, printed, or compared in a test.
//
// Call has no methods on purpose: the compiler would compile each of them for
// every node of a generated package.
type Call[T any] struct {
	// Request is what the call sends.
	Request Request
}

// List is a call whose answer is one page of an edge. [Do] fetches one page,
// [Pages] and [All] follow the paging.
type List[T any] = Call[*Page[T]]

// Request is the untyped part of a [Call]. The zero Request names no
// operation and is refused when it is run.
type Request struct {
	// Operation says which operation is called.
	Operation *Operation
	// ID is the id of the node that the call addresses.
	ID string
	// Params is the operation's param struct by value, or nil for none. Its
	// exported fields carry "param" tags; see [Operation].
	Params any
	// Fields replaces the param "fields" of a read or a list. [Select] and
	// [SelectList] set it. Empty means what Params says.
	Fields []string
	// ReadBack names the fields that a write answers with instead of its own
	// result ("read-after-write"). Nil means the write's own result; a list that
	// is empty is refused when the call runs, and so is a list for an operation
	// without [Operation.ReadAfterWrite].
	ReadBack []string
	// Problem is why the call cannot be sent, where that was found when it was
	// built: running it returns a copy with the operation. [Select] and
	// [SelectList] set it. Nil means that nothing was found.
	Problem *ParamError
}

// String returns the operation and the id of the node, such as
// "AdAccount.campaigns list act_123". It holds no params, because they may be
// customer data or a password.
func (r Request) String() string {
	if r.Operation == nil {
		return "no operation"
	}
	return strings.TrimSpace(r.Operation.String() + " " + r.ID)
}

// Format writes what String returns, whatever the verb.
func (r Request) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, r.String()) }

// MarshalText returns what String returns, so that calls in JSON and in logs
// hold no params either.
func (r Request) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// problem returns the Problem as an error of the operation.
func (r Request) problem() error {
	problem := *r.Problem
	problem.Operation = r.Operation.String()
	return &problem
}
