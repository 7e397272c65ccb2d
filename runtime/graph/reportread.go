package graph

import (
	"context"
	"errors"
	"fmt"
)

// What the API answers when the rows of a run are asked for that it calls
// completed.
var (
	errRunNotReady = Code{Code: 2601, Subcode: 1815107}
	errRunLost     = Code{Code: 2490547}
)

// reportReader reads the rows of a report. It is not generic, so that it is
// compiled once.
type reportReader struct {
	client  *Client
	list    Request
	options options
	report  ReportOptions
	// problem is what each fetch fails with.
	problem error

	run    ReportRun
	status ReportStatus
	// rows is the walk over the rows; it is nil before there are any.
	rows *walk
	// trial says that rows reads without a run, and has not read a page yet.
	trial bool
	// gotRows says that rows were given to the caller, now or before a resume, so
	// that no other run may take the place of this one.
	gotRows  bool
	restarts int
	early    int
}

func newReportReader(c *Client, list Request, report ReportOptions, o options) *reportReader {
	r := &reportReader{client: c, list: list, options: o, run: report.Resume, gotRows: report.Resume.Cursor != ""}
	r.report, r.problem = report.withDefaults()
	if r.problem == nil {
		r.problem = checkReport(list, r.options)
	}
	switch {
	case r.problem != nil:
	case r.run.ID == "" && r.run.Cursor != "":
		r.readList()
	case r.run.ID == "" && report.SyncFirst:
		r.readList()
		r.trial = true
	case r.run.Cursor != "":
		r.readRun()
	}
	return r
}

// readList reads the rows without a run.
func (r *reportReader) readList() {
	o := r.options
	o.from = r.run.Cursor
	r.rows = r.client.walk(r.list, []Option{func(dst *options) { *dst = o }})
}

// readRun reads the rows of the run.
func (r *reportReader) readRun() {
	o := lookOptions(r.options)
	o.from, o.maxPages = r.run.Cursor, r.options.maxPages
	r.rows = r.client.walk(rowsRequest(r.list, r.run.ID, r.options), []Option{func(dst *options) { *dst = o }})
}

func (r *reportReader) done() bool { return r.rows != nil && r.rows.done }

// advance goes to the next page after one that held rows.
func (r *reportReader) advance(next Cursor, rows int) {
	r.gotRows = r.gotRows || rows > 0
	r.rows.advance(next, rows)
}

// fetch gets the next page of rows into page, from another run when the one
// that it waited for gives none.
func (r *reportReader) fetch(ctx context.Context, page any) error {
	for r.problem == nil {
		err := r.try(ctx, page)
		if err == nil {
			return nil
		}
		if !r.recover(ctx, err) {
			r.problem = err
			break
		}
		if cause := sleep(ctx, r.report.Poll.Period); cause != nil {
			r.problem = fmt.Errorf("%w (waiting to try again: %w)", err, cause)
		}
	}
	return r.fail(r.problem)
}

// try gets the next page, and what it needs before the first one.
func (r *reportReader) try(ctx context.Context, page any) error {
	if r.trial {
		r.trial = false
		err := r.rows.fetchWhole(ctx, page)
		if !wantsRun(ctx, err) {
			return err
		}
		r.rows = nil
	}
	if r.rows == nil {
		if err := r.prepare(ctx); err != nil {
			return err
		}
		r.readRun()
	}
	return r.rows.fetch(ctx, page)
}

// wantsRun reports whether a first page failed because there is too much to
// read without a run.
func wantsRun(ctx context.Context, err error) bool {
	return errors.Is(err, ErrReduceData) || isTimeout(err) && ctx.Err() == nil
}

// fetchWhole is fetch without smaller pages in place of one that is too much,
// and without another attempt after one that took too long.
func (w *walk) fetchWhole(ctx context.Context, page any) error {
	o := w.options
	o.oneTimeout = true
	if err := w.client.run(ctx, w.request, o, page); err != nil {
		w.done = true
		return &PageError{Cursor: w.options.from, Err: err}
	}
	w.pages++
	w.client.onPage(ctx, w.request, w.pages)
	return nil
}

// prepare starts a run, unless there is one, and waits until it is completed.
func (r *reportReader) prepare(ctx context.Context) error {
	started := r.run.ID == ""
	if started {
		if err := r.start(ctx); err != nil {
			return err
		}
	}
	watch := runWatch{
		client:  r.client,
		request: runRequest(r.list.Operation.API, r.run.ID),
		options: lookOptions(r.options),
		report:  r.report,
	}
	if started {
		watch.tell(r.status)
		if err := pause(ctx, watch.request, r.report.Poll.Period); err != nil {
			return err
		}
	}
	var err error
	r.status, err = watch.wait(ctx)
	return err
}

// start starts a run. One that is started twice does no harm.
func (r *reportReader) start(ctx context.Context) error {
	o := r.options
	o.idempotent, o.maxPages = true, 0
	o.extra = append(o.extra[:len(o.extra):len(o.extra)], extraParam{"limit", nil})
	request := reportRequest(r.list)
	var run ReportRun
	if err := r.client.run(ctx, request, o, &run); err != nil {
		return err
	}
	if checkID(run.ID) != nil {
		return &DecodeError{Operation: request.Operation.String(), Path: "report_run_id", Problem: "is no id"}
	}
	r.run = ReportRun{ID: run.ID}
	r.status = ReportStatus{RunID: run.ID}
	return nil
}

// recover makes the next try one that may succeed, and reports whether there
// is one.
func (r *reportReader) recover(ctx context.Context, err error) bool {
	if r.gotRows || r.run.ID == "" || endsWithin(ctx, r.report.Poll.Period) {
		return false
	}
	var failed *runFailure
	switch {
	case errors.Is(err, errRunNotReady) && r.early < maxFailedLooks:
		r.early++
		r.rows = nil
		return true
	case errors.As(err, &failed) && !failed.again:
		return false
	case failed == nil && !errors.Is(err, errRunLost):
		return false
	case r.restarts >= r.report.Restarts:
		return false
	}
	r.restarts++
	r.run, r.status, r.rows = ReportRun{}, ReportStatus{}, nil
	return true
}

// fail returns err with the place to go on from.
func (r *reportReader) fail(err error) error {
	var page *PageError
	if errors.As(err, &page) {
		r.run.Cursor = page.Cursor
	}
	if !r.gotRows && errors.Is(err, errRunLost) {
		r.run = ReportRun{}
	}
	return newReportError(r.run, r.status, err)
}
