package names

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Words splits a name into its words, which are written as the name writes
// them: "ad_account_id" into ad, account and id, "IGUserIDs" into IG, User and
// IDs.
func Words(name string) []string {
	var list []string
	for word := range words(name) {
		list = append(list, word)
	}
	return list
}

// words returns the words of a name, each with whether it stands in a token of
// mixed case. Tokens end at everything that is neither a letter nor a digit.
func words(name string) iter.Seq2[string, bool] {
	return func(yield func(string, bool) bool) {
		start := -1
		for i, r := range name {
			inToken := unicode.IsLetter(r) || unicode.IsDigit(r)
			switch {
			case inToken && start < 0:
				start = i
			case !inToken && start >= 0:
				if !yieldWords(name[start:i], yield) {
					return
				}
				start = -1
			}
		}
		if start >= 0 {
			yieldWords(name[start:], yield)
		}
	}
}

// yieldWords yields the words of a token, and reports whether to go on. A token
// of capitals or of small letters is one word.
func yieldWords(token string, yield func(string, bool) bool) bool {
	if !isMixedCase(token) {
		return yield(token, false)
	}
	runes := []rune(token)
	start := 0
	for i := 1; i <= len(runes); i++ {
		if i == len(runes) || beginsWord(runes, i) {
			if !yield(string(runes[start:i]), true) {
				return false
			}
			start = i
		}
	}
	return true
}

func isMixedCase(token string) bool {
	return strings.ContainsFunc(token, unicode.IsLower) && strings.ContainsFunc(token, unicode.IsUpper)
}

// beginsWord reports whether a word begins at runes[i], with i > 0: at a
// capital after a small letter or a digit, and at the last of several capitals
// when small letters follow it, unless those are the s of a plural like IDs.
func beginsWord(runes []rune, i int) bool {
	if !unicode.IsUpper(runes[i]) {
		return false
	}
	if !unicode.IsUpper(runes[i-1]) {
		return true
	}
	if i+1 == len(runes) || !unicode.IsLower(runes[i+1]) {
		return false
	}
	plural := runes[i+1] == 's' && (i+2 == len(runes) || unicode.IsUpper(runes[i+2]))
	return !plural
}

// join writes the words of a name as one Go name.
func join(name string) string {
	var b strings.Builder
	b.Grow(len(name) + 1)
	var last rune
	for word, mixed := range words(name) {
		first, _ := utf8.DecodeRuneInString(word)
		if unicode.IsDigit(first) && unicode.IsDigit(last) {
			b.WriteByte('_')
		}
		b.WriteString(capitalize(word, mixed))
		last, _ = utf8.DecodeLastRuneInString(word)
	}
	return b.String()
}

// capitalize writes a word as it stands in a Go name. With keep, letters
// behind the first stay as they are.
func capitalize(word string, keep bool) string {
	lower := strings.ToLower(word)
	if known := spelling(lower); known != "" {
		return known
	}
	if singular, ok := strings.CutSuffix(lower, "s"); ok {
		if known := spelling(singular); known != "" {
			return known + "s"
		}
	}
	first, size := utf8.DecodeRuneInString(word)
	rest := word[size:]
	if !keep {
		rest = strings.ToLower(rest)
	}
	return string(unicode.ToUpper(first)) + rest
}

// spelling returns a word of small letters as Go names write it if it is an
// initialism or a compound, and else "".
func spelling(word string) string {
	if initialisms[word] {
		return strings.ToUpper(word)
	}
	return compounds[word]
}
