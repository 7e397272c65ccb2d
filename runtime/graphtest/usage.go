package graphtest

import (
	"cmp"
	"encoding/json"
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

// useCase returns the code that throttles the business use case of a call.
func useCase(c *call) int {
	switch o := c.target; {
	case o.edge == "insights" || o.node != nil && o.node.name == "AdReportRun":
		return 80000
	case o.edge == "customaudiences" || o.node != nil && o.node.name == "CustomAudience":
		return 80003
	}
	return 80004
}

// count counts a call, sets the usage headers of its answer, and returns the
// refusal of a call beyond the allowance.
func (s *Server) count(c *call, p *reply) *Error {
	calls := 1
	if ids := c.params["ids"]; ids != "" && c.isRead() {
		calls = max(1, len(idsOf(ids)))
	}
	now := s.config.Now()
	app, account := s.usage.add(now, c.account, calls)
	allowance := s.config.Allowance
	if allowance == 0 {
		return nil
	}
	s.showAppUsage(p, app)
	if c.account != "" {
		code := useCase(c)
		used := account * 100 / allowance
		p.header.Set("X-Business-Use-Case-Usage", useCaseHeader(c.account, useCases[code], used, 0))
		p.header.Set("X-Ad-Account-Usage", string(mustJSON(object{
			{"acc_id_util_pct", percentage(account, allowance)}, {"reset_time_duration", int(s.usage.rest(now) / time.Second)}, {"ads_api_access_tier", accessTier},
		})))
		if code == 80000 {
			p.header.Set("X-Fb-Ads-Insights-Throttle", string(mustJSON(object{
				{"app_id_util_pct", percentage(app, allowance)}, {"acc_id_util_pct", percentage(account, allowance)}, {"ads_api_access_tier", accessTier},
			})))
		}
		if account > allowance {
			s.throttled(p, c, code, s.usage.rest(now))
			return throttleError(code)
		}
	}
	if app > allowance {
		return throttleError(4)
	}
	return nil
}

// accessTier is the tier in usage headers of ads.
const accessTier = "standard_access"

// percentage returns a part of the allowance as usage headers of ad accounts
// have it, with two digits after the point.
func percentage(calls, allowance int) json.Number {
	return json.Number(strconv.FormatFloat(float64(calls)*100/float64(allowance), 'f', 2, 64))
}

// showAppUsage sets the usage header of the app.
func (s *Server) showAppUsage(p *reply, calls int) {
	percent := calls * 100 / s.config.Allowance
	p.header.Set("X-App-Usage", string(mustJSON(object{{"call_count", percent}, {"total_cputime", percent / 2}, {"total_time", percent / 2}})))
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

// setAccount finds the ad account that a call draws on, if it does. The caller
// holds the store's lock.
func (c *call) setAccount() {
	switch {
	case strings.HasPrefix(c.id, "act_"):
		c.account = strings.TrimPrefix(c.id, "act_")
	case c.rec != nil:
		c.account = textOf(c.rec.fields["account_id"])
	}
}

// accountOf returns the ad account of a node, which may be the account itself,
// without act_.
func accountOf(rec *record) string {
	return strings.TrimPrefix(cmp.Or(textOf(rec.fields["account_id"]), rec.id), "act_")
}

// throttled sets the usage header that goes with a throttle code.
func (s *Server) throttled(p *reply, c *call, code int, regain time.Duration) {
	app, account := s.usage.add(s.config.Now(), c.account, 0)
	percent := func(calls int) int {
		if s.config.Allowance == 0 {
			return 100
		}
		return max(100, calls*100/s.config.Allowance)
	}
	switch name := useCases[code]; {
	case name != "":
		id := c.account
		if id == "" {
			id = c.id
		}
		minutes := int((regain + time.Minute - 1) / time.Minute)
		p.header.Set("X-Business-Use-Case-Usage", useCaseHeader(id, name, percent(account), minutes))
	case code == 17, code == 613:
		p.header.Set("X-Ad-Account-Usage", string(mustJSON(object{
			{"acc_id_util_pct", percent(account)}, {"reset_time_duration", int(regain / time.Second)}, {"ads_api_access_tier", accessTier},
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
		entry.add("ads_api_access_tier", accessTier)
	}
	return string(mustJSON(object{{id, []any{entry}}}))
}
