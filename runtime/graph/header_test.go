package graph

import (
	"context"
	"net/http"
	"strings"
	"testing"
)

// The headers with which net/http takes a write for repeatable, and those that
// carry auth, cannot be set.
func TestWithHeader(t *testing.T) {
	sent := 0
	c := newTestClient(t, Config{Token: Secret("token_of_the_tests"), HTTPClient: &http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
		sent++
		if r.Header.Get("Accept-Language") != "de" {
			t.Errorf("the header is %q", r.Header.Get("Accept-Language"))
		}
		return respond(200, `{}`), nil
	})}})
	var out Object
	if err := c.run(context.Background(), createOf("act_7", "x"), collect([]Option{WithHeader("accept-language", "de")}), &out); err != nil {
		t.Error(err)
	}
	for name := range ownHeaders {
		err := c.run(context.Background(), createOf("act_7", "x"), collect([]Option{WithHeader(strings.ToLower(name), "x")}), &out)
		if err == nil || !strings.Contains(err.Error(), "WithHeader cannot set "+name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, h := range [][2]string{{"", "x"}, {"a b", "x"}, {"a:", "x"}, {"ä", "x"}, {"A", "x\r\nB: y"}, {"A", "\x00"}} {
		err := c.run(context.Background(), createOf("act_7", "x"), collect([]Option{WithHeader(h[0], h[1])}), &out)
		if err == nil || !strings.Contains(err.Error(), "no header can have") {
			t.Errorf("%q: %v", h, err)
		}
	}
	if sent != 1 {
		t.Errorf("%d requests were sent", sent)
	}
}
