package emit

import "github.com/dave/jennifer/jen"

const (
	// codeWidth is the column at which composite literals break.
	codeWidth = 110
	tabWidth  = 4
)

// literal is a composite literal for which it is not yet decided whether it
// takes one line or one for each element.
type literal struct {
	typ      sized // width 0 where the type is elided
	elements []element
}

// element is an element of a literal: a value or a literal in it, with a key
// in structs.
type element struct {
	key    string
	value  sized
	nested *literal
}

// add adds an element with a key.
func (l *literal) add(key string, value sized) {
	l.elements = append(l.elements, element{key: key, value: value})
}

// nest adds a literal with a key.
func (l *literal) nest(key string, nested *literal) {
	l.elements = append(l.elements, element{key: key, nested: nested})
}

// width is the width of the literal on one line.
func (l *literal) width() int {
	width := l.typ.width + len("{}")
	for i, e := range l.elements {
		if i > 0 {
			width += len(", ")
		}
		if e.key != "" {
			width += len(e.key) + len(": ")
		}
		if e.nested != nil {
			width += e.nested.width()
		} else {
			width += e.value.width
		}
	}
	return width
}

// code returns the literal as it fits on a line that is indented by indent and
// has column characters before it.
func (l *literal) code(indent, column int) *jen.Statement {
	multi := column+l.width() > codeWidth
	keyColumn := indent + tabWidth
	items := make([]jen.Code, len(l.elements))
	for i, e := range l.elements {
		value := e.value.code
		if e.nested != nil {
			start := 0 // on one line with its parent, it fits
			if multi {
				start = keyColumn + l.keyWidth()
			}
			value = e.nested.code(keyColumn, start)
		}
		if e.key != "" {
			value = jen.Id(e.key).Op(":").Add(value)
		}
		items[i] = value
	}
	braces := jen.Custom(jen.Options{Open: "{", Close: "}", Separator: ",", Multi: multi}, items...)
	if l.typ.code == nil {
		return braces
	}
	return jen.Add(l.typ.code, braces)
}

// keyWidth is the width of the keys, which gofmt aligns.
func (l *literal) keyWidth() int {
	width := 0
	for _, e := range l.elements {
		if e.key != "" {
			width = max(width, len(e.key)+len(": "))
		}
	}
	return width
}
