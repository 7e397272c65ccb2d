package hash

import (
	"slices"
	"unicode/utf8"
)

// Normalizer normalises and hashes values. The zero value is ready to use
// and the strictest: it takes nothing for granted about countries and digests. A Normalizer may be used by several goroutines at once.
type Normalizer struct {
	// Country is where the data come from, as an ISO 3166-1 code or a name of
	// the country, in English or its own language. PHONE, ZIP and ST are read by it: it supplies the
	// calling code of phone numbers written without one. In a row that has
	// a COUNTRY cell, that cell takes its place.
	Country string

	// CallingCodes says that phone numbers of no known country have their
	// calling codes in front, although neither + nor 00 says so: 16505551212.
	// Where it is unset such a number is invalid, because 6505551212 may be one
	// of the US without its calling code, and would match nobody.
	CallingCodes bool

	// Digests lists the keys whose values are SHA-256 digests already. They
	// are passed on, in lowercase; anything that is no digest is invalid.
	Digests []Key

	// DetectDigests passes on every value of a hashed key that looks like a
	// SHA-256 digest. Where it is unset and the key is not in Digests, such
	// a value is invalid: hashing it again would match nobody.
	DetectDigests bool

	// SendInvalid keeps the invalid values of hashed keys, trimmed and in
	// lowercase, rather than leaving them out; errors are returned as
	// without it. Left out all the same are values that are not hashed, as
	// what is sent in clear has to be what its key says, text that is not
	// UTF-8, and digests where none are expected or the other way round.
	SendInvalid bool
}

// Normalize returns the normalised value of key, by the zero Normalizer.
// A value with nothing in it gives "". The error is an *[Error].
func Normalize(key Key, value string) (string, error) {
	dst, err := Normalizer{}.AppendNormalized(nil, key, value)
	return string(dst), err
}

// Hash returns what a payload holds for a value of key, by the zero
// Normalizer: the digest in hex for a key of FormHashed, the normalised value
// for others. A value with nothing in it gives "", never the hash of nothing.
// The error is an *[Error].
func Hash(key Key, value string) (string, error) {
	dst, err := Normalizer{}.AppendHash(nil, key, value)
	return string(dst), err
}

// AppendNormalized appends the normalised value of key to dst. It appends
// nothing for a value with nothing in it. The error, an *[Error], says that
// the value is invalid; it is then left out unless SendInvalid is set.
func (n Normalizer) AppendNormalized(dst []byte, key Key, value string) ([]byte, error) {
	dst, _, err := n.appendKey(dst, key, value)
	return dst, err
}

// AppendHash appends what a payload holds for a value of key to dst: the
// digest in hex for a key of FormHashed, the normalised value for others.
// Nothing and invalid values are treated as by [Normalizer.AppendNormalized].
// It allocates nothing when dst has room for the longer of the normalised
// value and the digest.
func (n Normalizer) AppendHash(dst []byte, key Key, value string) ([]byte, error) {
	from := len(dst)
	dst, toHash, err := n.appendKey(dst, key, value)
	if toHash {
		dst = hashTail(dst, from)
	}
	return dst, err
}

func (n Normalizer) appendKey(dst []byte, key Key, value string) (_ []byte, toHash bool, _ error) {
	spec := specsByKey[key]
	if spec == nil {
		return dst, false, &Error{Key: key, Reason: reasonUnknownKey + suggestion(key)}
	}
	home := origin{callingCodes: n.CallingCodes}
	if n.Country != "" {
		if home.country = findCountry(n.Country); home.country == nil {
			return dst, false, &Error{Key: key, Reason: reasonOwnCountry}
		}
	}
	c := column{spec: spec, digests: slices.Contains(n.Digests, key), detect: n.DetectDigests, sendInvalid: n.SendInvalid}
	dst, toHash, reason := c.append(dst, value, home)
	if reason != "" {
		return dst, toHash, &Error{Key: key, Reason: reason}
	}
	return dst, toHash, nil
}

// column is a key together with how its values are to be treated.
type column struct {
	spec        *keySpec
	digests     bool
	detect      bool
	sendInvalid bool
}

// append appends the normalised value to dst and reports whether it is still
// to be hashed. A reason says why the value is invalid.
func (c *column) append(dst []byte, value string, home origin) (_ []byte, toHash bool, reason string) {
	value = trim(value)
	switch {
	case value == "":
		return dst, false, ""
	case !utf8.ValidString(value):
		return dst, false, reasonUTF8
	}
	hashed := c.spec.form == FormHashed
	from := len(dst)
	switch isDigest := hashed && looksLikeDigest(value); {
	case isDigest && (c.digests || c.detect):
		return appendLowerASCII(dst, value), false, ""
	case isDigest:
		return dst, false, reasonLooksHashed
	case hashed && c.digests:
		return dst, false, reasonNoDigest
	}
	dst, reason = c.spec.rule(dst, value, home)
	switch {
	case reason == "":
		return dst, hashed && len(dst) > from, ""
	case hashed && c.sendInvalid:
		return appendLower(dst[:from], value), true, reason
	}
	return dst[:from], false, reason
}
