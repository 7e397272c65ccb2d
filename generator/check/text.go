package check

import (
	"strings"
	"unicode/utf8"

	"github.com/metagraph-go/graphgen/generator/spec"
)

// Lengths in characters above which a text is a mistake.
const (
	maxLine  = 500
	maxProse = 20_000
)

// checkTexts refuses characters that cannot stand in Go source or that a
// reader cannot see, and line breaks where the format wants one line. Load
// refuses such characters in files; here are those that YAML escapes make.
func checkTexts(ix *index, r *report) {
	ix.eachText(func(t textIn) {
		limit := maxLine
		if t.prose {
			limit = maxProse
		}
		switch bad := badCharacter(t.Value); {
		case bad != "":
			r.errorf(t.Pos, "%s holds %s; take it out", t.key, bad)
		case !t.prose && strings.ContainsAny(t.Value, "\n\t"):
			r.errorf(t.Pos, "%s must be one line without tabs", t.key)
		case !t.prose && strings.TrimSpace(t.Value) != t.Value:
			r.errorf(t.Pos, "%s begins or ends with a space; take it out", t.key)
		case utf8.RuneCountInString(t.Value) > limit:
			r.errorf(t.Pos, "%s is longer than %d characters", t.key, limit)
		}
	})
}

// badCharacter says which character must not stand in a text, or "".
func badCharacter(text string) string {
	if !utf8.ValidString(text) {
		return "bytes that are not UTF-8"
	}
	for _, c := range text {
		if problem := spec.BadRune(c); problem != "" {
			return problem
		}
	}
	return ""
}
