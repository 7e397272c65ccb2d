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
	// taken are the times that calls have to themselves, in order.
	taken []timeSpan
}

const (
	// useLife is how long a percentage counts: the API measures over a rolling
	// hour, so an old one is too high.
	useLife = 5 * time.Minute
	// mostRemembered bounds what is remembered of calls and of allowances.
	mostRemembered = 1 << 14
)

// Wait holds calls back until all allowances that they draw on let them
// through.
func (p *pacer) Wait(ctx context.Context, calls ...LimitKey) error {
	for since := time.Now(); ; {
		turns, wait, err := p.reserve(ctx, calls, since)
		if err != nil {
			return err
		}
		if err := sleep(ctx, wait); err != nil {
			p.release(turns)
			return err
		}
		if wait <= 0 || !p.isBlocked(calls) {
			return nil
		}
		// Another answer told of a block meanwhile.
		p.release(turns)
	}
}

// reserve takes the turns of calls that are sent together, and returns how long
// they have to wait for them. since is when the wait began.
func (p *pacer) reserve(ctx context.Context, calls []LimitKey, since time.Time) ([]turn, time.Duration, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	turns := p.turnsOf(calls, now)
	at := firstFree(turns, now)
	wait := at.Sub(now)
	deadline, bounded := ctx.Deadline()
	if at.Sub(since) > p.config.MaxWait || wait > 0 && bounded && !at.Before(deadline) {
		return nil, 0, &LimitError{Wait: wait}
	}
	for i := range turns {
		turns[i].take(at, now)
	}
	return turns, wait, nil
}

// release gives turns back that were not used.
func (p *pacer) release(turns []turn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, t := range turns {
		t.giveBack()
	}
}

func (p *pacer) isBlocked(calls []LimitKey) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	for _, call := range calls {
		if slices.ContainsFunc(p.usesOf(call), func(u *use) bool { return u.blocked.After(now) }) {
			return true
		}
	}
	return false
}

// turnsOf returns a turn for each allowance that holds calls back. Each call
// counts, up to the longest wait: what follows a large batch waits and is not
// refused.
func (p *pacer) turnsOf(calls []LimitKey, now time.Time) []turn {
	var turns []turn
	for _, call := range calls {
		for _, u := range p.usesOf(call) {
			delay := p.delay(u, now)
			if delay == 0 && !u.blocked.After(now) {
				continue
			}
			i := slices.IndexFunc(turns, func(t turn) bool { return t.use == u })
			if i < 0 {
				i = len(turns)
				turns = append(turns, turn{use: u})
			}
			turns[i].span = min(turns[i].span+delay, max(delay, p.config.MaxWait))
		}
	}
	return turns
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
