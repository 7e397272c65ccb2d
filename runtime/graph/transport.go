package graph

import (
	"net"
	"net/http"
	"time"
)

// protect returns a copy of client that follows no redirects, or of a default
// client when there is none.
func protect(client *http.Client) *http.Client {
	var protected http.Client
	if client != nil {
		protected = *client
	} else {
		protected.Transport = newTransport()
	}
	protected.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &protected
}

// newTransport returns the transport of a client that brings none. The bounds
// on a whole attempt come from [Config].
func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		TLSHandshakeTimeout:    10 * time.Second,
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           100,
		MaxIdleConnsPerHost:    32,
		IdleConnTimeout:        60 * time.Second,
		ExpectContinueTimeout:  time.Second,
		MaxResponseHeaderBytes: 1 << 20,
		// Finds connections that died silently, also while an answer is awaited.
		HTTP2: &http.HTTP2Config{SendPingTimeout: 30 * time.Second, PingTimeout: 15 * time.Second},
	}
}
