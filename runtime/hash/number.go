package hash

import (
	"bytes"
	"strconv"
	"strings"
)

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// wholeNumber reads a short whole number in the digits of any script, with
// the ".0" that spreadsheets and data frames put behind it. digits is 0 when
// value is anything else.
func wholeNumber(value string) (n, digits int) {
	if whole, fraction, found := strings.Cut(value, "."); found && strings.Trim(fraction, "0") == "" && fraction != "" {
		value = whole
	}
	for _, r := range value {
		digit := digitValue(r)
		if digit < 0 || digits == 4 {
			return 0, 0
		}
		n = n*10 + digit
		digits++
	}
	return n, digits
}

// appendPadded appends n with zeros in front up to width digits.
func appendPadded(dst []byte, n, width int) []byte {
	for limit := 10; width > 1; width-- {
		if n < limit {
			dst = append(dst, '0')
		}
		limit *= 10
	}
	return strconv.AppendInt(dst, int64(n), 10)
}

// maxNumberDigits is how many digits a number may have before its point, and
// behind it.
const maxNumberDigits = 18

const (
	reasonNotNumber  = "is no number such as 44.5 (no thousands separators, no currency)"
	reasonLongNumber = "has more than 18 digits before or behind the point"
)

// number: a JSON number in its shortest spelling, 44.5 and 140, in clear.
func number(dst []byte, value string, _ origin) ([]byte, string) {
	from := len(dst)
	rest := value
	if rest[0] == '-' || rest[0] == '+' {
		if rest[0] == '-' {
			dst = append(dst, '-')
		}
		rest = rest[1:]
	}
	if strings.ContainsAny(rest, "eE") {
		return exponentNumber(dst[:from], value)
	}
	whole, fraction, _ := strings.Cut(rest, ".")
	if whole == "" && fraction == "" || whole != "" && !allDigits(whole) || fraction != "" && !allDigits(fraction) {
		return dst, reasonNotNumber
	}
	whole = strings.TrimLeft(whole, "0")
	fraction = strings.TrimRight(fraction, "0")
	if whole == "" && fraction == "" {
		return append(dst[:from], '0'), ""
	}
	if whole == "" {
		whole = "0"
	}
	if len(whole) > maxNumberDigits || len(fraction) > maxNumberDigits {
		return dst, reasonLongNumber
	}
	dst = append(dst, whole...)
	if fraction != "" {
		dst = append(dst, '.')
		dst = append(dst, fraction...)
	}
	return dst, ""
}

// exponentNumber writes a number such as 1.5e3 without its exponent.
func exponentNumber(dst []byte, value string) ([]byte, string) {
	if strings.Trim(value, "0123456789.eE+-") != "" {
		return dst, reasonNotNumber // ParseFloat reads more than numbers: 0x1p4, infinity
	}
	f, err := strconv.ParseFloat(value, 64)
	switch {
	case err != nil:
		return dst, reasonNotNumber
	case f == 0:
		return append(dst, '0'), ""
	}
	from := len(dst)
	dst = strconv.AppendFloat(dst, f, 'f', -1, 64)
	whole, fraction, _ := bytes.Cut(bytes.TrimPrefix(dst[from:], []byte("-")), []byte("."))
	if len(whole) > maxNumberDigits || len(fraction) > maxNumberDigits {
		return dst, reasonLongNumber
	}
	return dst, ""
}
