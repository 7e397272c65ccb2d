package graph

import "encoding/json"

// Success is the answer of writes that return no data. It reads both forms
// of the API: {"success": true} and a bare true.
type Success struct {
	// Success is false when the API says that nothing was done.
	Success bool `json:"success"`
}

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
