package graph

import "strings"

// Expansion names an edge, or a field that holds a node, which a read of a P
// can expand: its fields are C. Generated packages hold one for each.
type Expansion[P, C ~string] string

// Expand returns a field that asks for fields of the nodes that an edge or a
// field leads to, such as "ads.limit(2){id,name}". Modifiers narrow the edge;
// no fields means the API's default fields.
func Expand[P, C ~string](e Expansion[P, C], fields []C, modifiers ...Modifier) P {
	var b strings.Builder
	b.WriteString(string(e))
	for _, m := range modifiers {
		b.WriteString(string(m))
	}
	if len(fields) > 0 {
		b.WriteByte('{')
		for i, f := range fields {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(string(f))
		}
		b.WriteByte('}')
	}
	return P(b.String())
}

// FieldNames returns fields as plain text. Generated packages use it.
func FieldNames[F ~string](fields []F) []string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = string(f)
	}
	return names
}

// checkFields says what is wrong with the text of a fields param. Brackets
// that do not match would make fields of what was meant as an argument.
func checkFields(text string) string {
	var open []rune
	inString, escaped := false, false
	for _, r := range text {
		switch {
		case r < ' ':
			return "holds a control character or a modifier that cannot be encoded"
		case escaped:
			escaped = false
		case inString && r == '\\':
			escaped = true
		case r == '"':
			inString = !inString
		case inString:
		case r == '(', r == '{', r == '[':
			open = append(open, closing[r])
		case r == ')', r == '}', r == ']':
			if len(open) == 0 || open[len(open)-1] != r {
				return "has brackets that do not match"
			}
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 || inString {
		return "has a bracket or a quotation mark that is not closed"
	}
	return ""
}

var closing = map[rune]rune{'(': ')', '{': '}', '[': ']'}
