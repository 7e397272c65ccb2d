package graph

import (
	"context"
	"sync"
	"time"
)

// NewLimiter returns a limiter that follows the usage headers of the API. It
// learns from the answers which allowances a call draws on: those of the app,
// and those of a business object for one use case. Calls that draw on other
// allowances are not slowed down, so a busy ad account never holds up another.
func NewLimiter(config LimiterConfig) Limiter {
	if config.Threshold <= 0 || config.Threshold >= 100 {
		config.Threshold = 75
	}
	if config.MaxDelay <= 0 {
		config.MaxDelay = 10 * time.Second
	}
	if config.MaxWait <= 0 {
		config.MaxWait = 2 * time.Minute
	}
	return &pacer{config: config, draws: map[LimitKey][]allowance{}, uses: map[allowance]*use{}}
}

// pacer spaces out the calls that draw on an allowance.
type pacer struct {
	config LimiterConfig
	mu     sync.Mutex
	draws  map[LimitKey][]allowance
	uses   map[allowance]*use
}

// allowance is one of the API's allowances: of a token, for one kind of use of
// one object.
type allowance struct{ token, kind, object string }

// use is what is known about the use of an allowance.
type use struct {
	percent float64
	seen    time.Time
	// blocked is until when the API refuses calls.
	blocked time.Time
	// next is when the next call may be sent.
	next time.Time
}

const (
	// useLife is how long a percentage counts: the API measures over a rolling
	// hour, so an old one is too high.
	useLife = 5 * time.Minute
	// mostRemembered bounds what is remembered of calls and of allowances.
	mostRemembered = 1 << 14
)

// Wait holds a call back until all allowances that it draws on let it through.
func (p *pacer) Wait(ctx context.Context, call LimitKey) error {
	wait, err := p.reserve(ctx, call)
	if err != nil {
		return err
	}
	return sleep(ctx, wait)
}

// reserve returns how long a call has to wait, and takes its turn.
func (p *pacer) reserve(ctx context.Context, call LimitKey) (time.Duration, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	at := now
	for _, a := range p.draws[call] {
		if u := p.uses[a]; u != nil {
			at = later(at, later(u.blocked, u.next))
		}
	}
	wait := at.Sub(now)
	deadline, bounded := ctx.Deadline()
	if wait > p.config.MaxWait || wait > 0 && bounded && !at.Before(deadline) {
		return 0, &LimitError{Wait: wait}
	}
	for _, a := range p.draws[call] {
		if u := p.uses[a]; u != nil {
			u.next = at.Add(p.delay(u, now))
		}
	}
	return wait, nil
}

// delay returns the time between two calls that draw on an allowance.
func (p *pacer) delay(u *use, now time.Time) time.Duration {
	over := min(u.percent, 100) - p.config.Threshold
	if over <= 0 || now.Sub(u.seen) > useLife {
		return 0
	}
	return time.Duration(over / (100 - p.config.Threshold) * float64(p.config.MaxDelay))
}

// Observe learns from an answer. What an answer does not mention stays as it
// was: the API leaves headers out.
func (p *pacer) Observe(call LimitKey, usage Usage, refusal *Error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	reports := reports(call, usage)
	for _, r := range reports {
		u := p.use(r.allowance)
		u.percent, u.seen = r.percent, now
		if r.regain > 0 {
			u.blocked = later(u.blocked, now.Add(r.regain))
		}
	}
	if refusal != nil && classify(refusal).class == ErrRateLimited && len(reports) == 0 {
		// Without a word about allowances the refusal is about this call.
		own := allowance{call.Token, call.Operation, call.Object}
		u := p.use(own)
		u.blocked = later(u.blocked, now.Add(max(refusal.Wait, classify(refusal).wait)))
		reports = append(reports, report{allowance: own})
	}
	p.learn(call, reports)
}

// use returns what is known about an allowance, making room for it.
func (p *pacer) use(a allowance) *use {
	u := p.uses[a]
	if u == nil {
		makeRoom(p.uses)
		u = &use{}
		p.uses[a] = u
	}
	return u
}

// learn adds the allowances that a call draws on to those known.
func (p *pacer) learn(call LimitKey, reports []report) {
	draws, known := p.draws[call]
	for _, r := range reports {
		if !contains(draws, r.allowance) {
			draws = append(draws, r.allowance)
		}
	}
	if len(draws) == 0 {
		return
	}
	if !known {
		makeRoom(p.draws)
	}
	p.draws[call] = draws
}

// report is what an answer says about one allowance.
type report struct {
	allowance
	percent float64
	regain  time.Duration
}

// reports returns what an answer says, allowance by allowance.
func reports(call LimitKey, u Usage) []report {
	var list []report
	add := func(kind, object string, percent float64, regain time.Duration) {
		list = append(list, report{allowance{call.Token, kind, object}, percent, regain})
	}
	if u.App != nil {
		add("app", "", u.App.Percent(), 0)
	}
	if u.Page != nil {
		add("page", call.Object, u.Page.Percent(), 0)
	}
	account := call.Object
	for id, cases := range u.UseCases {
		if len(u.UseCases) == 1 {
			account = id
		}
		for _, c := range cases {
			add(c.Type, id, c.Percent(), c.RegainAccess)
		}
	}
	if u.AdAccount != nil {
		var regain time.Duration
		if u.AdAccount.Percent >= 100 {
			regain = u.AdAccount.ResetAfter
		}
		add("ad account", account, u.AdAccount.Percent, regain)
	}
	if u.Insights != nil {
		add("insights of the app", "", u.Insights.AppPercent, 0)
		add("insights of the account", account, u.Insights.AccountPercent, 0)
	}
	return list
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func contains(list []allowance, a allowance) bool {
	for _, known := range list {
		if known == a {
			return true
		}
	}
	return false
}

// makeRoom drops any one entry of a map that is full.
func makeRoom[K comparable, V any](m map[K]V) {
	if len(m) < mostRemembered {
		return
	}
	for key := range m {
		delete(m, key)
		return
	}
}
