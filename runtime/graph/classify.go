package graph

// classify returns what a caller can do about e. The order matters: the API
// reuses codes, and throttles may call themselves transient.
func classify(e *Error) Class {
	switch {
	case len(e.Result) > 0:
		return ErrReadBack
	case isThrottle(e.Code):
		return ErrRateLimited
	case isTokenError(e):
		return ErrToken
	case e.Transient, e.Code == 1, e.Code == 2, e.Code == 3919, e.HTTPStatus >= 500:
		return ErrTransient
	case e.Code == 3, e.Code == 10, e.Code >= 200 && e.Code <= 299 && e.Code != 275:
		return ErrPermission
	case e.Code == 368:
		return ErrBlocked
	case e.Code == 803, e.Code == 100 && e.Subcode == 33:
		return ErrNotFound
	}
	return ErrBadRequest
}

func isThrottle(code int) bool {
	switch code {
	case 4, 17, 32, 341, 613:
		return true
	}
	return code >= 80000 && code <= 80014
}

func isTokenError(e *Error) bool {
	switch e.Code {
	case 102, 190, 450, 452, 459, 483:
		return true
	}
	return e.Subcode >= 456 && e.Subcode <= 468 || e.Subcode == 492
}
