package graph

import (
	"context"
	"errors"
	"fmt"
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
	calls := r.plan(ops)
	for attempt := 1; len(calls) > 0; attempt++ {
		r.round(ctx, calls, attempt)
		again, wait := r.again(ctx, ops, attempt)
		calls = r.affordable(r.plan(again))
		ops = nil
		for _, call := range calls {
			ops = append(ops, call.ops...)
		}
		for _, op := range ops {
			r.client.onRetry(ctx, Event{Operation: op.request.Operation, ID: op.request.ID, Attempt: attempt, Wait: wait, Err: op.err})
		}
		if len(ops) == 0 {
			return
		}
		if cause := sleep(ctx, wait); cause != nil {
			for _, op := range ops {
				op.err = fmt.Errorf("%w (waiting for the next attempt: %w)", op.err, cause)
			}
			return
		}
	}
}

// plan splits operations into requests. What is a part of a batch that could
// be split can be split too.
func (r *batchRun) plan(ops []*batchOp) []*plannedCall {
	calls, err := planCalls(ops)
	if err != nil {
		for _, op := range ops {
			op.err = op.outcome(ErrNotRun, err)
		}
	}
	return calls
}

// affordable returns the requests that the client has retries for. The
// operations of the others keep their errors.
func (r *batchRun) affordable(calls []*plannedCall) []*plannedCall {
	for i := range calls {
		if !r.client.budget.take() {
			return calls[:i]
		}
	}
	return calls
}

// round sends requests, some of them at the same time.
func (r *batchRun) round(ctx context.Context, calls []*plannedCall, attempt int) {
	parallel := r.parallel
	if parallel <= 0 {
		parallel = defaultParallel
	}
	var wg sync.WaitGroup
	slots := make(chan struct{}, parallel)
	for _, call := range calls {
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
	r.usage.merge(*a.usage())
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
		return nil, err
	}
	s.sends = make([]opSend, len(s.ops))
	for i, op := range s.ops {
		if err := s.prepare(ctx, op, &s.sends[i]); err != nil {
			return nil, err
		}
	}
	w, err := s.wire()
	if err != nil {
		return nil, err
	}
	cred, err := r.client.credentials(w.request, s.options, w.secrets...)
	if err != nil {
		return nil, err
	}
	if err := s.hold(ctx, w.request, cred.token); err != nil {
		return nil, err
	}
	s.announced = true
	for _, op := range s.ops {
		r.client.onRequest(ctx, Event{Operation: op.request.Operation, ID: op.request.ID, Attempt: s.attempt})
	}
	a, err := r.client.send(ctx, w, s.options, cred, s.attempt)
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

// whole returns the error of an operation whose HTTP request failed with err.
func (op *batchOp) whole(err error) error {
	var broken *TransportError
	var refusal *Error
	var unread *DecodeError
	unclear := false
	switch {
	case errors.As(err, &broken):
		unclear = broken.Sent
	case errors.As(err, &refusal):
		unclear = !refusal.refusesBatch()
	case errors.As(err, &unread):
		unclear = true
	}
	// All other errors come before anything is sent.
	if unclear {
		return op.unclear(err)
	}
	return op.outcome(ErrNotRun, err)
}

// refusesBatch reports whether the API refused a batch as a whole before it
// ran any of it. Only an error with a code is the API's own.
func (e *Error) refusesBatch() bool {
	v := classify(e)
	return e.refused(v) || e.Code != 0 && e.HTTPStatus < 500 && !e.Transient && v.class != ErrTransient
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
	if op.err == nil || op.options.noRetry || !op.wire.replayable() {
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
