package graphtest

import "strings"

// selection is one item of a fields param, such as "ads.limit(2){id,name}".
type selection struct {
	name string
	// alias is what the item is called in the answer; see the modifier as.
	alias string
	// modifiers are the params of an expanded edge.
	modifiers map[string]string
	// fields are what is asked for of the nodes behind it, and inner their text.
	fields []selection
	inner  string
}

// maxFieldNesting is how deep fields may nest.
const maxFieldNesting = 32

// parseFields parses a fields param. A list in JSON is read too.
func parseFields(text string) ([]selection, *Error) {
	if trimmed := strings.TrimSpace(text); strings.HasPrefix(trimmed, "[") {
		if list, err := looseJSON(trimmed); err == nil {
			if items, ok := list.([]any); ok {
				names := make([]string, len(items))
				for i, item := range items {
					names[i] = textOf(item)
				}
				text = strings.Join(names, ",")
			}
		}
	}
	p := &fieldParser{text: text}
	fields := p.list(0)
	if p.problem == "" && p.at < len(p.text) {
		p.fail("unexpected " + p.text[p.at:p.at+1])
	}
	if p.problem != "" {
		return nil, &Error{Code: 2500, Message: "Syntax error \"" + p.problem + "\" in the fields param"}
	}
	return fields, nil
}

type fieldParser struct {
	text    string
	at      int
	problem string
}

func (p *fieldParser) fail(problem string) {
	if p.problem == "" {
		p.problem = problem
	}
	p.at = len(p.text)
}

func (p *fieldParser) take(c byte) bool {
	if p.at < len(p.text) && p.text[p.at] == c {
		p.at++
		return true
	}
	return false
}

// list reads items up to the end or a closing brace. Empty items do no harm.
func (p *fieldParser) list(depth int) []selection {
	if depth > maxFieldNesting {
		p.fail("the fields nest too deep")
	}
	var fields []selection
	for p.problem == "" && p.at < len(p.text) && p.text[p.at] != '}' {
		if p.take(',') || p.take(' ') || p.take('\n') {
			continue
		}
		if s := p.item(depth); p.problem == "" {
			fields = append(fields, s)
		}
	}
	return fields
}

func (p *fieldParser) item(depth int) selection {
	s := selection{name: p.word(), modifiers: map[string]string{}}
	if s.name == "" {
		p.fail("expected a field's name")
		return s
	}
	for p.take('.') {
		name := p.word()
		if !p.take('(') {
			p.fail("expected ( after ." + name)
			return s
		}
		s.modifiers[name] = p.argument()
	}
	if p.take('{') {
		start := p.at
		s.fields = p.list(depth + 1)
		s.inner = p.text[min(start, p.at):p.at]
		if !p.take('}') {
			p.fail("expected }")
		}
	}
	s.alias = s.name
	if alias, ok := s.modifiers["as"]; ok {
		s.alias = alias
		delete(s.modifiers, "as")
	}
	if inner, ok := s.modifiers["fields"]; ok && s.inner == "" {
		sub := &fieldParser{text: inner}
		s.fields, s.inner = sub.list(depth+1), inner
		p.problem = sub.problem
		delete(s.modifiers, "fields")
	}
	return s
}

func (p *fieldParser) word() string {
	start := p.at
	for p.at < len(p.text) && (isNameByte(p.text[p.at]) || p.text[p.at] == '-') {
		p.at++
	}
	return p.text[start:p.at]
}

// argument reads what stands in the brackets of a modifier. Brackets inside it
// are balanced; text in quotes is decoded.
func (p *fieldParser) argument() string {
	start, open, quoted := p.at, 1, false
	for ; p.at < len(p.text); p.at++ {
		switch c := p.text[p.at]; {
		case quoted && c == '\\':
			p.at++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '(':
			open++
		case c == ')':
			open--
		}
		if open == 0 {
			break
		}
	}
	if p.at >= len(p.text) {
		p.fail("expected )")
		return ""
	}
	text := p.text[start:p.at]
	p.at++
	if strings.HasPrefix(text, `"`) {
		if plain, err := decode(text); err == nil {
			return textOf(plain)
		}
	}
	return text
}
