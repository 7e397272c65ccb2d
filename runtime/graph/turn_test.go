package graph

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// usedUp is the use of an app's allowance of calls in percent.
func usedUp(percent float64) Usage { return Usage{App: &CallUsage{CallCount: percent}} }

// A batch goes out at its turn, and each of its operations adds to the time
// after it.
func TestLimiterLetsBatchGoAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(LimiterConfig{MaxDelay: time.Second})
		key := keyOf("token", "Campaign read", "7")
		l.Observe(key, usedUp(100), nil)
		batch := make([]LimitKey, 50)
		for i := range batch {
			batch[i] = key
		}
		start := time.Now()
		if err := l.Wait(t.Context(), batch...); err != nil || time.Since(start) != 0 {
			t.Errorf("a batch of 50 was held back for %v: %v", time.Since(start), err)
		}
		mustWait(t, l, key, 50*time.Second)
	})
}

// What a batch holds back is let through within the longest wait.
func TestLimiterBoundsTimeAfterBatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(LimiterConfig{MaxDelay: 10 * time.Second, MaxWait: time.Minute})
		key := keyOf("token", "Campaign read", "7")
		l.Observe(key, usedUp(100), nil)
		batch := make([]LimitKey, 50)
		for i := range batch {
			batch[i] = key
		}
		if err := l.Wait(t.Context(), batch...); err != nil {
			t.Fatal(err)
		}
		mustWait(t, l, key, time.Minute)
	})
}

// A batch draws on the allowances of all its operations. One that is refused
// takes the turn of none.
func TestLimiterRefusesBatchWhole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(LimiterConfig{})
		free, blocked := keyOf("token", "Campaign read", "7"), keyOf("token", "Campaign read", "8")
		l.Observe(free, adsUse("7", 100, 0), nil)
		l.Observe(blocked, adsUse("8", 100, time.Hour), nil)
		start := time.Now()
		var limit *LimitError
		if err := l.Wait(t.Context(), free, free, blocked); !errors.As(err, &limit) || limit.Wait != time.Hour {
			t.Errorf("got %v", err)
		}
		if time.Since(start) != 0 {
			t.Errorf("the batch was refused after %v", time.Since(start))
		}
		mustWait(t, l, free, 0)
	})
}

// A call that is cancelled while it is held back leaves its turn to others.
func TestLimiterGivesTurnsBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(LimiterConfig{})
		key := keyOf("token", "Campaign read", "7")
		l.Observe(key, usedUp(100), nil)
		mustWait(t, l, key, 0)
		start := time.Now()
		for range 20 {
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(time.Millisecond, cancel)
			if err := l.Wait(ctx, key); !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
		}
		mustWait(t, l, key, 10*time.Second-time.Since(start))
	})
}

// A call that is held back learns of a block that another answer tells of
// meanwhile.
func TestLimiterWaitsOutNewBlocks(t *testing.T) {
	for name, tt := range map[string]struct {
		block time.Duration
		want  time.Duration
		fails bool
	}{
		"short": {time.Minute, time.Minute + time.Second, false},
		"long":  {time.Hour, 10 * time.Second, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := NewLimiter(LimiterConfig{})
				key := keyOf("token", "Campaign read", "7")
				l.Observe(key, adsUse("7", 100, 0), nil)
				mustWait(t, l, key, 0)
				time.AfterFunc(time.Second, func() { l.Observe(key, adsUse("7", 100, tt.block), nil) })
				start := time.Now()
				err := l.Wait(t.Context(), key)
				if got := time.Since(start); got != tt.want {
					t.Errorf("held back for %v, want %v", got, tt.want)
				}
				if got := errors.Is(err, ErrRateLimited); got != tt.fails {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}

// A call that waits for an allowance of its own holds up no calls that draw on
// another one that both share.
func TestLimiterLetsOthersPass(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(LimiterConfig{MaxDelay: time.Second})
		busy, idle := keyOf("token", "Campaign read", "7"), keyOf("token", "Campaign read", "8")
		use := usedUp(100)
		use.UseCases = adsUse("7", 50, time.Minute).UseCases
		l.Observe(busy, use, nil)
		l.Observe(idle, usedUp(100), nil)
		done := make(chan error, 1)
		go func() { done <- l.Wait(t.Context(), busy) }()
		synctest.Wait()
		mustWait(t, l, idle, 0)
		mustWait(t, l, idle, time.Second)
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

// The operations of a batch ask the limiter once.
func TestBatchAsksLimiterOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limiter := &countingLimiter{}
		answer := answering(200, `[{"code":200,"body":"{}"},{"code":200,"body":"{}"},{"code":200,"body":"{}"}]`)
		c := scriptClient(t, &playlist{steps: []func() (*http.Response, error){answer}}, Config{Limiter: limiter})
		var b Batch
		for range 3 {
			Add(&b, Call[Object]{Request: readOf("7")})
		}
		if err := b.Do(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		if len(limiter.asked) != 1 || limiter.asked[0] != 4 {
			t.Errorf("the limiter was asked about %v calls", limiter.asked)
		}
	})
}

// The ids of a read ask the limiter once, and count one by one.
func TestByIDsAsksLimiterForEach(t *testing.T) {
	limiter := &countingLimiter{}
	c := scriptClient(t, &playlist{steps: []func() (*http.Response, error){answering(200, `{"1":{},"2":{},"3":{}}`)}}, Config{Limiter: limiter})
	for _, err := range ByIDs(t.Context(), c, Call[Object]{Request: readOf("")}, []string{"1", "2", "3", "2"}) {
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(limiter.asked) != 1 || limiter.asked[0] != 3 {
		t.Errorf("the limiter was asked about %v calls", limiter.asked)
	}
}

// countingLimiter keeps how many calls it is asked about each time.
type countingLimiter struct{ asked []int }

func (l *countingLimiter) Wait(_ context.Context, calls ...LimitKey) error {
	l.asked = append(l.asked, len(calls))
	return nil
}

func (l *countingLimiter) Observe(LimitKey, Usage, *Error) {}
