package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
)

// mostAsyncOperations is how many operations the API takes in one set.
const mostAsyncOperations = 1000

var asyncBatchOperation = Operation{API: &ownAPI, Node: "AdAccount", Edge: "async_batch_requests", Kind: KindCreate, Method: http.MethodPost, Path: "act_{ad_account_id}/async_batch_requests"}

// asyncItem is an operation of an asynchronous batch. The API wants all three.
type asyncItem struct {
	Name string `json:"name"`
	URL  string `json:"relative_url"`
	Body string `json:"body"`
}

type asyncBatchParams struct {
	Name       string      `param:"name,required"`
	Operations []asyncItem `param:"adbatch,required"`
}

// errSubmitted is the error of the results of a batch that was submitted.
var errSubmitted = errors.New("graph: the batch was submitted to run in the background; see WaitAsyncSet and AsyncRequests for its results")

// Submit makes the API run a batch in the background, in place of
// [Batch.Do], and returns the ids of the request sets, to be followed with
// [WaitAsyncSet]. A set takes 1000 operations; a larger batch becomes several
// sets, and those that depend on each other stay in one. When a set cannot be
// made, Submit returns the ids of those before it with the error.
//
// All operations have to be writes by POST without files, headers or tokens of
// their own. [RunAfter] and [OmitResponse] do not apply. name is for people.
// [Result.Get] has no answers then: the API does not say which request of a
// set came from which operation, other than by [AsyncRequest.Input].
func Submit[ID ~string](ctx context.Context, c *Client, b *Batch, accountID ID, name string, opts ...Option) ([]string, error) {
	return b.submit(ctx, c, string(accountID), name, collect(opts))
}

func (b *Batch) submit(ctx context.Context, c *Client, accountID, name string, o options) ([]string, error) {
	if b.ran {
		return nil, errBatchRan
	}
	b.ran = true
	if err := o.batch.check(Request{Operation: &asyncBatchOperation, ID: accountID}); err != nil {
		return nil, b.refuse(err)
	}
	sets, err := b.planSets()
	if err != nil {
		return nil, err
	}
	for _, op := range b.ops {
		op.err = op.outcome(ErrNotRun, errors.New("its set was not made"))
	}
	var ids []string
	for _, ops := range sets {
		id, err := submitSet(ctx, c, accountID, name, ops, o)
		if err != nil {
			for _, op := range ops {
				op.err = op.whole(err)
			}
			return ids, err
		}
		for _, op := range ops {
			op.err = errSubmitted
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// planSets checks all operations and splits them into sets. The batch is
// refused where it cannot be.
func (b *Batch) planSets() ([][]*batchOp, error) {
	for _, op := range b.ops {
		if op.problem == nil {
			op.problem = op.checkAsync()
		}
	}
	if err := b.checkOperations(); err != nil {
		return nil, err
	}
	var sets [][]*batchOp
	for _, group := range dependents(b.ops) {
		if len(group) > mostAsyncOperations {
			return nil, b.refuse(fmt.Errorf("graph: the operations of a batch that depend on each other, beginning with %s, are %d, and a request set takes at most %d: make several batches of them", group[0].request, len(group), mostAsyncOperations))
		}
		last := len(sets) - 1
		if last < 0 || len(sets[last])+len(group) > mostAsyncOperations {
			sets = append(sets, nil)
			last++
		}
		sets[last] = append(sets[last], group...)
	}
	return sets, nil
}

// checkAsync refuses what an asynchronous batch has no place for.
func (op *batchOp) checkAsync() error {
	others := op.options
	others.extra, others.batch.inside = nil, false
	switch {
	case op.wire.method != http.MethodPost:
		return fmt.Errorf("graph: %s: an asynchronous batch takes only writes by POST", op.request)
	case op.wire.uploads():
		return fmt.Errorf("graph: %s: an asynchronous batch takes no files", op.request)
	case len(op.wire.secrets) > 0:
		return fmt.Errorf("graph: %s: an asynchronous batch takes no params that are secret: the API stores and shows what a set was asked", op.request)
	case !reflect.ValueOf(others).IsZero():
		return fmt.Errorf("graph: %s: operations of an asynchronous batch take no options but WithParam", op.request)
	}
	return nil
}

// submitSet makes one set and returns its id.
func submitSet(ctx context.Context, c *Client, accountID, name string, ops []*batchOp, o options) (string, error) {
	params := asyncBatchParams{Name: name}
	for _, op := range ops {
		params.Operations = append(params.Operations, asyncItem{Name: op.name, URL: escapePath(op.wire.path), Body: encodeBatchForm(op.wire.params)})
	}
	operation := asyncBatchOperation
	operation.API = ops[0].request.Operation.API
	o.batch.inside = true
	var answer struct {
		ID string `json:"id"`
	}
	r := Request{Operation: &operation, ID: accountID, Params: params}
	if err := c.run(ctx, r, o, &answer); err != nil {
		return "", err
	}
	if answer.ID == "" {
		return "", &DecodeError{Operation: operation.String(), Problem: `has no member "id"`}
	}
	return answer.ID, nil
}
