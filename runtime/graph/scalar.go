package graph

import (
	"errors"
	"reflect"
	"strconv"
	"strings"
)

var (
	errNotWhole   = errors.New("graph: not a whole number of this size")
	errNotNumber  = errors.New("graph: not a number of this size")
	errNotBoolean = errors.New("graph: not a boolean")
)

// unmarshalScalar decodes data into *v. It accepts the other JSON spelling of
// numbers, booleans and text, because the API sends both. It reports false for
// the empty text where a number should stand. Its errors name no value,
// because it may be customer data.
func unmarshalScalar(data []byte, v any) (bool, error) {
	if len(data) == 0 {
		return false, errors.New("graph: no JSON")
	}
	text := string(data)
	if data[0] == '"' {
		text = unquote(data)
	}
	switch p := v.(type) {
	case *string: // The common types need no reflection.
		if data[0] == '"' {
			*p = text
			return true, nil
		}
	case *int64:
		n, err := parseInt(text)
		*p = n
		return text != "", unless(text == "", err)
	case *float64:
		f, err := parseFloat(text, 64)
		*p = f
		return text != "", unless(text == "", err)
	case *bool:
		b, err := parseBool(text)
		*p = b
		return true, err
	}
	target := reflect.ValueOf(v).Elem()
	if target.Addr().Type().Implements(jsonUnmarshaler) || target.Addr().Type().Implements(textUnmarshaler) {
		return true, decodeTolerant(data, v)
	}
	if target.CanInt() || target.CanUint() || target.CanFloat() {
		return text != "", unless(text == "", setNumber(target, text))
	}
	return true, decodeTolerant(data, v)
}

func unless(excused bool, err error) error {
	if excused {
		return nil
	}
	return err
}

// setNumber sets a value of a numeric kind to the number in text.
func setNumber(v reflect.Value, text string) error {
	bits := v.Type().Bits()
	if v.CanFloat() {
		f, err := parseFloat(text, bits)
		if err != nil {
			return err
		}
		v.SetFloat(f)
		return nil
	}
	whole, ok := wholeNumber(text)
	if !ok {
		return errNotWhole
	}
	if v.CanInt() {
		n, err := strconv.ParseInt(whole, 10, bits)
		if err != nil {
			return errNotWhole
		}
		v.SetInt(n)
		return nil
	}
	n, err := strconv.ParseUint(whole, 10, bits)
	if err != nil {
		return errNotWhole
	}
	v.SetUint(n)
	return nil
}

func parseBool(text string) (bool, error) {
	switch text {
	case "true", "1":
		return true, nil
	case "false", "0", "":
		return false, nil
	}
	return false, errNotBoolean
}

// parseFloat reads a JSON number: no hexadecimal, no infinity, no NaN.
func parseFloat(text string, bits int) (float64, error) {
	f, err := strconv.ParseFloat(text, bits)
	if err != nil || strings.ContainsAny(text, "xXpPiInN_") {
		return 0, errNotNumber
	}
	return f, nil
}

// parseInt reads a whole number, also one that is written as 1.0 or 1e3.
func parseInt(text string) (int64, error) {
	whole, ok := wholeNumber(text)
	if !ok {
		return 0, errNotWhole
	}
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return 0, errNotWhole
	}
	return n, nil
}

// maxDigits is the number of digits of the largest 64-bit number.
const maxDigits = 20

// wholeNumber returns the digits of a whole number that may be written with a
// fraction or an exponent, without rounding: "1e3" is "1000".
func wholeNumber(text string) (string, bool) {
	number, exponent, hasExponent := strings.Cut(strings.ToLower(text), "e")
	digits, negative := strings.CutPrefix(number, "-")
	integer, fraction, hasFraction := strings.Cut(digits, ".")
	if !isDigits(integer) || hasFraction && !isDigits(fraction) {
		return "", false
	}
	shift := 0
	if hasExponent {
		n, err := strconv.Atoi(exponent)
		if err != nil {
			return "", false
		}
		shift = n
	}
	digits, ok := shiftPoint(integer, fraction, shift)
	if !ok {
		return "", false
	}
	if negative && digits != "0" {
		digits = "-" + digits
	}
	return digits, true
}

// shiftPoint returns integer.fraction times ten to the power of shift, when it
// is whole and small enough for 64 bits.
func shiftPoint(integer, fraction string, shift int) (string, bool) {
	integer = strings.TrimLeft(integer, "0")
	fraction = strings.TrimRight(fraction, "0")
	if integer == "" && fraction == "" {
		return "0", true
	}
	digits := integer + fraction
	point := len(integer)
	if shift > maxDigits+len(digits) || shift < -len(digits) {
		return "", false
	}
	point += shift
	if point > maxDigits+len(digits) || point <= 0 {
		return "", false
	}
	if point > len(digits) {
		digits += strings.Repeat("0", point-len(digits))
	}
	if strings.Trim(digits[point:], "0") != "" {
		return "", false
	}
	digits = strings.TrimLeft(digits[:point], "0")
	if digits == "" || len(digits) > maxDigits {
		return "", false
	}
	return digits, true
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
