package graph

import (
	"errors"
	"testing"
)

// The API puts long numbers into the code or into the subcode of a general
// code. Both are the same error.
func TestCodeMatches(t *testing.T) {
	tests := []struct {
		name   string
		target Code
		err    Error
		want   bool
	}{
		{"code", Code{Code: 190}, Error{Code: 190}, true},
		{"code with any subcode", Code{Code: 190}, Error{Code: 190, Subcode: 463}, true},
		{"code and subcode", Code{Code: 190, Subcode: 463}, Error{Code: 190, Subcode: 463}, true},
		{"other subcode", Code{Code: 190, Subcode: 463}, Error{Code: 190, Subcode: 460}, false},
		{"other code", Code{Code: 190, Subcode: 463}, Error{Code: 102, Subcode: 463}, false},
		{"short code in the subcode", Code{Code: 459}, Error{Code: 190, Subcode: 459}, false},
		{"long code", Code{Code: 1487901}, Error{Code: 1487901}, true},
		{"long code in the subcode", Code{Code: 1487901}, Error{Code: 100, Subcode: 1487901}, true},
		{"other long code", Code{Code: 1487901}, Error{Code: 100, Subcode: 1487033}, false},
		{"long subcode of another code", Code{Code: 100, Subcode: 1487534}, Error{Code: 1, Subcode: 1487534}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := errors.Is(&tt.err, tt.target); got != tt.want {
				t.Errorf("errors.Is(%d/%d, %v) = %t, want %t", tt.err.Code, tt.err.Subcode, tt.target, got, tt.want)
			}
		})
	}
}

func TestMeaningOfLongCode(t *testing.T) {
	api := API{Errors: []ErrorDoc{
		{Code: Code{Code: 100}, Class: ErrBadRequest, Meaning: "bad param"},
		{Code: Code{Code: 1487901}, Class: ErrBadRequest, Meaning: "budget too low"},
	}}
	for _, err := range []Error{{Code: 1487901}, {Code: 100, Subcode: 1487901}} {
		err.describe(Request{Operation: &Operation{API: &api}})
		if err.Meaning != "budget too low" {
			t.Errorf("the meaning of %d/%d is %q", err.Code, err.Subcode, err.Meaning)
		}
	}
}
