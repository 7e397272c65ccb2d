package graphtest

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
)

// memoryServer is batchServer, in memory.
func memoryServer(t *testing.T) *Server {
	return batchServer(t, func(c *Config) { c.InMemory = true })
}

// TestTransport reaches a server under the names of the API's hosts.
func TestTransport(t *testing.T) {
	for name, srv := range map[string]*Server{"loopback": batchServer(t), "memory": memoryServer(t)} {
		t.Run(name, func(t *testing.T) {
			client := &http.Client{Transport: srv.Transport()}
			for _, url := range []string{"https://graph.facebook.com/v25.0/7?fields=id", "http://graph-video.facebook.com/7?fields=id", srv.URL + "/7?fields=id"} {
				response, err := client.Get(url)
				if err != nil {
					t.Fatal(err)
				}
				body, err := io.ReadAll(response.Body)
				response.Body.Close()
				if err != nil || string(body) != `{"id":"7"}` {
					t.Errorf("%s: %s, %v", url, body, err)
				}
			}
			var hosts []string
			for _, e := range srv.Ledger().Entries(On("Campaign")) {
				hosts = append(hosts, e.Host)
			}
			if diff := cmp.Diff([]string{"graph.facebook.com", "graph-video.facebook.com", srv.URL[len("http://"):]}, hosts); diff != "" {
				t.Errorf("hosts (-want +got)\n%s", diff)
			}
			srv.Close()
			if _, err := client.Get(srv.URL); err == nil {
				t.Error("a server that was closed answers")
			}
			srv.Close()
		})
	}
	handler, err := NewHandler(Config{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := handler.Transport().DialContext(t.Context(), "tcp", "h:80"); err == nil {
		t.Error("a server that does not listen has a connection")
	}
}

func TestMemoryConnections(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPipes()
		ctx, cancel := context.WithTimeout(t.Context(), 1)
		defer cancel()
		if _, err := p.dial(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("nobody accepts: %v", err)
		}
		_ = p.Close()
		_ = p.Close()
		if _, err := p.dial(t.Context()); !errors.Is(err, net.ErrClosed) {
			t.Errorf("closed: %v", err)
		}
		if _, err := p.Accept(); !errors.Is(err, net.ErrClosed) {
			t.Errorf("closed: %v", err)
		}
	})
}
