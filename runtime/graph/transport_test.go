package graph

import (
	"net/http"
	"testing"
)

// closeCounter counts what asks a transport to close its connections.
type closeCounter struct {
	http.RoundTripper
	n int
}

func (c *closeCounter) CloseIdleConnections() { c.n++ }

// The connections of the caller's client are the caller's, above all those of
// http.DefaultTransport.
func TestCloseIdleConnectionsOfItsOwn(t *testing.T) {
	transport := &closeCounter{RoundTripper: http.DefaultTransport}
	newTestClient(t, Config{Token: Secret("t0ken"), HTTPClient: &http.Client{Transport: transport}}).CloseIdleConnections()
	shared := http.DefaultTransport
	http.DefaultTransport = transport
	newTestClient(t, Config{Token: Secret("t0ken"), HTTPClient: &http.Client{}}).CloseIdleConnections()
	http.DefaultTransport = shared
	if transport.n != 0 {
		t.Errorf("connections of others were closed %d times", transport.n)
	}
	own := newTestClient(t, Config{Token: Secret("t0ken")})
	own.http.Transport = transport
	if own.CloseIdleConnections(); transport.n != 1 {
		t.Errorf("its own were closed %d times", transport.n)
	}
}
