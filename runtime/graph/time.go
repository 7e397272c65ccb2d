package graph

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// Time is a point in time as the API writes it: "2017-06-06T18:04:10+0000",
// RFC 3339, a date with or without hyphens, or unix seconds as a number or as
// text. Text of eight digits that is a date is one: as seconds it would be
// before 1974. The zero Time is absent. It is sent to the second, as ISO 8601
// text in its own zone.
type Time struct {
	time.Time
}

// compactDate is a date without hyphens.
const compactDate = "20060102"

// timeLayout is how the API writes times: the zone has no colon.
const timeLayout = "2006-01-02T15:04:05-0700"

var timeLayouts = []string{timeLayout, time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02"}

// TimeOf returns t as a Time.
func TimeOf(t time.Time) Time { return Time{Time: t} }

// String returns the time as the API writes it, or "" for the zero Time.
func (t Time) String() string {
	if t.IsZero() {
		return ""
	}
	if year := t.Year(); year < 0 || year > 9999 {
		// The layout has no room for it; milliseconds taken for seconds look so.
		return strconv.FormatInt(t.Unix(), 10)
	}
	return t.Format(timeLayout)
}

// Equal reports whether both are the same point in time, in whatever zone.
// go-cmp asks it. To compare with a [time.Time], use t.Time.Equal.
func (t Time) Equal(other Time) bool { return t.Time.Equal(other.Time) }

// MarshalJSON returns the time as JSON text, and null for the zero Time.
func (t Time) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte("null"), nil
	}
	return strconv.AppendQuote(nil, t.String()), nil
}

// UnmarshalJSON sets t from any of the forms that the API writes. Null, ""
// and 0 make t absent.
func (t *Time) UnmarshalJSON(data []byte) error {
	text := string(data)
	if strings.HasPrefix(text, `"`) {
		text = unquote(data)
		if len(text) == len(compactDate) {
			if day, err := time.Parse(compactDate, text); err == nil {
				t.Time = day
				return nil
			}
		}
	}
	switch text {
	case "null", "", "0":
		*t = Time{}
		return nil
	}
	if seconds, err := parseInt(text); err == nil {
		t.Time = time.Unix(seconds, 0).UTC()
		return nil
	}
	for _, layout := range timeLayouts {
		if parsed, err := time.Parse(layout, text); err == nil {
			t.Time = parsed
			return nil
		}
	}
	return errors.New("graph: not a time")
}
