package graph

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Batch runs many calls in few HTTP requests. [Add] puts calls into it,
// [Batch.Do] runs them, and [Result.Get] gives the answer to each. The zero
// Batch is empty and ready to use. A Batch runs once, and must not be copied
// or be used by several goroutines at once.
//
// The API counts each operation of a batch as a call; a batch saves round
// trips and lets a call use the result of another one that does not exist yet;
// see [Result.Ref]. One HTTP request takes at most 50 operations, may write at
// most ten ads, and may not create two ad sets of one campaign. A batch that is
// too much for one request is sent as several, which run at the same time.
//
// Operations that depend on each other travel together. Where they are too
// much for one request, such as several ad sets of a campaign that the batch
// creates, they are sent in stages: requests one after the other, with the
// results of the earlier ones put in place of the references to them.
//
// No batch is done as a whole or not at all, whether it is one request or
// several: an operation that fails leaves those that do not depend on it as
// they are. Those that do are not run, and end with [ErrDependencyFailed].
//
// Updates that set a value, such as a budget or a status, do no harm when they
// run twice. Add them with [Idempotent], and they are sent again when no answer
// came. Without it, all writes of a request that broke off end with
// [ErrUnknownOutcome].
type Batch struct {
	// Parallel is how many HTTP requests run at the same time. 0 means 4.
	Parallel int

	token string
	ops   []*batchOp
	ran   bool
	usage Usage
}

// Result is what one call of a batch will answer.
type Result[T any] struct {
	batch *Batch
	op    *batchOp
	value T
}

// Add puts a call into a batch. The params are read now, so what is changed
// later in maps and lists that they hold has no effect. A call that cannot be
// sent makes [Batch.Do] fail before anything is sent.
//
// All options that concern one call work, with these differences: a token of
// its own travels with the operation, next to the token of the batch;
// [WithTimeout] belongs to the HTTP request, so pass it to [Batch.Do].
// [RunAfter] and [OmitResponse] are for batches only.
func Add[T any](b *Batch, call Call[T], opts ...Option) *Result[T] {
	r := &Result[T]{batch: b}
	r.op = b.add(call.Request, collect(opts), &r.value)
	return r
}

// add puts a request into the batch.
func (b *Batch) add(r Request, o options, out any) *batchOp {
	if b.token == "" {
		b.token = strings.ToLower(rand.Text()[:12])
	}
	op := &batchOp{batch: b, request: r, options: o, out: out, err: errNotYetRun}
	op.name = fmt.Sprintf("%s%s_%d", ownNames, b.token, len(b.ops))
	op.problem = op.encode()
	b.ops = append(b.ops, op)
	return op
}

// Do runs the batch. It returns nil when all operations succeeded, and
// otherwise a [*BatchError], which joins their errors and lists the operations
// that failed; [Result.Get] tells them apart too. An answer that has not changed ([ErrNotModified]) and one that was
// left out ([ErrOmitted]) are no failures here.
//
// Operations are repeated one by one as [RetryPolicy] says of calls: reads,
// and writes that certainly did not run. What an operation that is repeated
// needs of the results of others is put into it. Nothing is ever taken for
// done or for not done that may be either: see [OutcomeError].
//
// The options [WithToken], [WithTimeout] and [WithHeader] concern the HTTP
// requests; no others do. Hooks are called for each operation, and for each
// HTTP request as the operation "Batch create". Each result comes with its
// headers, because they tell the use of allowances and the ETag.
func (b *Batch) Do(ctx context.Context, c *Client, opts ...Option) error {
	if !c.isMade() {
		return b.refuse(errNoClient)
	}
	o := collect(opts)
	if c.config.TransportAuth && c.token(o).IsZero() {
		return b.refuse(errNoBatchToken)
	}
	if err := b.begin(o); err != nil {
		return err
	}
	run := &batchRun{client: c, options: o, parallel: b.Parallel}
	run.all(ctx, b.ops)
	b.usage = run.usage
	return b.failures()
}

// errNoBatchToken is the error of a batch whose token only the transport knows.
var errNoBatchToken = errors.New("graph: a batch sends its token as a param, which a transport that adds the token (Config.TransportAuth) does not: pass WithToken to Batch.Do")

// Usage returns what the answers to the HTTP requests say about the use of
// allowances. What is said of one operation comes with [WithResponse].
func (b *Batch) Usage() Usage { return b.usage }

var errBatchRan = errors.New("graph: the batch has run already; make a new one")

// begin checks everything that can be checked before anything is sent.
func (b *Batch) begin(o options) error {
	if b.ran {
		return errBatchRan
	}
	b.ran = true
	if err := o.checkBatch(); err != nil {
		return b.refuse(err)
	}
	return b.checkOperations()
}

// checkOperations refuses a batch that has an operation with a problem.
func (b *Batch) checkOperations() error {
	if slices.ContainsFunc(b.ops, func(op *batchOp) bool { return op.problem != nil }) {
		return b.refuse(nil)
	}
	return nil
}

// refuse ends a batch of which nothing was sent, because of cause or, when it
// is nil, because of the operations that have a problem.
func (b *Batch) refuse(cause error) error {
	refused := &BatchError{Operations: len(b.ops), refused: true}
	if cause != nil {
		refused.Errors = []error{cause}
	}
	for i, op := range b.ops {
		if op.problem == nil {
			op.err = op.outcome(ErrNotRun, errors.New("the batch was refused"))
			continue
		}
		op.err = op.problem
		if cause == nil {
			refused.add(i, op)
		}
	}
	return refused
}

// failures returns the errors of the operations, or nil.
func (b *Batch) failures() error {
	failed := &BatchError{Operations: len(b.ops)}
	for i, op := range b.ops {
		if !op.succeeded() {
			failed.add(i, op)
		}
	}
	if len(failed.Failed) == 0 {
		return nil
	}
	return failed
}

// Get returns the answer to the call. The error is what [Do] would return, or
// an [*OutcomeError] where a batch has ends of its own.
func (r *Result[T]) Get() (T, error) {
	if r.op.err != nil {
		var none T
		return none, r.op.err
	}
	return r.value, nil
}

// Ref returns text that stands for a part of the result in the params and the
// node ids of calls that are added to the same batch later:
//
//	creative := graph.Add(&b, account.CreateAdCreative(params))
//	ad := graph.Add(&b, account.CreateAd(meta.AdAccountCreateAdParams{
//		Creative: &meta.AdCreativeSpec{CreativeID: meta.AdCreativeID(creative.Ref("$.id"))},
//	}))
//
// The API puts the part in its place when it has the result; of several parts,
// it makes a comma-separated list. path is JSONPath as far as the API is known
// to read it: members ("$.id"), members anywhere below ("$.data..id"), all
// members or items ("$.images.*.hash"), items ("$.data[0].id") and ranges of
// them ("$.data[0:10:1].id"). Another path makes [Batch.Do] fail before
// anything is sent.
//
// Where the other call is sent in an earlier request than this one (see
// [Batch]), this package puts the part in its place. The part must then be
// text that means the same inside of JSON and in a path, such as an id or a
// hash. With anything else the call is not sent: its error is an [ErrNotRun]
// that names the part.
//
// The text is usable in no other batch and in no other kind of call, and ends
// with the batch.
func (r *Result[T]) Ref(path string) string { return r.op.reference(path) }
