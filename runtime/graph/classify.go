package graph

import (
	"net/http"
	"strings"
	"time"
)

// verdict is what is known about a kind of error.
type verdict struct {
	class  Class
	repeat repeat
	// wait is the least time to wait before the call is repeated.
	wait time.Duration
}

// repeat says whether the same call can succeed later.
type repeat uint8

const (
	repeatNever repeat = iota
	repeatOnce
	repeatFreely
)

// rule gives the verdict on the errors that it matches.
type rule struct {
	// code is the code that is matched, or anyCode.
	code int
	// subcode is the subcode that is matched. Together with anyCode it is also
	// matched as a code, because the API puts some numbers in either place. 0
	// matches every subcode.
	subcode int
	// text is a part of the message, in lower case. It is asked only where the
	// API gives one code to different things.
	text string
	*verdict
}

const anyCode = 0

func (r rule) matches(e *Error) bool {
	switch {
	case r.code != anyCode && r.code != e.Code:
		return false
	case r.subcode != 0 && r.subcode != e.Subcode && (r.code != anyCode || r.subcode != e.Code):
		return false
	}
	return r.text == "" || strings.Contains(strings.ToLower(e.Message), r.text)
}

var (
	throttled     = verdict{ErrRateLimited, repeatFreely, 0}
	scoreThrottle = verdict{ErrRateLimited, repeatFreely, time.Minute}
	// A business limit is a quota of hours or a day.
	businessLimit = verdict{ErrRateLimited, repeatNever, 0}
	needsToken    = verdict{ErrToken, repeatNever, 0}
	noPermission  = verdict{ErrPermission, repeatNever, 0}
	transient     = verdict{ErrTransient, repeatFreely, 0}
	unknownFault  = verdict{ErrTransient, repeatOnce, 0}
	failedForNow  = verdict{ErrTransient, repeatNever, 0}
	blocked       = verdict{ErrBlocked, repeatNever, 0}
	notFound      = verdict{ErrNotFound, repeatNever, 0}
	tooMuchData   = verdict{ErrReduceData, repeatNever, 0}
	badRequest    = verdict{ErrBadRequest, repeatNever, 0}
	readBack      = verdict{ErrReadBack, repeatNever, 0}
)

// classify returns what a caller can do about e. The order matters: the API
// reuses codes, and throttles and token errors may call themselves transient.
func classify(e *Error) verdict {
	if len(e.Result) > 0 {
		return readBack
	}
	if v, ok := match(preciseRules, e); ok {
		return v
	}
	if isTokenSubcode(e.Subcode) {
		return needsToken
	}
	if e.Transient {
		return transient
	}
	if e.Code == 0 {
		return statusVerdict(e.HTTPStatus)
	}
	if e.HTTPStatus >= 500 {
		return transient
	}
	if v, ok := match(codeRules, e); ok {
		return v
	}
	switch {
	case e.documented != "":
		return verdict{class: e.documented}
	case e.Code >= 200 && e.Code <= 299: // unless the catalogue knows the code itself, such as 275
		return noPermission
	}
	return badRequest
}

func match(rules []rule, e *Error) (verdict, bool) {
	for _, r := range rules {
		if r.matches(e) {
			return *r.verdict, true
		}
	}
	return verdict{}, false
}

// isTokenSubcode reports whether a subcode says that the token is of no use,
// whatever the code.
func isTokenSubcode(subcode int) bool {
	return subcode >= 456 && subcode <= 468 || subcode == 492
}

// statusVerdict is the verdict on an answer without a code: the status is all
// there is.
func statusVerdict(status int) verdict {
	switch {
	case status >= 500, status == http.StatusRequestTimeout:
		return transient
	case status == http.StatusTooManyRequests:
		return throttled
	case status == http.StatusUnauthorized:
		return needsToken
	case status == http.StatusForbidden:
		return noPermission
	case status == http.StatusNotFound:
		return notFound
	}
	return badRequest
}
