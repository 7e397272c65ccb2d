package spec

import (
	"fmt"
	"strings"

	"github.com/metagraph-go/graphgen/generator/diag"
)

// maxTypeNesting is how deep a type may nest. The deepest of the API has five
// levels.
const maxTypeNesting = 16

// String returns the type as a spec file writes it.
func (t Type) String() string {
	if t.Name == "enum" && t.Values != nil {
		values := make([]string, len(t.Values))
		for i, v := range t.Values {
			values[i] = v.Value.Value
		}
		return "enum {" + strings.Join(values, ", ") + "}"
	}
	if len(t.Args) == 0 {
		return t.Name
	}
	args := make([]string, len(t.Args))
	for i, arg := range t.Args {
		args[i] = arg.String()
	}
	return t.Name + "<" + strings.Join(args, ", ") + ">"
}

// ParseType parses a type such as "list<map<string, Campaign>>". The text
// begins at pos. Types inside it get the positions where they stand.
func ParseType(text string, pos diag.Pos) (Type, error) {
	t, failure := parseType(Text{text, pos}, pos)
	if failure != nil {
		return Type{}, fmt.Errorf("%s: %s", failure.pos, failure.message)
	}
	return t, nil
}

// typeError is why a text is no type, and where.
type typeError struct {
	pos     diag.Pos
	message string
}

// parseType parses a type. Where inner is no place, positions inside the text
// are not known, and all types get the place of the whole text.
func parseType(text Text, inner diag.Pos) (Type, *typeError) {
	p := &typeParser{text: []rune(text.Value), whole: text.Pos, inner: inner}
	t := p.parse(1)
	p.skipSpace()
	if p.failure == nil && p.at < len(p.text) {
		p.fail(p.at, "unexpected %q", string(p.text[p.at]))
	}
	if p.failure != nil {
		return Type{Pos: text.Pos}, p.failure
	}
	return t, nil
}

type typeParser struct {
	text    []rune
	at      int
	whole   diag.Pos
	inner   diag.Pos
	failure *typeError
}

func (p *typeParser) pos(at int) diag.Pos {
	if p.inner.Line == 0 {
		return p.whole
	}
	pos := p.inner
	pos.Col += at
	return pos
}

// fail keeps the first failure and ends the parse.
func (p *typeParser) fail(at int, format string, args ...any) {
	if p.failure == nil {
		p.failure = &typeError{p.pos(at), fmt.Sprintf(format, args...)}
	}
	p.at = len(p.text)
}

func (p *typeParser) parse(depth int) Type {
	p.skipSpace()
	start := p.at
	t := Type{Name: p.word(), Pos: p.pos(start)}
	switch {
	case depth > maxTypeNesting:
		p.fail(start, "the type nests deeper than %d levels", maxTypeNesting)
	case t.Name == "":
		p.fail(start, "a type is missing here")
	case p.take('<'):
		t.Args = append(t.Args, p.parse(depth+1))
		for p.take(',') {
			t.Args = append(t.Args, p.parse(depth+1))
		}
		if !p.take('>') {
			p.fail(p.at, "%s< is not closed by >", t.Name)
		}
	case p.next() == '{' && t.Name != "enum":
		p.fail(p.at, `only "enum" takes values in braces`)
	case p.take('{'):
		t.Values = p.values()
	}
	return t
}

// word reads a name, which may have several words: "unsigned int32".
func (p *typeParser) word() string {
	start := p.at
	for p.at < len(p.text) && !strings.ContainsRune("<>{},", p.text[p.at]) {
		if r := p.text[p.at]; !isWordRune(r) {
			p.fail(p.at, "a type's name has no %q", string(r))
			return ""
		}
		p.at++
	}
	return strings.Join(strings.Fields(string(p.text[start:p.at])), " ")
}

func isWordRune(r rune) bool {
	return r == '_' || r == ' ' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

// values reads the values of an inline enum, up to the closing brace.
func (p *typeParser) values() []*Value {
	values := []*Value{}
	for p.failure == nil {
		p.skipSpace()
		if p.take('}') {
			return values
		}
		start := p.at
		for p.at < len(p.text) && !strings.ContainsRune("{},", p.text[p.at]) {
			p.at++
		}
		text := strings.TrimSpace(string(p.text[start:p.at]))
		if text == "" {
			p.fail(start, "a value of the enum is missing here")
			return nil
		}
		pos := p.pos(start)
		values = append(values, &Value{Value: Text{text, pos}, Pos: pos})
		if !p.take(',') && p.next() != '}' {
			p.fail(p.at, "enum { is not closed by }")
		}
	}
	return nil
}

// next returns the next character that is no space, or 0 at the end.
func (p *typeParser) next() rune {
	p.skipSpace()
	if p.at < len(p.text) {
		return p.text[p.at]
	}
	return 0
}

func (p *typeParser) take(r rune) bool {
	if p.next() != r {
		return false
	}
	p.at++
	return true
}

func (p *typeParser) skipSpace() {
	for p.at < len(p.text) && (p.text[p.at] == ' ' || p.text[p.at] == '\n' || p.text[p.at] == '\t') {
		p.at++
	}
}
