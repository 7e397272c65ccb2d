package graphtest

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	// callbackTime is how long the receiver of a callback may take.
	callbackTime = 10 * time.Second
	// keptAnswer is how many bytes of a receiver's answer are kept.
	keptAnswer = 1 << 10
)

// callbackURI checks where the end of a set is to be notified. Nothing goes to
// a host that the test did not ask for.
func (s *Server) callbackURI(mode, uri any) *Error {
	if uri == nil || mode != "ON_COMPLETE" {
		return nil
	}
	u, err := url.Parse(textOf(uri))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return paramError([]string{"notification_uri"}, "Param notification_uri must be a URL that begins with http:// or https://")
	}
	if host := u.Hostname(); !isLocal(host) && !s.allowsCallback(host) {
		return paramError([]string{"notification_uri"}, "Param notification_uri leads to %s, and this fake notifies nobody but this machine; Config.CallbackHosts can allow the host", host)
	}
	return nil
}

func isLocal(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

func (s *Server) allowsCallback(host string) bool {
	return slices.ContainsFunc(s.config.CallbackHosts, func(allowed string) bool { return strings.EqualFold(allowed, host) })
}

// notify tells the receiver of a set that the set is completed. It is done in
// the background: the receiver may read the set before it answers. The caller
// holds the store's lock.
func (s *Server) notify(set *requestSet, rec *record) {
	uri := textOf(rec.fields["notification_uri"])
	if rec.fields["notification_mode"] != "ON_COMPLETE" || uri == "" || set.notified != nil || s.life.Err() != nil {
		return
	}
	rec.fields["notification_status"] = "sending"
	notified := make(chan struct{})
	set.notified = notified
	s.background.Go(func() {
		defer close(notified)
		answer, status := s.callBack(uri, rec.id)
		s.store.mu.Lock()
		defer s.store.mu.Unlock()
		rec.fields["notification_status"] = "not_sent"
		if len(status) == 3 && status[0] == '2' {
			rec.fields["notification_status"] = "sent"
		}
		rec.fields["notification_result"] = map[string]any{"response": answer, "status": status}
	})
}

// callBack sends one callback. It returns what the receiver answered and the
// status, which is empty when there was no answer.
func (s *Server) callBack(uri, id string) (answer, status string) {
	ctx, cancel := context.WithTimeout(s.life, callbackTime)
	defer cancel()
	form := url.Values{"id": {id}}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, uri, strings.NewReader(form.Encode()))
	if err != nil {
		return "the request could not be made", ""
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("User-Agent", "graphtest")
	transport := s.config.CallbackTransport
	if transport == nil {
		transport = &http.Transport{DialContext: s.dialCallback, DisableKeepAlives: true}
	}
	resp, err := transport.RoundTrip(req) // A redirect is an answer, and is not followed.
	if err != nil {
		return "the receiver could not be reached", ""
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, keptAnswer))
	if err != nil {
		return "the receiver's answer broke off", ""
	}
	return strings.ToValidUTF8(string(body), ""), strconv.Itoa(resp.StatusCode)
}

// dialCallback connects to this machine, whatever address the name of a host
// stands for, and to hosts that are allowed.
func (s *Server) dialCallback(ctx context.Context, network, address string) (net.Conn, error) {
	dialer := &net.Dialer{}
	if host, _, err := net.SplitHostPort(address); err != nil || !s.allowsCallback(host) {
		dialer.Control = func(_, address string, _ syscall.RawConn) error {
			if host, _, err := net.SplitHostPort(address); err != nil || !isLocal(host) {
				return errors.New("the address is not of this machine")
			}
			return nil
		}
	}
	return dialer.DialContext(ctx, network, address)
}

// notified returns the channel that is closed when the callback of a set was
// answered, or nil when there is none.
func (rec *record) notified() <-chan struct{} {
	if set, ok := rec.state.(*requestSet); ok {
		return set.notified
	}
	return nil
}
