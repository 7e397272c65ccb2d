package graph

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// dayRange is a range of days; both ends are in it.
type dayRange struct{ since, until time.Time }

// wireDays is a range of days as the API writes it.
type wireDays struct {
	Since string `json:"since"`
	Until string `json:"until"`
}

func (d dayRange) wire() wireDays {
	return wireDays{d.since.Format(time.DateOnly), d.until.Format(time.DateOnly)}
}

// days returns the range that was written.
func (w wireDays) days() (dayRange, error) {
	since, err := time.Parse(time.DateOnly, w.Since)
	if err != nil {
		return dayRange{}, errors.New("since is no day such as 2026-01-31")
	}
	until, err := time.Parse(time.DateOnly, w.Until)
	if err != nil {
		return dayRange{}, errors.New("until is no day such as 2026-01-31")
	}
	if until.Before(since) {
		return dayRange{}, errors.New("until is before since")
	}
	return dayRange{since, until}, nil
}

// contains reports whether all days of other are days of d.
func (d dayRange) contains(other dayRange) bool {
	return !other.since.Before(d.since) && !other.until.After(d.until)
}

// increment is how many days a row of insights is about. 0 means a calendar
// month.
type increment int

// halve cuts a range between two rows, near its middle. It reports false when
// one row has all of its days.
func (n increment) halve(d dayRange) (first, second dayRange, ok bool) {
	days := int(d.until.Sub(d.since)/(24*time.Hour)) + 1
	middle := d.since.AddDate(0, 0, days/2)
	if n > 0 {
		rows := (days + int(n) - 1) / int(n)
		middle = d.since.AddDate(0, 0, rows/2*int(n))
	} else {
		middle = middle.AddDate(0, 0, 1-middle.Day())
		if !middle.After(d.since) {
			middle = middle.AddDate(0, 1, 0)
		}
	}
	if !middle.After(d.since) || middle.After(d.until) {
		return dayRange{}, dayRange{}, false
	}
	return dayRange{d.since, middle.AddDate(0, 0, -1)}, dayRange{middle, d.until}, true
}

// reportDays returns the days that a list of insights asks for, and how many of
// them a row is about.
func reportDays(list Request, o options) (dayRange, increment, error) {
	f, err := newForm(list, o)
	if err != nil {
		return dayRange{}, 0, err
	}
	fail := func(problem string) (dayRange, increment, error) {
		return dayRange{}, 0, fmt.Errorf("graph: %s: ReportOptions.SplitDays %s", list.Operation, problem)
	}
	var wire wireDays
	if text := f.values.Get("time_range"); text == "" {
		return fail("needs the param time_range: the days of a date_preset are not known here")
	} else if json.Unmarshal([]byte(text), &wire) != nil {
		return fail("needs a time_range with since and until")
	}
	days, err := wire.days()
	if err != nil {
		return fail("needs another time_range: " + err.Error())
	}
	if f.values.Get("sort") != "" {
		return fail("does not go with the param sort: rows come in the order of their days")
	}
	if f.values.Get("time_increment") == "monthly" {
		return days, 0, nil
	}
	n, err := strconv.Atoi(f.values.Get("time_increment"))
	if err != nil || n < 1 {
		return fail(`needs the param time_increment, "1" for rows by the day: a row about all days can't be put together from parts`)
	}
	return days, increment(n), nil
}
