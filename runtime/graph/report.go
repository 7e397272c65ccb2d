package graph

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"reflect"
	"time"
)

// ReportRun is a run of an insights report, and the place in its rows where
// reading goes on. It can be stored, as JSON too, and holds no token. The API
// keeps a run for 30 days; cursors live shorter.
type ReportRun struct {
	// ID is the run's id.
	ID string `json:"report_run_id"`
	// Cursor is where reading goes on. Empty is the first row.
	Cursor Cursor `json:"cursor,omitzero"`
	// Since and Until are the first and the last day that the run is about, when
	// it is one of a report that [ReportOptions.SplitDays] divided.
	Since string `json:"since,omitzero"`
	Until string `json:"until,omitzero"`
}

// UnmarshalJSON reads what starting a run answers with, or what was stored.
func (r *ReportRun) UnmarshalJSON(data []byte) error {
	var wire struct {
		ID     *string `json:"report_run_id"`
		Cursor Cursor  `json:"cursor"`
		Since  string  `json:"since"`
		Until  string  `json:"until"`
	}
	if err := decodeTolerant(data, &wire); err != nil {
		return err
	}
	if wire.ID == nil {
		return &DecodeError{Problem: `has no member "report_run_id"`}
	}
	*r = ReportRun{ID: *wire.ID, Cursor: wire.Cursor, Since: wire.Since, Until: wire.Until}
	return nil
}

// ReportOptions say how [ReportRows] and [WaitReport] run a report. The zero
// value is fine.
type ReportOptions struct {
	// Resume goes on with a run that a [*ReportError] gave or that another
	// program started. The zero ReportRun means a new run. A run with a Cursor
	// is taken for completed; another one is waited for first.
	Resume ReportRun
	// SyncFirst asks for the rows without a run, and starts one when the API
	// says that the first page is too much ([ErrReduceData]) or does not answer
	// in time, which it is not given twice. Later pages do not switch, because
	// rows would repeat.
	SyncFirst bool
	// SplitDays lets [ReportRows] divide the days of a report among several runs,
	// when the API says that it is too much ([ErrReduceData]) or when its runs
	// fail without a reason or are stuck: it tries the halves, and halves of
	// these, down to the days of one row. The rows are the same; those of a
	// later part follow those of an earlier one. The list needs the params time_range and time_increment ("1"
	// or more, or "monthly"), and none that sorts; WithParam gives those that
	// its params do not have.
	SplitDays bool
	// Restarts is how many runs [ReportRows] starts in place of ones that were
	// skipped, failed for a reason that passes, or are stuck. 0 means 3, less
	// than 0 none.
	Restarts int
	// Stuck is how long neither the status nor the percentage of a run may
	// change before the run is given up. 0 means 20 minutes, less than 0 no
	// bound.
	Stuck time.Duration
	// Poll says how often a run is looked at. Its Period is also the wait between
	// starting a run and the first look at it, and before another run is started.
	Poll Poll
	// Progress, when set, is called when a run has started, with no status yet,
	// and after each look at it.
	Progress func(ReportStatus)
}

func (o ReportOptions) withDefaults() (ReportOptions, error) {
	var err error
	o.Poll, err = o.Poll.withDefaults()
	o.Stuck = cmp.Or(o.Stuck, defaultStuck)
	o.Restarts = cmp.Or(o.Restarts, defaultRestarts)
	return o, err
}

// ReportError says where a report failed. What failed is in Err: errors.As
// gives the [*Error] with code, subcode and messages, which is also how the
// API says why a run failed, and errors.Is tells its class. A run that ended
// without an error of the API matches [ErrReportFailed] or [ErrReportStuck],
// and [ErrTransient]: another one may succeed.
type ReportError struct {
	// Run is what to set as [ReportOptions.Resume] to go on: all rows before
	// its Cursor were yielded. It is the zero ReportRun, which starts a new run,
	// when none was started or when the run will give no rows. A Cursor without
	// an ID is a place in rows that were read without a run. A report that is
	// refused before anything is sent keeps what was to be resumed. With
	// [ReportOptions.SplitDays] it says which days were being read, and later
	// ones follow them.
	Run ReportRun
	// Status is what was last known about the last run, with its id.
	Status ReportStatus
	// Err is what failed.
	Err error
}

// Error returns the text of Err.
func (e *ReportError) Error() string { return e.Err.Error() }

// Unwrap returns Err.
func (e *ReportError) Unwrap() error { return e.Err }

// Report returns the call that starts a run of a report in the background. The
// list is what would be asked without a run, such as
// meta.AdAccountByID(id).Insights(params); its limit is not sent, because it
// is the size of a page of rows. [ReportRows] does all that a report needs;
// this call is for batches and for programs that leave the rest to another
// one. Starting a run twice does no harm, so that it can be [Idempotent].
//
// Only edges named "insights" have reports. Of another list, the call remains
// a read and fails.
func Report[T any](list List[T]) Call[ReportRun] {
	return Call[ReportRun]{Request: reportRequest(list.Request)}
}

// ReportRows runs a report and returns its rows: it starts a run, waits until
// it is completed, and reads its rows page after page. Nothing is sent before
// the range begins; each range is a run of its own, or several with
// [ReportOptions.SplitDays], unless a run is resumed.
// The list is what would be asked without a run:
//
//	list := meta.AdAccountByID(id).Insights(meta.AdAccountInsightsParams{Fields: fields})
//	for row, err := range graph.ReportRows(ctx, client, list, graph.ReportOptions{}) {
//		// ...
//	}
//
// Each row is yielded once. A run that will give no rows is replaced by a new
// one as [ReportOptions.Restarts] says, but only before the first row. An
// error is yielded once, as a [*ReportError] that says where to go on, and
// ends the rows. The context bounds everything, waiting included; a run that
// is left behind goes on, and can be resumed.
//
// The options concern all calls of the report; params of [WithParam] are sent
// with its start, and [MaxPages] counts pages of rows. To go on from a cursor,
// use ReportOptions.Resume and not [From].
func ReportRows[T any](ctx context.Context, c *Client, list List[T], report ReportOptions, opts ...Option) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		r := newSplitReader(c, list.Request, report, opts)
		for !r.done() {
			page := new(Page[T])
			if err := r.fetch(ctx, page); err != nil {
				var none T
				yield(none, err)
				return
			}
			r.advance(page.Paging.Next, len(page.Data))
			for _, row := range page.Data {
				if !yield(row, nil) {
					return
				}
			}
		}
	}
}

// RunRows returns the list of the rows of a run that is completed, for [Pages],
// [All] and other functions of lists. [ReportRows] needs no RunRows. The list is
// one that the run was, or could have been, started
// from: it gives the type of the rows, the size of a page and the API version.
func RunRows[T any, ID ~string](list List[T], runID ID) List[T] {
	return List[T]{Request: rowsRequest(list.Request, string(runID), options{})}
}

var (
	// ErrReportFailed means that a run was skipped, or failed without a code.
	ErrReportFailed = errors.New("the report failed")
	// ErrReportStuck means that a run made no progress for the time of
	// [ReportOptions.Stuck].
	ErrReportStuck = errors.New("the report is stuck")
)

const (
	defaultRestarts = 3
	defaultStuck    = 20 * time.Minute
)

const (
	insightsEdge = "insights"
	runNode      = "AdReportRun"
	runVariable  = "{report_run_id}"
)

// reportRequest returns the request that starts a run of a list.
func reportRequest(list Request) Request {
	if list.Operation == nil || list.Operation.Edge != insightsEdge {
		return list
	}
	operation := *list.Operation
	operation.Kind, operation.Method = KindCreate, http.MethodPost
	list.Operation = &operation
	list.Params = withoutLimit(list.Params)
	return list
}

// withoutLimit returns a copy of a param struct without its limit.
func withoutLimit(params any) any {
	v := reflect.ValueOf(params)
	for v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct {
		return params
	}
	plan := planOf(v.Type())
	for _, p := range plan.params {
		if p.name == "limit" {
			copied := reflect.New(v.Type()).Elem()
			copied.Set(v)
			copied.FieldByIndex(p.index).SetZero()
			return copied.Interface()
		}
	}
	return params
}

type rowsParams struct {
	Limit string `param:"limit"`
}

// rowsRequest returns the request for the rows of a run, with the size of a
// page that the list or the options name.
func rowsRequest(list Request, runID string, o options) Request {
	r := Request{ID: runID}
	if list.Operation == nil {
		return r
	}
	r.Operation = &Operation{API: list.Operation.API, Node: runNode, Edge: insightsEdge, Kind: KindList, Method: http.MethodGet, Path: runVariable + "/" + insightsEdge}
	if f, err := newForm(list, o); err == nil {
		r.Params = rowsParams{Limit: f.values.Get("limit")}
	}
	return r
}

// runRequest returns the request for the status of a run. It names no fields:
// the API answers with the reason of a failure by default, and refuses fields
// that a version does not have.
func runRequest(api *API, runID string) Request {
	return Request{
		Operation: &Operation{API: api, Node: runNode, Kind: KindRead, Method: http.MethodGet, Path: runVariable},
		ID:        runID,
	}
}

// checkReport refuses what no report can be made of.
func checkReport(list Request, o options) error {
	switch {
	case list.Operation == nil:
		return errNoOperation
	case list.Problem != nil:
		return list.problem()
	case list.Operation.Edge != insightsEdge || list.Operation.Kind != KindList:
		return fmt.Errorf("graph: %s: only lists of insights have reports", list.Operation)
	case o.from != "":
		return fmt.Errorf("graph: %s: a report goes on from ReportOptions.Resume, not From", list.Operation)
	}
	o.use = manyPages
	return o.check(list)
}
