package check

import (
	"regexp"
	"strings"
)

var (
	lineDirective = regexp.MustCompile(`^line .*:\d+`)
	buildTag      = regexp.MustCompile(`(^|\s)\+build(\s|$)`)
)

// checkDirectives refuses prose that would be more than prose in a comment of
// Go source: a directive of the Go tools, or the end of the comment.
func checkDirectives(ix *index, r *report) {
	ix.eachText(func(t textIn) {
		if strings.Contains(t.Value, "*/") {
			r.errorf(t.Pos, `%s holds "*/", which ends comments; write it another way`, t.key)
			return
		}
		for line := range strings.Lines(t.Value) {
			if found := directive(strings.TrimSpace(line)); found != "" {
				r.errorf(t.Pos, "%s has %s; write it another way", t.key, found)
				return
			}
		}
		if t.prose && hasDeprecationMark(t.Value) {
			r.errorf(t.Pos, `%s has a line that begins with "Deprecated:"; use the key "deprecated"`, t.key)
		}
	})
}

// directive says what of a line the Go tools could act on, or "".
func directive(line string) string {
	for _, prefix := range []string{"go:", "//", "/*", "#cgo"} {
		if strings.HasPrefix(line, prefix) {
			return `a line that begins with "` + prefix + `", as directives do`
		}
	}
	if lineDirective.MatchString(line) {
		return `a line that reads like the directive "line"`
	}
	if buildTag.MatchString(line) {
		return `the word "+build", a build constraint`
	}
	return ""
}

func hasDeprecationMark(text string) bool {
	for line := range strings.Lines(text) {
		if strings.HasPrefix(strings.TrimSpace(line), "Deprecated:") {
			return true
		}
	}
	return false
}
