package graphtest

import (
	"strconv"
	"time"
)

// dayRange is a range of days, both of them included. The zero value has none.
type dayRange struct{ since, until time.Time }

func dayOf(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// daysOf returns the days that a row is about.
func daysOf(row figures) (dayRange, bool) {
	since, err := time.Parse(time.DateOnly, textOf(row["date_start"]))
	if err != nil {
		return dayRange{}, false
	}
	until, err := time.Parse(time.DateOnly, textOf(row["date_stop"]))
	return dayRange{since, until}, err == nil && !until.Before(since)
}

// has reports whether all days of another range are in this one.
func (r dayRange) has(other dayRange) bool {
	return !other.since.Before(r.since) && !other.until.After(r.until)
}

// with returns the range from the first day of both to the last one.
func (r dayRange) with(other dayRange) dayRange {
	if r == (dayRange{}) {
		return other
	}
	if other.since.Before(r.since) {
		r.since = other.since
	}
	if other.until.After(r.until) {
		r.until = other.until
	}
	return r
}

// cut returns the part of the range that is in another one.
func (r dayRange) cut(to dayRange) dayRange {
	if r.since.Before(to.since) {
		r.since = to.since
	}
	if r.until.After(to.until) {
		r.until = to.until
	}
	return r
}

// mark writes the range into a row.
func (r dayRange) mark(row figures) {
	row["date_start"], row["date_stop"] = r.since.Format(time.DateOnly), r.until.Format(time.DateOnly)
}

// daySteps are the parts that a range is split into: a number of days, months,
// or, as the zero value, no parts.
type daySteps struct {
	days    int
	monthly bool
}

// mostStepDays is the longest time_increment in days.
const mostStepDays = 90

func readSteps(text string) (daySteps, *Error) {
	switch text {
	case "", "all_days":
		return daySteps{}, nil
	case "monthly":
		return daySteps{monthly: true}, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > mostStepDays {
		return daySteps{}, paramError([]string{"time_increment"}, "Param time_increment must be a number from 1 to %d, monthly, or all_days", mostStepDays)
	}
	return daySteps{days: n}, nil
}

// around returns the part of a range that a day is in.
func (s daySteps) around(day time.Time, all dayRange) dayRange {
	switch {
	case s.monthly:
		first := time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, time.UTC)
		return dayRange{first, first.AddDate(0, 1, -1)}.cut(all)
	case s.days > 0:
		// Not the difference as a Duration, which ends at 292 years.
		days := int(day.Unix()-all.since.Unix()) / (24 * 60 * 60)
		since := all.since.AddDate(0, 0, days/s.days*s.days)
		return dayRange{since, since.AddDate(0, 0, s.days-1)}.cut(all)
	}
	return all
}

// presetRange returns the days of a date_preset, or false for all days.
func presetRange(name string, today time.Time) (dayRange, bool) {
	back := func(n int) time.Time { return today.AddDate(0, 0, -n) }
	month := time.Date(today.Year(), today.Month(), 1, 0, 0, 0, 0, time.UTC)
	quarter := month.AddDate(0, -(int(today.Month())-1)%3, 0)
	year := time.Date(today.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
	monday := back((int(today.Weekday()) + 6) % 7)
	sunday := back(int(today.Weekday()))
	switch name {
	case "today":
		return dayRange{today, today}, true
	case "yesterday":
		return dayRange{back(1), back(1)}, true
	case "this_month":
		return dayRange{month, today}, true
	case "last_month":
		return dayRange{month.AddDate(0, -1, 0), month.AddDate(0, 0, -1)}, true
	case "this_quarter":
		return dayRange{quarter, today}, true
	case "last_quarter":
		return dayRange{quarter.AddDate(0, -3, 0), quarter.AddDate(0, 0, -1)}, true
	case "this_year":
		return dayRange{year, today}, true
	case "last_year":
		return dayRange{year.AddDate(-1, 0, 0), year.AddDate(0, 0, -1)}, true
	case "this_week_mon_today":
		return dayRange{monday, today}, true
	case "this_week_sun_today":
		return dayRange{sunday, today}, true
	case "last_week_mon_sun":
		return dayRange{monday.AddDate(0, 0, -7), monday.AddDate(0, 0, -1)}, true
	case "last_week_sun_sat":
		return dayRange{sunday.AddDate(0, 0, -7), sunday.AddDate(0, 0, -1)}, true
	}
	days := map[string]int{"last_3d": 3, "last_7d": 7, "last_14d": 14, "last_28d": 28, "last_30d": 30, "last_90d": 90}[name]
	return dayRange{back(days), back(1)}, days > 0
}
