package hash

import (
	"slices"
	"sync"
	"unicode"
)

// countryByName finds a country by its codes and names, all in the
// spelling of countryName. It is built when it is first needed.
var countryByName = sync.OnceValue(func() map[string]*country {
	byName := make(map[string]*country, 4*len(countries))
	for i := range countries {
		c := &countries[i]
		byName[c.code], byName[c.alpha3] = c, c
		for _, spelling := range slices.Concat(c.names, ownNames[c.code]) {
			var buf [maxCountryName]byte
			key, _ := countryName(buf[:0], spelling)
			byName[string(key)] = c
			if rest, ok := cutPrefix(key, "saint"); ok {
				byName["st"+string(rest)] = c
			}
		}
	}
	return byName
})

// maxCountryName is longer than any name in the table.
const maxCountryName = 64

// findCountry returns the country that a code or a name stands for,
// nil when there is none or more than one.
func findCountry(value string) *country {
	var buf [maxCountryName]byte
	key, plain := countryName(buf[:0], value)
	if len(key) < 2 {
		return nil
	}
	if len(key) <= 3 && !plain && !dottedCountry(key) {
		return nil // N/A is not Namibia
	}
	byName := countryByName()
	if c := byName[string(key)]; c != nil {
		return c
	}
	if rest, ok := cutPrefix(key, "the"); ok {
		return byName[string(rest)]
	}
	return nil
}

// dottedCountry reports whether a short name is often written with dots.
func dottedCountry(key []byte) bool {
	switch string(key) {
	case "us", "usa", "uk", "uae":
		return true
	}
	return false
}

// countryName appends the unaccented lowercase letters of a country's name to
// the empty dst, "and" for &. plain says that there was nothing else; a name
// with digits or symbols, or one too long, gives nothing at all.
func countryName(dst []byte, value string) (_ []byte, plain bool) {
	plain = true
	var parts [4]rune // no canonical decomposition is longer
	for _, r := range value {
		for _, r := range appendDecomposed(parts[:0], r) {
			r = unicode.ToLower(r)
			switch {
			case 'a' <= r && r <= 'z':
				dst = append(dst, byte(r))
				continue
			case r == '&':
				dst = append(dst, "and"...)
			case !unicode.IsSpace(r) && !unicode.IsPunct(r) && !unicode.IsMark(r):
				return nil, false
			}
			plain = plain && unicode.IsMark(r)
		}
		if len(dst) > maxCountryName {
			return nil, false
		}
	}
	return dst, plain
}

func cutPrefix(key []byte, prefix string) ([]byte, bool) {
	if len(key) <= len(prefix) || string(key[:len(prefix)]) != prefix {
		return nil, false
	}
	return key[len(prefix):], true
}

// usesZip reports whether the post of the country uses US ZIP codes.
func (c *country) usesZip() bool {
	switch c.code {
	case "us", "as", "gu", "mp", "pr", "vi":
		return true
	}
	return false
}

// isZipPlus4 reports whether value has the shape 94035-1234.
func isZipPlus4(value string) bool {
	return len(value) == 10 && value[5] == '-' && allDigits(value[:5]) && allDigits(value[6:])
}

// isPostcode reports whether code, lowercase and without spaces, has the
// shape of a UK postcode: m11ae, sw1a1aa.
func isPostcode(code []byte) bool {
	n := len(code)
	return n >= 5 && n <= 7 && isLetter(code[0]) && !isLetter(code[n-3]) && isLetter(code[n-2]) && isLetter(code[n-1])
}

func isLetter(b byte) bool { return 'a' <= b && b <= 'z' }
