package graph

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

// defaultParallel is how many HTTP requests of a batch run at the same time.
const defaultParallel = 4

// batchRun runs the operations of a batch in rounds. Each round sends, in as
// few requests as possible, what was not sent yet and has what it needs, and
// what is sent again.
type batchRun struct {
	client   *Client
	options  options
	parallel int

	mu    sync.Mutex
	usage Usage
}

// batchRound is what is left to do after a round, and what of it comes next.
type batchRound struct {
	// left are the operations that have no end yet, in the order of the batch.
	left []*batchOp
	// first are those that can be sent for the first time, and again those that
	// are sent again.
	first, again []*batchOp
	// wait is how long to wait before that.
	wait time.Duration
}

// all runs operations until each has its end.
func (r *batchRun) all(ctx context.Context, ops []*batchOp) {
	next := r.next(ctx, ops)
	for len(next.left) > 0 {
		again, dropped := r.affordable(planCalls(next.again))
		calls := append(planCalls(next.first), again...)
		if len(again) == 0 {
			next.wait = 0
		}
		for _, call := range again {
			for _, op := range call.ops {
				event := eventOf(op.request, op.attempts)
				event.Wait, event.Err = next.wait, op.err
				r.client.onRetry(op.told, event)
			}
		}
		if cause := sleep(ctx, next.wait); cause != nil {
			for _, op := range next.left {
				op.stop(cause)
			}
			return
		}
		r.send(ctx, calls)
		next = r.next(ctx, slices.DeleteFunc(next.left, func(op *batchOp) bool { return dropped[op] }))
	}
}

// next returns what is to do of operations. All others have their end.
func (r *batchRun) next(ctx context.Context, ops []*batchOp) batchRound {
	var next batchRound
	open, first := map[*batchOp]bool{}, map[*batchOp]bool{}
	for _, op := range ops {
		if op.attempts > 0 {
			wait, ok := r.repeat(ctx, op, open)
			if !ok {
				continue
			}
			next.again = append(next.again, op)
			next.wait = max(next.wait, wait)
		} else {
			ready, err := op.ready(open, first)
			if err != nil {
				op.err = err
				continue
			}
			if first[op] = ready; ready {
				next.first = append(next.first, op)
			}
		}
		open[op] = true
		next.left = append(next.left, op)
	}
	return next
}

// ready reports whether an operation that was not sent yet can be: what it
// needs is done, or is sent with it. open are the operations before it that
// have no end, and first those of them that are sent for the first time. The
// error is why it is never sent.
func (op *batchOp) ready(open, first map[*batchOp]bool) (bool, error) {
	ready := true
	for _, other := range op.needs {
		switch {
		case open[other]:
			ready = ready && first[other]
		case !other.succeeded():
			return false, op.dependencyFailed(other)
		}
	}
	if !ready {
		return false, nil
	}
	if _, err := op.resolved(); err != nil {
		return false, op.outcome(ErrNotRun, err)
	}
	return true, nil
}

// stop ends an operation that would have been sent after a wait.
func (op *batchOp) stop(cause error) {
	if op.attempts == 0 {
		op.err = op.outcome(ErrNotRun, cause)
		return
	}
	op.err = fmt.Errorf("%w (waiting for the next attempt: %w)", op.err, cause)
}

// affordable returns the requests that the client has retries for. The
// operations of the others are dropped: they keep their errors.
func (r *batchRun) affordable(calls []*plannedCall) (kept []*plannedCall, dropped map[*batchOp]bool) {
	for i := range calls {
		if r.client.budget.take() {
			continue
		}
		dropped = map[*batchOp]bool{}
		for _, call := range calls[i:] {
			for _, op := range call.ops {
				dropped[op] = true
			}
		}
		return calls[:i], dropped
	}
	return calls, nil
}

// send sends requests, some of them at the same time.
func (r *batchRun) send(ctx context.Context, calls []*plannedCall) {
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
			r.sendOne(ctx, call.ops)
		})
	}
	wg.Wait()
}

// sendOne runs the operations of one HTTP request.
func (r *batchRun) sendOne(ctx context.Context, ops []*batchOp) {
	s := &batchSend{client: r.client, options: r.options, ops: ops}
	for _, op := range ops {
		op.told = ctx
		op.attempts++
		s.attempt = max(s.attempt, op.attempts)
	}
	a, err := r.try(ctx, s)
	if err != nil {
		s.failAll(func(op *batchOp) error { return op.whole(err) })
		return
	}
	defer a.release()
	r.mu.Lock()
	r.usage.merge(*a.usage())
	r.mu.Unlock()
	results, err := parseResults(a.body, len(ops))
	if err != nil {
		s.failAll(func(op *batchOp) error { return op.unclear(err) })
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
	if err := s.hold(ctx, w.request, &cred); err != nil {
		return nil, err
	}
	s.announced = true
	ctx = r.client.onRequest(ctx, eventOf(w.request, s.attempt))
	for _, op := range s.ops {
		op.told = r.client.onRequest(ctx, eventOf(op.request, op.attempts))
	}
	a, err := r.client.send(ctx, w, s.options, cred, s.attempt)
	if err == nil {
		r.client.budget.succeed()
	}
	return a, err
}

// failAll gives all operations an end when there are no results.
func (s *batchSend) failAll(end func(*batchOp) error) {
	for _, op := range s.ops {
		op.err = end(op)
	}
	if s.announced {
		for i := range s.sends {
			s.finished(&s.sends[i], nil)
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
