package graph

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"
)

// What a caller can do about each code and subcode that the API documents.
func TestClassify(t *testing.T) {
	type pair struct{ code, subcode int }
	tests := []struct {
		class     Class
		retryable bool
		pairs     []pair
	}{
		{ErrRateLimited, true, []pair{
			{4, 0}, {4, 1504022}, {4, 1504039}, {17, 0}, {17, 2446079}, {32, 0}, {341, 0},
			{613, 0}, {613, 1487742}, {613, 5044001}, {613, 1996},
			{80000, 0}, {80000, 2446079}, {80001, 0}, {80002, 0}, {80003, 0}, {80003, 2446079}, {80004, 0}, {80004, 2446079},
			{80005, 0}, {80006, 0}, {80007, 0}, {80008, 0}, {80009, 0}, {80010, 0}, {80011, 0}, {80012, 0}, {80013, 0}, {80014, 0},
		}},
		{ErrRateLimited, false, []pair{{613, 1487632}, {613, 1487225}, {17, 1885172}}},
		{ErrToken, false, []pair{
			{102, 0}, {190, 0}, {450, 0}, {452, 0}, {459, 0}, {483, 0},
			{190, 456}, {190, 457}, {190, 458}, {190, 459}, {190, 460}, {190, 461}, {190, 462}, {190, 463}, {190, 464},
			{190, 465}, {190, 466}, {190, 467}, {190, 468}, {190, 492}, {102, 463}, {10, 460}, {100, 458},
		}},
		{ErrTransient, true, []pair{
			{1, 0}, {2, 0}, {3919, 0}, {6000, 0}, {-1, 0}, {1150, 0}, {5000, 0}, {2, 1504043}, {2, 1504044}, {100, 3910001},
			{6000, 1363019}, {6000, 1363021}, {6000, 1363030}, {6000, 1363033}, {6000, 1363041},
		}},
		{ErrTransient, false, []pair{{-2, 2490547}, {6000, 1363037}, {2650, 1870145}}},
		{ErrPermission, false, []pair{
			{3, 0}, {5, 0}, {10, 0}, {200, 0}, {210, 0}, {230, 0}, {240, 0}, {270, 0}, {283, 0}, {294, 0}, {299, 0},
			{100, 3191001}, {100, 1404163}, {1404163, 0}, {2654, 1713092}, {200, 1870034}, {100, 1870050}, {100, 1870090}, {100, 1870092},
		}},
		{ErrBlocked, false, []pair{{368, 0}, {100, 2859015}, {1404078, 0}}},
		{ErrNotFound, false, []pair{{803, 0}, {100, 33}}},
		{ErrReduceData, false, []pair{
			{-3, 1504045}, {-3, 0}, {18, 0}, {100, 1487534}, {100, 1504018}, {2, 1504038},
		}},
		{ErrBadRequest, false, []pair{
			{1, 99}, {100, 0}, {101, 0}, {104, 0}, {105, 0}, {110, 0}, {194, 0}, {200, 1870047}, {275, 0}, {500, 0}, {506, 0},
			{2500, 0}, {2606, 0}, {2607, 0}, {2615, 0}, {2635, 0}, {2642, 0}, {2650, 0}, {2654, 0}, {2903, 0}, {2904, 0},
			{3001, 0}, {3018, 0}, {6001, 0}, {1609005, 0}, {2, 1504041}, {2, 1504042},
			{100, 1487007}, {100, 1487901}, {1487901, 0}, {1487033, 0}, {1487056, 0}, {100, 1752129}, {100, 3858258}, {1885650, 0},
			{2650, 1713230}, {2650, 1870158}, {2650, 1870147}, {2650, 1870159}, {2650, 1870148}, {2650, 1870144},
		}},
	}
	for _, tt := range tests {
		for _, p := range tt.pairs {
			e := &Error{Code: p.code, Subcode: p.subcode, HTTPStatus: 400}
			if e.Class() != tt.class || e.Retryable() != tt.retryable {
				t.Errorf("%d/%d is %q, retryable %v; want %q, %v", p.code, p.subcode, e.Class(), e.Retryable(), tt.class, tt.retryable)
			}
		}
	}
}

// What the code alone does not say.
func TestClassifyBeyondTheCode(t *testing.T) {
	tests := []struct {
		name string
		e    Error
		want Class
	}{
		{"a throttle that calls itself transient", Error{Code: 4, Transient: true}, ErrRateLimited},
		{"a throttle with 500", Error{Code: 17, HTTPStatus: 500}, ErrRateLimited},
		{"a token error that calls itself transient", Error{Code: 190, Transient: true}, ErrToken},
		{"a bad param that calls itself transient", Error{Code: 100, Transient: true}, ErrTransient},
		{"a bad param with 500", Error{Code: 100, HTTPStatus: 500}, ErrTransient},
		{"a wrong metric that calls itself transient", Error{Code: 2, Subcode: 1504042, Transient: true}, ErrBadRequest},
		{"too much data", Error{Code: 1, Message: "Please reduce the amount of data you're asking for, then retry your request", HTTPStatus: 500}, ErrReduceData},
		{"me without a token", Error{Code: 2500, Message: "An active access token must be used to query information about the current user."}, ErrToken},
		{"a wrong proof", Error{Code: 100, Message: "Invalid appsecret_proof provided in the API argument"}, ErrBadRequest},
		{"a write that was done", Error{Code: 100, Subcode: 33, Transient: true, Result: Object(`{"id":"1"}`)}, ErrReadBack},
		{"no code, 502", Error{HTTPStatus: 502}, ErrTransient},
		{"no code, 429", Error{HTTPStatus: 429}, ErrRateLimited},
		{"no code, 401", Error{HTTPStatus: 401}, ErrToken},
		{"no code, 403", Error{HTTPStatus: 403}, ErrPermission},
		{"no code, 404", Error{HTTPStatus: 404}, ErrNotFound},
		{"no code, 302", Error{HTTPStatus: 302}, ErrBadRequest},
		{"no code, 400", Error{HTTPStatus: 400}, ErrBadRequest},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.e.Class(); got != tt.want {
				t.Errorf("the class is %q, want %q", got, tt.want)
			}
		})
	}
}

// No rule stands behind one that always matches first.
func TestRulesAreReachable(t *testing.T) {
	for _, rules := range [][]rule{preciseRules, codeRules} {
		for i, r := range rules {
			e := &Error{Code: r.code, Subcode: r.subcode, Message: r.text}
			first := slices.IndexFunc(rules, func(r rule) bool { return r.matches(e) })
			if first != i {
				t.Errorf("rule %+v is hidden by %+v", r, rules[first])
			}
		}
	}
}

func TestRetryWait(t *testing.T) {
	p := RetryPolicy{}.withDefaults()
	wait := func(w time.Duration) *Error { return &Error{Code: 4, Wait: w} }
	tests := []struct {
		err         error
		attempt     int
		harmless    bool
		again       bool
		least, most time.Duration
	}{
		{&TransportError{Sent: true}, 1, true, true, 0, p.BaseDelay},
		{&TransportError{Sent: true}, 3, true, true, 0, 4 * p.BaseDelay},
		{&TransportError{Sent: true}, 60, true, true, 0, p.MaxDelay},
		{&TransportError{Sent: true}, 1, false, false, 0, p.BaseDelay},
		{&TransportError{Sent: false}, 1, false, true, 0, p.BaseDelay},
		{wait(0), 1, false, true, 30 * time.Second, 40 * time.Second},
		{wait(0), 2, false, true, time.Minute, 80 * time.Second},
		{wait(0), 4, true, false, 0, 0},
		{wait(time.Minute), 1, false, true, time.Minute, time.Minute + p.BaseDelay},
		{wait(3 * time.Minute), 1, true, false, 0, 0},
		{&Error{Code: 17, Subcode: 2446079}, 1, false, true, time.Minute, 80 * time.Second},
		{&Error{Code: 613}, 1, true, false, 0, 0},
		{&Error{Code: 613, Subcode: 1487632}, 1, true, false, 0, 0},
		{&Error{Code: 2}, 1, true, true, 0, p.BaseDelay},
		{&Error{Code: 2}, 1, false, false, 0, 0},
		{&Error{HTTPStatus: 429}, 1, false, false, 0, 0},
		{&Error{HTTPStatus: 429}, 1, true, true, 30 * time.Second, 40 * time.Second},
		{&Error{Code: 5000}, 1, true, true, 0, p.BaseDelay},
		{&Error{Code: 5000}, 2, true, false, 0, 0},
		{&Error{Code: 100}, 1, true, false, 0, 0},
		{&Error{Code: 2, Result: Object(`{}`)}, 1, true, false, 0, 0},
		{&DecodeError{}, 1, true, false, 0, 0},
		{fmt.Errorf("wrapped: %w", &Error{Code: 2}), 1, true, true, 0, p.BaseDelay},
	}
	for _, tt := range tests {
		if e, ok := tt.err.(*Error); ok {
			p.advise(e, tt.attempt)
		}
		got, again := p.wait(tt.err, tt.attempt, tt.harmless)
		if again != tt.again || again && (got < tt.least || got > tt.most) {
			t.Errorf("%#v, attempt %d, harmless %v: got %v, %v", tt.err, tt.attempt, tt.harmless, got, again)
		}
	}
}

func TestLongestDelays(t *testing.T) {
	p := RetryPolicy{BaseDelay: math.MaxInt64, MaxDelay: math.MaxInt64, MaxWait: math.MaxInt64}.withDefaults()
	for attempt := range 5 {
		if d := p.backoff(attempt + 1); d < 0 {
			t.Errorf("attempt %d waits for %v", attempt+1, d)
		}
		throttle := &Error{Code: 4}
		p.advise(throttle, attempt+1)
		if d, _ := p.wait(throttle, attempt+1, true); d < 0 {
			t.Errorf("after a throttle attempt %d waits for %v", attempt+1, d)
		}
	}
}
