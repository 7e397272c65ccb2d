package graph

import (
	"fmt"
	"log/slog"
)

// Secret is text that must not be seen: an access token or an app secret. It
// prints as "[redacted]" with every verb, in JSON and in slog. Convert it to
// a string to use it. The zero Secret is absent.
type Secret string

const redacted = "[redacted]"

// String returns "[redacted]", or "" for the zero Secret.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return redacted
}

// GoString returns what String returns.
func (s Secret) GoString() string { return s.String() }

// Format writes what String returns, whatever the verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(s.String())) }

// MarshalText returns what String returns.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// LogValue returns what String returns.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }
