package graph

import (
	"context"
	"errors"
	"time"
)

// repeat returns how long to wait before an operation is sent again, and
// whether it is. open are the operations before it that have no end.
func (r *batchRun) repeat(ctx context.Context, op *batchOp, open map[*batchOp]bool) (time.Duration, bool) {
	policy := r.client.config.Retry
	if op.err == nil || op.attempts >= policy.MaxAttempts || ctx.Err() != nil {
		return 0, false
	}
	wait, ok := op.nextWait(policy)
	if deadline, bounded := ctx.Deadline(); !ok || bounded && time.Until(deadline) <= wait {
		return 0, false
	}
	return wait, op.canRepeat(open)
}

// nextWait returns how long to wait before the operation is repeated, and
// whether it may be.
func (op *batchOp) nextWait(p RetryPolicy) (time.Duration, bool) {
	if op.options.noRetry || !op.wire.replayable() {
		return 0, false
	}
	if errors.Is(op.err, ErrDependencyFailed) {
		return 0, true // If what it depends on is repeated.
	}
	var end *OutcomeError
	var broken *TransportError
	if errors.As(op.err, &end) && asError(op.err) == nil && !errors.As(op.err, &broken) {
		lost := end.Outcome == ErrTimedOut || end.Outcome == ErrNoResult || end.Outcome == ErrUnknownOutcome
		return p.backoff(op.attempts), lost && op.harmless()
	}
	return p.wait(op.err, op.attempts, op.harmless())
}

// canRepeat reports whether the operation has what it needs of others: they
// are repeated too, or their results can be put into it.
func (op *batchOp) canRepeat(open map[*batchOp]bool) bool {
	waits := false
	for _, other := range op.needs {
		switch {
		case open[other]:
			waits = true
		case !other.succeeded():
			return false
		}
	}
	if errors.Is(op.err, ErrDependencyFailed) && !waits {
		return false
	}
	_, err := op.resolved()
	if err != nil && errors.Is(op.err, ErrDependencyFailed) {
		// What failed may still succeed; this is what then keeps it from running.
		op.err = op.outcome(ErrNotRun, err)
	}
	return err == nil
}
