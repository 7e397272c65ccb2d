package names

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Words splits a name into its words, which are written as the name writes
// them: "ad_account_id" into ad, account and id, "IGUserIDs" into IG, User and
// IDs.
func Words(name string) []string {
	var words []string
	for _, token := range tokens(name) {
		words = append(words, splitCase(token)...)
	}
	return words
}

// tokens splits a name at everything that is neither a letter nor a digit.
func tokens(name string) []string {
	return strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

func isMixedCase(token string) bool {
	return strings.ContainsFunc(token, unicode.IsLower) && strings.ContainsFunc(token, unicode.IsUpper)
}

// splitCase splits a token where its case says that a word begins. A token
// without small letters is one word.
func splitCase(token string) []string {
	if !isMixedCase(token) {
		return []string{token}
	}
	var words []string
	runes := []rune(token)
	start := 0
	for i := 1; i < len(runes); i++ {
		if beginsWord(runes, i) {
			words = append(words, string(runes[start:i]))
			start = i
		}
	}
	return append(words, string(runes[start:]))
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
	var last rune
	for _, token := range tokens(name) {
		keep := isMixedCase(token)
		for _, word := range splitCase(token) {
			first, _ := utf8.DecodeRuneInString(word)
			if unicode.IsDigit(first) && unicode.IsDigit(last) {
				b.WriteByte('_')
			}
			b.WriteString(capitalize(word, keep))
			last, _ = utf8.DecodeLastRuneInString(word)
		}
	}
	return b.String()
}

// capitalize writes a word as it stands in a Go name. With keep, letters
// behind the first stay as they are.
func capitalize(word string, keep bool) string {
	lower := strings.ToLower(word)
	if initialisms[lower] {
		return strings.ToUpper(word)
	}
	if singular, ok := strings.CutSuffix(lower, "s"); ok && initialisms[singular] {
		return strings.ToUpper(singular) + "s"
	}
	first, size := utf8.DecodeRuneInString(word)
	rest := word[size:]
	if !keep {
		rest = strings.ToLower(rest)
	}
	return string(unicode.ToUpper(first)) + rest
}
