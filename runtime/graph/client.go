package graph

import (
	"errors"
	"net/http"
	"net/url"
	"time"
)

// Config is what a client needs. Only Token is required.
type Config struct {
	// Token is the access token of calls that bring none of their own.
	Token Secret
	// AppSecret makes the client prove that it holds the app's secret, with an
	// appsecret_proof on every call. Empty means no proof.
	AppSecret Secret
	// HTTPClient sends the requests. Nil means one with timeouts and the
	// system's roots.
	HTTPClient *http.Client
	// BaseURL replaces the API's hosts, for tests and proxies. Empty means
	// Meta's.
	BaseURL string
}

// Client runs calls. It is safe for concurrent use.
type Client struct {
	config Config
	http   *http.Client
}

// New returns a client. It sends nothing.
func New(config Config) (*Client, error) {
	if config.BaseURL != "" {
		if u, err := url.Parse(config.BaseURL); err != nil || u.Host == "" {
			return nil, errors.New("graph: Config.BaseURL is not an absolute URL")
		}
	}
	client := config.HTTPClient
	if client == nil {
		client = &http.Client{Timeout: 2 * time.Minute}
	}
	return &Client{config: config, http: client}, nil
}
