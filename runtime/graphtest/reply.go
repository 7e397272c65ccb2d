package graphtest

import (
	"bytes"
	"context"
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"
)

// reply is an answer before it is sent.
type reply struct {
	status int
	header http.Header
	body   []byte
	// code is that of the error, or 0.
	code int
	wire wireFault
}

// newReply returns an answer with the headers that all answers have.
func (s *Server) newReply(version string) *reply {
	trace := s.trace()
	h := http.Header{}
	contentType := "application/json; charset=UTF-8"
	if s.has(Javascript) {
		contentType = "text/javascript; charset=UTF-8"
	}
	h.Set("Content-Type", contentType)
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cache-Control", "private, no-cache, no-store, must-revalidate")
	h.Set("Pragma", "no-cache")
	h.Set("Expires", "Sat, 01 Jan 2000 00:00:00 GMT")
	h.Set("Facebook-Api-Version", version)
	h.Set("X-Fb-Trace-Id", trace)
	h.Set("X-Fb-Request-Id", trace)
	h.Set("X-Fb-Rev", "1000000001")
	h.Set("X-Fb-Debug", "Z3JhcGh0ZXN0")
	return &reply{status: http.StatusOK, header: h}
}

func (s *Server) trace() string {
	return fmt.Sprintf("T%010d", s.traces.Add(1))
}

// fail makes the reply that of an error.
func (s *Server) fail(p *reply, c *call, e *Error) {
	p.status = e.status()
	p.code = e.Code
	if c.flag("suppress_http_code") {
		p.status = http.StatusOK
	}
	if e.Code == 190 || e.Code == 102 || e.Code == 104 || e.Code == 2500 && e.Subcode == 0 && c.token == "" {
		p.header.Set("WWW-Authenticate", `OAuth "Facebook Platform" "invalid_token" "`+safeHeader(e.Message)+`"`)
	}
	p.setJSON(c, e.body(p.header.Get("X-Fb-Trace-Id"), s.has(ErrorDataAsText)))
}

func safeHeader(s string) string {
	return string(bytes.Map(func(r rune) rune {
		if r < ' ' || r == '"' || r > '~' {
			return '\''
		}
		return r
	}, []byte(s)))
}

// setJSON makes value the body, in the format that the call asks for.
func (p *reply) setJSON(c *call, value any) {
	p.body = mustJSON(value)
	if c.flag("pretty") {
		var b bytes.Buffer
		if json.Indent(&b, p.body, "", "  ") == nil {
			p.body = b.Bytes()
		}
	}
	if name := c.params["callback"]; name != "" && isName(name) {
		p.body = []byte("/**/ " + name + "(" + string(p.body) + ");")
		p.header.Set("Content-Type", "text/javascript; charset=UTF-8")
	}
}

func isName(s string) bool {
	for _, r := range s {
		if r != '_' && r != '.' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
			return false
		}
	}
	return s != ""
}

// tag adds the ETag, and turns an answer that the caller has into a 304.
func (p *reply) tag(c *call) {
	if c.method != http.MethodGet || p.status != http.StatusOK || p.code != 0 {
		return
	}
	sum := sha1.Sum(p.body)
	etag := `"` + hex.EncodeToString(sum[:]) + `"`
	if c.header.Get("If-None-Match") == etag {
		p.status, p.body = http.StatusNotModified, nil
		return
	}
	p.header.Set("Etag", etag)
}

// send writes the reply, with its faults.
func (s *Server) send(ctx context.Context, w http.ResponseWriter, p *reply) {
	if p.wire.endsUnanswered() || !pause(ctx, p.wire.beforeHead) {
		s.sever(ctx, w, p.wire)
		return
	}
	for name, values := range p.header {
		w.Header()[name] = values
	}
	size := int64(len(p.body)) + p.wire.repeat
	if p.status != http.StatusNotModified {
		w.Header().Set("Content-Length", strconv.FormatInt(size, 10))
	}
	w.WriteHeader(p.status)
	if p.wire.beforeBody > 0 {
		_ = http.NewResponseController(w).Flush()
		if !pause(ctx, p.wire.beforeBody) {
			return
		}
	}
	if p.wire.cut {
		_, _ = w.Write(p.body[:min(p.wire.cutAt, len(p.body))])
		_ = http.NewResponseController(w).Flush()
		s.sever(ctx, w, p.wire)
		return
	}
	if p.wire.repeat > 0 && !writeBlanks(w, p.wire.repeat) {
		return
	}
	_, _ = w.Write(p.body)
}

// writeBlanks writes n blanks, and reports whether the caller took them.
func writeBlanks(w io.Writer, n int64) bool {
	blanks := bytes.Repeat([]byte(" "), 1<<15)
	for ; n > 0; n -= int64(len(blanks)) {
		if _, err := w.Write(blanks[:min(n, int64(len(blanks)))]); err != nil {
			return false
		}
	}
	return true
}

// pause waits, and reports whether the caller is still there.
func pause(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
