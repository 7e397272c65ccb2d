package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
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

// Do runs a call and returns the API's answer. Errors that the API answered
// with are an [*Error].
func Do[T any](ctx context.Context, c *Client, call Call[T], opts ...Option) (T, error) {
	var out, none T
	if err := c.run(ctx, call.Request, collect(opts), &out); err != nil {
		return none, err
	}
	return out, nil
}

// run sends a request and decodes the answer into out.
func (c *Client) run(ctx context.Context, r Request, o options, out any) error {
	req, err := c.newRequest(ctx, r, o)
	if err != nil {
		return err
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return fmt.Errorf("graph: %s: %w", r, withoutURL(err))
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return fmt.Errorf("graph: %s: reading the answer: %w", r, err)
	}
	if e := decodeError(body); e != nil {
		e.HTTPStatus = resp.StatusCode
		e.describe(r.Operation)
		return e
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return &Error{Code: -1, HTTPStatus: resp.StatusCode, Operation: r.Operation.String(), Message: "the answer is no error of the API: " + resp.Status}
	}
	if err := json.Unmarshal(body, out); err != nil {
		return fmt.Errorf("graph: %s: decoding the answer: %w", r, err)
	}
	return nil
}

// newRequest returns the HTTP request of a call.
func (c *Client) newRequest(ctx context.Context, r Request, o options) (*http.Request, error) {
	values := url.Values{}
	if err := encodeParams(values, r); err != nil {
		return nil, err
	}
	if len(r.ReadBack) > 0 {
		values.Set("fields", strings.Join(r.ReadBack, ","))
	}
	place, err := o.from.values()
	if err != nil {
		return nil, err
	}
	for key, value := range place {
		values[key] = value
	}
	target, err := c.url(r, o)
	if err != nil {
		return nil, err
	}
	var body io.Reader
	if r.Operation.Method == http.MethodPost {
		body = strings.NewReader(values.Encode())
	} else {
		target += "?" + values.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, r.Operation.Method, target, body)
	if err != nil {
		return nil, withoutURL(err)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	token := o.token
	if token == "" {
		token = c.config.Token
	}
	req.Header.Set("Authorization", "Bearer "+string(token))
	return req, nil
}

func (c *Client) url(r Request, o options) (string, error) {
	if r.Operation == nil || r.Operation.API == nil {
		return "", errors.New("graph: the call names no operation; build calls with a generated package")
	}
	before, rest, _ := strings.Cut(r.Operation.Path, "{")
	_, after, _ := strings.Cut(rest, "}")
	id := strings.TrimPrefix(r.ID, before)
	if id == "" || strings.ContainsAny(id, "/?#") {
		return "", fmt.Errorf("graph: %s: the node's id is empty or holds one of / ? #", r.Operation)
	}
	base := c.config.BaseURL
	if base == "" {
		base = "https://" + string(r.Operation.Host) + ".facebook.com"
		if r.Operation.Host == "" {
			base = "https://graph.facebook.com"
		}
	}
	version := o.version
	if version == "" {
		version = r.Operation.API.Version
	}
	return strings.TrimSuffix(base, "/") + "/" + version + "/" + before + id + after, nil
}

// withoutURL drops the URL that net/http adds to its errors: it may hold
// customer data.
func withoutURL(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}
