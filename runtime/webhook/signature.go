package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"net/url"
	"strings"

	"github.com/metagraph-go/graphgen/runtime/graph"
)

// SignatureHeader is the header that holds the signature of a notification.
const SignatureHeader = "X-Hub-Signature-256"

var (
	// ErrSignature means that a notification is not signed with the app secret,
	// or was changed on the way.
	ErrSignature = errors.New("webhook: the signature does not match the body")
	// ErrChallenge means that a request is no verification with the right
	// token.
	ErrChallenge = errors.New("webhook: not a verification with the right token")
	// ErrNoSecret means that there is nothing to check against.
	ErrNoSecret = errors.New("webhook: the app secret or the verify token is empty")
)

// Verify checks the signature of a notification: signature is the value of the
// header [SignatureHeader], and body holds the bytes as they came. JSON that
// was decoded and encoded again is not what was signed. The comparison takes
// the same time wherever the signatures differ.
func Verify(secret graph.SecretText, body []byte, signature string) error {
	if secret.IsZero() {
		return ErrNoSecret
	}
	text, ok := strings.CutPrefix(signature, "sha256=")
	if !ok {
		return ErrSignature
	}
	got, err := hex.DecodeString(text)
	if err != nil {
		return ErrSignature
	}
	mac := hmac.New(sha256.New, []byte(secret.Reveal()))
	mac.Write(body)
	if !hmac.Equal(got, mac.Sum(nil)) {
		return ErrSignature
	}
	return nil
}

// Challenge checks the query of a verification, which Meta sends when an
// endpoint is registered, and returns the text to answer with.
func Challenge(verifyToken graph.SecretText, query url.Values) (string, error) {
	if verifyToken.IsZero() {
		return "", ErrNoSecret
	}
	want := sha256.Sum256([]byte(verifyToken.Reveal()))
	got := sha256.Sum256([]byte(query.Get("hub.verify_token")))
	same := subtle.ConstantTimeCompare(want[:], got[:]) == 1
	if !same || query.Get("hub.mode") != "subscribe" {
		return "", ErrChallenge
	}
	return query.Get("hub.challenge"), nil
}
