package graphtest

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/metagraph-go/graphgen/generator/spec"
)

// dated returns a value with its times in the call's date_format, which is a
// pattern of PHP's date function.
func (v *view) dated(t spec.Type, value any) any {
	pattern := v.call.params["date_format"]
	if pattern == "" {
		return value
	}
	return v.schema.changed(t, value, func(t spec.Type, value any) (any, bool) {
		text, ok := value.(string)
		if !ok || t.Name != "datetime" {
			return value, false
		}
		at, err := time.Parse(timeFormat, text)
		switch {
		case err != nil:
			return value, true
		case pattern == "U":
			return json.Number(numberText(at.Unix())), true
		}
		return phpDate(pattern, at), true
	})
}

// phpLayouts are the letters of PHP's date function that Go has a layout for.
var phpLayouts = map[byte]string{
	'd': "02", 'D': "Mon", 'j': "2", 'l': "Monday", 'F': "January", 'm': "01", 'M': "Jan", 'n': "1", 'Y': "2006", 'y': "06",
	'a': "pm", 'A': "PM", 'g': "3", 'h': "03", 'H': "15", 'i': "04", 's': "05", 'T': "MST", 'P': "-07:00", 'p': "Z07:00", 'O': "-0700",
	'c': "2006-01-02T15:04:05-07:00", 'r': "Mon, 02 Jan 2006 15:04:05 -0700",
}

// phpDate formats a time as PHP's date function does. A backslash keeps the
// letter after it, and letters that mean nothing stay.
func phpDate(pattern string, t time.Time) string {
	var b strings.Builder
	for i := 0; i < len(pattern); i++ {
		c := pattern[i]
		if c == '\\' && i+1 < len(pattern) {
			i++
			b.WriteByte(pattern[i])
			continue
		}
		if layout, ok := phpLayouts[c]; ok {
			b.WriteString(t.Format(layout))
			continue
		}
		b.WriteString(phpNumber(c, t))
	}
	return b.String()
}

// phpNumber returns what a letter stands for that Go has no layout for.
func phpNumber(c byte, t time.Time) string {
	_, offset := t.Zone()
	year, week := t.ISOWeek()
	switch c {
	case 'U':
		return strconv.FormatInt(t.Unix(), 10)
	case 'G':
		return strconv.Itoa(t.Hour())
	case 'N':
		return strconv.Itoa((int(t.Weekday())+6)%7 + 1)
	case 'w':
		return strconv.Itoa(int(t.Weekday()))
	case 'z':
		return strconv.Itoa(t.YearDay() - 1)
	case 't':
		return strconv.Itoa(time.Date(t.Year(), t.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day())
	case 'W':
		return strconv.Itoa(week/10) + strconv.Itoa(week%10)
	case 'o':
		return strconv.Itoa(year)
	case 'Z':
		return strconv.Itoa(offset)
	case 'e':
		return t.Format("-07:00")
	case 'u':
		return "000000"
	case 'v':
		return "000"
	}
	return string(c)
}
