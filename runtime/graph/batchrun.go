package graph

import (
	"context"
	"errors"
	"sync"
	"time"
)

// defaultParallel is how many HTTP requests of a batch run at the same time.
const defaultParallel = 4

// batchRun runs the operations of a batch in rounds: each round sends what is
// left in as few requests as possible, and the next one repeats what may be.
type batchRun struct {
	client   *Client
	options  options
	parallel int

	mu    sync.Mutex
	usage Usage
}

// all runs operations until each has its end.
func (r *batchRun) all(ctx context.Context, ops []*batchOp) {
	for attempt := 1; len(ops) > 0; attempt++ {
		r.round(ctx, ops, attempt)
		var wait time.Duration
		ops, wait = r.again(ctx, ops, attempt)
		for _, op := range ops {
			r.client.onRetry(ctx, Event{Operation: op.request.Operation, ID: op.request.ID, Attempt: attempt, Wait: wait, Err: op.err})
		}
		if len(ops) > 0 && sleep(ctx, wait) != nil {
			return
		}
	}
}

// round sends operations once. In further rounds each request needs a retry of
// the client's budget; operations without one keep their errors.
func (r *batchRun) round(ctx context.Context, ops []*batchOp, attempt int) {
	calls, err := planCalls(ops)
	if err != nil { // A part of a batch that was planned can be planned.
		for _, op := range ops {
			op.err = op.outcome(ErrNotRun, err)
		}
		return
	}
	parallel := r.parallel
	if parallel <= 0 {
		parallel = defaultParallel
	}
	var wg sync.WaitGroup
	slots := make(chan struct{}, parallel)
	for _, call := range calls {
		if attempt > 1 && !r.client.budget.take() {
			continue
		}
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			r.send(ctx, call.ops, attempt)
		})
	}
	wg.Wait()
}

// send runs the operations of one HTTP request.
func (r *batchRun) send(ctx context.Context, ops []*batchOp, attempt int) {
	s := &batchSend{client: r.client, options: r.options, ops: ops, attempt: attempt}
	a, err := r.try(ctx, s)
	if err != nil {
		s.failAll(ctx, func(op *batchOp) error { return op.whole(err) })
		return
	}
	defer a.release()
	r.mu.Lock()
	r.usage.merge(a.usage)
	r.mu.Unlock()
	results, err := parseResults(a.body, len(ops))
	if err != nil {
		s.failAll(ctx, func(op *batchOp) error { return op.unclear(err) })
		return
	}
	s.settle(ctx, results, a)
}

// try sends the HTTP request of s once.
func (r *batchRun) try(ctx context.Context, s *batchSend) (*answer, error) {
	if err := ctx.Err(); err != nil {
		return nil, &unsentError{err}
	}
	for _, op := range s.ops {
		send, err := s.prepare(op)
		if err != nil {
			return nil, &unsentError{err}
		}
		s.sends = append(s.sends, send)
	}
	if err := s.hold(ctx); err != nil {
		return nil, &unsentError{err}
	}
	w, o, err := s.wire()
	if err != nil {
		return nil, &unsentError{err}
	}
	s.announced = true
	for _, op := range s.ops {
		r.client.onRequest(ctx, Event{Operation: op.request.Operation, ID: op.request.ID, Attempt: s.attempt})
	}
	a, err := r.client.try(ctx, w, o, s.attempt)
	if err == nil {
		r.client.budget.succeed()
	}
	return a, err
}

// failAll gives all operations an end when there are no results.
func (s *batchSend) failAll(ctx context.Context, end func(*batchOp) error) {
	for _, op := range s.ops {
		op.err = end(op)
	}
	if s.announced {
		for i := range s.sends {
			s.finished(ctx, &s.sends[i], nil)
		}
	}
}

// unsentError is the error of operations of which nothing was sent.
type unsentError struct{ err error }

func (e *unsentError) Error() string { return e.err.Error() }

func (e *unsentError) Unwrap() error { return e.err }

// whole returns the error of an operation whose HTTP request failed with err.
func (op *batchOp) whole(err error) error {
	var unsent *unsentError
	var limited *LimitError
	var broken *TransportError
	var refusal *Error
	switch {
	case errors.As(err, &unsent):
		return op.outcome(ErrNotRun, unsent.err)
	case errors.As(err, &limited):
		return op.outcome(ErrNotRun, err)
	case errors.As(err, &broken) && !broken.Sent:
		return op.outcome(ErrNotRun, err)
	case errors.As(err, &refusal) && refusal.refusesBatch():
		return op.outcome(ErrNotRun, err)
	}
	return op.unclear(err)
}

// refusesBatch reports whether the API refused a batch as a whole before it
// ran any of it. Only an error with a code is the API's own.
func (e *Error) refusesBatch() bool {
	v := classify(e)
	return e.Code != 0 && e.HTTPStatus < 500 && !e.Transient && v.class != ErrTransient
}

// again returns the operations that are repeated, and how long to wait before
// that.
func (r *batchRun) again(ctx context.Context, ops []*batchOp, attempt int) ([]*batchOp, time.Duration) {
	policy := r.client.config.Retry
	if attempt >= policy.MaxAttempts || ctx.Err() != nil {
		return nil, 0
	}
	var list []*batchOp
	var longest time.Duration
	chosen := map[*batchOp]bool{}
	for _, op := range ops {
		wait, ok := op.nextWait(policy, attempt)
		if deadline, bounded := ctx.Deadline(); !ok || bounded && time.Until(deadline) <= wait || !op.canRepeat(chosen) {
			continue
		}
		chosen[op] = true
		list = append(list, op)
		longest = max(longest, wait)
	}
	return list, longest
}

// nextWait returns how long to wait before the operation is repeated, and
// whether it may be.
func (op *batchOp) nextWait(p RetryPolicy, attempt int) (time.Duration, bool) {
	if op.err == nil || !op.wire.replayable() {
		return 0, false
	}
	if errors.Is(op.err, ErrDependencyFailed) {
		return 0, true // If what it depends on is repeated.
	}
	var end *OutcomeError
	var broken *TransportError
	if errors.As(op.err, &end) && asError(op.err) == nil && !errors.As(op.err, &broken) {
		lost := end.Outcome == ErrTimedOut || end.Outcome == ErrNoResult || end.Outcome == ErrUnknownOutcome
		return p.backoff(attempt), lost && op.harmless()
	}
	return p.wait(op.err, attempt, op.harmless())
}

// canRepeat reports whether the operation has what it needs of others: they
// are repeated with it, or their results can be put into it.
func (op *batchOp) canRepeat(chosen map[*batchOp]bool) bool {
	waits := false
	for _, other := range op.needs {
		switch {
		case chosen[other]:
			waits = true
		case other.err != nil:
			return false
		}
	}
	if errors.Is(op.err, ErrDependencyFailed) && !waits {
		return false
	}
	_, err := op.resolved()
	return err == nil
}
