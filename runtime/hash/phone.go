package hash

import (
	"strings"
	"unicode/utf8"
)

// Bounds on the digits of an international number. E.164 sets the upper one;
// the shortest numbers in use, on small islands, have seven.
const (
	minPhoneDigits = 7
	maxPhoneDigits = 15
)

const (
	reasonPhoneLength     = "does not have the 7 to 15 digits of an international number"
	reasonPhoneCountry    = "has a number of digits that no number of its country has"
	reasonPhoneNational   = "is written without its country's calling code, which is not known: write it as +49..., or give its country"
	reasonPhoneUnclear    = "may lack its country's calling code: write it as +49..., or give its country"
	reasonPhoneUnreadable = "is not written with + and a calling code, and the COUNTRY of its row cannot be read"
	reasonPhoneZero       = "begins with 0 behind its + or 00, which no calling code does"
	reasonPhoneFloat      = "was turned into a floating-point number by a spreadsheet and has lost digits"
)

// phone: digits only, calling code in front.
//
// A number that begins with + or 00, or has (0) behind its first digits, is
// international and taken as it is. Any other is read by the country: see
// phonePlan.international. Without a country it is taken only where numbers are
// known to have their calling codes, and never when it begins with 0: then it
// certainly has none.
func phone(dst []byte, value string, home origin) ([]byte, string) {
	from := len(dst)
	dst, international, reason := appendPhoneDigits(dst, value)
	if reason != "" {
		return dst, reason
	}
	digits := dst[from:]
	prefix := 0 // digits that only say that the number is international
	switch {
	case international:
		if digits[0] == '0' && (len(digits) == 1 || digits[1] != '0') {
			return dst, reasonPhoneZero
		}
		prefix = countZeros(digits)
	case hasPrefix(digits, "0011"):
		prefix = 4 // dialled in Australia; +1 1 is no number
	case hasPrefix(digits, "00"):
		prefix = countZeros(digits)
	case home.country != nil && home.country.phone.callingCode == "1" && hasPrefix(digits, "011"):
		prefix = 3
	case home.country != nil:
		if dst, reason = home.country.phone.international(dst, from); reason != "" {
			return dst, reason
		}
	case home.callingCodes && digits[0] != '0':
	case home.unreadable:
		return dst, reasonPhoneUnreadable
	case digits[0] == '0':
		return dst, reasonPhoneNational
	default:
		return dst, reasonPhoneUnclear
	}
	dst = append(dst[:from], dst[from+prefix:]...)
	if prefix > 0 && len(dst) > from && dst[from] == '0' {
		return dst, reasonPhoneZero
	}
	if n := len(dst) - from; n < minPhoneDigits || n > maxPhoneDigits {
		return dst, reasonPhoneLength
	}
	return dst, ""
}

// appendPhoneDigits appends the digits of value up to an extension, without
// the (0) of +44 (0)20, and says whether they are marked as international.
func appendPhoneDigits(dst []byte, value string) (_ []byte, international bool, reason string) {
	from := len(dst)
	if whole, fraction, found := strings.Cut(value, "."); found && allDigits(whole) {
		if strings.Trim(fraction, "0") == "" {
			value = whole // 16505551212.0
		} else if strings.ContainsAny(fraction, "eE") {
			return dst, international, reasonPhoneFloat // 1.65055512E+10
		}
	}
	for i, r := range value {
		if digit := digitValue(r); digit >= 0 {
			if digit == 0 && len(dst) > from && strings.HasSuffix(value[:i], "(") && strings.HasPrefix(value[i+utf8.RuneLen(r):], ")") {
				international = true
				continue
			}
			dst = append(dst, '0'+byte(digit))
			continue
		}
		switch r {
		case '+', '＋':
			if len(dst) > from {
				return dst, international, "" // a second number
			}
			international = true
		case 'x', 'X', '#', ';', ',':
			if len(dst) > from {
				return dst, international, "" // an extension, or a second number
			}
		}
	}
	if len(dst) == from {
		return dst, international, "has no digits"
	}
	return dst, international, ""
}

// international puts the calling code in front of dst[from:], a number as it
// is written in the country of the plan:
//
//   - A trunk prefix (0 in Germany, 8 in Russia, 1 in the US) goes, then the
//     calling code comes in front. Where a leading 0 is part of the number, as
//     in Italy, it stays.
//   - A number that begins with the calling code, and is as long as a number
//     with it, is international already. So is one that could be either: where
//     lengths vary, national numbers are written with their trunk prefix.
//   - Any other number as long as a national one gets the calling code.
//   - What fits none of these is reported, not guessed at.
func (p *phonePlan) international(dst []byte, from int) ([]byte, string) {
	digits := dst[from:]
	if p.callingCode == "" {
		return dst, reasonPhoneNational
	}
	national := digits
	switch {
	case p.trunk != "" && hasPrefix(digits, p.trunk) && p.fits(len(digits)-len(p.trunk)):
		national = digits[len(p.trunk):]
	case digits[0] == '0' && !p.keepZero:
		national = digits[countZeros(digits):]
	case p.hasCallingCode(digits):
		return dst, ""
	}
	if !p.fits(len(national)) {
		return dst, reasonPhoneCountry
	}
	skip := len(digits) - len(national)
	dst = append(dst, p.callingCode...) // for room
	number := dst[from : len(dst)-skip]
	copy(number[len(p.callingCode):], dst[from+skip:len(dst)-len(p.callingCode)])
	copy(number, p.callingCode)
	return dst[:len(dst)-skip], ""
}

func (p *phonePlan) fits(digits int) bool { return p.minDigits <= digits && digits <= p.maxDigits }

// hasCallingCode reports whether digits, which have no trunk prefix, begin
// with the calling code.
func (p *phonePlan) hasCallingCode(digits []byte) bool {
	if !hasPrefix(digits, p.callingCode) || !p.fits(len(digits)-len(p.callingCode)) || len(digits) > maxPhoneDigits {
		return false
	}
	if p.callingCode == "39" && p.fits(len(digits)) {
		// Italian mobile numbers begin with 39 too. Behind the calling code
		// comes 0 (fixed), or 3 and at least eight more digits (mobile).
		rest := digits[len(p.callingCode):]
		return rest[0] == '0' || rest[0] == '3' && len(rest) >= 9
	}
	return true
}

func hasPrefix(digits []byte, prefix string) bool {
	return len(digits) >= len(prefix) && string(digits[:len(prefix)]) == prefix
}

func countZeros(digits []byte) int {
	n := 0
	for n < len(digits) && digits[n] == '0' {
		n++
	}
	return n
}
