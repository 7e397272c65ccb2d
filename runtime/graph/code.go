package graph

import "strconv"

// Code is an error code of the API with its subcode. It is comparable and is
// an error, so that errors.Is(err, meta.ErrInvalidParameter) works. A Subcode
// of 0 stands for any subcode. A Code of seven digits without a Subcode also
// stands for that subcode of any code, because the API puts these numbers in
// either place.
type Code struct {
	// Code is the API's "code".
	Code int
	// Subcode is the API's "error_subcode".
	Subcode int
}

// leastLongCode is the least number that the API uses both as a code and as
// the subcode of a general code.
const leastLongCode = 1_000_000

// matches reports whether an error with the given numbers is of this code.
func (c Code) matches(code, subcode int) bool {
	if c.Code != code {
		return c.Subcode == 0 && c.Code >= leastLongCode && c.Code == subcode
	}
	return c.Subcode == 0 || c.Subcode == subcode
}

// isPrecise reports whether the code says more than a general code does.
func (c Code) isPrecise() bool { return c.Subcode != 0 || c.Code >= leastLongCode }

// Error returns the numbers, such as "error code 190, subcode 463".
func (c Code) Error() string {
	text := "error code " + strconv.Itoa(c.Code)
	if c.Subcode != 0 {
		text += ", subcode " + strconv.Itoa(c.Subcode)
	}
	return text
}

// ErrorDoc is an entry of an API's error catalogue.
type ErrorDoc struct {
	// Code is the code, with the subcode when the entry is for one.
	Code Code
	// Name is the code's name in generated packages, without "Err". It comes as
	// [Error.Name].
	Name string
	// Class is what a caller can do about the error.
	Class Class
	// Meaning says what the code stands for.
	Meaning string
}

// Class says what a caller can do about an error. A class is an error, so
// that errors.Is(err, graph.ErrRateLimited) works.
type Class string

// The classes of errors.
const (
	// ErrToken means that the access token is missing, invalid or expired: get
	// a new one.
	ErrToken Class = "needs a new token"
	// ErrPermission means that the token, the app or the user lacks a
	// permission or a role.
	ErrPermission Class = "permission"
	// ErrRateLimited means that the API refused the call because there were too
	// many.
	ErrRateLimited Class = "throttled"
	// ErrTransient means that the same call may succeed later.
	ErrTransient Class = "transient"
	// ErrNotFound means that the object does not exist or is not visible.
	ErrNotFound Class = "not found"
	// ErrBadRequest means that the call itself is wrong and will fail again.
	ErrBadRequest Class = "bad request"
	// ErrBlocked means that a policy stopped the call: wait long, do not loop.
	ErrBlocked Class = "blocked"
	// ErrReduceData means that the call asked for more data than the API gives
	// in one answer: ask for fewer fields or a smaller page.
	ErrReduceData Class = "too much data"
	// ErrReadBack means that a write was done, and that reading the node after
	// it failed. Do not repeat the write.
	ErrReadBack Class = "write succeeded but read failed"
)

// Error returns the class as text.
func (c Class) Error() string { return string(c) }
