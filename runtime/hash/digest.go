package hash

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
)

// Digest is the SHA-256 of a normalised value. Its String is what the cells of
// a key in Normalizer.Digests hold.
type Digest [sha256.Size]byte

var errDigest = errors.New("hash: a SHA-256 digest is written in 64 hex digits")

// ParseDigest reads a digest from 64 hex digits of either case. The error
// does not repeat the text.
func ParseDigest(text string) (Digest, error) {
	var d Digest
	if !looksLikeDigest(text) {
		return d, errDigest
	}
	_, err := hex.Decode(d[:], []byte(text))
	return d, err
}

// Sum returns the digest of a value that is normalised already.
func Sum(normalized string) Digest { return sha256.Sum256([]byte(normalized)) }

// String returns the 64 lowercase hex digits that a payload holds.
func (d Digest) String() string { return hex.EncodeToString(d[:]) }

// MarshalText returns what String does, so that a digest in a payload is sent
// as text. The error is always nil.
func (d Digest) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, d[:]), nil }

// UnmarshalText sets d as [ParseDigest] does.
func (d *Digest) UnmarshalText(text []byte) error {
	parsed, err := ParseDigest(string(text))
	if err == nil {
		*d = parsed
	}
	return err
}

func looksLikeDigest(s string) bool {
	if len(s) != hex.EncodedLen(sha256.Size) {
		return false
	}
	for i := 0; i < len(s); i++ {
		c := s[i] | 0x20
		if !('0' <= s[i] && s[i] <= '9' || 'a' <= c && c <= 'f') {
			return false
		}
	}
	return true
}

// hashTail replaces dst[from:] by the hex digits of its SHA-256.
func hashTail(dst []byte, from int) []byte {
	sum := sha256.Sum256(dst[from:])
	return hex.AppendEncode(dst[:from], sum[:])
}
