package graph

import "strings"

// ParamError says that a call was not sent because of one of its params. Its
// text never holds the param's value.
type ParamError struct {
	// Operation is the operation, such as "AdAccount.campaigns create".
	Operation string
	// Param is the param's name in the API.
	Param string
	// Field is the Go field that holds it, such as
	// "AdAccountCreateCampaignParams.Name". It is empty for a param that came
	// with [WithParam].
	Field string
	// Problem says what is wrong, such as "is required".
	Problem string
	// Err stands for what the value's own encoding failed with, or is nil.
	// errors.Is recognises the original, whose text may hold the value.
	Err error
}

// Error returns one line without the value.
func (e *ParamError) Error() string {
	var b strings.Builder
	b.WriteString("graph: ")
	b.WriteString(e.Operation)
	b.WriteString(": param ")
	b.WriteString(e.Param)
	if e.Field != "" {
		b.WriteString(" (")
		b.WriteString(e.Field)
		b.WriteString(")")
	}
	b.WriteByte(' ')
	b.WriteString(e.Problem)
	return b.String()
}

// Unwrap returns Err.
func (e *ParamError) Unwrap() error { return e.Err }
