package graphtest

import "encoding/json"

const (
	runFailed  = "Job Failed"
	runSkipped = "Job Skipped"
	runStalled = "Job Running"
)

// FailRun makes the report run that a call starts ([On]
// "AdAccount.insights.create") fail when it is half done. The error's code,
// subcode, message, user title and user message are those of the run; what is
// zero is left out, so that the zero Error is a run that fails without a
// reason. Calls that start no run are let through.
func FailRun(e Error) Fault {
	return Fault{what: faultRun, text: runFailed, err: &e, after: true}
}

// SkipRun is [FailRun] for a run that ends as "Job Skipped".
func SkipRun() Fault { return Fault{what: faultRun, text: runSkipped, err: &Error{}, after: true} }

// StallRun is [FailRun] for a run that stays at 50 percent and never ends.
func StallRun() Fault { return Fault{what: faultRun, text: runStalled, err: &Error{}, after: true} }

// endRun keeps the fault for the run that was started.
func (s *Server) endRun(f *Fault, c *call, p *reply) {
	var answer struct {
		Run json.RawMessage `json:"report_run_id"`
	}
	if json.Unmarshal(p.body, &answer) != nil || c.target.kind != "create" {
		return
	}
	var id json.Number // It may be text.
	if json.Unmarshal(answer.Run, &id) != nil {
		return
	}
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	if rec := s.store.nodes[id.String()]; rec != nil {
		if r, ok := rec.state.(*report); ok {
			r.end = f
		}
	}
}

// breakOff ends a run that does not complete. It always returns false: there
// is no step after it.
func (r *report) breakOff(rec *record) bool {
	if r.end.text == runStalled {
		return false
	}
	r.set(rec, r.end.text, "0")
	delete(rec.fields, "is_running")
	e := r.end.err
	for name, n := range map[string]int{"error_code": e.Code, "error_subcode": e.Subcode} {
		if n != 0 {
			rec.fields[name] = json.Number(numberText(int64(n)))
		}
	}
	for name, text := range map[string]string{"error_message": e.Message, "error_user_title": e.UserTitle, "error_user_msg": e.UserMessage} {
		if text != "" {
			rec.fields[name] = text
		}
	}
	return false
}
