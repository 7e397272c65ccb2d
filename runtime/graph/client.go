package graph

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"path"
	"strings"
	"sync"
	"time"
)

// Config is what a client needs. A call needs a token, from Token, [WithToken]
// or the transport; everything else may be left out.
type Config struct {
	// Token is the access token of calls that bring none of their own. It is
	// sent as a header and never stands in a URL.
	Token SecretText
	// AppSecret makes the client prove that it holds the app's secret, with an
	// appsecret_proof of the call's own token on every call. Empty means no
	// proof.
	AppSecret SecretText
	// TimedProof makes each proof valid for five minutes only, by the clock of
	// this machine.
	TimedProof bool
	// TransportAuth says that the transport of HTTPClient adds the token, as
	// those of golang.org/x/oauth2 do. Calls then need no token. Batches do: the
	// API wants it as a param of theirs, so pass [WithToken] to [Batch.Do]. Calls
	// without a token are not cached.
	TransportAuth bool

	// Version is the API version that all calls are sent to, such as "v25.0",
	// unless [WithVersion] names another one. Empty means the one that a call's
	// package was generated for, and [DefaultVersion] for calls of this package
	// and of its neighbours.
	Version string

	// HTTPClient sends the requests. It is not changed: the client works on a
	// copy that follows no redirects, because a redirect would carry the token
	// to another host or repeat a write. Nil means a client with timeouts, the
	// system's roots and the proxy of the environment.
	HTTPClient *http.Client
	// BaseURL replaces all of the API's hosts, for tests and proxies. It has to
	// be https, unless the host is the machine itself. Empty means Meta's.
	BaseURL string
	// Beta sends the calls to the API's beta hosts.
	Beta bool
	// UserAgent is sent with every request. Empty means "graphgen". The API's
	// ETags depend on it.
	UserAgent string

	// Timeout bounds one attempt at a call, from the first byte sent to the
	// last byte read. 0 means two minutes, less than 0 no bound.
	Timeout time.Duration
	// UploadTimeout is the Timeout of calls that send files. 0 means one hour.
	UploadTimeout time.Duration
	// MaxResponseBytes is the most that is read of an answer, after it was
	// decompressed. One that is larger is an [ErrResponseTooLarge]. 0 means
	// 64 MiB.
	MaxResponseBytes int64
	// Retry says how failed attempts are repeated. The zero policy repeats what
	// is safe to repeat, a few times.
	Retry RetryPolicy
	// Limiter holds calls back before the API refuses them. Nil means none; see
	// [NewLimiter].
	Limiter Limiter
	// Cache keeps the answers of reads with their ETags. Nil means none; see
	// [NewMemoryCache].
	Cache Cache

	// Logger gets a debug line for each attempt and a warning for each retry.
	// The lines hold no secrets and no param values. Nil means no logging.
	Logger *slog.Logger
	// Hooks are called as calls go on.
	Hooks Hooks
}

// Client runs calls. It is safe for concurrent use, and is meant to be shared.
type Client struct {
	config Config
	http   *http.Client
	budget *retryBudget
	// ownProof returns the untimed proof of Config.Token, which is made once.
	// A function keeps it from being printed, as it does a SecretText.
	ownProof func() url.Values
}

// CloseIdleConnections closes the connections that are kept for later calls.
// Those of a [Config.HTTPClient] are the caller's to close. A client that is
// dropped needs no closing: they end by themselves after a minute.
func (c *Client) CloseIdleConnections() {
	if c.isMade() && c.config.HTTPClient == nil {
		c.http.CloseIdleConnections()
	}
}

var errNoClient = errors.New("graph: the client is nil or was not made by New")

// isMade reports whether the client was made by New.
func (c *Client) isMade() bool { return c != nil && c.http != nil }

// String returns the name of the type: what a client holds is not for
// printing.
func (c *Client) String() string { return "graph.Client" }

// GoString returns what String returns.
func (c *Client) GoString() string { return c.String() }

// The defaults of [Config].
const (
	defaultUserAgent     = "graphgen"
	defaultTimeout       = 2 * time.Minute
	defaultUploadTimeout = time.Hour
	defaultMaxResponse   = 64 << 20
)

// New returns a client. It sends nothing.
func New(config Config) (*Client, error) {
	if err := config.check(); err != nil {
		return nil, err
	}
	config.BaseURL = strings.TrimSuffix(config.BaseURL, "/")
	if config.UserAgent == "" {
		config.UserAgent = defaultUserAgent
	}
	if config.Timeout == 0 {
		config.Timeout = defaultTimeout
	}
	if config.UploadTimeout == 0 {
		config.UploadTimeout = defaultUploadTimeout
	}
	if config.MaxResponseBytes == 0 {
		config.MaxResponseBytes = defaultMaxResponse
	}
	config.Retry = config.Retry.withDefaults()
	c := &Client{config: config, http: protect(config.HTTPClient), budget: newRetryBudget(config.Retry.Budget)}
	c.ownProof = sync.OnceValue(func() url.Values { return c.proof(c.config.Token, time.Time{}) })
	return c, nil
}

func (config Config) check() error {
	if config.Version != "" && !isVersion(config.Version) {
		return errors.New(`graph: Config.Version is not of the form "v25.0"`)
	}
	if err := checkBaseURL(config.BaseURL); err != nil {
		return err
	}
	if config.BaseURL != "" && config.Beta {
		return errors.New("graph: Config has both BaseURL and Beta: BaseURL replaces all hosts")
	}
	if config.TransportAuth && config.HTTPClient == nil {
		return errors.New("graph: Config.TransportAuth needs an HTTPClient whose transport adds the token")
	}
	if config.TransportAuth && !config.AppSecret.IsZero() {
		return errors.New("graph: Config has both TransportAuth and AppSecret: the proof is made of the token, which only the transport knows")
	}
	if config.TimedProof && config.AppSecret.IsZero() {
		return errors.New("graph: Config.TimedProof needs an AppSecret")
	}
	if !isHeader("User-Agent", config.UserAgent) {
		return errors.New("graph: Config.UserAgent holds a character that no header can have")
	}
	if config.MaxResponseBytes < 0 {
		return errors.New("graph: Config.MaxResponseBytes is negative")
	}
	return config.Retry.check()
}

// checkBaseURL refuses hosts to which the token would travel in clear. Its
// errors quote nothing of the URL, which may hold a password.
func checkBaseURL(base string) error {
	if base == "" {
		return nil
	}
	u, err := url.Parse(base)
	if err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return errors.New(`graph: Config.BaseURL is not of the form "https://host/path"`)
	}
	if isVersion(path.Base(u.Path)) {
		return errors.New("graph: Config.BaseURL ends in an API version, which each call adds by itself; leave it out")
	}
	switch {
	case u.Scheme == "https":
		return nil
	case u.Scheme == "http" && isLoopback(u.Hostname()):
		return nil
	}
	return fmt.Errorf("graph: Config.BaseURL has the scheme %q: the token would travel in clear; use https", u.Scheme)
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// baseURL returns the scheme and the host of a call.
func (c *Client) baseURL(host Host) string {
	if c.config.BaseURL != "" {
		return c.config.BaseURL
	}
	if host == "" {
		host = HostGraph
	}
	if c.config.Beta {
		return "https://" + string(host) + ".beta.facebook.com"
	}
	return "https://" + string(host) + ".facebook.com"
}
