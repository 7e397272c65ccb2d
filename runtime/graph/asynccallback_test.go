package graph

import (
	"context"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAsyncSetCallback(t *testing.T) {
	var got []string
	handler := AsyncSetCallback(func(_ context.Context, id string) error {
		got = append(got, id)
		if id == "13" {
			return errors.New("a secret of the program")
		}
		return nil
	})
	tests := []struct {
		method, contentType, body string
		status                    int
	}{
		{"POST", "application/x-www-form-urlencoded", "id=1", 200},
		{"POST", "application/json", `{"id":"2"}`, 200},
		{"POST", "application/json", `{"id":3}`, 200},
		{"POST", "", `{"request_set_id":4}`, 200},
		{"POST", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\n5\r\n--b--\r\n", 200},
		{"POST", "text/plain", "async_request_set_id=6", 200},
		{"POST", "application/json", `{"id":13}`, 500},
		{"POST", "application/json", `{"id":{"a":1}}`, 400},
		{"POST", "application/json", `[1]`, 400},
		{"POST", "", "", 400},
		{"POST", "", "id=../1", 400},
		{"POST", "", "id=1&pad=" + strings.Repeat("x", largestCallback), 400},
		{"GET", "", "id=1", 405},
	}
	for _, test := range tests {
		r := httptest.NewRequest(test.method, "/?id=9", strings.NewReader(test.body))
		r.Header.Set("Content-Type", test.contentType)
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code != test.status || strings.Contains(w.Body.String(), "secret") {
			t.Errorf("%s %.40q: got %d %q, want %d", test.contentType, test.body, w.Code, w.Body, test.status)
		}
	}
	if diff := cmp.Diff([]string{"1", "2", "3", "4", "5", "6", "13"}, got); diff != "" {
		t.Errorf("ids (-want +got):\n%s", diff)
	}
}
