package graph

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// Modifier narrows or orders an expanded edge, such as ".limit(2)". The
// functions below return them, with their arguments escaped. Many edges of the
// Marketing API take no more than a limit.
type Modifier string

// Limit asks for at most n items of an expanded edge.
func Limit(n int) Modifier { return modify("limit", strconv.Itoa(n)) }

// Offset skips the first n items of an expanded edge.
func Offset(n int) Modifier { return modify("offset", strconv.Itoa(n)) }

// After starts an expanded edge at a cursor, such as [Paging.Next]. The zero
// Cursor is the start.
func After(cursor Cursor) Modifier { return modifyPlace(cursor, "after") }

// Before ends an expanded edge at a cursor, such as [Paging.Previous].
func Before(cursor Cursor) Modifier { return modifyPlace(cursor, "before") }

// Order orders an expanded edge, such as by "chronological" or
// "reverse_chronological".
func Order(order string) Modifier { return modify("order", order) }

// Since keeps the items of an expanded edge from t on.
func Since(t time.Time) Modifier { return modify("since", strconv.FormatInt(t.Unix(), 10)) }

// Until keeps the items of an expanded edge before t.
func Until(t time.Time) Modifier { return modify("until", strconv.FormatInt(t.Unix(), 10)) }

// Filter is a condition on the items of an edge.
type Filter struct {
	// Field is the field to look at, such as "effective_status".
	Field string `json:"field"`
	// Operator compares, such as "IN" or "GREATER_THAN".
	Operator string `json:"operator"`
	// Value is what the field is compared with: a list for "IN".
	Value any `json:"value"`
}

// Filtering keeps the items of an expanded edge that meet all filters. A call
// with a value that JSON cannot express is refused before it is sent.
func Filtering(filters ...Filter) Modifier {
	data, err := marshalJSON(filters)
	if err != nil {
		return badModifier
	}
	return ".filtering(" + Modifier(escapeBrackets(data)) + ")"
}

// badModifier makes checkFields refuse the fields that it is part of.
const badModifier Modifier = "\x00"

// modify returns a modifier with a text as argument. Text with a meaning in
// the syntax of fields is quoted.
func modify(name, argument string) Modifier {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_-=+/:", r)
	}
	if argument == "" || strings.ContainsFunc(argument, func(r rune) bool { return !plain(r) }) {
		quoted, err := marshalJSON(argument)
		if err != nil {
			return badModifier
		}
		argument = escapeBrackets(quoted)
	}
	return Modifier("." + name + "(" + argument + ")")
}

// modifyPlace returns the modifiers that lead to a cursor's place. Text that
// is no cursor of this package stands for a bare cursor of the API.
func modifyPlace(cursor Cursor, name string) Modifier {
	if cursor == "" {
		return ""
	}
	values, err := cursor.values()
	if err != nil {
		if cursor == lostCursor {
			return badModifier
		}
		return modify(name, string(cursor))
	}
	var all Modifier
	for _, key := range pagingKeys {
		if values.Has(key) {
			all += modify(key, values.Get(key))
		}
	}
	return all
}

// escapeBrackets escapes the brackets inside the strings of JSON, so that the
// brackets outside of them are balanced.
func escapeBrackets(data []byte) string {
	if !json.Valid(data) {
		return string(badModifier)
	}
	var b strings.Builder
	inString := false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case c == '\\':
			b.WriteByte(c)
			i++
			b.WriteByte(data[i])
		case c == '"':
			inString = !inString
			b.WriteByte(c)
		case inString && strings.IndexByte("(){}[]", c) >= 0:
			b.WriteString(`\u00` + strconv.FormatInt(int64(c), 16))
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
