// Package diag holds positions in spec files and the list of what is wrong
// there.
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Pos is a place in a spec file. Line and Col start at 1 and count lines and
// characters; a Col of 0 means that only the line is known, and a Line of 0
// that only the file is. The zero Pos is no place.
type Pos struct {
	File string
	Line int
	Col  int
}

// String returns "file:line:col" as far as it is known.
func (p Pos) String() string {
	file := printable(p.File)
	if p.Line == 0 {
		return file
	}
	if p.Col == 0 {
		return fmt.Sprintf("%s:%d", file, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", file, p.Line, p.Col)
}

// Compare orders places by file, line and column.
func (p Pos) Compare(q Pos) int {
	return cmp.Or(cmp.Compare(p.File, q.File), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Col, q.Col))
}

// printable escapes what a terminal would not show as text. Messages quote
// spec files, which anyone may have written.
func printable(text string) string {
	if !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) || r == utf8.RuneError }) {
		return text
	}
	var escaped strings.Builder
	for _, r := range text {
		if unicode.IsPrint(r) && r != utf8.RuneError {
			escaped.WriteRune(r)
			continue
		}
		quoted := strconv.QuoteRuneToASCII(r)
		escaped.WriteString(quoted[1 : len(quoted)-1])
	}
	return escaped.String()
}

// Severity tells errors from warnings.
type Severity int

const (
	// Error stops generation.
	Error Severity = iota
	// Warning does not.
	Warning
)

// Option is an option of the generator with one value of it, such as include
// and "Ad.copies".
type Option struct {
	Name, Value string
}

// Diagnostic is one thing that is wrong in a spec or in an option of the
// generator.
type Diagnostic struct {
	Pos      Pos
	Severity Severity
	// Option is what is wrong when it is no spec. Pos is then zero, for whoever
	// knows where the option was written to fill in.
	Option Option
	// Rule names the rule that was broken, such as "unknown-key".
	Rule string
	// Message says what is wrong and, where it is known, how to fix it. It is
	// one line.
	Message string
}

// String returns "file:line:col: message".
func (d Diagnostic) String() string {
	message := d.Message
	if d.Severity == Warning {
		message = "warning: " + message
	}
	if d.Pos.File == "" {
		return message
	}
	return d.Pos.String() + ": " + message
}

// List collects diagnostics. The zero List is empty and ready to use.
type List struct {
	items []Diagnostic
}

// Errorf adds an error.
func (l *List) Errorf(pos Pos, rule, format string, args ...any) {
	l.items = append(l.items, Diagnostic{Pos: pos, Rule: rule, Message: printable(fmt.Sprintf(format, args...))})
}

// Warnf adds a warning.
func (l *List) Warnf(pos Pos, rule, format string, args ...any) {
	l.items = append(l.items, Diagnostic{Pos: pos, Severity: Warning, Rule: rule, Message: printable(fmt.Sprintf(format, args...))})
}

// OptionErrorf adds an error in an option of the generator.
func (l *List) OptionErrorf(option Option, rule, format string, args ...any) {
	l.Errorf(Pos{}, rule, format, args...)
	l.items[len(l.items)-1].Option = option
}

// OptionWarnf adds a warning about an option of the generator.
func (l *List) OptionWarnf(option Option, rule, format string, args ...any) {
	l.Warnf(Pos{}, rule, format, args...)
	l.items[len(l.items)-1].Option = option
}

// Len returns the number of diagnostics.
func (l *List) Len() int { return len(l.items) }

// Add adds the diagnostics of another list.
func (l *List) Add(other List) { l.items = append(l.items, other.items...) }

// All returns the diagnostics in the order of their places.
func (l *List) All() []Diagnostic {
	sorted := slices.Clone(l.items)
	slices.SortStableFunc(sorted, func(a, b Diagnostic) int {
		return cmp.Or(a.Pos.Compare(b.Pos), cmp.Compare(a.Message, b.Message))
	})
	return slices.Compact(sorted)
}

// HasErrors reports whether the list holds an error.
func (l *List) HasErrors() bool {
	return slices.ContainsFunc(l.items, func(d Diagnostic) bool { return d.Severity == Error })
}

// Err returns the list as an error, or nil when it holds no error.
func (l *List) Err() error {
	if !l.HasErrors() {
		return nil
	}
	return &Errors{Diagnostics: l.All()}
}

// Errors is what is wrong in a spec set, as one error.
type Errors struct {
	// Diagnostics are sorted by place and may hold warnings too.
	Diagnostics []Diagnostic
}

// Error returns one line for each diagnostic.
func (e *Errors) Error() string {
	lines := make([]string, len(e.Diagnostics))
	for i, d := range e.Diagnostics {
		lines[i] = d.String()
	}
	return strings.Join(lines, "\n")
}

// WithoutWarnings returns what stops generation alone.
func (e *Errors) WithoutWarnings() *Errors {
	return &Errors{Diagnostics: slices.DeleteFunc(slices.Clone(e.Diagnostics), func(d Diagnostic) bool { return d.Severity != Error })}
}
