package spec

import (
	"fmt"
	"strings"
)

// flowScanner walks over a value in braces or brackets, which may have several
// lines, and stops at what can't be in one.
type flowScanner struct {
	lines     []string
	line, at  int // the next byte, from 0
	open      []flowPlace
	lastQuote byte // of the text in quotes that ended just now, or 0
}

type flowPlace struct {
	line, at int
	bracket  byte
}

// findFlowMistake finds why the braces or brackets that open in a line do not
// close.
func findFlowMistake(lines []string, from int) *mistake {
	s := &flowScanner{lines: lines, line: from - 1}
	s.at = strings.IndexAny(lines[from-1], "{[")
	if s.at < 0 {
		return nil
	}
	if found := s.scan(); found != nil && found.line > 0 {
		return found
	}
	return nil
}

// flowEnd returns where a value in braces or brackets ends, or 0 if it does
// not begin or end in the text.
func flowEnd(text string) int {
	if text == "" || text[0] != '{' && text[0] != '[' {
		return 0
	}
	s := &flowScanner{lines: []string{text}}
	if s.scan() != nil {
		return 0
	}
	return s.at
}

// scan returns what is wrong before the outermost bracket closes. A mistake
// without a line means that it does not know.
func (s *flowScanner) scan() *mistake {
	for {
		for s.at >= len(s.lines[s.line]) {
			if s.line+1 == len(s.lines) {
				return s.unclosed()
			}
			s.line, s.at = s.line+1, 0
		}
		switch c := s.lines[s.line][s.at]; c {
		case ' ', '\t', '\r', ',', ':':
			s.at++
			if c == ',' {
				s.lastQuote = 0
			}
		case '{', '[':
			s.open = append(s.open, flowPlace{s.line, s.at, c})
			s.at++
		case '}', ']':
			if opened := s.open[len(s.open)-1]; c != opened.bracket+2 { // in ASCII
				return s.unclosed()
			}
			s.open, s.lastQuote = s.open[:len(s.open)-1], 0
			s.at++
			if len(s.open) == 0 {
				return nil
			}
		case '#':
			s.at = len(s.lines[s.line])
		case '"', '\'':
			if wrong := s.quoted(c); wrong != nil {
				return wrong
			}
		default:
			if wrong := s.plain(); wrong != nil {
				return wrong
			}
		}
	}
}

func (s *flowScanner) unclosed() *mistake {
	opened := s.open[len(s.open)-1]
	return &mistake{opened.line + 1, column(s.lines[opened.line], opened.at), fmt.Sprintf("; close this %c with %c", opened.bracket, opened.bracket+2)}
}

func (s *flowScanner) quoted(quote byte) *mistake {
	text := quotedText.FindString(s.lines[s.line][s.at:])
	if text == "" { // of several lines
		return &mistake{}
	}
	s.at += len(text)
	s.lastQuote = quote
	return nil
}

// plain walks over text that is not in quotes: a key up to its colon, or a
// value.
func (s *flowScanner) plain() *mistake {
	line := s.lines[s.line]
	begin := s.at
	if s.lastQuote != 0 {
		return &mistake{s.line + 1, column(line, begin), "; a closing quote ends the text; write " + quoteInside(s.lastQuote)}
	}
	isValue := strings.HasSuffix(strings.TrimRight(line[:begin], " "), ":")
	for ; s.at < len(line); s.at++ {
		switch c := line[s.at]; {
		case c == ',' || c == '}' || c == ']':
			return nil
		case c == '{' || c == '[':
			return s.needsQuotes(begin, "a "+string(c))
		case c == ':' && strings.HasPrefix(line[s.at:]+" ", ": "):
			if isValue {
				return s.needsQuotes(begin, `": "`)
			}
			return nil
		}
	}
	return nil
}

// needsQuotes reports a value with something that only text in quotes can
// hold. What belongs to the value is a guess, so the hint shows the quotes
// only where the value is a type.
func (s *flowScanner) needsQuotes(begin int, what string) *mistake {
	line := s.lines[s.line]
	value := line[begin:]
	hint := "; put text that holds " + what + " in quotes"
	if name, rest, ok := strings.Cut(value, "{"); ok && strings.TrimSpace(name) == "enum" {
		if values, _, closed := strings.Cut(rest, "}"); closed {
			hint = fmt.Sprintf(`; put the type in quotes: "enum {%s}"`, values)
		}
	}
	return &mistake{s.line + 1, column(line, begin), hint}
}
