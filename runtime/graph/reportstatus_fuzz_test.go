package graph

import (
	"errors"
	"strings"
	"testing"
)

func FuzzReportStatus(f *testing.F) {
	for _, seed := range []string{
		`{"async_status":"Job Running","async_percent_completion":40}`,
		`{"async_status":"Job Completed","async_percent_completion":100}`,
		`{"async_status":"Job Failed","async_percent_completion":0,"error_code":-2,"error_subcode":2490547,"error_message":"try again"}`,
		`{"id":"1","async_status":"Job Failed","error_code":-3,"error_subcode":1504045,"error_message":"too large","error_user_title":"Too large","error_user_msg":"Ask for less"}`,
		`{"async_status":"Job Failed","async_percent_completion":0,"error_code":100,"error_message":"no such metric"}`,
		`{"async_status":" job COMPLETED","async_percent_completion":"1e2"}`, `{"async_status":null}`, `null`, `[]`,
	} {
		f.Add(seed)
	}
	const runID, secret = "9007199254740993", "t0ken-t0ken"
	request := runRequest(wireAPI, runID)
	f.Fuzz(func(t *testing.T, text string) {
		status, m, err := newReportStatus(runID, Object(text))
		if err != nil {
			return
		}
		failure := status.failure(request, m, newScrubber(secret))
		if status.completed() && (failure != nil || status.Percent != 100) {
			t.Errorf("%q is completed and %v", text, failure)
		}
		if status.Percent < 0 || status.Percent > 100 {
			t.Errorf("%q: %d percent", text, status.Percent)
		}
		if failure != nil {
			if strings.Contains(failure.Error(), secret) {
				t.Errorf("%q: the secret is in %v", text, failure)
			}
			if failure.again && !errors.Is(failure, ErrTransient) && !errors.Is(failure, ErrRateLimited) {
				t.Errorf("%q: %v is tried again", text, failure)
			}
		}
	})
}
