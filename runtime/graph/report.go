package graph

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"strings"
	"time"
)

// ReportOptions say how [RunReport] runs a report. The zero value has the
// defaults that its fields name.
type ReportOptions struct {
	// RunID goes on with a run that was started before. Empty starts one.
	RunID string
	// Restarts is how many further runs are started when one is skipped, fails
	// for a reason that passes, or is stuck. 0 means 3, less than 0 none.
	Restarts int
	// Stuck is how long a run may go without getting further. 0 means 20
	// minutes.
	Stuck time.Duration
	// Period is the wait before the state is asked for again. It doubles each
	// time. 0 means two seconds.
	Period time.Duration
	// MaxPeriod is where the doubling ends. 0 means 30 seconds.
	MaxPeriod time.Duration
	// Progress, when set, is called with each state that the API tells.
	Progress func(ReportRun)
}

// ReportRun is the state of a run.
type ReportRun struct {
	// ID is the run's id, which can be used for 30 days.
	ID string `json:"id"`
	// Status is such as "Job Running". The API adds values.
	Status string `json:"async_status"`
	// Percent is how much is done.
	Percent int `json:"async_percent_completion"`
	// Err is why the run failed, where the API says so.
	Err *Error `json:"-"`
}

// reportState is a run as the API writes it.
type reportState struct {
	ReportRun
	Code        Opt[int64] `json:"error_code"`
	Subcode     Opt[int64] `json:"error_subcode"`
	Message     string     `json:"error_message"`
	UserTitle   string     `json:"error_user_title"`
	UserMessage string     `json:"error_user_msg"`
}

// ReportError is the error of a report.
type ReportError struct {
	// Run is the last state of the run. Its ID is empty when no run was
	// started. When Err is a [*PageError], reading can go on with the ID as
	// [ReportOptions.RunID] and the option [From] with its cursor.
	Run ReportRun
	// Err is what failed: the [*Error] that the run or a call ended with,
	// [ErrReportStuck], or what else stopped it.
	Err error
}

// Error returns the text of Err with the run.
func (e *ReportError) Error() string {
	if e.Run.ID == "" {
		return e.Err.Error()
	}
	return fmt.Sprintf("%v (report run %s: %q, %d%%)", e.Err, e.Run.ID, e.Run.Status, e.Run.Percent)
}

// Unwrap returns Err.
func (e *ReportError) Unwrap() error { return e.Err }

var (
	// ErrReportStuck means that a run did not get further for the time of
	// [ReportOptions.Stuck].
	ErrReportStuck = errors.New("graph: the report does not get further")
	// ErrReportFailed means that a run failed or was skipped, and that the API
	// gave no reason.
	ErrReportFailed = errors.New("graph: the report failed")
)

// RunReport runs a list of insights as a report in the background, for figures
// that take too long to list, and returns the rows. Nothing is sent before the
// range begins. The report is then started, waited for, and read page after
// page; the context bounds it all. Each row is yielded once: a run that is
// skipped, stuck, or fails for a reason that passes is started again, but
// never after the first row. An error is yielded once, as a [*ReportError],
// and ends the range.
//
//	for row, err := range graph.RunReport(ctx, client, account.Insights(params), graph.ReportOptions{}) {
//
// Each range is a report of its own.
func RunReport[T any](ctx context.Context, c *Client, list List[T], report ReportOptions, opts ...Option) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		j := newReportJob(c, list.Request, report, collect(opts))
		if err := j.run(ctx); err != nil {
			yield(none, &ReportError{Run: j.state, Err: err})
			return
		}
		// Params that came with options are the query's, which the run has.
		rowOpts := append(opts[:len(opts):len(opts)], func(o *options) { o.extra = nil })
		for row, err := range All(ctx, c, List[T]{Request: j.rows()}, rowOpts...) {
			if err != nil {
				yield(none, &ReportError{Run: j.state, Err: err})
				return
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

const (
	defaultRestarts = 3
	defaultStuck    = 20 * time.Minute
	reportCompleted = "job completed"
	reportFailed    = "job failed"
	reportSkipped   = "job skipped"
)

var (
	reportRunOperation  = Operation{API: &ownAPI, Node: "AdReportRun", Kind: KindRead, Method: http.MethodGet, Path: "{ad_report_run_id}"}
	reportRowsOperation = Operation{API: &ownAPI, Node: "AdReportRun", Edge: "insights", Kind: KindList, Method: http.MethodGet, Path: "{ad_report_run_id}/insights"}
)

// reportJob is a report that runs. It is not generic, so that it is compiled
// once.
type reportJob struct {
	client  *Client
	request Request
	options options
	report  ReportOptions
	state   ReportRun
}

func newReportJob(c *Client, r Request, report ReportOptions, o options) *reportJob {
	report.Restarts = max(cmp.Or(report.Restarts, defaultRestarts), 0)
	report.Stuck = cmp.Or(report.Stuck, defaultStuck)
	report.Period = cmp.Or(report.Period, defaultPollPeriod)
	report.MaxPeriod = cmp.Or(report.MaxPeriod, longestPollPeriod)
	// The place and the number of pages are about the rows.
	o.from, o.maxPages = "", 0
	return &reportJob{client: c, request: r, options: o, report: report, state: ReportRun{ID: report.RunID}}
}

// run brings a run to its end, starting others in its place as often as it
// may.
func (j *reportJob) run(ctx context.Context) error {
	for restarts := 0; ; restarts++ {
		if j.state.ID == "" {
			if err := j.start(ctx); err != nil {
				return err
			}
		}
		err := j.wait(ctx)
		if err == nil || restarts >= j.report.Restarts || !restartable(err) {
			return err
		}
		if cause := sleep(ctx, j.report.Period); cause != nil {
			return fmt.Errorf("%w (waiting to start it again: %w)", err, cause)
		}
		j.state = ReportRun{}
	}
}

// start starts a run.
func (j *reportJob) start(ctx context.Context) error {
	r := j.request
	if r.Operation == nil {
		return errNoOperation
	}
	operation := *r.Operation
	operation.Method, operation.Kind = http.MethodPost, KindCreate
	r.Operation = &operation
	o := j.options
	// A report that is started twice does no harm.
	o.idempotent = true
	var answer struct {
		ID string `json:"report_run_id"`
	}
	if err := j.client.run(ctx, r, o, &answer); err != nil {
		return err
	}
	if answer.ID == "" {
		return &DecodeError{Operation: operation.String(), Problem: `has no member "report_run_id"`}
	}
	j.state = ReportRun{ID: answer.ID}
	return nil
}

// endedError is the error of a run that another one may take the place of.
type endedError struct{ error }

func (e endedError) Unwrap() error { return e.error }

func restartable(err error) bool {
	var ended endedError
	return errors.As(err, &ended)
}

// wait waits until the rows can be read.
func (j *reportJob) wait(ctx context.Context) error {
	p := poller{period: j.report.Period, most: j.report.MaxPeriod}
	moved := time.Now()
	for {
		before := j.state
		if err := j.poll(ctx); err != nil {
			return err
		}
		done, err := j.ended()
		if done || err != nil {
			return err
		}
		if j.state.Status != before.Status || j.state.Percent != before.Percent {
			moved = time.Now()
		}
		if time.Since(moved) >= j.report.Stuck {
			return endedError{ErrReportStuck}
		}
		if err := p.sleep(ctx); err != nil {
			return fmt.Errorf("graph: %s: waiting for the report: %w", j.request, err)
		}
	}
}

// poll asks for the state of the run.
func (j *reportJob) poll(ctx context.Context) error {
	o := j.options
	o.extra = nil
	r := Request{Operation: &reportRunOperation, ID: j.state.ID}
	var state reportState
	if err := j.client.run(ctx, r, o, &state); err != nil {
		return err
	}
	state.ID = j.state.ID
	if code, failed := state.Code.Get(); failed || state.Message != "" {
		scrub := newScrubber()
		state.Err = &Error{
			Code: int(code), Subcode: int(state.Subcode.Or(0)), Message: scrub.text(state.Message),
			UserTitle: scrub.text(state.UserTitle), UserMessage: scrub.text(state.UserMessage),
		}
		state.Err.describe(j.request)
	}
	j.state = state.ReportRun
	if j.report.Progress != nil {
		j.report.Progress(j.state)
	}
	return nil
}

// ended reports whether the rows can be read, or why they never will be. A run
// is often at 100 % before it is completed.
func (j *reportJob) ended() (bool, error) {
	switch strings.ToLower(j.state.Status) {
	case reportCompleted:
		return j.state.Percent >= 100, nil
	case reportSkipped:
		return false, endedError{ErrReportFailed}
	case reportFailed:
		switch {
		case j.state.Err == nil:
			return false, endedError{ErrReportFailed}
		case j.state.Err.Class() == ErrTransient, j.state.Err.Class() == ErrRateLimited:
			return false, endedError{j.state.Err}
		}
		return false, j.state.Err
	}
	return false, nil
}

// rows returns the request for the rows of the run.
func (j *reportJob) rows() Request {
	r := Request{Operation: &reportRowsOperation, ID: j.state.ID}
	if f, err := newForm(j.request, j.options); err == nil && f.values.Has("limit") {
		r.Params = reportRowsParams{Limit: f.values.Get("limit")}
	}
	return r
}

type reportRowsParams struct {
	Limit string `param:"limit"`
}
