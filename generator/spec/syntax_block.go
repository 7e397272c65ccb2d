package spec

import (
	"regexp"
	"strings"
)

var (
	keyLine = regexp.MustCompile(`^[^\s#"'{}\[\],][^"'{}\[\],]*:( |$)`)
	// blockText matches a line whose text begins in the next one.
	blockText  = regexp.MustCompile(`(^|[:-] )[|>][-+0-9]*$`)
	quotedText = regexp.MustCompile(`^("(\\.|[^"\\])*"|'(''|[^'])*')`)
)

// blockLine is a line of a file as far as its indentation goes.
type blockLine struct {
	number int // from 1
	indent int
	text   string // without indentation and comment
}

// blockLines returns the lines without those that are empty, comments, or
// inside a text of several lines.
func blockLines(lines []string) []blockLine {
	var blocks []blockLine
	textIn := -1 // the indentation of the line whose text goes on
	for i, line := range lines {
		text := strings.TrimLeft(line, " ")
		indent := len(line) - len(text)
		text, _, _ = strings.Cut(text, " #")
		text = strings.TrimRight(text, " \r")
		if text == "" || text[0] == '#' || textIn >= 0 && indent > textIn {
			continue
		}
		textIn = -1
		if blockText.MatchString(text) {
			textIn = indent
		}
		blocks = append(blocks, blockLine{i + 1, indent, text})
	}
	return blocks
}

// takesMore reports whether deeper lines may follow a line: it opens a mapping
// or a list.
func (l blockLine) takesMore() bool {
	return strings.HasPrefix(l.text, "- ") || l.text == "-" || strings.ContainsRune(":{[,", rune(l.text[len(l.text)-1]))
}

// findDeeperLine returns the last line if it is a key that is indented deeper
// than the key with a value above it.
func findDeeperLine(lines []string, last int) *mistake {
	blocks := blockLines(lines)
	if len(blocks) < 2 {
		return nil
	}
	above, line := blocks[len(blocks)-2], blocks[len(blocks)-1]
	if line.number != last || line.indent <= above.indent || above.takesMore() || !keyLine.MatchString(line.text) {
		return nil
	}
	return &mistake{last, line.indent + 1, "; the key above has a value already, so indent this one like it"}
}

// findMisplacedLine finds the first key from a line on that is indented deeper
// than the one above it, which has a value, or that begins in no column of a
// key above.
func findMisplacedLine(lines []string, from int) *mistake {
	var columns []int // of the mappings and lists that a line is in
	var above blockLine
	for _, line := range blockLines(lines) {
		for len(columns) > 0 && columns[len(columns)-1] > line.indent {
			columns = columns[:len(columns)-1]
		}
		fits := len(columns) > 0 && columns[len(columns)-1] == line.indent
		opened := above.number == 0 || line.indent > above.indent && above.takesMore()
		if !fits && !opened && line.number >= from && keyLine.MatchString(line.text) {
			if line.indent > above.indent {
				return &mistake{line.number, line.indent + 1, "; the key above has a value already, so indent this one like it"}
			}
			return &mistake{line.number, line.indent + 1, "; no key above begins in this column; indent this one like its neighbours"}
		}
		if fits && strings.HasPrefix(line.text, "- ") != strings.HasPrefix(above.text, "- ") && line.indent == above.indent && line.number >= from {
			return &mistake{line.number, line.indent + 1, "; a list and a mapping can't be mixed; write keys with or without - alike"}
		}
		if !fits {
			columns = append(columns, line.indent)
		}
		if rest, ok := strings.CutPrefix(line.text, "- "); ok {
			columns = append(columns, line.indent+2+len(rest)-len(strings.TrimLeft(rest, " ")))
		}
		above = line
	}
	return nil
}

// findTextBehindValue finds the first line from one on whose value in quotes
// or braces is followed by more.
func findTextBehindValue(lines []string, from int) *mistake {
	for i := from - 1; i < len(lines); i++ {
		line := strings.TrimRight(lines[i], " \r")
		key := keyLine.FindString(strings.TrimLeft(line, " "))
		at := len(line) - len(strings.TrimLeft(line, " ")) + len(key)
		if key == "" || at >= len(line) {
			continue
		}
		value := line[at:]
		if quoted := quotedText.FindString(value); quoted != "" {
			if rest := strings.TrimLeft(value[len(quoted):], " "); rest != "" && rest[0] != '#' {
				return &mistake{i + 1, column(line, at+len(quoted)), "; a closing quote ends the text; write " + quoteInside(value[0])}
			}
		}
		if end := flowEnd(value); end > 0 && end < len(value) {
			if rest := strings.TrimLeft(value[end:], " "); rest != "" && rest[0] != '#' {
				return &mistake{i + 1, column(line, len(line)-len(rest)), "; nothing may follow the bracket that closes the value"}
			}
		}
	}
	return nil
}

// quoteInside says how a quote is written inside quotes.
func quoteInside(quote byte) string {
	if quote == '\'' {
		return "'' for a ' inside it, or use double quotes"
	}
	return `\" for a " inside it, or use single quotes`
}

// column returns the column of a byte of a line.
func column(line string, at int) int { return len([]rune(line[:at])) + 1 }
