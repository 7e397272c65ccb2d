package graphtest

import (
	"cmp"
	"fmt"
	"net/http"
	"time"

	"github.com/metagraph-go/graphgen/generator/spec"
	"github.com/metagraph-go/graphgen/specs"
)

// Config says what a server serves and how. The zero Config serves the
// built-in specs to any token, with all quirks of the API.
type Config struct {
	// Specs are the layers of the spec set, each laid over those before it. None
	// means the built-in set, which is [config.BuiltinLayer] of package
	// generator/config.
	Specs []spec.Layer
	// Version is the API version of paths that name none. Empty means
	// [specs.DefaultVersion]. Paths may name any version of the specs.
	Version string

	// Tokens are the access tokens that are known. None means that every token
	// is accepted, and no token too.
	Tokens []Token
	// AppSecret is the secret that calls have to prove with appsecret_proof, and
	// that oauth/access_token hands out tokens for. Empty means that proofs are
	// not looked at and that any secret will do.
	AppSecret string
	// AppID is the id of the app. Empty means "100000000000001".
	AppID string

	// InMemory makes the server listen in memory and not on loopback: its
	// connections are those of [net.Pipe], which clients of [Server.Client] and
	// [Server.Transport] have. In a bubble of [testing/synctest] this is the way
	// to have a server: waits, time-outs and latency then take no time. The
	// server and its clients have to be made in the bubble.
	InMemory bool

	// IgnoreUnknownParams makes the server ignore params that an operation does
	// not have, as the API does. They are errors otherwise.
	IgnoreUnknownParams bool
	// Without are quirks of the API that the server does not have.
	Without Quirks
	// PageSize is the size of pages when a call has no limit. 0 means 25.
	PageSize int
	// MaxPageSize is the largest limit. A call that asks for more is told to
	// reduce the amount of data. 0 means no bound.
	MaxPageSize int
	// Allowance is how many calls an hour the app and each ad account have.
	// Answers then have usage headers, and calls beyond it are refused. 0 means
	// no bound and no headers.
	Allowance int
	// ManualAsync keeps async requests, reports and videos as they are until
	// [Server.Advance] moves them. Otherwise each read of one moves it on: a
	// video and a report by one step, and a set of requests by a quarter of its
	// own, so that the fifth read of a set or a report finds it completed.
	ManualAsync bool
	// CallbackHosts are the hosts beside this machine that the end of async
	// request sets may be notified to, such as "example.com". A set that names
	// another one is refused.
	CallbackHosts []string
	// CallbackTransport carries those notifications. Nil means TCP, to
	// addresses of this machine and to CallbackHosts.
	CallbackTransport http.RoundTripper
	// VideoChunk is how many bytes of a video one call takes. 0 means 1 MiB.
	VideoChunk int64
	// Audiences says how uploads of people to custom audiences behave.
	Audiences AudienceRules
	// MaxBody is the largest request body in bytes. 0 means 64 MiB.
	MaxBody int64
	// LedgerSize is how many calls the ledger remembers in detail. 0 means 2000.
	// It counts all of them.
	LedgerSize int
	// Seed decides what faults with a probability do. The same seed and the same
	// order of calls give the same faults.
	Seed uint64
	// Now is the clock. Nil means the machine's.
	Now func() time.Time
}

// Token is an access token that the server knows.
type Token struct {
	// Text is the token itself.
	Text string
	// UserID is the user whom "me" stands for. Empty means the first user of the
	// store.
	UserID string
	// Type is the kind of token. Empty means "USER".
	Type string
	// Scopes are the token's permissions, for debug_token and the permissions of
	// its user. Nil means that those of the user stand in the store.
	Scopes []string
	// ExpiresAt is when the token ends. Zero means never.
	ExpiresAt time.Time
	// Revoked means that the token was valid once.
	Revoked bool
}

const (
	defaultAppID      = "100000000000001"
	defaultPageSize   = 25
	defaultVideoChunk = 1 << 20
	defaultMaxBody    = 64 << 20
	defaultLedgerSize = 2000
)

func (c Config) withDefaults() (Config, error) {
	for _, n := range []struct {
		name  string
		value int64
	}{
		{"PageSize", int64(c.PageSize)}, {"MaxPageSize", int64(c.MaxPageSize)}, {"Allowance", int64(c.Allowance)},
		{"VideoChunk", c.VideoChunk}, {"MaxBody", c.MaxBody}, {"LedgerSize", int64(c.LedgerSize)},
	} {
		if n.value < 0 {
			return c, fmt.Errorf("graphtest: Config.%s is negative", n.name)
		}
	}
	if c.Without&^AllQuirks != 0 {
		return c, fmt.Errorf("graphtest: Config.Without has bits that are no quirks: %#x", uint(c.Without&^AllQuirks))
	}
	for i, token := range c.Tokens {
		if token.Text == "" {
			return c, fmt.Errorf("graphtest: Config.Tokens[%d] has no Text", i)
		}
	}
	c.Version = cmp.Or(c.Version, specs.DefaultVersion)
	c.AppID = cmp.Or(c.AppID, defaultAppID)
	c.PageSize = cmp.Or(c.PageSize, defaultPageSize)
	c.VideoChunk = cmp.Or(c.VideoChunk, defaultVideoChunk)
	c.MaxBody = cmp.Or(c.MaxBody, defaultMaxBody)
	c.LedgerSize = cmp.Or(c.LedgerSize, defaultLedgerSize)
	if c.Now == nil {
		c.Now = time.Now
	}
	return c, nil
}
