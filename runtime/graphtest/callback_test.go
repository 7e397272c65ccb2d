package graphtest

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
)

// receiver is a server that keeps what it is sent.
type receiver struct {
	*httptest.Server
	mu  sync.Mutex
	got []string
}

func newReceiver(t *testing.T, status int, answer string) *receiver {
	r := &receiver{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			t.Error(err)
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		r.got = append(r.got, fmt.Sprintf("%s %s %s %s", req.Method, req.URL, req.Header.Get("Content-Type"), body))
		w.Header().Set("Location", "http://192.0.2.1/")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) received() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.got)
}

// newSet makes a set of one ad that notifies a URL. Its id is setID.
func newSet(t *testing.T, srv *Server, mode, uri string) {
	t.Helper()
	srv.Store().Add("AdAccount", "act_1", nil)
	form := url.Values{"name": {"x"}, "ad_specs": {`[{"name":"a","creative":{}}]`}, "notification_mode": {mode}, "notification_uri": {uri}}
	expect(t, srv, "POST", "/act_1/asyncadrequestsets", form, `{"id":"`+setID+`"}`)
}

const (
	setID          = "120210000000000001"
	notificationOf = "/" + setID + "?fields=notification_status,notification_result"
)

func manual(c *Config) { c.ManualAsync = true }

func TestCallback(t *testing.T) {
	tests := []struct {
		name   string
		status int
		answer string
		want   string
	}{
		{"taken", 200, "ok", `"notification_status":"sent","notification_result":{"response":"ok","status":"200"}`},
		{"refused", 500, "failed", `"notification_status":"not_sent","notification_result":{"response":"failed","status":"500"}`},
		{"a redirect is not followed", 307, "", `"notification_status":"not_sent","notification_result":{"response":"","status":"307"}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			srv := New(t, fixedClock, manual)
			r := newReceiver(t, test.status, test.answer)
			newSet(t, srv, "ON_COMPLETE", r.URL+"/done?a=1")
			srv.Advance(setID, 1)
			expect(t, srv, "GET", notificationOf, nil, `{"notification_status":"not_sent","id":"`+setID+`"}`)
			srv.Advance(setID, -1)
			srv.Advance(setID, -1)
			expect(t, srv, "GET", notificationOf, nil, `{`+test.want+`,"id":"`+setID+`"}`)
			want := "POST /done?a=1 application/x-www-form-urlencoded id=" + setID
			if got := r.received(); len(got) != 1 || got[0] != want {
				t.Errorf("the receiver got %q, want once %q", got, want)
			}
			expect(t, srv, "POST", "/"+setID, url.Values{"notification_mode": {"OFF"}},
				refusal("100", "(#100) The notification of a completed set cannot be changed", `\"notification_mode\"`))
		})
	}
}

// TestCallbackOfCanceledSet ends a set by canceling all of it.
func TestCallbackOfCanceledSet(t *testing.T) {
	srv := New(t, fixedClock, manual)
	r := newReceiver(t, 200, "")
	newSet(t, srv, "OFF", r.URL)
	expect(t, srv, "POST", "/"+setID, url.Values{"notification_mode": {"ON_COMPLETE"}}, "true")
	expect(t, srv, "DELETE", "/"+setID, nil, "true")
	srv.background.Wait()
	expect(t, srv, "GET", notificationOf, nil, `{"notification_status":"sent","notification_result":{"response":"","status":"200"},"id":"`+setID+`"}`)
	if got := r.received(); len(got) != 1 {
		t.Errorf("the receiver got %q", got)
	}
}

// TestCloseEndsCallback closes a server whose callback is not answered.
func TestCloseEndsCallback(t *testing.T) {
	began, ended := make(chan struct{}), make(chan struct{})
	srv := New(t, fixedClock, manual, func(c *Config) {
		c.CallbackTransport = transport(func(r *http.Request) (*http.Response, error) {
			close(began)
			<-r.Context().Done()
			close(ended)
			return nil, r.Context().Err()
		})
	})
	newSet(t, srv, "ON_COMPLETE", "http://localhost/done")
	expect(t, srv, "DELETE", "/"+setID, nil, "true")
	<-began
	expect(t, srv, "GET", "/"+setID+"?fields=notification_status", nil, `{"notification_status":"sending","id":"`+setID+`"}`)
	srv.Close()
	<-ended
}

func TestNoCallback(t *testing.T) {
	r := newReceiver(t, 200, "")
	srv := New(t, fixedClock, manual)
	newSet(t, srv, "OFF", r.URL)
	srv.Advance(setID, -1)
	expect(t, srv, "GET", notificationOf, nil, `{"notification_status":"not_sent","id":"`+setID+`"}`)
	if got := r.received(); len(got) > 0 {
		t.Errorf("the receiver got %q", got)
	}
	other := New(t, fixedClock, manual, func(c *Config) {
		c.CallbackTransport = transport(func(*http.Request) (*http.Response, error) { return nil, errors.New("refused") })
	})
	newSet(t, other, "ON_COMPLETE", r.URL)
	other.Advance(setID, -1)
	expect(t, other, "GET", notificationOf, nil,
		`{"notification_status":"not_sent","notification_result":{"response":"the receiver could not be reached","status":""},"id":"`+setID+`"}`)
}

type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestCallbackHosts says where nothing goes.
func TestCallbackHosts(t *testing.T) {
	var went []string
	srv := New(t, fixedClock, manual, func(c *Config) {
		c.CallbackHosts = []string{"Example.com"}
		c.CallbackTransport = transport(func(r *http.Request) (*http.Response, error) {
			went = append(went, r.URL.String())
			return &http.Response{StatusCode: 204, Body: http.NoBody, Request: r}, nil
		})
	})
	srv.Store().Add("AdAccount", "act_1", nil)
	elsewhere := "(#100) Param notification_uri leads to %s, and this fake notifies nobody but this machine; Config.CallbackHosts can allow the host"
	const noURL = "(#100) Param notification_uri must be a URL that begins with http:// or https://"
	for uri, want := range map[string]string{
		"https://example.org/done":   fmt.Sprintf(elsewhere, "example.org"),
		"http://192.0.2.1/":          fmt.Sprintf(elsewhere, "192.0.2.1"),
		"http://127.0.0.1.nip.test/": fmt.Sprintf(elsewhere, "127.0.0.1.nip.test"),
		"http://127.0.0.1@192.0.2.1": fmt.Sprintf(elsewhere, "192.0.2.1"),
		"file:///etc/passwd":         noURL,
		"//example.com/done":         noURL,
		"http://":                    noURL,
	} {
		form := url.Values{"name": {"x"}, "ad_specs": {`[{"name":"a","creative":{}}]`}, "notification_mode": {"ON_COMPLETE"}, "notification_uri": {uri}}
		expect(t, srv, "POST", "/act_1/asyncadrequestsets", form, refusal("100", want, `\"notification_uri\"`))
	}
	if got := srv.Store().Edge("act_1", "asyncadrequestsets"); len(got) > 0 {
		t.Errorf("sets were made: %v", got)
	}
	newSet(t, srv, "ON_COMPLETE", "https://example.com/done")
	srv.Advance(setID, -1)
	if strings.Join(went, " ") != "https://example.com/done" {
		t.Errorf("callbacks went to %q", went)
	}
	// A name that is this machine's stays on it, whatever it stands for.
	if conn, err := srv.dialCallback(t.Context(), "tcp", "192.0.2.1:80"); err == nil || !strings.Contains(err.Error(), "the address is not of this machine") {
		t.Errorf("the connection is %v, %v", conn, err)
	}
}
