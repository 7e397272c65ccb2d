package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func adsUse(account string, percent float64, regain time.Duration) Usage {
	return Usage{UseCases: map[string][]UseCaseUsage{account: {{
		Type: "ads_management", CallUsage: CallUsage{CallCount: percent}, RegainAccess: regain,
	}}}}
}

// keyOf returns the key of a call with an app of its own for the token.
func keyOf(token, operation, object string) LimitKey {
	return LimitKey{App: "app of " + token, Token: token, Operation: operation, Object: object}
}

func mustWait(t *testing.T, l Limiter, key LimitKey, want time.Duration) {
	t.Helper()
	start := time.Now()
	if err := l.Wait(context.Background(), key); err != nil {
		t.Fatal(err)
	}
	if got := time.Since(start); got != want {
		t.Errorf("%v was held back for %v, want %v", key, got, want)
	}
}

// Calls are spaced out from the threshold on, the more the closer the use
// comes to the limit.
func TestLimiterSlowsDown(t *testing.T) {
	tests := []struct {
		percent float64
		want    time.Duration
	}{
		{0, 0}, {74.9, 0}, {75, 0}, {80, 2 * time.Second}, {100, 10 * time.Second}, {250, 10 * time.Second},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.percent), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := NewLimiter(LimiterConfig{})
				key := keyOf("token", "AdAccount.campaigns list", "act_7")
				l.Observe(key, adsUse("7", tt.percent, 0), nil)
				mustWait(t, l, key, 0)
				mustWait(t, l, key, tt.want)
				mustWait(t, l, key, tt.want)
			})
		})
	}
}

// A busy account holds up its own calls, whatever the node they go to, and
// those of no other account, use case or app.
func TestLimiterKeepsAllowancesApart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(LimiterConfig{})
		busy := keyOf("token", "AdAccount.campaigns list", "act_7")
		sibling := keyOf("token", "Campaign read", "71")
		otherAccount := keyOf("token", "AdAccount.campaigns list", "act_8")
		otherCase := keyOf("token", "AdAccount.insights list", "act_7")
		otherToken := keyOf("token2", "AdAccount.campaigns list", "act_7")
		l.Observe(sibling, adsUse("7", 10, 0), nil)
		l.Observe(otherAccount, adsUse("8", 10, 0), nil)
		l.Observe(otherToken, adsUse("7", 10, 0), nil)
		l.Observe(otherCase, Usage{UseCases: map[string][]UseCaseUsage{"7": {{Type: "ads_insights"}}}}, nil)
		l.Observe(busy, adsUse("7", 100, time.Minute), nil)
		for _, key := range []LimitKey{otherAccount, otherCase, otherToken, keyOf("token", "Page read", "9")} {
			mustWait(t, l, key, 0)
		}
		mustWait(t, l, sibling, time.Minute)
		mustWait(t, l, busy, 10*time.Second)
	})
}

// Each header is about allowances of its own: some are the app's, some the
// account's that is called, some one object's.
func TestLimiterReadsAllHeaders(t *testing.T) {
	here := keyOf("token", "AdAccount.campaigns list", "act_7")
	there := keyOf("token", "AdAccount.campaigns list", "act_8")
	tests := []struct {
		name   string
		usage  Usage
		shared bool
		want   time.Duration
	}{
		{"app", Usage{App: &CallUsage{TotalTime: 100}}, true, 10 * time.Second},
		{"page", Usage{Page: &CallUsage{TotalCPUTime: 100}}, false, 10 * time.Second},
		{"ad account", Usage{AdAccount: &AdAccountUsage{Percent: 95}}, false, 8 * time.Second},
		{"ad account that is used up", Usage{AdAccount: &AdAccountUsage{Percent: 100, ResetAfter: 90 * time.Second}}, false, 90 * time.Second},
		{"insights of the app", Usage{Insights: &InsightsUsage{AppPercent: 100}}, true, 10 * time.Second},
		{"insights of the account", Usage{Insights: &InsightsUsage{AccountPercent: 100}}, false, 10 * time.Second},
		{"use case", adsUse("7", 100, 0), false, 10 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := NewLimiter(LimiterConfig{})
				l.Observe(there, Usage{App: &CallUsage{}, Insights: &InsightsUsage{}}, nil)
				l.Observe(here, tt.usage, nil)
				if tt.usage.Wait() == 0 {
					mustWait(t, l, here, 0) // Takes the first turn.
				}
				if !tt.shared {
					mustWait(t, l, there, 0)
					mustWait(t, l, here, tt.want)
					return
				}
				mustWait(t, l, there, tt.want)
			})
		})
	}
}

// Goroutines that share an allowance take turns.
func TestLimiterTakesTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(LimiterConfig{MaxDelay: time.Second})
		key := keyOf("token", "Campaign read", "7")
		l.Observe(key, Usage{App: &CallUsage{CallCount: 100}}, nil)
		start := time.Now()
		var wg sync.WaitGroup
		for range 5 {
			wg.Go(func() {
				if err := l.Wait(context.Background(), key); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if got := time.Since(start); got != 4*time.Second {
			t.Errorf("5 calls took %v", got)
		}
	})
}

// An answer without headers changes nothing; time does.
func TestLimiterForgets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(LimiterConfig{})
		key := keyOf("token", "Campaign read", "7")
		l.Observe(key, adsUse("7", 100, 0), nil)
		l.Observe(key, Usage{}, nil)
		mustWait(t, l, key, 0)
		mustWait(t, l, key, 10*time.Second)
		time.Sleep(useLife + time.Second)
		mustWait(t, l, key, 0)
		mustWait(t, l, key, 0)
	})
}

// A call that would be held back for too long fails at once and takes no turn.
func TestLimiterRefuses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(LimiterConfig{MaxWait: time.Hour})
		key := keyOf("token", "Campaign read", "7")
		l.Observe(key, adsUse("7", 100, 30*time.Minute), nil)
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		start := time.Now()
		err := l.Wait(ctx, key)
		var limit *LimitError
		if !errors.As(err, &limit) || limit.Wait != 30*time.Minute || !errors.Is(err, ErrRateLimited) || time.Since(start) != 0 {
			t.Errorf("got %v after %v", err, time.Since(start))
		}
		mustWait(t, l, key, 30*time.Minute)
		ctx, cancel = context.WithCancel(context.Background())
		cancel()
		if err := l.Wait(ctx, LimitKey{}); !errors.Is(err, context.Canceled) {
			t.Errorf("a cancelled call gets %v", err)
		}
	})
}

// A refusal that names no allowance holds back the same call.
func TestLimiterLearnsFromRefusals(t *testing.T) {
	const operation = "AdAccount.campaigns list"
	tests := []struct {
		name    string
		usage   Usage
		refusal Error
		want    time.Duration
	}{
		{"score", Usage{}, Error{Code: 17, Subcode: 2446079}, time.Minute},
		{"no time", Usage{}, Error{Code: 4}, 10 * time.Second},
		{"headers that name nothing used up", adsUse("7", 30, 0), Error{Code: 80004}, 10 * time.Second},
		{"headers that name it", adsUse("7", 30, time.Minute), Error{Code: 80004}, time.Minute},
		{"a quota of the business", Usage{}, Error{Code: 613, Subcode: 1487632}, 0},
		{"another error", Usage{}, Error{Code: 100}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := NewLimiter(LimiterConfig{})
				key := keyOf("token", operation, "act_7")
				l.Observe(key, tt.usage, &tt.refusal)
				mustWait(t, l, keyOf("token", operation, "act_8"), 0)
				mustWait(t, l, keyOf("token2", operation, "act_7"), 0)
				mustWait(t, l, key, tt.want)
				mustWait(t, l, key, 0)
			})
		})
	}
}

// The tokens of one app share its allowances, but not what a refusal says of
// one of them.
func TestLimiterSharesAllowancesOfTheApp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(LimiterConfig{})
		one := LimitKey{App: "app", Token: "1", Operation: "Campaign read", Object: "7"}
		other := one
		other.Token = "2"
		l.Observe(one, adsUse("7", 10, time.Minute), nil)
		mustWait(t, l, other, time.Minute)
		l.Observe(one, Usage{}, &Error{Code: 17})
		mustWait(t, l, other, 0)
		mustWait(t, l, one, 10*time.Second)
	})
}

// The client knows an app by its secret.
func TestLimitKeys(t *testing.T) {
	key := func(appSecret, token string) LimitKey {
		return newTestClient(t, Config{AppSecret: Secret(appSecret)}).limitKey(Secret(token), readOf("7"))
	}
	if a, b := key("app_secret_example", "token_1"), key("app_secret_example", "token_2"); a.App != b.App || a.Token == b.Token {
		t.Errorf("two tokens of an app have the keys %v and %v", a, b)
	}
	if a, b := key("", "token_1"), key("", "token_2"); a.App == b.App || a.App != a.Token {
		t.Errorf("two tokens of unknown apps have the keys %v and %v", a, b)
	}
}

func TestLimiterMemoryIsBounded(t *testing.T) {
	p := NewLimiter(LimiterConfig{}).(*pacer)
	for i := range mostRemembered + 100 {
		p.Observe(keyOf("token", "Campaign read", fmt.Sprint(i)), adsUse(fmt.Sprint(i), 1, 0), nil)
	}
	if len(p.draws) > mostRemembered || len(p.uses) > mostRemembered {
		t.Errorf("%d calls and %d allowances are remembered", len(p.draws), len(p.uses))
	}
}

// The client asks the limiter before each attempt, and sends nothing when it
// says no.
func TestClientAsksLimiter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sent := 0
		transport := roundTripper(func(*http.Request) (*http.Response, error) {
			sent++
			return withHeaders(respond(200, `{}`), "X-Business-Use-Case-Usage", `{"7":[{"type":"ads_management","estimated_time_to_regain_access":1}]}`), nil
		})
		c := newTestClient(t, Config{
			Token: Secret("token_of_the_tests"), HTTPClient: &http.Client{Transport: transport},
			Limiter: NewLimiter(LimiterConfig{MaxWait: 10 * time.Second}),
		})
		var out Object
		if err := c.run(context.Background(), createOf("act_7", "x"), options{}, &out); err != nil {
			t.Fatal(err)
		}
		err := c.run(context.Background(), createOf("act_7", "x"), options{}, &out)
		if !errors.Is(err, ErrRateLimited) || sent != 1 {
			t.Errorf("sent %d times: %v", sent, err)
		}
		if err := c.run(context.Background(), createOf("act_8", "x"), options{}, &out); err != nil {
			t.Errorf("another account: %v", err)
		}
	})
}
