package graphtest

import (
	"strconv"
	"strings"
	"sync"
	"time"
)

// usage counts the calls of the current hour, of the app and of each ad
// account.
type usage struct {
	mu    sync.Mutex
	start time.Time
	app   int
	acct  map[string]int
}

// useCases are the business use cases of the codes from 80000 on.
var useCases = map[int]string{
	80000: "ads_insights", 80001: "pages", 80002: "instagram", 80003: "custom_audience", 80004: "ads_management",
	80005: "leadgen", 80006: "messenger", 80008: "whatsapp", 80009: "catalog_management", 80014: "catalog_batch",
}

func throttleError(code int) *Error {
	return &Error{Code: code, Message: "(#" + strconv.Itoa(code) + ") There have been too many calls. Wait a bit and try again."}
}

// count counts a call, sets the usage headers of its answer, and returns the
// refusal of a call beyond the allowance.
func (s *Server) count(c *call, p *reply) *Error {
	calls := 1
	if ids := c.params["ids"]; ids != "" && c.isRead() {
		calls = max(1, len(idsOf(ids)))
	}
	app, account := s.usage.add(s.config.Now(), accountOf(c), calls)
	if s.config.Allowance == 0 {
		return nil
	}
	percent := app * 100 / s.config.Allowance
	p.header.Set("X-App-Usage", string(mustJSON(object{{"call_count", percent}, {"total_cputime", percent / 2}, {"total_time", percent / 2}})))
	if id := accountOf(c); id != "" {
		used := account * 100 / s.config.Allowance
		p.header.Set("X-Business-Use-Case-Usage", useCaseHeader(id, "ads_management", used, 0))
		if account > s.config.Allowance {
			s.throttled(p, c, 80004, s.usage.rest(s.config.Now()))
			return throttleError(80004)
		}
	}
	if app > s.config.Allowance {
		return throttleError(4)
	}
	return nil
}

// add counts calls and returns how many there were this hour.
func (u *usage) add(now time.Time, account string, calls int) (app, acct int) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.acct == nil || now.Sub(u.start) >= time.Hour {
		u.start, u.app, u.acct = now, 0, map[string]int{}
	}
	u.app += calls
	if account == "" {
		return u.app, 0
	}
	u.acct[account] += calls
	return u.app, u.acct[account]
}

// rest is how long the current hour still lasts.
func (u *usage) rest(now time.Time) time.Duration {
	u.mu.Lock()
	defer u.mu.Unlock()
	return time.Hour - now.Sub(u.start)
}

// accountOf returns the ad account that a call draws on, or "".
func accountOf(c *call) string {
	if c.target == nil || c.target.node == nil {
		return ""
	}
	if strings.HasPrefix(c.id, "act_") {
		return strings.TrimPrefix(c.id, "act_")
	}
	return ""
}

// throttled sets the usage header that goes with a throttle code.
func (s *Server) throttled(p *reply, c *call, code int, regain time.Duration) {
	app, account := s.usage.add(s.config.Now(), accountOf(c), 0)
	percent := func(calls int) int {
		if s.config.Allowance == 0 {
			return 100
		}
		return max(100, calls*100/s.config.Allowance)
	}
	switch name := useCases[code]; {
	case name != "":
		id := accountOf(c)
		if id == "" {
			id = c.id
		}
		minutes := int((regain + time.Minute - 1) / time.Minute)
		p.header.Set("X-Business-Use-Case-Usage", useCaseHeader(id, name, percent(account), minutes))
	case code == 17, code == 613:
		p.header.Set("X-Ad-Account-Usage", string(mustJSON(object{
			{"acc_id_util_pct", percent(account)}, {"reset_time_duration", int(regain / time.Second)}, {"ads_api_access_tier", "standard_access"},
		})))
	case code == 32:
		p.header.Set("X-Page-Usage", string(mustJSON(object{{"call_count", percent(account)}, {"total_cputime", 20}, {"total_time", 20}})))
	default:
		p.header.Set("X-App-Usage", string(mustJSON(object{{"call_count", percent(app)}, {"total_cputime", 20}, {"total_time", 20}})))
	}
}

func useCaseHeader(id, name string, percent, minutes int) string {
	entry := object{{"type", name}, {"call_count", percent}, {"total_cputime", percent / 2}, {"total_time", percent / 2}, {"estimated_time_to_regain_access", minutes}}
	if name == "ads_management" || name == "ads_insights" {
		entry.add("ads_api_access_tier", "standard_access")
	}
	return string(mustJSON(object{{id, []any{entry}}}))
}
