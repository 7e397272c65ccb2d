package graph

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
)

// DecodeError says that an answer does not fit the Go type of a call. A write
// with such an answer may have been done: look before doing it again. Its text
// never holds a value of the answer.
type DecodeError struct {
	// Operation is the operation, such as "Campaign read".
	Operation string
	// Path leads to the value, such as "data[3].daily_budget". What is reached
	// by a key of a map has "{key}" in it, because keys are data. It is empty for
	// the answer as a whole.
	Path string
	// Type is the Go type that the value does not fit. It is empty when the
	// answer is no JSON.
	Type string
	// Problem says what is wrong, such as "is a string, which does not fit
	// int64".
	Problem string
	// Err is what the decoder said, freed from the value. Of an error of the
	// caller's own type only errors.Is is left.
	Err error
}

// Error returns one line without any value of the answer.
func (e *DecodeError) Error() string {
	var b strings.Builder
	b.WriteString("graph: ")
	if e.Operation != "" {
		b.WriteString(e.Operation)
		b.WriteString(": ")
	}
	b.WriteString("the answer")
	if e.Path != "" {
		b.WriteString("'s ")
		b.WriteString(e.Path)
	}
	b.WriteByte(' ')
	b.WriteString(e.Problem)
	return b.String()
}

// Unwrap returns Err.
func (e *DecodeError) Unwrap() error { return e.Err }

// decodeAnswer decodes the answer of an operation into what out points to. The
// error is a *DecodeError.
func decodeAnswer(op *Operation, data []byte, out any) error {
	err := decodeTolerant(data, out)
	if err == nil {
		return nil
	}
	var problem *DecodeError
	if !errors.As(err, &problem) {
		problem = &DecodeError{Problem: "does not fit its Go type", Err: withoutValue(err)}
	}
	if problem.Type != "" {
		// The path may begin inside a value that decodes itself, such as a Raw.
		problem = locate(data, reflect.TypeOf(out).Elem(), problem.Err)
	}
	problem.Operation = op.String()
	return problem
}

// decodeTolerant decodes data into what out points to. Usually encoding/json
// does it alone. When it finds a value of another type than the Go type, the
// JSON is repaired against the Go type and decoded again: the API writes
// numbers as text, ids as numbers, and empty objects as empty lists. The error
// is a *DecodeError without an operation.
func decodeTolerant(data []byte, out any) error {
	err := json.Unmarshal(data, out)
	if err == nil {
		return nil
	}
	var known *DecodeError
	if errors.As(err, &known) {
		return known
	}
	if !json.Valid(data) {
		return notJSON(data, err)
	}
	target := reflect.ValueOf(out)
	if target.Kind() != reflect.Pointer || target.IsNil() {
		return &DecodeError{Problem: fmt.Sprintf("cannot be decoded into a %T: it is no pointer", out), Err: withoutValue(err)}
	}
	t := target.Elem().Type()
	r := repair{src: data}
	r.value(t)
	target.Elem().SetZero()
	if r.problem == nil {
		if err = json.Unmarshal(r.dst, out); err == nil {
			return nil
		}
	}
	return locate(data, t, err)
}

// locate says which value of data does not fit t.
func locate(data []byte, t reflect.Type, err error) *DecodeError {
	r := repair{src: data, search: true}
	r.value(t)
	if r.problem == nil {
		return unrepaired(err)
	}
	r.problem.Err = withoutValue(err)
	return r.problem
}

// notJSON says why data is no JSON.
func notJSON(data []byte, err error) *DecodeError {
	problem := "is not JSON"
	var syntax *json.SyntaxError
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		problem = "is empty"
	case errors.As(err, &syntax) && syntax.Offset >= int64(len(data)):
		problem = fmt.Sprintf("ends in the middle of its JSON, after %d bytes", len(data))
	}
	return &DecodeError{Problem: problem, Err: withoutValue(err)}
}

// unrepaired says what encoding/json refused although the repair found nothing
// wrong.
func unrepaired(err error) *DecodeError {
	var mismatch *json.UnmarshalTypeError
	if !errors.As(err, &mismatch) {
		return &DecodeError{Problem: "does not fit its Go type", Err: withoutValue(err)}
	}
	return &DecodeError{
		Type:    mismatch.Type.String(),
		Problem: "does not fit " + mismatch.Type.String(),
		Err:     withoutValue(err),
	}
}

// withoutValue returns what stands for an error of an encoder or a decoder,
// whose text may hold the value: programs print whole chains of errors.
func withoutValue(err error) error {
	var known *DecodeError
	var syntax *json.SyntaxError // Holds one character at most.
	var mismatch *json.UnmarshalTypeError
	switch {
	case errors.As(err, &known), errors.As(err, &syntax):
		return err
	case errors.As(err, &mismatch):
		kind, _, _ := strings.Cut(mismatch.Value, " ") // As in "number 5".
		// Without its Field, which may hold keys of maps.
		return &json.UnmarshalTypeError{Value: kind, Type: mismatch.Type, Offset: mismatch.Offset}
	}
	return &scrubbedError{text: fmt.Sprintf("a %T, whose text may hold the value", err), is: func(target error) bool { return errors.Is(err, target) }}
}
