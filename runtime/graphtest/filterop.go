package graphtest

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// filter is one item of a filtering param. It keeps fields by their text.
type filter struct {
	field string
	keep  func(text string) bool
}

// readFilter reads the item of a filtering param that has the index i.
func (v *view) readFilter(item any, i int) (filter, *Error) {
	m, _ := item.(map[string]any)
	f := filter{field: textOf(m["field"])}
	if f.field == "" {
		return f, paramError([]string{"filtering", strconv.Itoa(i)}, "Param filtering[%d] must have a field, an operator and a value", i)
	}
	operator := strings.ToUpper(textOf(m["operator"]))
	if f.keep = v.comparison(operator, m["value"]); f.keep == nil {
		return f, paramError([]string{"filtering", strconv.Itoa(i), "operator"}, "Param filtering[%d] has an operator that is unknown or not faked: %s", i, operator)
	}
	return f, nil
}

// comparison returns what an operator keeps, or nil for an unknown one.
func (v *view) comparison(operator string, value any) func(string) bool {
	text := strings.ToLower(textOf(value))
	switch operator {
	case "EQUAL":
		return func(have string) bool { return have == textOf(value) || sameNumber(have, textOf(value)) }
	case "CONTAIN":
		return func(have string) bool { return strings.Contains(strings.ToLower(have), text) }
	case "STARTS_WITH":
		return func(have string) bool { return strings.HasPrefix(strings.ToLower(have), text) }
	case "ENDS_WITH":
		return func(have string) bool { return strings.HasSuffix(strings.ToLower(have), text) }
	case "IN", "ANY":
		items := texts(value)
		return func(have string) bool { return slices.Contains(items, have) }
	case "IN_RANGE":
		return inRange(texts(value))
	case "GREATER_THAN", "GREATER_THAN_OR_EQUAL", "LESS_THAN", "LESS_THAN_OR_EQUAL":
		return ordered(operator, func(have string) (int, bool) { return compareNumbers(have, text) })
	case "AFTER", "ON_OR_AFTER", "BEFORE", "ON_OR_BEFORE":
		return ordered(operator, func(have string) (int, bool) { return compareTimes(have, textOf(value), v.server.config.Now()) })
	}
	if opposite := map[string]string{"NOT_EQUAL": "EQUAL", "NOT_IN": "IN", "NONE": "ANY", "NOT_CONTAIN": "CONTAIN", "NOT_IN_RANGE": "IN_RANGE"}[operator]; opposite != "" {
		keep := v.comparison(opposite, value)
		return func(have string) bool { return !keep(have) }
	}
	return nil
}

// ordered keeps what compares with a value as the operator says.
func ordered(operator string, compare func(string) (int, bool)) func(string) bool {
	return func(have string) bool {
		order, ok := compare(have)
		switch {
		case !ok:
			return false
		case order == 0:
			return strings.Contains(operator, "EQUAL") || strings.HasPrefix(operator, "ON_OR")
		case order > 0:
			return strings.HasPrefix(operator, "GREATER") || strings.HasSuffix(operator, "AFTER")
		}
		return strings.HasPrefix(operator, "LESS") || strings.HasSuffix(operator, "BEFORE")
	}
}

// inRange keeps numbers from the first of two bounds to the second.
func inRange(bounds []string) func(string) bool {
	return func(have string) bool {
		if len(bounds) != 2 {
			return false
		}
		low, ok := compareNumbers(have, bounds[0])
		high, ok2 := compareNumbers(have, bounds[1])
		return ok && ok2 && low >= 0 && high <= 0
	}
}

// sameNumber reports whether two texts are the same number, such as 16 and
// 16.00.
func sameNumber(a, b string) bool {
	x, ok := number(a)
	y, ok2 := number(b)
	return ok && ok2 && x.Cmp(y) == 0
}

func compareTimes(a, b string, now time.Time) (int, bool) {
	x, ok := parseTime(a, now)
	y, ok2 := parseTime(b, now)
	return x.Compare(y), ok && ok2
}
