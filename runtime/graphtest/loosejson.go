package graphtest

import (
	"errors"
	"strings"
)

// looseJSON turns JSON as samples of the API write it into JSON: single
// quotes, names without quotes, and commas before closing brackets. The API
// reads them; text that is neither comes back as an error.
func looseJSON(text string) (any, error) {
	if value, err := decode(text); err == nil {
		return value, nil
	}
	strict, err := tighten(text)
	if err != nil {
		return nil, err
	}
	return decode(strict)
}

// mustLoose returns nil for text that is no JSON.
func mustLoose(text string) any {
	value, err := looseJSON(text)
	if err != nil {
		return nil
	}
	return value
}

var errNoJSON = errors.New("not JSON")

func tighten(text string) (string, error) {
	var b strings.Builder
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c == '"' || c == '\'':
			n, err := tightenString(&b, text[i:])
			if err != nil {
				return "", err
			}
			i += n
		case c == ',':
			rest := strings.TrimLeft(text[i+1:], " \t\r\n")
			if rest == "" || rest[0] != '}' && rest[0] != ']' {
				b.WriteByte(c)
			}
			i++
		case isNameByte(c) && !isNumberByte(c):
			n := i
			for n < len(text) && (isNameByte(text[n]) || text[n] == '.') {
				n++
			}
			word := text[i:n]
			if word == "true" || word == "false" || word == "null" {
				b.WriteString(word)
			} else {
				b.Write(mustJSON(word))
			}
			i = n
		case isNumberByte(c):
			n := i
			for n < len(text) && (isNumberByte(text[n]) || text[n] == '.' || text[n] == 'e' || text[n] == 'E' || text[n] == '+') {
				n++
			}
			b.WriteString(text[i:n])
			i = n
		default:
			b.WriteByte(c)
			i++
		}
	}
	return b.String(), nil
}

// tightenString writes a string with double quotes and returns its length in
// the text.
func tightenString(b *strings.Builder, text string) (int, error) {
	quote := text[0]
	b.WriteByte('"')
	for i := 1; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && i+1 < len(text):
			if text[i+1] != '\'' {
				b.WriteByte(c)
			}
			b.WriteByte(text[i+1])
			i++
		case c == quote:
			b.WriteByte('"')
			return i + 1, nil
		case c == '"':
			b.WriteString(`\"`)
		default:
			b.WriteByte(c)
		}
	}
	return 0, errNoJSON
}

func isNumberByte(c byte) bool { return c >= '0' && c <= '9' || c == '-' }

func isNameByte(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}
