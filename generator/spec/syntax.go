package spec

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"

	"github.com/metagraph-go/graphgen/generator/diag"
)

var (
	lineOfError   = regexp.MustCompile(`^line (\d+): `)
	unknownAnchor = regexp.MustCompile(`^unknown anchor '(.*)' referenced`)
	tabInIndent   = regexp.MustCompile(`^ *\t`)
)

// syntaxError reports an error of the YAML parser, which has at most a line.
func syntaxError(file string, data []byte, err error, diags *diag.List) {
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	lines := strings.Split(strings.TrimRight(string(data), "\n"), "\n")
	if m := unknownAnchor.FindStringSubmatch(message); m != nil {
		diags.Errorf(placeOf(file, lines, "*"+m[1]), ruleAlias, "aliases are not allowed; write the value out, or put text that begins with * in quotes")
		return
	}
	line := 1
	if m := lineOfError.FindStringSubmatch(message); m != nil {
		line, _ = strconv.Atoi(m[1])
		message = message[len(m[0]):]
		if strings.HasPrefix(message, "did not find expected") {
			line++ // such errors count lines from zero
		}
	}
	line = min(line, len(lines))
	at := cmp.Or(findMistake(message, lines, line), &mistake{line: line, hint: syntaxHint(message)})
	diags.Errorf(diag.Pos{File: file, Line: at.line, Col: at.col}, ruleSyntax, "not YAML: %s%s", message, at.hint)
}

func placeOf(file string, lines []string, text string) diag.Pos {
	for i, line := range lines {
		if before, _, ok := strings.Cut(line, text); ok {
			return diag.Pos{File: file, Line: i + 1, Col: len([]rune(before)) + 1}
		}
	}
	return diag.Pos{File: file, Line: 1}
}

// mistake is where a file stops being YAML, and what to do about it. The place
// of the parser's error is where the mistake shows or where the list or mapping
// around it begins.
type mistake struct {
	line, col int
	hint      string
}

// findMistake looks for the mistake behind an error of the YAML parser from
// the line of the error on. It returns nil if it finds none.
func findMistake(message string, lines []string, from int) *mistake {
	switch {
	case strings.Contains(message, "tab character"), strings.Contains(message, "cannot start any token"):
		return findTab(lines, from)
	case strings.Contains(message, "mapping values are not allowed"):
		return cmp.Or(findTab(lines[:from], from), findDeeperLine(lines[:from], from))
	case strings.Contains(message, "expected ',' or"):
		return findFlowMistake(lines, from)
	case strings.Contains(message, "expected key"):
		return cmp.Or(findTextBehindValue(lines, from), findMisplacedLine(lines, from))
	}
	return nil
}

// syntaxHint says what to do about an error of the YAML parser whose mistake
// was not found.
func syntaxHint(message string) string {
	switch {
	case strings.Contains(message, "mapping values are not allowed"):
		return `; put text that holds ": " in quotes`
	case strings.Contains(message, "cannot start any token"), strings.Contains(message, "expected node content"):
		return "; put text that begins with a special character in quotes"
	case strings.Contains(message, "expected ',' or"):
		return "; close what is opened here, and put text that holds a comma, a brace or \": \" in quotes"
	case strings.Contains(message, "expected key"):
		return "; let all keys of a mapping begin in the same column"
	case strings.Contains(message, "unexpected end of stream"):
		return "; close the quotes that are opened here"
	case strings.Contains(message, "unknown escape character"):
		return `; write \\ for a backslash, or use single quotes`
	}
	return ""
}

// findTab finds the first line from one on that is indented with a tab.
func findTab(lines []string, from int) *mistake {
	for i := from - 1; i < len(lines); i++ {
		if tabInIndent.MatchString(lines[i]) {
			return &mistake{i + 1, strings.IndexByte(lines[i], '\t') + 1, "; indent with spaces, not tabs"}
		}
	}
	return nil
}
