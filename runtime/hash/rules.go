package hash

import (
	"strings"
	"time"
	"unicode/utf8"
)

// A rule appends the normalised form of value to dst. The value is trimmed,
// not empty, and valid UTF-8. home is where the person is from. A reason, if any, says why the value cannot be right; what
// the rule has appended by then is dropped.
type rule func(dst []byte, value string, home origin) (_ []byte, reason string)

// origin is what is known of where a person is from.
type origin struct {
	country *country // nil when it is not known
	// unreadable says that the country is not known because the COUNTRY of the
	// row cannot be read.
	unreadable bool
	// callingCodes says that phone numbers of no country have calling codes.
	callingCodes bool
}

// in reports whether the country is known to be the one of the code.
func (o origin) in(code string) bool { return o.country != nil && o.country.code == code }

// email: lowercase. Dots and +tags stay: they are part of the address.
func email(dst []byte, value string, _ origin) ([]byte, string) {
	at := strings.LastIndexByte(value, '@')
	if at < 0 {
		return dst, "has no @"
	}
	if at == 0 || at == len(value)-1 {
		return dst, "has nothing before or after the @"
	}
	from := len(dst)
	dst = appendLower(dst, value)
	for _, b := range dst[from:] {
		if isBlankASCII(b) {
			return dst, "has white space or control characters inside"
		}
	}
	return dst, ""
}

// gender: m or f.
func gender(dst []byte, value string, _ origin) ([]byte, string) {
	for _, word := range [...]string{"m", "male", "man"} {
		if strings.EqualFold(value, word) {
			return append(dst, 'm'), ""
		}
	}
	for _, word := range [...]string{"f", "female", "woman"} {
		if strings.EqualFold(value, word) {
			return append(dst, 'f'), ""
		}
	}
	return dst, "is neither m (male) nor f (female)"
}

const minBirthYear = 1900

// birthYear: four digits, from 1900 to this year. The three keys of a date of
// birth read whole dates too.
func birthYear(dst []byte, value string, home origin) ([]byte, string) {
	year, digits := wholeNumber(value)
	if digits != 4 {
		date, reason := readDate(value, home)
		if reason == reasonNoDate {
			return dst, "is no year of four digits, nor a date such as 1997-02-16"
		}
		return appendPadded(dst, date.year, 4), reason
	}
	if year < minBirthYear || year > time.Now().UTC().Year() {
		return dst, "is before 1900 or in the future"
	}
	return appendPadded(dst, year, 4), ""
}

// birthMonth: two digits, 01 to 12.
func birthMonth(dst []byte, value string, home origin) ([]byte, string) {
	month, digits := wholeNumber(value)
	if digits == 0 {
		return datePart(dst, value, home, reasonNoMonth, func(d calendarDay) int { return d.month })
	}
	if month < 1 || month > 12 {
		return dst, reasonNoMonth
	}
	return appendPadded(dst, month, 2), ""
}

// birthDay: two digits, 01 to 31.
func birthDay(dst []byte, value string, home origin) ([]byte, string) {
	day, digits := wholeNumber(value)
	if digits == 0 {
		return datePart(dst, value, home, reasonNoDay, func(d calendarDay) int { return d.day })
	}
	if day < 1 || day > 31 {
		return dst, reasonNoDay
	}
	return appendPadded(dst, day, 2), ""
}

const (
	reasonNoMonth = "is no month from 1 to 12, nor a date such as 1997-02-16"
	reasonNoDay   = "is no day from 1 to 31, nor a date such as 1997-02-16"
)

// datePart appends the month or the day of a whole date.
func datePart(dst []byte, value string, home origin, notOne string, part func(calendarDay) int) ([]byte, string) {
	date, reason := readDate(value, home)
	switch {
	case reason == reasonNoDate:
		return dst, notOne
	case reason != "":
		return dst, reason
	case part(date) == 0:
		return dst, reasonAmbiguousDate
	}
	return appendPadded(dst, part(date), 2), ""
}

// name: letters in lowercase, of any script.
func name(dst []byte, value string, _ origin) ([]byte, string) {
	return appendLetters(dst, value), ""
}

// firstInitial: the first letter of the name.
func firstInitial(dst []byte, value string, _ origin) ([]byte, string) {
	from := len(dst)
	dst = appendLetters(dst, value)
	_, size := utf8.DecodeRune(dst[from:])
	return dst[:from+size], ""
}

// city: letters in lowercase, of any script.
func city(dst []byte, value string, _ origin) ([]byte, string) {
	return appendLetters(dst, value), ""
}

// state: in the US the two-letter code, elsewhere letters in lowercase. A
// US state's name is read only where the country is known: Montana is a
// province of Bulgaria too.
func state(dst []byte, value string, home origin) ([]byte, string) {
	from := len(dst)
	dst = appendLetters(dst, value)
	if !home.in("us") || len(dst) == from {
		return dst, ""
	}
	code := usStateCode(dst[from:])
	if code == "" {
		return dst, "is no state or territory of the US"
	}
	return append(dst[:from], code...), ""
}

// zip: letters and digits in lowercase. In the US the first five digits.
func zip(dst []byte, value string, home origin) ([]byte, string) {
	if home.country == nil && isZipPlus4(value) {
		value = value[:5] // no other shape is cut without knowing the country
	}
	from := len(dst)
	dst = appendKept(dst, value, true)
	switch {
	case home.country == nil || len(dst) == from:
		return dst, ""
	case home.country.usesZip():
		if code := dst[from:]; len(code) < 5 || !allDigits(string(code[:5])) {
			return dst, "does not begin with the five digits of a US ZIP code (leading zeros are often lost in spreadsheets)"
		}
		return dst[:from+5], ""
	case home.in("gb"):
		if !isPostcode(dst[from:]) {
			return dst, "is no UK postcode"
		}
	}
	return dst, ""
}

// countryCode: the ISO 3166-1 alpha-2 code.
func countryCode(dst []byte, value string, _ origin) ([]byte, string) {
	c := findCountry(value)
	if c == nil {
		return dst, "is no ISO 3166-1 code, and no name of a single country in English or its own language"
	}
	return append(dst, c.code...), ""
}

// mobileAdvertiserID: lowercase, hyphens stay, in clear.
func mobileAdvertiserID(dst []byte, value string, _ origin) ([]byte, string) {
	onlyZeros := true
	for i := 0; i < len(value); i++ {
		b := lowerASCII(value[i])
		if !('a' <= b && b <= 'z' || '0' <= b && b <= '9' || b == '-') {
			return dst, "has characters other than letters, digits and hyphens"
		}
		onlyZeros = onlyZeros && (b == '0' || b == '-')
		dst = append(dst, b)
	}
	if onlyZeros {
		return dst, "is all zeros, which devices give out when tracking is off"
	}
	return dst, ""
}

// opaque: as it is, in clear.
func opaque(dst []byte, value string, _ origin) ([]byte, string) {
	return append(dst, value...), ""
}

// numericID: digits, in clear.
func numericID(dst []byte, value string, _ origin) ([]byte, string) {
	if !allDigits(value) {
		return dst, "is no id of digits only (long ids lose digits in spreadsheets)"
	}
	return append(dst, value...), ""
}

// processingOption: LDU (limited data use), the only option there is.
func processingOption(dst []byte, value string, _ origin) ([]byte, string) {
	switch {
	case value == "[]":
		return dst, ""
	case strings.EqualFold(value, "LDU"), value == `["LDU"]`:
		return append(dst, "LDU"...), ""
	}
	return dst, "is neither LDU nor empty"
}

// processingCountry: 1 (US) or 0 (Meta finds it out).
func processingCountry(dst []byte, value string, _ origin) ([]byte, string) {
	n, digits := wholeNumber(value)
	if digits == 0 || n != 0 && n != 1 {
		return dst, "is neither 0 nor 1 (US)"
	}
	return appendPadded(dst, n, 1), ""
}

// processingState: the number of a state, such as 1000 (California), or 0 (Meta
// finds it out). Meta adds states as they pass laws.
func processingState(dst []byte, value string, _ origin) ([]byte, string) {
	n, digits := wholeNumber(value)
	if digits == 0 || n != 0 && (n < 1000 || n > 9999) {
		return dst, "is neither 0 nor a state's number of four digits, such as 1000 (California)"
	}
	return appendPadded(dst, n, 1), ""
}
