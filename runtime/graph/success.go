package graph

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

// Success is the answer of writes that return no data. It reads both forms
// of the API: {"success": true} and a bare true.
type Success struct {
	// Success is true: a call that the API answers with false ends with
	// [ErrNotDone].
	Success bool `json:"success"`
}

// ErrNotDone is the error of a call to which the API answers, without an error
// of its own, that it did not do it: {"success": false}, or a bare false for a
// write. The answer says no more, as a rule; [WithRawBody] keeps it. Such a
// call is not repeated.
var ErrNotDone = errors.New("the API answered that it did not do it")

// checkDone returns [ErrNotDone] when an answer says so. A node that is read
// may have a field of that name.
func checkDone(r Request, body []byte) error {
	writes := r.Operation.Method != http.MethodGet
	if len(body) > longestFlag && !(writes && bytes.Contains(body, []byte(`"success"`))) {
		return nil
	}
	done := true
	var m members
	if json.Unmarshal(body, &m) == nil {
		if member, ok := m.flag("success"); ok && (writes || len(m) == 1) {
			done = member
		}
	} else if writes {
		done = string(bytes.TrimSpace(body)) != "false"
	}
	if !done {
		return fmt.Errorf("graph: %s: %w", r, ErrNotDone)
	}
	return nil
}

// longestFlag is the length in bytes up to which an answer may be a flag and
// nothing else.
const longestFlag = 64

// UnmarshalJSON reads either form.
func (s *Success) UnmarshalJSON(data []byte) error {
	var bare Opt[bool]
	if err := bare.UnmarshalJSON(data); err == nil {
		s.Success = bare.Or(false)
		return nil
	}
	var wire struct {
		Success Opt[bool] `json:"success"`
	}
	if err := json.Unmarshal(data, &wire); err != nil {
		return err
	}
	s.Success = wire.Success.Or(false)
	return nil
}
