// Package suggest finds the word that a misspelt one was meant to be.
package suggest

import (
	"fmt"
	"slices"
	"strings"
)

// maxLookups bounds the work for inputs in which nearly every word is wrong:
// after so many different words a Finder makes no more suggestions.
const maxLookups = 200

// maxLength is the length in bytes above which words are not compared.
const maxLength = 100

// Finder finds words near to a misspelt one. The zero Finder knows no word.
// It is not safe for concurrent use.
type Finder struct {
	words   []string
	lookups map[string]string
}

// New returns a Finder that knows the words.
func New(words []string) *Finder {
	sorted := slices.Sorted(slices.Values(words))
	return &Finder{words: slices.Compact(sorted)}
}

// Nearest returns the known word that is nearest to the given one, or "" when
// none is near or the word itself is known. Letter case counts little: "campaign" is very near to
// "Campaign".
func (f *Finder) Nearest(word string) string {
	if found, ok := f.lookups[word]; ok {
		return found
	}
	if len(word) == 0 || len(word) > maxLength || len(f.lookups) >= maxLookups {
		return ""
	}
	if f.lookups == nil {
		f.lookups = map[string]string{}
	}
	found := nearest(word, f.words)
	f.lookups[word] = found
	return found
}

// Hint returns `; did you mean "Campaign"?`, or "" when no word is near. It is
// made to be put behind a message.
func (f *Finder) Hint(word string) string {
	return DidYouMean(f.Nearest(word))
}

// DidYouMean is the hint that names a word, or "" for no word.
func DidYouMean(word string) string {
	if word == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", word)
}

// Slip reports whether one word is the other with a single slip: a character
// too many, too few, wrong, or swapped with its neighbour. Words that differ in
// a digit or a plural s are two names, and words of less than four characters
// are near to too many others.
func Slip(a, b string) bool {
	if min(len(a), len(b)) < 4 || abs(len(a)-len(b)) > 1 {
		return false
	}
	head := 0
	for head < min(len(a), len(b)) && a[head] == b[head] {
		head++
	}
	restA, restB := a[head:], b[head:]
	for restA != "" && restB != "" && restA[len(restA)-1] == restB[len(restB)-1] {
		restA, restB = restA[:len(restA)-1], restB[:len(restB)-1]
	}
	oneMore := len(restA)+len(restB) == 1
	oneWrong := len(restA) == 1 && len(restB) == 1
	swapped := len(restA) == 2 && len(restB) == 2 && restA[0] == restB[1] && restA[1] == restB[0]
	plural := a+"s" == b || b+"s" == a
	return (oneMore || oneWrong || swapped) && !plural && withoutDigits(a) != withoutDigits(b)
}

func withoutDigits(word string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return -1
		}
		return r
	}, word)
}

func nearest(word string, words []string) string {
	if _, known := slices.BinarySearch(words, word); known {
		return ""
	}
	lower := strings.ToLower(word)
	best, bestDistance := "", allowed(lower)+1
	for _, candidate := range words {
		if abs(len(candidate)-len(word)) >= bestDistance {
			continue
		}
		if d := distance(lower, strings.ToLower(candidate)); d < bestDistance {
			best, bestDistance = candidate, d
		}
	}
	return best
}

// allowed says how many edits a word may be away. Very short words are near to
// too many others, so only their letter case may differ.
func allowed(word string) int {
	if len(word) < 3 {
		return 0
	}
	return min(1+len(word)/4, 4)
}

// distance counts the insertions, deletions, replacements and swaps of
// neighbours that turn one word into the other.
func distance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

func abs(n int) int { return max(n, -n) }
