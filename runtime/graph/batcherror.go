package graph

import (
	"errors"
	"fmt"
	"strings"
)

// Outcome is an end of an operation of a batch that a call by itself does not
// have. An outcome is an error, so that errors.Is(err, graph.ErrTimedOut)
// works.
type Outcome string

// The outcomes of operations without an answer of their own.
const (
	// ErrNotRun means that the API certainly did not run the operation.
	ErrNotRun Outcome = "not run"
	// ErrDependencyFailed means that the operation was not run because one that
	// it depends on failed, or may have failed. It is also an ErrNotRun.
	ErrDependencyFailed Outcome = "not run: an operation that it depends on failed"
	// ErrTimedOut means that the API did not finish the operation in the time
	// that it gives a batch. A write is also an ErrUnknownOutcome.
	ErrTimedOut Outcome = "timed out"
	// ErrUnknownOutcome means that a write may have been done: look before
	// doing it again.
	ErrUnknownOutcome Outcome = "may have been done"
	// ErrOmitted means that the operation succeeded, and that its result was
	// left out as [OmitResponse] allows.
	ErrOmitted Outcome = "succeeded without a result"
	// ErrNoResult means that no result of a read came.
	ErrNoResult Outcome = "no result came"
)

// Error returns the outcome as text.
func (o Outcome) Error() string { return string(o) }

// OutcomeError is the error of an operation of a batch that has no answer of
// its own, or whose answer does not tell whether a write was done.
type OutcomeError struct {
	// Operation is the operation and the id of the node.
	Operation string
	// Outcome is what became of the operation.
	Outcome Outcome
	// Err is the cause, where it is known: the [*TransportError] or the
	// [*Error] of the HTTP request, or the [*Error] of the operation itself.
	Err error

	write bool
}

// Error returns one line with the operation, the outcome and the cause.
func (e *OutcomeError) Error() string {
	text := "graph: " + e.Operation + ": " + string(e.Outcome)
	if e.Outcome == ErrTimedOut && e.write {
		text += ", and " + string(ErrUnknownOutcome)
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns Err.
func (e *OutcomeError) Unwrap() error { return e.Err }

// Is reports whether target is the outcome, or one that it implies. A time-out
// is an [ErrTransient] too.
func (e *OutcomeError) Is(target error) bool {
	switch target {
	case e.Outcome:
		return true
	case ErrNotRun:
		return e.Outcome == ErrDependencyFailed || e.Outcome == ErrCanceled
	case ErrUnknownOutcome:
		return e.Outcome == ErrTimedOut && e.write
	case ErrTransient:
		return e.Outcome == ErrTimedOut
	}
	return false
}

// BatchError joins the errors of a batch. errors.Is and errors.As look into
// all of them.
type BatchError struct {
	// Errors are the errors of the operations in Failed. When nothing was sent
	// for a reason that is not about operations, such as an option of
	// [Batch.Do], it is that reason.
	Errors []error
	// Failed are the operations that failed, in the order of the batch. When
	// nothing was sent, they are those that cannot be sent; the other ones were
	// not run either.
	Failed []FailedOperation
	// Operations is the number of operations of the batch.
	Operations int

	// refused says that nothing was sent.
	refused bool
}

// FailedOperation is an operation of a batch that failed.
type FailedOperation struct {
	// Index is its place in the batch; the one that was added first has 0.
	Index int
	// Request is what was added: the operation, the id of the node, the params.
	Request Request
	// Err is its error, the same as that of [Result.Get].
	Err error
}

// add adds an operation that failed.
func (e *BatchError) add(index int, op *batchOp) {
	e.Errors = append(e.Errors, op.err)
	e.Failed = append(e.Failed, FailedOperation{Index: index, Request: op.request, Err: op.err})
}

// Error returns one line with the first error.
func (e *BatchError) Error() string {
	if len(e.Errors) == 0 {
		return "graph: the batch failed"
	}
	first := strings.TrimPrefix(e.Errors[0].Error(), "graph: ")
	several := len(e.Errors) > 1
	switch {
	case e.refused && several:
		return fmt.Sprintf("graph: nothing of the batch of %d operations was sent, because of %d of them; the first: %s", e.Operations, len(e.Errors), first)
	case e.refused:
		return fmt.Sprintf("graph: nothing of the batch of %d operations was sent: %s", e.Operations, first)
	case several:
		return fmt.Sprintf("graph: %d of %d operations of the batch failed; the first: %s", len(e.Errors), e.Operations, first)
	}
	return fmt.Sprintf("graph: 1 of %d operations of the batch failed: %s", e.Operations, first)
}

// Unwrap returns Errors.
func (e *BatchError) Unwrap() []error { return e.Errors }

// errNotYetRun is the error of the results of a batch before it runs.
var errNotYetRun = errors.New("graph: the batch has not run; call Batch.Do")
