package graph

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"strconv"
	"time"
)

// credentials are what one call proves who it is with.
type credentials struct {
	token SecretText
	// params are the proof, which the API takes as params only.
	params url.Values
	scrub  scrubber
	// key is what the limiter knows the call by, once it was asked.
	key LimitKey
}

// credentials returns the token of a call and the proof that goes with it: a
// proof belongs to one token, and a timed one to five minutes. secrets are
// further ones that the call sends.
func (c *Client) credentials(r Request, o options, secrets ...string) (credentials, error) {
	token := c.token(o)
	if token.IsZero() || o.tokenless {
		if c.config.TransportAuth || o.tokenless {
			return credentials{scrub: newScrubber(secrets...)}, nil
		}
		return credentials{}, fmt.Errorf("graph: %s: no access token: set Config.Token or pass WithToken", r)
	}
	if !isPrintable(token.Reveal()) {
		return credentials{}, fmt.Errorf("graph: %s: the access token holds a blank, a line break or another character that no token has", r)
	}
	cred := credentials{token: token}
	known := make([]string, 0, 3+len(secrets))
	known = append(known, token.Reveal())
	if !c.config.AppSecret.IsZero() {
		cred.params = c.proofOf(token, o.token.IsZero())
		known = append(known, c.config.AppSecret.Reveal(), cred.params.Get("appsecret_proof"))
	}
	cred.scrub = newScrubber(append(known, secrets...)...)
	return cred, nil
}

// isPrintable reports whether text can be a token or a part of a path.
func isPrintable(text string) bool {
	for _, c := range []byte(text) {
		if c <= ' ' || c >= 0x7f {
			return false
		}
	}
	return true
}

// token returns the token of a call.
func (c *Client) token(o options) SecretText {
	if !o.token.IsZero() {
		return o.token
	}
	return c.config.Token
}

// proofOf returns the proof that goes with the token of a call, and own says
// that it is the client's. Nobody may change the proof: calls share it.
func (c *Client) proofOf(token SecretText, own bool) url.Values {
	if own && !c.config.TimedProof {
		return c.ownProof()
	}
	return c.proof(token, time.Now())
}

// proof returns the params that prove that the client holds the app's secret.
func (c *Client) proof(token SecretText, now time.Time) url.Values {
	message := token.Reveal()
	params := url.Values{}
	if c.config.TimedProof {
		seconds := strconv.FormatInt(now.Unix(), 10)
		message += "|" + seconds
		params.Set("appsecret_time", seconds)
	}
	mac := hmac.New(sha256.New, []byte(c.config.AppSecret.Reveal()))
	mac.Write([]byte(message))
	params.Set("appsecret_proof", hex.EncodeToString(mac.Sum(nil)))
	return params
}

// tokenIdentity returns text that is the same for the same token, or the same
// app secret, and from which it cannot be found. It stands for the token where
// the token itself must not be.
func tokenIdentity(token SecretText) string {
	if token.IsZero() {
		return ""
	}
	sum := sha256.Sum256([]byte(token.Reveal()))
	return hex.EncodeToString(sum[:12])
}
