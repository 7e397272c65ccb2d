package graphtest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
)

// start makes the server listen, on loopback or in memory.
func (s *Server) start() error {
	var listener net.Listener = newPipes()
	if !s.config.InMemory {
		var err error
		if listener, err = listenOnLoopback(); err != nil {
			return fmt.Errorf("graphtest: %w", err)
		}
	}
	s.http = &httptest.Server{Listener: &faultyListener{listener, s}, Config: &http.Server{Handler: s}}
	s.http.Start()
	s.URL = s.http.URL
	return nil
}

func listenOnLoopback() (net.Listener, error) {
	if l, err := net.Listen("tcp", "127.0.0.1:0"); err == nil {
		return l, nil
	}
	return net.Listen("tcp6", "[::1]:0")
}

// Close ends the connections, stops listening, and ends what goes on in the
// background.
func (s *Server) Close() {
	s.store.mu.Lock()
	s.end() // Nothing begins in the background from here on.
	s.store.mu.Unlock()
	if s.http != nil {
		s.http.CloseClientConnections()
		s.http.Close()
	}
	s.background.Wait()
}

// Transport returns a new transport whose connections all lead to the server,
// whatever scheme and host a URL names, so that a client needs no base URL:
//
//	client, err := graph.New(graph.Config{Token: token, HTTPClient: &http.Client{Transport: srv.Transport()}})
//
// A server of [NewHandler] has no connections, and neither has one that was
// closed.
func (s *Server) Transport() *http.Transport {
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		if s.http == nil {
			return nil, errors.New("graphtest: a server of NewHandler does not listen")
		}
		if memory, ok := s.http.Listener.(*faultyListener).Listener.(*pipes); ok {
			return memory.dial(ctx)
		}
		var d net.Dialer
		return d.DialContext(ctx, "tcp", s.http.Listener.Addr().String())
	}
	// A connection that DialTLSContext returns counts as one with TLS.
	return &http.Transport{DialContext: dial, DialTLSContext: dial}
}

// faultyListener counts the connections of a server, and ends those that meet
// a fault.
type faultyListener struct {
	net.Listener
	server *Server
}

func (l *faultyListener) Accept() (net.Conn, error) {
	for {
		conn, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		fault := l.server.connected()
		if fault == nil || fault.what == faultPass {
			return conn, nil
		}
		go func() {
			_, _ = conn.Write([]byte(fault.text))
			_ = conn.Close()
		}()
	}
}

// connected counts a connection and returns its fault, or nil.
func (s *Server) connected() *Fault {
	s.ledger.connected()
	return s.faults.pick(&call{target: connection}, false)
}

// pipes is a listener whose connections are in memory.
type pipes struct {
	accepted chan net.Conn
	closed   chan struct{}
	once     sync.Once
}

func newPipes() *pipes {
	return &pipes{accepted: make(chan net.Conn), closed: make(chan struct{})}
}

func (p *pipes) dial(ctx context.Context) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case p.accepted <- server:
		return client, nil
	case <-p.closed:
		return nil, &net.OpError{Op: "dial", Net: "pipe", Addr: p.Addr(), Err: net.ErrClosed}
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.accepted:
		return conn, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

// Addr returns an address that no other client can connect to.
func (*pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }
