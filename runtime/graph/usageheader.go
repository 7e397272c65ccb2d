package graph

import (
	"bytes"
	"encoding/json"
	"net/http"
	"time"
)

// The headers that hold usage, in the form that http.Header keeps. The API
// names the one of business use cases in two ways.
const (
	headerAppUsage      = "X-App-Usage"
	headerPageUsage     = "X-Page-Usage"
	headerAccountUsage  = "X-Ad-Account-Usage"
	headerUseCaseUsage  = "X-Business-Use-Case-Usage"
	headerUseCase       = "X-Business-Use-Case"
	headerInsights      = "X-Fb-Ads-Insights-Throttle"
	headerInsightsReach = "X-Fb-Ads-Insights-Reach-Throttle"
)

// parseUsage reads the usage headers of an answer. Headers that cannot be read
// are ignored: no call fails because of them.
func parseUsage(h http.Header) Usage {
	var u Usage
	if m := usageMembers(h, headerAppUsage); m != nil {
		c := m.callUsage()
		u.App = &c
	}
	if m := usageMembers(h, headerPageUsage); m != nil {
		c := m.callUsage()
		u.Page = &c
	}
	if m := usageMembers(h, headerAccountUsage); m != nil {
		u.AdAccount = &AdAccountUsage{
			Percent:    m.percent("acc_id_util_pct"),
			ResetAfter: m.duration("reset_time_duration", time.Second),
			AccessTier: m.take("ads_api_access_tier"),
			Other:      m.other(),
		}
	}
	if m := usageMembers(h, headerInsights); m != nil {
		u.Insights = &InsightsUsage{
			AppPercent:     m.percent("app_id_util_pct"),
			AccountPercent: m.percent("acc_id_util_pct"),
			AccessTier:     m.take("ads_api_access_tier"),
			Other:          m.other(),
		}
	}
	for _, name := range []string{headerUseCaseUsage, headerUseCase} {
		if text := h.Get(name); text != "" {
			u.UseCases = useCases(text)
			break
		}
	}
	if text := h.Get(headerInsightsReach); text != "" && json.Valid([]byte(text)) {
		u.InsightsReach = Object(text)
	}
	return u
}

// useCases reads the header of business use cases. It keeps the entries of all
// members with one name, because the API has been seen to repeat a name. What
// comes before a broken place is kept too.
func useCases(text string) map[string][]UseCaseUsage {
	dec := json.NewDecoder(bytes.NewReader([]byte(text)))
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		return nil
	}
	var cases map[string][]UseCaseUsage
	for dec.More() {
		key, err := dec.Token()
		id, isText := key.(string)
		if err != nil || !isText {
			break
		}
		var raw json.RawMessage
		if dec.Decode(&raw) != nil {
			break
		}
		var entries []members
		if json.Unmarshal(raw, &entries) != nil {
			continue
		}
		for _, m := range entries {
			if m == nil {
				continue
			}
			if cases == nil {
				cases = map[string][]UseCaseUsage{}
			}
			cases[id] = append(cases[id], m.useCaseUsage())
		}
	}
	return cases
}

// usageMembers returns the members of the JSON object in a header, or nil.
func usageMembers(h http.Header, name string) members {
	text := h.Get(name)
	if text == "" {
		return nil
	}
	var m members
	if json.Unmarshal([]byte(text), &m) != nil {
		return nil
	}
	return m
}

func (m members) useCaseUsage() UseCaseUsage {
	u := UseCaseUsage{
		Type:         m.take("type"),
		RegainAccess: m.duration("estimated_time_to_regain_access", time.Minute),
		AccessTier:   m.take("ads_api_access_tier"),
	}
	u.CallUsage = m.callUsage()
	return u
}

// callUsage takes the three percentages, and what is left as unknown members.
func (m members) callUsage() CallUsage {
	u := CallUsage{CallCount: m.percent("call_count"), TotalTime: m.percent("total_time"), TotalCPUTime: m.percent("total_cputime")}
	u.Other = m.other()
	return u
}

// take returns a member as text and removes it.
func (m members) take(key string) string {
	text := m.text(key)
	delete(m, key)
	return text
}

// percent returns a member as a number and removes it.
func (m members) percent(key string) float64 {
	n := m.float(key)
	delete(m, key)
	return n
}

// longestUsageWait bounds the times in headers: longer ones make no sense.
const longestUsageWait = 7 * 24 * time.Hour

// duration returns a member that counts units of time and removes it.
func (m members) duration(key string, unit time.Duration) time.Duration {
	n := m.percent(key)
	if n <= 0 {
		return 0
	}
	return time.Duration(min(n*float64(unit), float64(longestUsageWait)))
}

// float returns a member as a finite number, or 0 when it is none. The API
// sends numbers as text too.
func (m members) float(key string) float64 {
	var n float64
	if _, err := unmarshalScalar(m[key], &n); err != nil {
		return 0
	}
	return n
}

// other returns the members that were not taken, or nil.
func (m members) other() map[string]Object {
	if len(m) == 0 {
		return nil
	}
	other := make(map[string]Object, len(m))
	for key, value := range m {
		other[key] = Object(value)
	}
	return other
}
