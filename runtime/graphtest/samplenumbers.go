package graphtest

import (
	"encoding/json"
	"path"
	"strconv"
	"strings"
	"time"
)

// sampleNumber is the bounds of numbers of some names. The pattern is one of
// [path.Match].
type sampleNumber struct {
	pattern   string
	low, high int64
}

// sampleNumbers are the numbers of samples; the first pattern that matches
// counts.
var sampleNumbers = []sampleNumber{
	{"account_status", 1, 1}, {"disable_reason", 0, 0}, {"is_*", 0, 0}, {"tax_id_status", 0, 0}, {"timezone_id", 47, 47}, {"currency_offset", 100, 100},
	{"amount_spent", 1500000, 2500000}, {"balance", 1000, 9000}, {"spend_cap", 5000000, 9000000}, {"min_daily_budget", 100, 100}, {"min_*cap*", 10000, 10000},
	{"budget_remaining", 1500, 6000}, {"daily_budget", 12000, 15000}, {"budget_value", 1000, 5000}, {"bid_amount", 80, 250},
	{"original_height", 1080, 1080}, {"original_width", 1080, 1080}, {"height", 1080, 1080}, {"width", 1080, 1080},
	{"age_min", 18, 18}, {"age_max", 65, 65}, {"min", 21, 21}, {"genders", 1, 2},
	{"api_calls", 3, 9}, {"valid_entries", 900, 990}, {"matched_entries", 500, 700}, {"duplicate_entries", 0, 20}, {"match_rate_approx", 60, 70},
	{"num_received", 1000, 1000}, {"num_matched", 600, 700}, {"num_invalid_entries", 0, 20},
	{"total_count", 3, 3}, {"success_count", 3, 3}, {"initial_count", 0, 0}, {"in_progress_count", 0, 0}, {"error_count", 0, 0}, {"canceled_count", 0, 0},
	{"estimate_dau", 4000, 6000},
	{"*lower_bound", 41000, 45000}, {"*upper_bound", 49000, 53000},
	{"fan_count", 2100, 2900}, {"followers_count", 2300, 3100}, {"follows_count", 80, 120}, {"rating_count", 30, 90}, {"unread*_count", 0, 2}, {"unseen*_count", 0, 2},
	{"live_audience_count", 0, 0}, {"*_count", 3, 40}, {"count", 3, 40}, {"checkins", 20, 90}, {"views", 900, 2900}, {"post_views", 300, 800}, {"live_views", 0, 0}, {"seconds_left", 0, 0},
	{"async_percent_completion", 100, 100}, {"processing_progress", 100, 100}, {"retention_days", 180, 180}, {"window_days", 7, 7}, {"interval_days", 7, 7}, {"max_frequency", 2, 2},
	{"days", 1, 5}, {"start_minute", 480, 480}, {"end_minute", 1200, 1200}, {"limit", 25, 25}, {"session_id", 70000, 90000},
}

// sampleFloats are the numbers with decimals.
var sampleFloats = map[string]json.Number{
	"age": "412.5", "latitude": "52.52", "longitude": "13.405", "timezone": "1", "timezone_offset_hours_utc": "1", "length": "15.3",
	"overall_star_rating": "4.6", "opportunity_score": "82", "ratio": "1", "starting_ratio": "1",
}

// number returns a number for a field, or nil.
func (g *sampler) number(name string, isFloat bool) any {
	if !isFloat && (strings.HasSuffix(name, "_time") || strings.HasPrefix(name, "event_time_")) {
		return json.Number(numberText(g.time(name).Unix()))
	}
	if n, ok := sampleFloats[name]; ok && isFloat {
		return n
	}
	for _, s := range sampleNumbers {
		if ok, err := path.Match(s.pattern, name); err != nil || !ok {
			continue
		}
		letters := uint64(0)
		for _, c := range name {
			letters += uint64(c)
		}
		n := s.low + int64(mix(uint64(g.record)<<20|letters)%uint64(s.high-s.low+1))
		return json.Number(numberText(n))
	}
	switch {
	case !g.all:
		return nil
	case isFloat:
		return json.Number("1.5")
	}
	return json.Number(strconv.Itoa(10 + g.record%10))
}

// sampleBools are the booleans of samples that are true.
var sampleBools = map[string]bool{
	"success": true, "estimate_ready": true, "is_published": true, "published": true, "is_completed": true, "is_subscribed": true, "verified": true,
	"can_edit": true, "can_post": true, "can_share": true, "can_tag": true, "can_use_spend_cap": true, "embeddable": true, "offsite_pixels_tos_accepted": true,
	"is_eligible_for_promotion": true, "offer_eligible": true, "is_notifications_enabled": true, "is_user_facing": true, "matches_found": true, "installed": true,
}

// time returns a time for a field. Things are made first, then begin, then
// change, and end in the future.
func (g *sampler) time(name string) time.Time {
	made := g.now.Truncate(time.Hour).AddDate(0, 0, -120+g.record%30).Add(time.Duration(g.record%12) * time.Minute)
	recent := g.now.Truncate(time.Minute).Add(-time.Duration(1+g.record%40) * time.Hour)
	switch {
	case name == "time_ref":
		return recent.Add(-4 * time.Minute)
	case hasAny(name, "updat", "last", "modif", "complet"):
	case hasAny(name, "expir", "stop", "end", "next", "scheduled", "planned", "max_time"):
		return made.AddDate(0, 6, 0)
	case hasAny(name, "creat", "made"):
		return made
	case hasAny(name, "start", "first", "min", "accept", "backdated", "period"):
		return made.Add(time.Hour)
	}
	return recent
}

func hasAny(text string, parts ...string) bool {
	for _, part := range parts {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}
