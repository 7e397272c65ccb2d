package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
)

// batchOp is one operation of a batch.
type batchOp struct {
	batch   *Batch
	request Request
	options options
	// name is what the references of other operations call it.
	name string
	// wire is the call as it was added. Its params and its path may hold
	// references.
	wire *wire
	// needs are the operations that it depends on, all of them added before,
	// and dependants those that depend on it.
	needs, dependants []*batchOp
	// problem is why it cannot be sent.
	problem error

	// attempts is how often it was sent, and told the context that the hooks
	// have of the last one.
	attempts int
	told     context.Context
	out      any
	// err is what became of it. Nil means that out holds the answer.
	err error
	// body is the answer, kept while others refer to it.
	body []byte
}

// batchOptions are the options that only operations of batches have.
type batchOptions struct {
	inside bool
	after  []*batchOp
	omit   bool
}

// RunAfter makes an operation of a batch run after another one, whose result
// it does not use. The API takes one such operation. Without it, operations
// that do not refer to each other run at the same time.
func RunAfter[T any](r *Result[T]) Option {
	return func(o *options) { o.batch.after = append(o.batch.after, r.op) }
}

// OmitResponse lets the API leave out the result of an operation of a batch
// that succeeded, which makes the answer smaller. [Result.Get] then answers
// with [ErrOmitted]. It is asked to only where all operations that depend on
// this one are in the same request, and there are any. When those did not run either, it cannot be told whether the operation
// was done, and operations that need its result cannot be repeated.
func OmitResponse() Option { return func(o *options) { o.batch.omit = true } }

// check refuses what only works in a batch.
func (o batchOptions) check(r Request) error {
	if o.inside {
		return nil
	}
	if o.omit || len(o.after) > 0 {
		return fmt.Errorf("graph: %s: RunAfter and OmitResponse are for operations of a batch", r)
	}
	if holdsReference(r.ID) {
		return fmt.Errorf("graph: %s: the node's id refers to a result of a batch, which works only in that batch", r.Operation)
	}
	return nil
}

// checkForm refuses references to results in calls outside of a batch.
func (o batchOptions) checkForm(r Request, f form) error {
	if o.inside {
		return nil
	}
	for name, values := range f.values {
		if slices.ContainsFunc(values, holdsReference) {
			return &ParamError{Operation: r.Operation.String(), Param: name, Problem: "refers to a result of a batch, which works only in that batch"}
		}
	}
	return nil
}

// checkBatch refuses options that do not concern the HTTP requests of a batch.
func (o options) checkBatch() error {
	rest := o
	rest.token, rest.noToken, rest.timeout, rest.header = SecretText{}, false, 0, nil
	if !reflect.ValueOf(rest).IsZero() {
		return errors.New("graph: a batch as a whole takes the options WithToken, WithTimeout and WithHeader; pass the others to Add")
	}
	if err := errors.Join(o.checkToken(), o.checkHeader()); err != nil {
		return fmt.Errorf("graph: the batch: %w", err)
	}
	return nil
}

// encode makes the wire form of the operation, and finds out what it depends
// on.
func (op *batchOp) encode() error {
	o := &op.options
	o.batch.inside = true
	if o.timeout != 0 {
		return fmt.Errorf("graph: %s: WithTimeout belongs to the HTTP request of a batch; pass it to Batch.Do", op.request)
	}
	if holdsReference(o.token.Reveal()) {
		return fmt.Errorf("graph: %s: WithToken takes no reference to a result: its proof cannot be made", op.request)
	}
	w, err := newWire(op.request, *o)
	if err != nil {
		return err
	}
	op.wire = w
	for _, text := range op.texts() {
		if err := op.depend(text); err != nil {
			return err
		}
	}
	return op.runAfter()
}

// texts returns all that may hold references.
func (op *batchOp) texts() []string {
	texts := []string{op.wire.path}
	for _, values := range op.wire.params {
		texts = append(texts, values...)
	}
	return texts
}

// runAfter adds the dependency that RunAfter gives.
func (op *batchOp) runAfter() error {
	after := op.options.batch.after
	switch {
	case len(after) == 0:
		return nil
	case len(after) > 1:
		return fmt.Errorf("graph: %s: an operation can run after one other, not after %d", op.request, len(after))
	case after[0].batch != op.batch:
		return fmt.Errorf("graph: %s: RunAfter names an operation of another batch", op.request)
	}
	op.need(after[0])
	return nil
}

func (op *batchOp) need(other *batchOp) {
	if !slices.Contains(op.needs, other) {
		op.needs = append(op.needs, other)
		other.dependants = append(other.dependants, op)
	}
}

// harmless reports whether running the operation twice does no harm.
func (op *batchOp) harmless() bool { return op.wire.reads() || op.options.idempotent }

// succeeded reports whether the operation was done, also when its result did
// not come.
func (op *batchOp) succeeded() bool {
	return op.err == nil || errors.Is(op.err, ErrNotModified) || errors.Is(op.err, ErrOmitted)
}

// dependencyFailed returns the error of an operation that was not run because
// of another one.
func (op *batchOp) dependencyFailed(other *batchOp) error {
	return op.outcome(ErrDependencyFailed, errors.New(other.request.String()))
}

// outcome returns an error of the operation.
func (op *batchOp) outcome(o Outcome, cause error) *OutcomeError {
	e := &OutcomeError{Operation: op.request.String(), Outcome: o, Err: cause}
	e.write = op.request.Operation != nil && op.request.Operation.Method != http.MethodGet
	return e
}

// unclear returns the error of an operation that may have been run.
func (op *batchOp) unclear(cause error) *OutcomeError {
	if op.wire.reads() {
		return op.outcome(ErrNoResult, cause)
	}
	return op.outcome(ErrUnknownOutcome, cause)
}
