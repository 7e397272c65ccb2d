package hash

import (
	"cmp"
	"slices"
	"sort"
)

// Text that looks the same must hash the same, whether é came as one rune or
// as e and a combining accent. The standard library has no normalisation
// form C, so this file has it, over tables that nfc_generate.go writes.

type decomposition struct{ composed, first, second rune } // second is 0 where one rune stands for another

type classSpan struct {
	lo, hi rune
	class  uint8
}

type runeSpan struct{ lo, hi rune }

// Hangul syllables are composed by arithmetic (The Unicode Standard, 3.12).
const (
	hangulS, hangulL, hangulV, hangulT = 0xac00, 0x1100, 0x1161, 0x11a7
	hangulLCount, hangulVCount         = 19, 21
	hangulTCount                       = 28
	hangulSCount                       = hangulLCount * hangulVCount * hangulTCount
)

// nfc returns src in normalisation form C: src itself when it is so already,
// otherwise a slice made by appending to the empty buf.
func nfc(buf, src []rune) []rune {
	if !slices.ContainsFunc(src, isUnstable) {
		return src
	}
	for _, r := range src {
		buf = appendDecomposed(buf, r)
	}
	sortMarks(buf)
	return compose(buf)
}

func isUnstable(r rune) bool {
	if r < 0x300 {
		return false
	}
	i := sort.Search(len(unstable), func(i int) bool { return unstable[i].hi >= r })
	return i < len(unstable) && unstable[i].lo <= r
}

func combiningClass(r rune) uint8 {
	if r < 0x300 {
		return 0
	}
	i := sort.Search(len(combiningClasses), func(i int) bool { return combiningClasses[i].hi >= r })
	if i < len(combiningClasses) && combiningClasses[i].lo <= r {
		return combiningClasses[i].class
	}
	return 0
}

func appendDecomposed(dst []rune, r rune) []rune {
	if r < 0xc0 {
		return append(dst, r)
	}
	if s := r - hangulS; s >= 0 && s < hangulSCount {
		dst = append(dst, hangulL+s/(hangulVCount*hangulTCount), hangulV+s%(hangulVCount*hangulTCount)/hangulTCount)
		if t := s % hangulTCount; t != 0 {
			dst = append(dst, hangulT+t)
		}
		return dst
	}
	i := sort.Search(len(decompositions), func(i int) bool { return decompositions[i].composed >= r })
	if i == len(decompositions) || decompositions[i].composed != r {
		return append(dst, r)
	}
	dst = appendDecomposed(dst, decompositions[i].first)
	if second := decompositions[i].second; second != 0 {
		dst = append(dst, second) // never decomposes further
	}
	return dst
}

// sortMarks puts each run of combining marks into canonical order.
func sortMarks(rs []rune) {
	for i := 0; i < len(rs); {
		if combiningClass(rs[i]) == 0 {
			i++
			continue
		}
		end := i + 1
		for end < len(rs) && combiningClass(rs[end]) != 0 {
			end++
		}
		slices.SortStableFunc(rs[i:end], compareClasses)
		i = end
	}
}

func compareClasses(a, b rune) int { return cmp.Compare(combiningClass(a), combiningClass(b)) }

// compose combines in place what NFC combines; rs is decomposed and ordered.
func compose(rs []rune) []rune {
	out := rs[:0]
	starter := -1         // index in out of the rune that marks combine with
	lastClass := uint8(0) // class of the last rune kept after the starter
	for _, r := range rs {
		class := combiningClass(r)
		adjacent := starter == len(out)-1
		if starter >= 0 && (adjacent || lastClass < class) {
			if composed := composePair(out[starter], r); composed != 0 {
				out[starter] = composed
				continue
			}
		}
		if class == 0 {
			starter = len(out)
		}
		lastClass = class
		out = append(out, r)
	}
	return out
}

// composePair returns what NFC makes of first followed by second, or 0.
func composePair(first, second rune) rune {
	if l, v := first-hangulL, second-hangulV; l >= 0 && l < hangulLCount && v >= 0 && v < hangulVCount {
		return hangulS + (l*hangulVCount+v)*hangulTCount
	}
	if s, t := first-hangulS, second-hangulT; s >= 0 && s < hangulSCount && s%hangulTCount == 0 && t > 0 && t < hangulTCount {
		return first + t
	}
	i := sort.Search(len(compositions), func(i int) bool {
		d := &decompositions[compositions[i]]
		return d.first > first || d.first == first && d.second >= second
	})
	if i == len(compositions) {
		return 0
	}
	if d := &decompositions[compositions[i]]; d.first == first && d.second == second {
		return d.composed
	}
	return 0
}
