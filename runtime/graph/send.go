package graph

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// send sends a call once.
func (c *Client) send(ctx context.Context, w *wire, o options) (*answer, error) {
	req, err := c.httpRequest(ctx, w, o)
	if err != nil {
		return nil, err
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, fmt.Errorf("graph: %s: %w", w.request, withoutURL(err))
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, fmt.Errorf("graph: %s: reading the answer: %w", w.request, err)
	}
	return &answer{status: resp.StatusCode, header: resp.Header, body: body}, nil
}

// httpRequest returns the HTTP request of one attempt.
func (c *Client) httpRequest(ctx context.Context, w *wire, o options) (*http.Request, error) {
	target := strings.TrimSuffix(c.baseURL(w.host), "/") + "/" + w.path
	body := w.payload(w.params)
	if body == nil && len(w.params) > 0 {
		target += "?" + w.params.Encode()
	}
	method := w.method
	if body != nil && method == http.MethodGet {
		method = http.MethodPost
	}
	req, err := http.NewRequestWithContext(ctx, method, target, nil)
	if err != nil {
		return nil, withoutURL(err)
	}
	if body != nil {
		if req.Body, err = body.open(); err != nil {
			return nil, fmt.Errorf("graph: %s: opening the body: %w", w.request, err)
		}
		req.ContentLength = body.size()
		req.Header.Set("Content-Type", body.contentType())
	}
	token := o.token
	if token == "" {
		token = c.config.Token
	}
	req.Header.Set("Authorization", "Bearer "+string(token))
	return req, nil
}

func (c *Client) baseURL(host Host) string {
	if c.config.BaseURL != "" {
		return c.config.BaseURL
	}
	if host == "" {
		host = HostGraph
	}
	return "https://" + string(host) + ".facebook.com"
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
