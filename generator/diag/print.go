package diag

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// maxExcerpt is how many characters of a line are shown.
const maxExcerpt = 100

// Print writes diagnostics with the line that each is about and a caret under
// its place. The function source returns the text of a file by the name that
// positions have, or nil when it is not at hand; then the line is left out.
// The error is that of the writer.
func Print(w io.Writer, diagnostics []Diagnostic, source func(file string) []byte) error {
	var file string
	var lines []string
	for _, d := range diagnostics {
		if d.Pos.File != file || lines == nil {
			file, lines = d.Pos.File, strings.Split(string(source(d.Pos.File)), "\n")
		}
		text := d.String() + "\n"
		if d.Pos.Line > 0 && d.Pos.Line <= len(lines) {
			text += excerpt(lines[d.Pos.Line-1], d.Pos)
		}
		if _, err := io.WriteString(w, text); err != nil {
			return err
		}
	}
	return nil
}

// excerpt returns a line and, if the column is known, a line with a caret.
func excerpt(line string, pos Pos) string {
	before, after := cutRunes(strings.TrimSuffix(line, "\r"), max(pos.Col-1, 0))
	before, after = onScreen(before), onScreen(after)
	if strings.TrimSpace(before+after) == "" {
		return ""
	}
	if long := utf8.RuneCountInString(before) - maxExcerpt/2; long > 0 {
		_, before = cutRunes(before, long)
		before = "…" + before
	}
	if room := maxExcerpt - utf8.RuneCountInString(before); utf8.RuneCountInString(after) > room {
		after, _ = cutRunes(after, room)
		after += "…"
	}
	text := fmt.Sprintf("%6d | %s\n", pos.Line, strings.TrimRight(before+after, " "))
	if pos.Col > 0 {
		text += fmt.Sprintf("%6s | %s^\n", "", strings.Repeat(" ", utf8.RuneCountInString(before)))
	}
	return text
}

// onScreen makes each character as wide as one column, as far as that goes.
func onScreen(text string) string {
	return printable(strings.ReplaceAll(text, "\t", " "))
}

// cutRunes cuts text behind its first n characters.
func cutRunes(text string, n int) (before, after string) {
	for i := range text {
		if n == 0 {
			return text[:i], text[i:]
		}
		n--
	}
	return text, ""
}
