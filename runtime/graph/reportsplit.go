package graph

import (
	"context"
	"errors"
	"fmt"
)

// splitReader reads a report whose days are divided among several runs when
// the API gives no rows for all of them at once.
type splitReader struct {
	client  *Client
	list    Request
	options options
	report  ReportOptions
	cut     increment

	// run reads the rows of days.
	run  *reportReader
	days dayRange
	// rest are the ranges after days, in order.
	rest []dayRange
	// pages were read before those of the reader.
	pages int
}

func newSplitReader(c *Client, list Request, report ReportOptions, opts []Option) *splitReader {
	r := &splitReader{client: c, list: list, options: collect(opts), report: report}
	if err := r.divideResumed(); err != nil {
		// What was stored stays the place to go on from.
		r.run = &reportReader{run: report.Resume, problem: err}
		return r
	}
	r.begin(report.Resume)
	return r
}

// divideResumed sets the ranges that are left to be read.
func (r *splitReader) divideResumed() error {
	resume := r.report.Resume
	if !r.report.SplitDays {
		if resume.Since != "" || resume.Until != "" {
			return fmt.Errorf("graph: %s: ReportOptions.Resume is about some of the report's days; set SplitDays too", r.list.Operation)
		}
		return nil
	}
	if err := checkReport(r.list, r.options); err != nil {
		return err
	}
	all, cut, err := reportDays(r.list, r.options)
	if err != nil {
		return err
	}
	r.cut = cut
	if resume.Since == "" && resume.Until == "" {
		r.days = all
		return nil
	}
	left, err := wireDays{resume.Since, resume.Until}.days()
	if err != nil || !all.contains(left) {
		return fmt.Errorf("graph: %s: ReportOptions.Resume is about %s to %s, which are no days of the param time_range", r.list.Operation, resume.Since, resume.Until)
	}
	if left.until.Before(all.until) {
		r.rest = []dayRange{{left.until.AddDate(0, 0, 1), all.until}}
	}
	r.days = left
	return nil
}

// begin makes a reader of the current days.
func (r *splitReader) begin(resume ReportRun) {
	o, report := r.options, r.report
	report.Resume = resume
	if r.report.SplitDays {
		o.extra = append(o.extra[:len(o.extra):len(o.extra)], extraParam{"time_range", r.days.wire()})
	}
	if o.maxPages > 0 {
		o.maxPages -= r.pages
	}
	r.run = newReportReader(r.client, r.list, report, o)
}

// done reports whether all rows were read, or as many pages as the caller
// wants.
func (r *splitReader) done() bool {
	if !r.run.done() {
		return false
	}
	enough := r.options.maxPages > 0 && r.pages+r.run.rows.pages >= r.options.maxPages
	return len(r.rest) == 0 || enough
}

// fetch gets the next page of rows into page.
func (r *splitReader) fetch(ctx context.Context, page any) error {
	if r.run.done() {
		r.pages += r.run.rows.pages
		r.days, r.rest = r.rest[0], r.rest[1:]
		r.begin(ReportRun{})
	}
	for {
		err := r.run.fetch(ctx, page)
		if err == nil || !r.divide(err) {
			return r.place(err)
		}
	}
}

// advance goes to the next page after one that held rows.
func (r *splitReader) advance(next Cursor, rows int) { r.run.advance(next, rows) }

// divide begins with the first half of the days when a report of all of them
// gives no rows, and reports whether it does.
func (r *splitReader) divide(err error) bool {
	tooMuch := errors.Is(err, ErrReduceData) || errors.Is(err, ErrReportFailed) || errors.Is(err, ErrReportStuck)
	if !r.report.SplitDays || !tooMuch || r.run.gotRows {
		return false
	}
	first, second, ok := r.cut.halve(r.days)
	if !ok {
		return false
	}
	r.days, r.rest = first, append([]dayRange{second}, r.rest...)
	r.begin(ReportRun{})
	return true
}

// place adds to an error which days it is about.
func (r *splitReader) place(err error) error {
	var failed *ReportError
	if r.report.SplitDays && errors.As(err, &failed) && !r.days.since.IsZero() {
		wire := r.days.wire()
		failed.Run.Since, failed.Run.Until = wire.Since, wire.Until
	}
	return err
}
