package graphtest

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// timeFormat is how the API writes times.
const timeFormat = "2006-01-02T15:04:05-0700"

// timestamp returns the time of the server's clock as the API writes it.
func (s *Server) timestamp() string { return at(s.config.Now()) }

// at returns a time as the API writes it.
func at(t time.Time) string { return t.UTC().Format(timeFormat) }

// timeLayouts are the layouts that the API reads.
var timeLayouts = []string{"2006-01-02T15:04:05-0700", time.RFC3339, "2006-01-02 15:04:05-0700", "2006-01-02 15:04:05-07:00", "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02", "20060102"}

var relativeTime = regexp.MustCompile(`^[+-]?\s*(\d+)\s*(second|minute|hour|day|week|month|year)s?(\s+ago)?$`)

// parseTime reads unix seconds, ISO times and the commonest relative times.
func parseTime(text string, now time.Time) (time.Time, bool) {
	if seconds, err := strconv.ParseInt(text, 10, 64); err == nil && len(text) != len("20060102") {
		return time.Unix(seconds, 0).UTC(), true
	}
	for _, layout := range timeLayouts {
		if t, err := time.Parse(layout, text); err == nil {
			return t, true
		}
	}
	days := map[string]int{"now": 0, "today": 0, "yesterday": -1, "tomorrow": 1}
	if n, ok := days[text]; ok {
		return now.AddDate(0, 0, n), true
	}
	m := relativeTime.FindStringSubmatch(text)
	if m == nil {
		return time.Time{}, false
	}
	n, err := strconv.Atoi(m[1])
	if err != nil || n > 10000 {
		return time.Time{}, false
	}
	if strings.HasPrefix(text, "-") || m[3] != "" {
		n = -n
	}
	switch m[2] {
	case "month":
		return now.AddDate(0, n, 0), true
	case "year":
		return now.AddDate(n, 0, 0), true
	}
	unit := map[string]time.Duration{"second": time.Second, "minute": time.Minute, "hour": time.Hour, "day": 24 * time.Hour, "week": 7 * 24 * time.Hour}[m[2]]
	return now.Add(time.Duration(n) * unit), true
}
