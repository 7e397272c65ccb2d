package hash

import (
	"strings"
	"time"
)

const (
	reasonNoDate        = "is no date such as 19970216, 1997-02-16 or 2/16/1997"
	reasonAmbiguousDate = "may begin with the day or with the month: write it as YYYYMMDD"
)

// calendarDay is a date as it is written. month and day are 0 where it cannot be
// told which is which.
type calendarDay struct{ year, month, day int }

// birthDate: YYYYMMDD, from 1900 to today.
func birthDate(dst []byte, value string, home origin) ([]byte, string) {
	d, reason := readDate(value, home)
	switch {
	case reason != "":
		return dst, reason
	case d.month == 0:
		return dst, reasonAmbiguousDate
	}
	return appendPadded(appendPadded(appendPadded(dst, d.year, 4), d.month, 2), d.day, 2), ""
}

// readDate reads a date from 1900 to today.
//
// It is read from figures with the year in front or at the end. At the end,
// what is above 12 is the day. Where both may be the month, it comes second
// between full stops and first in the US; elsewhere it is not told.
func readDate(value string, home origin) (date calendarDay, reason string) {
	d, ok := readFigures(value)
	if !ok {
		return date, reasonNoDate
	}
	var year, month, day int
	ambiguous := false
	switch n := d.number; {
	case d.count == 1 && d.digits[0] == 8:
		year, month, day = n[0]/10000, n[0]/100%100, n[0]%100
	case d.count == 3 && d.digits[0] == 4:
		year, month, day = n[0], n[1], n[2]
	case d.count == 3 && d.digits[2] == 4:
		year, month, day = n[2], n[0], n[1]
		switch {
		case n[1] > 12:
		case n[0] > 12, d.separator == '.':
			month, day = day, month
		default:
			ambiguous = n[0] != n[1] && !home.in("us")
		}
	default:
		return date, reasonNoDate
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if t.Year() != year || t.Month() != time.Month(month) || t.Day() != day {
		return date, "is no day of the calendar"
	}
	// Somewhere it may be tomorrow already.
	if year < minBirthYear || t.After(time.Now().UTC().Add(14*time.Hour)) {
		return date, "is before 1900 or in the future"
	}
	if ambiguous {
		month, day = 0, 0
	}
	return calendarDay{year, month, day}, ""
}

// figures are the numbers of a date as it is written.
type figures struct {
	number, digits [3]int
	count          int
	separator      rune // the first one
}

// readFigures reads up to three numbers, in the digits of any script. What may
// follow a date that begins with the year is the time of the day.
func readFigures(value string) (f figures, ok bool) {
	within := false // a number
	for _, r := range value {
		if v := digitValue(r); v >= 0 {
			if !within {
				f.count++
			}
			i := f.count - 1
			if i == len(f.number) || f.digits[i] == 8 {
				return f, false
			}
			within = true
			f.number[i] = f.number[i]*10 + v
			f.digits[i]++
			continue
		}
		switch {
		case f.count == 3 && f.digits[0] == 4 && (r == 'T' || r == ' '):
			return f, true
		case f.count == 0 || !strings.ContainsRune("/-. ", r):
			return f, false
		case f.separator == 0:
			f.separator = r
		}
		within = false
	}
	return f, f.count == 1 || f.count == 3
}
