package graph

import (
	"context"
	"slices"
	"sync"
	"time"
)

// NewLimiter returns a limiter that follows the usage headers of the API. It
// learns from the answers which allowances a call draws on: those of the app,
// and those of a business object for one use case. Calls that draw on other
// allowances are not slowed down, so a busy ad account never holds up another.
// After a refusal that names no allowance, the same call with the same token
// is held back for at least MaxDelay.
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
	// draws are the allowances that a call draws on, whatever its token.
	draws map[LimitKey][]allowance
	uses  map[allowance]*use
}

// allowance is one of the API's allowances: of an app or a token, for one kind
// of use of one object.
type allowance struct{ holder, kind, object string }

// ownAllowance stands for what a refusal is about that names no allowance.
func ownAllowance(call LimitKey) allowance {
	return allowance{call.Token, call.Operation, call.Object}
}

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
	uses := p.usesOf(call)
	for _, u := range uses {
		at = later(at, later(u.blocked, u.next))
	}
	wait := at.Sub(now)
	deadline, bounded := ctx.Deadline()
	if wait > p.config.MaxWait || wait > 0 && bounded && !at.Before(deadline) {
		return 0, &LimitError{Wait: wait}
	}
	for _, u := range uses {
		u.next = at.Add(p.delay(u, now))
	}
	return wait, nil
}

// usesOf returns what is known about the allowances that a call draws on.
func (p *pacer) usesOf(call LimitKey) []*use {
	var uses []*use
	if u := p.uses[ownAllowance(call)]; u != nil {
		uses = append(uses, u)
	}
	for _, a := range p.draws[anyToken(call)] {
		if u := p.uses[a]; u != nil {
			uses = append(uses, u)
		}
	}
	return uses
}

// anyToken returns the key of a call without its token.
func anyToken(call LimitKey) LimitKey {
	call.Token = ""
	return call
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
	p.learn(anyToken(call), reports)
	if v := refusalVerdict(refusal); v.class == ErrRateLimited && v.repeat != repeatNever && !anyUsedUp(reports) {
		u := p.use(ownAllowance(call))
		u.blocked = later(u.blocked, now.Add(max(refusal.Wait, v.wait, p.config.MaxDelay)))
	}
}

func refusalVerdict(refusal *Error) verdict {
	if refusal == nil {
		return verdict{}
	}
	return classify(refusal)
}

// anyUsedUp reports whether an answer says itself which allowance is used up.
func anyUsedUp(reports []report) bool {
	return slices.ContainsFunc(reports, func(r report) bool { return r.regain > 0 || r.percent >= 100 })
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
		if !slices.Contains(draws, r.allowance) {
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
		list = append(list, report{allowance{call.App, kind, object}, percent, regain})
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
