package graph

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
)

// ReportStatus is how far the API got with a run of a report.
type ReportStatus struct {
	// RunID is the run's id.
	RunID string
	// Status is "Job Not Started", "Job Started", "Job Running", "Job
	// Completed", "Job Failed" or "Job Skipped", as the API writes it. The API
	// adds values. It is empty before the first look at the run.
	Status string
	// Percent is how much is done, from 0 to 100. A run is completed when this
	// is 100 and Status says so; 100 alone is common while it still runs.
	Percent int
	// JSON is the status as it came, with all its members, without secrets.
	JSON Object
}

const (
	jobCompleted = "Job Completed"
	jobFailed    = "Job Failed"
	jobSkipped   = "Job Skipped"
)

func (s ReportStatus) is(status string) bool {
	return strings.EqualFold(strings.TrimSpace(s.Status), status)
}

func (s ReportStatus) completed() bool { return s.is(jobCompleted) && s.Percent >= 100 }

// describe returns the status as text for errors.
func (s ReportStatus) describe() string {
	if s.JSON == nil {
		return "no status yet"
	}
	return fmt.Sprintf("%q at %d percent", s.Status, s.Percent)
}

// newReportStatus reads what the API says about a run. Members are read one by
// one, so that an odd one spoils none of the others; an answer that says
// nothing is that of a run that goes on.
func newReportStatus(runID string, data Object) (ReportStatus, members, error) {
	var m members
	if err := json.Unmarshal(data, &m); err != nil || m == nil {
		return ReportStatus{}, nil, &DecodeError{Operation: runNode + " " + string(KindRead), Problem: "is no status of a run"}
	}
	status := ReportStatus{RunID: runID, Status: m.text("async_status"), JSON: data}
	percent, _ := m.number("async_percent_completion")
	status.Percent = min(max(percent, 0), 100)
	return status, m, nil
}

// runFailure says that a run will give no rows.
type runFailure struct {
	cause error
	// again says that another run may succeed.
	again bool
}

func (e *runFailure) Error() string { return e.cause.Error() }
func (e *runFailure) Unwrap() error { return e.cause }

// failure returns why a run failed, or nil when it did not.
func (s ReportStatus) failure(r Request, m members, scrub scrubber) *runFailure {
	switch {
	case s.is(jobSkipped):
		return lostRun(r, ErrReportFailed, "the API skipped the run")
	case !s.is(jobFailed):
		return nil
	}
	e := &Error{
		Message:     scrub.text(m.text("error_message")),
		UserTitle:   scrub.text(m.text("error_user_title")),
		UserMessage: scrub.text(m.text("error_user_msg")),
	}
	e.Code, _ = m.number("error_code")
	e.Subcode, _ = m.number("error_subcode")
	if e.Code == 0 && e.Subcode == 0 {
		return lostRun(r, ErrReportFailed, cmp.Or(e.Message, "the API gives no reason"))
	}
	e.Message = cmp.Or(e.Message, ErrReportFailed.Error())
	e.describe(r)
	return &runFailure{cause: e, again: e.Class() == ErrTransient || e.Class() == ErrRateLimited && e.Retryable()}
}

// lostRun returns the failure of a run that ended in a way without an error of
// the API.
func lostRun(r Request, way error, details string) *runFailure {
	return &runFailure{cause: fmt.Errorf("graph: %s: %w: %s", r, passingError{way}, details), again: true}
}

// passingError is an error that another run may not meet.
type passingError struct{ error }

func (e passingError) Unwrap() error { return e.error }

// Is reports whether target is ErrTransient.
func (e passingError) Is(target error) bool { return target == ErrTransient }
