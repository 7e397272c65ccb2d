package hash

import (
	"errors"
	"fmt"
	"strconv"
)

// Error says which value could not be right, and why. It never holds the
// value or a part of it, so that it can be logged and shown.
type Error struct {
	Key    Key    // what the value is said to be
	Row    int    // the number that Schema.AppendRow was given; 0 where there is no row
	Reason string // from a fixed set of texts; for unknown keys, with a suggestion
}

// Error names the row, the key and the reason.
func (e *Error) Error() string {
	if e.Row == 0 {
		return "hash: " + string(e.Key) + " " + e.Reason
	}
	return "hash: row " + strconv.Itoa(e.Row) + ": " + string(e.Key) + " " + e.Reason
}

// RowError lists the invalid values of one row, in the order of the schema.
// [errors.As] finds the first *[Error] in it.
type RowError struct {
	Row     int      // the number that Schema.AppendRow was given
	Invalid []*Error // never empty in an error of this package
}

// Error gives the first invalid value and how many more there are.
func (e *RowError) Error() string {
	switch n := len(e.Invalid); n {
	case 0:
		return fmt.Sprintf("hash: row %d is invalid", e.Row)
	case 1:
		return e.Invalid[0].Error()
	default:
		return fmt.Sprintf("%v (and %d more in this row)", e.Invalid[0], n-1)
	}
}

// Unwrap returns the errors of the single values.
func (e *RowError) Unwrap() []error {
	errs := make([]error, len(e.Invalid))
	for i, invalid := range e.Invalid {
		errs[i] = invalid
	}
	return errs
}

// ErrBlankRow is returned by Schema.AppendRow for a row without any value to
// match a person by.
var ErrBlankRow = errors.New("hash: the row has no value to match by")

// ErrRowLength is wrapped by the error of Schema.AppendRow for a row that has
// more or fewer cells than the schema has keys.
var ErrRowLength = errors.New("hash: wrong number of cells in a row")

// The reasons that belong to no single rule.
const (
	reasonUnknownKey  = "is no key of a custom audience schema, and none of the user_data of an event"
	reasonUTF8        = "is not valid UTF-8: convert the data to UTF-8 first"
	reasonLooksHashed = "looks like a SHA-256 digest and would be hashed twice: list its key in Digests or set DetectDigests"
	reasonNoDigest    = "is no SHA-256 digest of 64 hex digits, although its key is listed in Digests"
	reasonOwnCountry  = "cannot be read: the Country of the Normalizer is no ISO 3166-1 country"
)
