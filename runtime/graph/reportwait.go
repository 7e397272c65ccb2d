package graph

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// WaitReport waits until a run of a report is completed, and returns its last
// status. It starts no run: of the options it uses Poll, Stuck and Progress. The context bounds the wait. An error is a [*ReportError].
func WaitReport[ID ~string](ctx context.Context, c *Client, runID ID, report ReportOptions, opts ...Option) (ReportStatus, error) {
	return c.waitReport(ctx, string(runID), report, collect(opts))
}

func (c *Client) waitReport(ctx context.Context, runID string, report ReportOptions, o options) (ReportStatus, error) {
	report, err := report.withDefaults()
	last := ReportStatus{RunID: runID}
	if err == nil {
		o.use = manyCalls
		w := runWatch{client: c, request: runRequest(&ownAPI, runID), options: o, report: report}
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
	o.extra, o.from, o.maxPages, o.use = nil, "", 0, manyCalls
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
	err := w.report.Poll.wait(ctx, w.client, w.request, func() (done bool, err error) {
		status, err := w.look(ctx)
		if status.JSON == nil {
			return false, err
		}
		if status.Status != last.Status || status.Percent != last.Percent {
			changed = time.Now()
		}
		last = status
		w.tell(status)
		switch {
		case err != nil || status.completed():
			return true, err
		case w.report.Stuck > 0 && time.Since(changed) >= w.report.Stuck:
			return true, lostRun(w.request, ErrReportStuck, fmt.Sprintf("no progress within %v, with the status %s", w.report.Stuck, last.describe()))
		}
		return false, nil
	})
	return last, err
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
