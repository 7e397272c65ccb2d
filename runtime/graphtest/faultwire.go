package graphtest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"slices"
	"time"
)

// Raw writes text to the bare connection in place of an answer, and ends the
// connection: half of a head, a chunk that breaks off, or what is no HTTP at
// all. Raw("") is an orderly end without an answer, where [Reset] is none. In a
// batch the answer of the operation is null. Nothing is done.
func Raw(text string) Fault { return Fault{what: faultRaw, text: text} }

// Stall makes a fault that ends the connection, such as [Raw] and [Truncate],
// leave it open and silent until the caller goes away.
func (f Fault) Stall() Fault {
	f.stall = true
	return f
}

// Header sets a header of the answer that the fault leaves or makes, such as
// Retry-After, Location, or one of usage.
func (f Fault) Header(name, value string) Fault {
	f.header = append(f.header[:len(f.header):len(f.header)], name, value)
	return f
}

// BeforeBody makes the fault happen before the body of the request is read. Of
// the call only the head is known then: a POST to the root counts as a batch,
// and a "method" param in the body does not count. Operations in a batch have no
// head, and never meet the fault.
func (f Fault) BeforeBody() Fault {
	f.early = true
	return f
}

// TruncateRequest ends the connection after the first n bytes of the request's
// body came. A session of a resumable upload keeps them; nothing else is done.
// It knows of a call what [Fault.BeforeBody] does.
func TruncateRequest(n int) Fault {
	return Fault{what: faultCutRequest, size: int64(max(0, n)), early: true}
}

// check reports a fault that cannot be.
func (f *Fault) check(on Match) error {
	if on.pattern == connection.node.name {
		if f.early || f.stall || f.what != faultPass && f.what != faultRaw {
			return errors.New("a connection can Pass or have Raw text, and nothing else")
		}
		return nil
	}
	parts := f.choices
	if f.what != faultOneOf {
		parts = []Fault{*f}
	}
	for _, part := range parts {
		if f.what == faultOneOf && part.early {
			return errors.New("OneOf as a whole can happen BeforeBody, and none of its parts")
		}
		if f.early && (part.after || f.after || part.what == faultPass) {
			return fmt.Errorf("a fault that needs the answer of the API cannot happen BeforeBody (%q)", cmp.Or(part.name(), "pass"))
		}
		if (part.stall || f.stall) && part.what != faultReset && part.what != faultRaw && part.what != faultTruncate {
			return fmt.Errorf("a fault that leaves the connection as it is cannot Stall (%q)", cmp.Or(part.name(), "pass"))
		}
	}
	return nil
}

// interrupt returns the answer to a call that meets a fault before its body is
// read, or nil.
func (s *Server) interrupt(head *call, body io.Reader) *reply {
	if !s.faults.anyEarly() {
		return nil
	}
	c := *head
	c.params, c.tokenIn = maps.Clone(head.params), slices.Clone(head.tokenIn)
	c.finish()
	if c.version == "" {
		c.version = s.config.Version
	}
	sc, err := s.specs.version(c.version)
	if err != nil {
		return nil
	}
	routed := s.routeLocked(sc, &c)
	if len(c.segments) == 0 && c.method == http.MethodPost {
		c.target = batchOperation
	}
	fault := s.faults.pick(&c, true)
	if fault == nil {
		return nil
	}
	p := s.newReply(c.version)
	entry := s.ledger.begin(&c, s.config.Now())
	s.apply(fault, &c, p)
	if fault.what == faultCutRequest {
		s.takePart(sc, &c, routed, io.LimitReader(body, fault.size))
	}
	s.ledger.end(entry, &c, p, fault)
	return p
}

// takePart reads a part of a body, which an upload session keeps.
func (s *Server) takePart(sc *schema, c *call, routed *Error, part io.Reader) {
	c.raw, _ = io.ReadAll(part)
	if c.uploadsFile() {
		_, _ = s.answer(sc, c, routed, nil)
		c.acted = false
	}
}

// anyEarly reports whether a fault that happens before the body is next in any
// script.
func (f *faults) anyEarly() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.ContainsFunc(f.scripts, func(s *script) bool { return len(s.left) > 0 && s.left[0].early })
}

// wireFault is what a fault does to the connection while the answer is sent.
type wireFault struct {
	// reset and raw are in place of the answer; raw may be empty and not nil.
	reset bool
	raw   []byte
	// cut sends only the first bytes of the body, when set.
	cut   bool
	cutAt int
	// stall leaves the connection open in place of ending it.
	stall bool

	beforeHead, beforeBody time.Duration
	// repeat is how many blanks stand before the body.
	repeat int64
}

// endsUnanswered reports whether the connection ends in place of an answer.
func (f wireFault) endsUnanswered() bool { return f.reset || f.raw != nil }

// sever ends the connection as the fault says.
func (s *Server) sever(ctx context.Context, w http.ResponseWriter, f wireFault) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		// Another handler's writer has no connection to end.
		if f.stall {
			<-ctx.Done()
		}
		return
	}
	defer conn.Close()
	if len(f.raw) > 0 {
		_, _ = conn.Write(f.raw)
	}
	if f.stall {
		s.hold(conn)
	}
	if f.raw == nil {
		linger(conn)
	}
}

// hold keeps a connection open until the caller goes away or the server is
// closed.
func (s *Server) hold(conn net.Conn) {
	stop := context.AfterFunc(s.life, func() { _ = conn.Close() })
	defer stop()
	_, _ = io.Copy(io.Discard, conn)
}

// linger makes the end of a TCP connection a reset.
func linger(conn net.Conn) {
	if tcp, ok := conn.(interface{ SetLinger(int) error }); ok {
		_ = tcp.SetLinger(0)
	}
}
