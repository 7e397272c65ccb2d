package emit

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/metagraph-go/graphgen/generator/ir"
)

// commentWidth is the column at which comments wrap; a tab counts four.
const commentWidth = 90

// comment returns a doc as lines that each begin with "// ", and "" for an
// empty doc. Comments are written here and nowhere else: jennifer would turn
// text with a newline into a block comment that the text can close.
func comment(doc ir.Doc, indent int) string {
	var out strings.Builder
	afterItem := false
	for _, paragraph := range deprecationLast(doc) {
		words, item := paragraphWords(paragraph)
		if len(words) == 0 {
			continue
		}
		item = item && out.Len() > 0 // gofmt takes no list at the start
		if out.Len() > 0 && !(item && afterItem) {
			out.WriteString("//\n")
		}
		first, rest := "// ", "// "
		if item {
			first, rest = "//   - ", "//     "
		}
		wrap(&out, words, first, rest, commentWidth-indent)
		afterItem = item
	}
	return out.String()
}

// deprecationLast returns doc with the paragraphs that deprecate at the end,
// where readers and tools look for them.
func deprecationLast(doc ir.Doc) ir.Doc {
	sorted := slices.Clone(doc)
	slices.SortStableFunc(sorted, func(a, b string) int {
		return deprecationRank(a) - deprecationRank(b)
	})
	return sorted
}

func deprecationRank(paragraph string) int {
	if strings.HasPrefix(strings.TrimSpace(paragraph), "Deprecated: ") {
		return 1
	}
	return 0
}

// paragraphWords returns the words of a paragraph and whether it is a list
// item. Characters that can't be seen (controls, byte order marks, marks that
// turn the direction of text) are left out.
func paragraphWords(paragraph string) (words []string, item bool) {
	visible := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case r == utf8.RuneError || unicode.IsGraphic(r):
			return r
		}
		return -1
	}, paragraph)
	words = strings.Fields(visible)
	if len(words) > 0 && words[0] == "-" {
		item, words = true, words[1:]
	}
	for i, word := range words {
		if isDirective(word) || i == 0 && (isMarkup(word, visible) || item && isMarker(word)) {
			words[i] = "'" + word + "'"
		}
	}
	endSentence(words)
	for i, word := range words {
		words[i] = doubledQuotes.Replace(word)
	}
	return words, item
}

// doubledQuotes writes doubled quotes as gofmt rewrites them in comments.
var doubledQuotes = strings.NewReplacer("``", "“", "''", "”")

// isDirective reports whether go tools would read a word as more than prose
// at the start of a line. Other directives ("//line", "//export") need the
// slashes to touch the word, which "// " rules out.
func isDirective(word string) bool {
	return strings.HasPrefix(word, "go:") || strings.HasPrefix(word, "+build")
}

// isMarkup reports whether gofmt and pkgsite would read the first word of a
// paragraph as a heading or a link's definition.
func isMarkup(word, paragraph string) bool {
	return strings.HasPrefix(word, "#") || strings.HasPrefix(word, "[") && strings.Contains(paragraph, "]:")
}

var marker = regexp.MustCompile(`^([-*+•]|[0-9]+[.)])$`)

// isMarker reports whether a word begins a list item when a line of a list
// begins with it.
func isMarker(word string) bool { return marker.MatchString(word) }

// endSentence ends the last word with a full stop when it ends in a letter or
// a digit. gofmt makes a heading of a short line without one.
func endSentence(words []string) {
	if len(words) == 0 {
		return
	}
	last := &words[len(words)-1]
	r, _ := utf8.DecodeLastRuneInString(*last)
	if unicode.IsLetter(r) || unicode.IsDigit(r) {
		*last += "."
	}
}

// wrap writes words as lines of at most width columns. A word longer than
// that has a line of its own. No line of a list item but its first begins with
// a list's marker.
func wrap(out *strings.Builder, words []string, first, rest string, width int) {
	item := first != rest
	out.WriteString(first)
	column := len(first)
	for i, word := range words {
		length := utf8.RuneCountInString(word)
		switch {
		case i == 0:
		case column+1+length > width && !(item && isMarker(word)):
			out.WriteString("\n" + rest)
			column = len(rest)
		default:
			out.WriteByte(' ')
			column++
		}
		out.WriteString(word)
		column += length
	}
	out.WriteByte('\n')
}
