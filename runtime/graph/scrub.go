package graph

import (
	"encoding/json"
	"net/url"
	"strings"
)

// scrubber takes secrets out of text that comes from elsewhere: the API
// quotes tokens in its messages and puts them into links.
type scrubber struct {
	known []string
}

// shortestSecret is the length in bytes from which a secret is looked for
// wherever it stands. Shorter text would match by chance.
const shortestSecret = 8

// newScrubber returns a scrubber that also knows these secrets.
func newScrubber(secrets ...string) scrubber { return scrubber{known: secrets} }

// secretParams are the names of params whose values are secrets.
var secretParams = []string{"access_token", "appsecret_proof", "input_token", "fb_exchange_token", "client_secret"}

// secretPrefixes are what stands directly before a token in prose and in
// headers.
var secretPrefixes = []string{"Malformed access token ", "Bearer ", "OAuth "}

// text returns text with "[redacted]" in place of what is or looks like a
// secret.
func (s scrubber) text(text string) string {
	for _, secret := range s.known {
		if len(secret) >= shortestSecret {
			text = strings.ReplaceAll(text, secret, redacted)
			text = strings.ReplaceAll(text, url.QueryEscape(secret), redacted)
		}
	}
	for _, param := range secretParams {
		text = redactAfter(text, param, skipAssignment)
	}
	for _, prefix := range secretPrefixes {
		text = redactAfter(text, prefix, skipNoToken)
	}
	return redactTokens(text)
}

// object returns JSON without secrets. Where taking them out would break the
// JSON, nothing of it is left.
func (s scrubber) object(o Object) Object {
	text := s.text(string(o))
	if text == string(o) {
		return o
	}
	if !json.Valid([]byte(text)) {
		return Object(`"` + redacted + `"`)
	}
	return Object(text)
}

// redactAfter redacts the value that follows each mark. skip returns how far
// after the mark the value starts, or -1 when none follows.
func redactAfter(text, mark string, skip func(rest string) int) string {
	if !strings.Contains(text, mark) {
		return text
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, mark)
		b.WriteString(before)
		if !found {
			return b.String()
		}
		b.WriteString(mark)
		text = rest
		start := skip(rest)
		if start < 0 || strings.HasPrefix(rest[start:], redacted) {
			continue
		}
		if end := start + secretLength(rest[start:]); end > start {
			b.WriteString(rest[:start])
			b.WriteString(redacted)
			text = rest[end:]
		}
	}
}

// skipNoToken returns -1 when text goes on as messages of the API do that speak
// of tokens and quote none: "Invalid OAuth access token", "Invalid OAuth 2.0
// Access Token".
func skipNoToken(text string) int {
	if strings.HasPrefix(text, "access token") || strings.HasPrefix(text, "2.0 ") {
		return -1
	}
	return 0
}

// skipAssignment returns where the value starts in text such as `=v`,
// `%3Dv`, `": "v"` or `: v`, or -1 when text is none of these.
func skipAssignment(text string) int {
	rest := strings.TrimLeft(text, `\" `)
	switch {
	case strings.HasPrefix(rest, "="), strings.HasPrefix(rest, ":"):
		rest = rest[1:]
	case strings.HasPrefix(rest, "%3D"), strings.HasPrefix(rest, "%3d"):
		rest = rest[3:]
	default:
		return -1
	}
	rest = strings.TrimLeft(rest, `\"' `)
	return len(text) - len(rest)
}

// secretLength returns the length of the secret that text starts with.
func secretLength(text string) int {
	if end := strings.IndexAny(text, "&\"' \t\r\n<>,;(){}[]\\"); end >= 0 {
		return end
	}
	return len(text)
}

// redactTokens redacts words that have the form of an access token.
func redactTokens(text string) string {
	const prefix, shortest = "EAA", 20
	if !strings.Contains(text, prefix) {
		return text
	}
	var b strings.Builder
	for {
		at := strings.Index(text, prefix)
		if at < 0 {
			b.WriteString(text)
			return b.String()
		}
		end := at
		for end < len(text) && isTokenByte(text[end]) {
			end++
		}
		b.WriteString(text[:at])
		if end-at >= shortest {
			b.WriteString(redacted)
		} else {
			b.WriteString(text[at:end])
		}
		text = text[end:]
	}
}

func isTokenByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-'
}
