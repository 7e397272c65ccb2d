package graph

import (
	"crypto/subtle"
	"errors"
	"fmt"
	"log/slog"
)

// SecretText is text that must not be seen: an access token or an app secret.
// [Secret] makes one. It prints as "[redacted]" with every verb, in JSON and
// in slog, also as an unexported field of a struct and in printers that walk
// values by reflection. [SecretText.Reveal] is the only way to the text. The
// zero SecretText is absent.
type SecretText struct {
	// reveal is a function because nothing that prints values by reflection
	// can look into one. A string here would be printed by fmt when the
	// SecretText is in an unexported field, where fmt calls no methods.
	reveal func() string
}

const redacted = "[redacted]"

// Secret returns text as a secret. Empty text is the zero SecretText.
func Secret(text string) SecretText {
	if text == "" {
		return SecretText{}
	}
	return SecretText{reveal: func() string { return text }}
}

// Reveal returns the text itself.
func (s SecretText) Reveal() string {
	if s.reveal == nil {
		return ""
	}
	return s.reveal()
}

// IsZero reports whether s is absent.
func (s SecretText) IsZero() bool { return s.reveal == nil }

// Equal reports whether both hold the same text. It takes the same time
// wherever texts of one length differ.
func (s SecretText) Equal(other SecretText) bool {
	return subtle.ConstantTimeCompare([]byte(s.Reveal()), []byte(other.Reveal())) == 1
}

// String returns "[redacted]", or "" for the zero SecretText.
func (s SecretText) String() string {
	if s.IsZero() {
		return ""
	}
	return redacted
}

// GoString returns what String returns.
func (s SecretText) GoString() string { return s.String() }

// Format writes what String returns, whatever the verb.
func (s SecretText) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(s.String())) }

// MarshalText returns what String returns.
func (s SecretText) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText sets s to text, so that a secret can be read from a
// configuration file or a flag. It refuses what [SecretText.MarshalText] wrote:
// the secret was lost there.
func (s *SecretText) UnmarshalText(text []byte) error {
	if string(text) == redacted {
		return errRedacted
	}
	*s = Secret(string(text))
	return nil
}

var errRedacted = errors.New(`graph: a secret reads "[redacted]": whoever wrote it wrote a SecretText and not what Reveal returns`)

// param returns what is sent where a secret is a param.
func (s SecretText) param() any { return s.Reveal() }

// LogValue returns what String returns.
func (s SecretText) LogValue() slog.Value { return slog.StringValue(s.String()) }
