package hash

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// stackRunes is how many runes a value may have before its normalisation
// allocates. Plain ASCII never does.
const stackRunes = 64

// trim cuts white space, control characters and invisible format characters
// (byte order marks, zero-width spaces) off both ends.
func trim(s string) string {
	for s != "" && isBlankASCII(s[0]) {
		s = s[1:]
	}
	for s != "" && isBlankASCII(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	if s == "" || s[0] < utf8.RuneSelf && s[len(s)-1] < utf8.RuneSelf {
		return s
	}
	return strings.TrimFunc(s, isTrimmed)
}

// isBlankASCII reports whether b is an ASCII space or control character.
func isBlankASCII(b byte) bool { return b <= ' ' || b == 0x7f }

func isTrimmed(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func lowerASCII(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		b += 'a' - 'A'
	}
	return b
}

func appendLowerASCII(dst []byte, s string) []byte {
	from := len(dst)
	dst = append(dst, s...)
	for i, b := range dst[from:] {
		if 'A' <= b && b <= 'Z' {
			dst[from+i] = b + ('a' - 'A')
		}
	}
	return dst
}

// appendLower appends s in lowercase and normalisation form C.
func appendLower(dst []byte, s string) []byte {
	if isASCII(s) {
		return appendLowerASCII(dst, s)
	}
	var decoded, composed, recomposed [stackRunes]rune
	rs := nfc(composed[:0], appendRunes(decoded[:0], s))
	lowerRunes(rs)
	return appendUTF8(dst, nfc(recomposed[:0], rs))
}

// appendLetters appends the letters of s, with the marks that belong to them,
// in lowercase and normalisation form C.
func appendLetters(dst []byte, s string) []byte { return appendKept(dst, s, false) }

// appendKept appends what appendLetters does and, if asked, the decimal
// digits, those of other scripts as ASCII digits.
func appendKept(dst []byte, s string, digits bool) []byte {
	if isASCII(s) {
		for i := 0; i < len(s); i++ {
			if b := lowerASCII(s[i]); 'a' <= b && b <= 'z' || digits && '0' <= b && b <= '9' {
				dst = append(dst, b)
			}
		}
		return dst
	}
	var decoded, composed, recomposed [stackRunes]rune
	rs := nfc(composed[:0], appendRunes(decoded[:0], s))
	lowerRunes(rs)
	rs = keep(rs, digits)
	return appendUTF8(dst, nfc(recomposed[:0], rs))
}

func appendRunes(dst []rune, s string) []rune {
	for _, r := range s {
		dst = append(dst, r)
	}
	return dst
}

func appendUTF8(dst []byte, rs []rune) []byte {
	for _, r := range rs {
		dst = utf8.AppendRune(dst, r)
	}
	return dst
}

// lowerRunes turns rs into lowercase. It follows no language: İ and I become
// i. A capital sigma at the end of a word becomes the final one, as it does
// in the lowercase text that people type.
func lowerRunes(rs []rune) {
	for i, r := range rs {
		if r == 'Σ' && i > 0 && isWord(rs[i-1]) && (i+1 == len(rs) || !isWord(rs[i+1])) {
			rs[i] = 'ς'
			continue
		}
		rs[i] = unicode.ToLower(r)
	}
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) }

// keep drops from rs, in place, all but letters with their marks and, if
// asked, digits.
func keep(rs []rune, digits bool) []rune {
	kept := rs[:0]
	for _, r := range rs {
		switch {
		case unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector):
		case unicode.IsLetter(r), unicode.IsMark(r) && len(kept) > 0:
			kept = append(kept, r)
		case digits && digitValue(r) >= 0:
			kept = append(kept, '0'+rune(digitValue(r)))
		}
	}
	return kept
}

// digitValue returns the value of a decimal digit of any script, or -1.
func digitValue(r rune) int {
	if '0' <= r && r <= '9' {
		return int(r - '0')
	}
	if r < utf8.RuneSelf {
		return -1
	}
	// In Unicode, the ten digits of a script follow each other from zero.
	for _, span := range unicode.Nd.R16 {
		if r <= rune(span.Hi) {
			return digitIn(r, rune(span.Lo))
		}
	}
	for _, span := range unicode.Nd.R32 {
		if r <= rune(span.Hi) {
			return digitIn(r, rune(span.Lo))
		}
	}
	return -1
}

func digitIn(r, lo rune) int {
	if r < lo {
		return -1
	}
	return int(r-lo) % 10
}
