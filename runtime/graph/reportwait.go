package graph

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// maxFailedLooks is how many looks at a run may fail one after another. The
// run itself goes on meanwhile.
const maxFailedLooks = 5

// WaitReport waits until a run of a report is completed, and returns its last
// status. It starts no run: of the options it uses Period, MaxPeriod, Stuck and
// Progress. The context bounds the wait. An error is a [*ReportError].
func WaitReport[ID ~string](ctx context.Context, c *Client, runID ID, report ReportOptions, opts ...Option) (ReportStatus, error) {
	return c.waitReport(ctx, string(runID), report, collect(opts))
}

func (c *Client) waitReport(ctx context.Context, runID string, report ReportOptions, o options) (ReportStatus, error) {
	report, err := report.withDefaults()
	last := ReportStatus{RunID: runID}
	if err == nil {
		w := runWatch{client: c, request: runRequest(&ownAPI, runID), options: lookOptions(o), report: report}
		last, err = w.wait(ctx)
	}
	if err != nil {
		return last, newReportError(ReportRun{ID: runID}, last, err)
	}
	return last, nil
}

// newReportError returns err as the error of a report that goes on with a run,
// unless the run is at fault.
func newReportError(run ReportRun, status ReportStatus, err error) *ReportError {
	var failed *runFailure
	if errors.As(err, &failed) {
		run = ReportRun{}
	}
	return &ReportError{Run: run, Status: status, Err: err}
}

// lookOptions returns the options of the calls after the one that starts a
// run: its params are its own.
func lookOptions(o options) options {
	o.extra, o.from = nil, ""
	return o
}

// runWatch waits for a run.
type runWatch struct {
	client  *Client
	request Request
	options options
	report  ReportOptions
}

// wait looks at the run until it is completed. The error is a *runFailure when
// the run is at fault.
func (w *runWatch) wait(ctx context.Context) (ReportStatus, error) {
	last := ReportStatus{RunID: w.request.ID}
	changed := time.Now()
	failed := 0
	for period := w.report.Period; ; period = min(2*period, w.report.MaxPeriod) {
		status, err := w.look(ctx)
		pause := period
		if status.JSON != nil {
			failed = 0
			if status.Status != last.Status || status.Percent != last.Percent {
				changed = time.Now()
			}
			last = status
			w.tell(status)
			if err != nil || status.completed() {
				return last, err
			}
		} else {
			failed++
			pause = max(period, askedWait(err))
			if !passes(ctx, err, pause) || failed >= maxFailedLooks {
				return last, err
			}
		}
		if w.report.Stuck > 0 && time.Since(changed) >= w.report.Stuck {
			return last, lostRun(w.request, ErrReportStuck, fmt.Sprintf("no progress within %v, with the status %s", w.report.Stuck, last.describe()))
		}
		if err := w.pause(ctx, pause, last); err != nil {
			return last, err
		}
	}
}

// pause waits before the next look.
func (w *runWatch) pause(ctx context.Context, d time.Duration, last ReportStatus) error {
	if err := sleep(ctx, d); err != nil {
		return fmt.Errorf("graph: %s: waiting for the run, with the status %s: %w", w.request, last.describe(), err)
	}
	return nil
}

// look asks for the status once. There is no status when the call failed, and
// a status and an error when the run did.
func (w *runWatch) look(ctx context.Context) (ReportStatus, error) {
	var answer Object
	if err := w.client.run(ctx, w.request, w.options, &answer); err != nil {
		return ReportStatus{}, err
	}
	status, m, err := newReportStatus(w.request.ID, answer)
	if err != nil {
		return ReportStatus{}, err
	}
	cred, err := w.client.credentials(w.request, w.options)
	if err != nil {
		return ReportStatus{}, err
	}
	status.JSON = cred.scrub.object(status.JSON)
	if failure := status.failure(w.request, m, cred.scrub); failure != nil {
		return status, failure
	}
	return status, nil
}

func (w *runWatch) tell(status ReportStatus) {
	if w.report.Progress != nil {
		w.report.Progress(status)
	}
}

// askedWait returns how long the API asks to wait.
func askedWait(err error) time.Duration {
	if e := asError(err); e != nil {
		return e.Wait
	}
	return 0
}

// passes reports whether a call that failed may succeed after a wait, within
// the context's deadline.
func passes(ctx context.Context, err error, wait time.Duration) bool {
	if endsWithin(ctx, wait) {
		return false
	}
	if e := asError(err); e != nil {
		return e.Retryable()
	}
	return errors.Is(err, ErrTransient)
}

// endsWithin reports whether the context has ended or will before the wait.
func endsWithin(ctx context.Context, wait time.Duration) bool {
	deadline, ok := ctx.Deadline()
	return ctx.Err() != nil || ok && time.Until(deadline) <= wait
}
