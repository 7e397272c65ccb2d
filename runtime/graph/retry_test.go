package graph

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// playlist is a transport that answers with one response after the other, and
// with the last one from then on.
type playlist struct {
	steps []func() (*http.Response, error)
	sent  int
}

func (s *playlist) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		_, _ = io.Copy(io.Discard, r.Body)
		_ = r.Body.Close()
	}
	step := s.steps[min(s.sent, len(s.steps)-1)]
	s.sent++
	return step()
}

func answering(status int, body string, headers ...string) func() (*http.Response, error) {
	return func() (*http.Response, error) { return withHeaders(respond(status, body), headers...), nil }
}

func scriptClient(t *testing.T, s *playlist, config Config) *Client {
	config.Token = Secret("token_of_the_tests")
	config.HTTPClient = &http.Client{Transport: s}
	return newTestClient(t, config)
}

var (
	good      = answering(200, `{"id":"1"}`)
	throttle  = answering(400, `{"error":{"code":4}}`)
	blockedBy = func(minutes string) func() (*http.Response, error) {
		return answering(400, `{"error":{"code":80004}}`, "X-Business-Use-Case-Usage", `{"1":[{"type":"ads_management","estimated_time_to_regain_access":`+minutes+`}]}`)
	}
)

// The API's word on how long to wait is followed, up to the policy's bound and
// never beyond the context's deadline.
func TestRetryWaits(t *testing.T) {
	tests := []struct {
		name        string
		refusal     func() (*http.Response, error)
		deadline    time.Duration
		sent        int
		least, most time.Duration
		ok          bool
	}{
		{"back-off", throttle, 0, 2, 0, 500 * time.Millisecond, true},
		{"minutes of a use case", blockedBy("2"), 0, 2, 2 * time.Minute, 2*time.Minute + 500*time.Millisecond, true},
		{"more than the policy allows", blockedBy("3"), 0, 1, 0, 0, false},
		{"seconds of an ad account", answering(400, `{"error":{"code":17}}`, "X-Ad-Account-Usage", `{"acc_id_util_pct":100,"reset_time_duration":90}`), 0, 2, 90 * time.Second, 91 * time.Second, true},
		{"an ad account that is not used up", answering(400, `{"error":{"code":17}}`, "X-Ad-Account-Usage", `{"acc_id_util_pct":99.9,"reset_time_duration":90}`), 0, 2, 0, 500 * time.Millisecond, true},
		{"Retry-After", answering(503, ``, "Retry-After", "7"), 0, 2, 7 * time.Second, 8 * time.Second, true},
		{"a score that decays", answering(400, `{"error":{"code":613,"error_subcode":1487742}}`), 0, 2, time.Minute, time.Minute, true},
		{"beyond the deadline", blockedBy("1"), 30 * time.Second, 1, 0, 0, false},
		{"within the deadline", blockedBy("1"), 90 * time.Second, 2, time.Minute, 61 * time.Second, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &playlist{steps: []func() (*http.Response, error){tt.refusal, good}}
				c := scriptClient(t, s, Config{})
				ctx := context.Background()
				if tt.deadline != 0 {
					var cancel context.CancelFunc
					ctx, cancel = context.WithTimeout(ctx, tt.deadline)
					defer cancel()
				}
				start := time.Now()
				var out Object
				err := c.run(ctx, readOf("7"), options{}, &out)
				took := time.Since(start)
				if (err == nil) != tt.ok || s.sent != tt.sent || took < tt.least || took > tt.most {
					t.Errorf("sent %d times in %v: %v", s.sent, took, err)
				}
				var e *Error
				if err != nil && (!errors.As(err, &e) || e.Wait == 0) {
					t.Errorf("the error does not say how long to wait: %v", err)
				}
			})
		})
	}
}

// A call that is cancelled while it waits returns at once, with both errors.
func TestCancelDuringWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := scriptClient(t, &playlist{steps: []func() (*http.Response, error){blockedBy("1")}}, Config{})
		ctx, cancel := context.WithCancel(context.Background())
		time.AfterFunc(time.Second, cancel)
		start := time.Now()
		var out Object
		err := c.run(ctx, readOf("7"), options{}, &out)
		if !errors.Is(err, context.Canceled) || !errors.Is(err, ErrRateLimited) || time.Since(start) != time.Second {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
	})
}

// The budget ends the retries of a client whose calls all fail, and fills
// again as calls succeed.
func TestRetryBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &playlist{steps: []func() (*http.Response, error){answering(500, "")}}
		c := scriptClient(t, s, Config{Retry: RetryPolicy{MaxAttempts: 3, Budget: 5}})
		var out Object
		for range 10 {
			_ = c.run(context.Background(), readOf("7"), options{}, &out)
		}
		if s.sent != 10+5 {
			t.Errorf("10 calls were sent %d times", s.sent)
		}
		*s = playlist{steps: []func() (*http.Response, error){good}}
		for range retryCost {
			if err := c.run(context.Background(), readOf("7"), options{}, &out); err != nil {
				t.Fatal(err)
			}
		}
		*s = playlist{steps: []func() (*http.Response, error){answering(500, "")}}
		_ = c.run(context.Background(), readOf("7"), options{}, &out)
		if s.sent != 2 {
			t.Errorf("after %d successes a failing call is sent %d times", retryCost, s.sent)
		}
	})
}

func TestRetriesOff(t *testing.T) {
	s := &playlist{steps: []func() (*http.Response, error){answering(500, "")}}
	var out Object
	err := scriptClient(t, s, Config{Retry: RetryPolicy{MaxAttempts: 1}}).run(context.Background(), readOf("7"), options{}, &out)
	if err == nil || s.sent != 1 {
		t.Errorf("sent %d times: %v", s.sent, err)
	}
}

// A write that found no connection was not sent, so it is repeated; one that
// may have been is not, unless the caller says that it does no harm.
func TestWriteRetries(t *testing.T) {
	noConnection := errors.New("dial: refused")
	tests := []struct {
		name  string
		call  Request
		opts  []Option
		fails func(*http.Request) error
		dials int
	}{
		{"no connection", createOf("act_7", "x"), nil, func(*http.Request) error { return noConnection }, 3},
		{"no connection for a file that is read once", uploadOf("act_7", File{Reader: strings.NewReader("x")}), nil, func(*http.Request) error { return noConnection }, 1},
		{"idempotent", updateOf("7", "x"), []Option{Idempotent()}, nil, 3},
		{"not idempotent", updateOf("7", "x"), nil, nil, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dials := 0
			transport := &http.Transport{DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
				dials++
				if tt.fails != nil {
					return nil, tt.fails(nil)
				}
				client, server := net.Pipe()
				go func() {
					_, _ = bufio.NewReader(server).ReadString('\n')
					_ = server.Close()
				}()
				return client, nil
			}}
			c := newTestClient(t, Config{Token: Secret("token_of_the_tests"), BaseURL: "http://localhost", HTTPClient: &http.Client{Transport: transport}, Retry: RetryPolicy{MaxAttempts: 3, BaseDelay: 1}})
			var out Object
			err := c.run(context.Background(), tt.call, collect(tt.opts), &out)
			var broken *TransportError
			if !errors.As(err, &broken) || broken.Sent != (tt.fails == nil) || dials != tt.dials {
				t.Errorf("%d dials: %v", dials, err)
			}
		})
	}
}

// net/http repeats requests by itself when a kept connection turns out to be
// dead. It must not do so with a write that the server may have read.
func TestNoSilentResend(t *testing.T) {
	for name, call := range map[string]Request{"create": createOf("act_7", "x"), "delete": deleteOf("7"), "long read": listOf("act_7", strings.Repeat("x", 3000))} {
		t.Run(name, func(t *testing.T) {
			var served atomic.Int32
			transport := pipeTransport(func(c net.Conn) {
				defer c.Close()
				r := bufio.NewReader(c)
				for {
					request, err := http.ReadRequest(r)
					if err != nil {
						return
					}
					_, _ = io.Copy(io.Discard, request.Body)
					if served.Add(1) > 1 {
						return // The kept connection ends after the request arrived.
					}
					_, _ = io.WriteString(c, head+"Content-Length: 10\r\n\r\n{\"id\":\"1\"}")
				}
			})
			c := newTestClient(t, Config{Token: Secret("token_of_the_tests"), BaseURL: "http://localhost", HTTPClient: &http.Client{Transport: transport}, Retry: RetryPolicy{MaxAttempts: 1}})
			var out Object
			if err := c.run(context.Background(), readOf("7"), options{}, &out); err != nil {
				t.Fatal(err)
			}
			err := c.run(context.Background(), call, options{}, &out)
			if err == nil || served.Load() != 2 {
				t.Errorf("the server got %d requests: %v", served.Load(), err)
			}
		})
	}
}

// The headers with which net/http takes a write for repeatable, and those that
// carry auth, cannot be set.
func TestWithHeader(t *testing.T) {
	sent := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent++
		if r.Header.Get("Accept-Language") != "de" {
			t.Errorf("the header is %q", r.Header.Get("Accept-Language"))
		}
		_, _ = io.WriteString(w, `{}`)
	}))
	defer server.Close()
	c := newTestClient(t, Config{Token: Secret("token_of_the_tests"), BaseURL: server.URL})
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
