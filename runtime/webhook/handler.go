package webhook

import (
	"context"
	"errors"
	"io"
	"net/http"

	"github.com/metagraph-go/graphgen/runtime/graph"
)

// DefaultMaxBytes is how large a notification may be when a Config does not
// say.
const DefaultMaxBytes = 4 << 20

// Config is what a Handler needs. MaxBytes alone may be left out.
type Config struct {
	// AppSecret is the secret of the app that notifications are signed with.
	AppSecret graph.SecretText
	// VerifyToken is the text that was given to Meta with the endpoint's URL.
	VerifyToken graph.SecretText
	// Receive is called with each notification whose signature is right, by
	// many goroutines at once. When it returns an error, Meta is told to send
	// the notification again; the error itself is not sent. It should return
	// within seconds: put long work into a queue. The same notification may
	// come again, and notifications may come out of order.
	Receive func(context.Context, Payload) error
	// MaxBytes is how large a notification may be. Zero means
	// [DefaultMaxBytes].
	MaxBytes int64
}

// Handler is an http.Handler for the endpoint of an app. It is safe for
// concurrent use.
type Handler struct{ config Config }

// New returns a Handler.
func New(config Config) (*Handler, error) {
	if config.AppSecret.IsZero() || config.VerifyToken.IsZero() {
		return nil, ErrNoSecret
	}
	if config.Receive == nil {
		return nil, errors.New("webhook: Config.Receive is nil")
	}
	if config.MaxBytes <= 0 {
		config.MaxBytes = DefaultMaxBytes
	}
	return &Handler{config: config}, nil
}

// ServeHTTP answers a verification (GET) and takes a notification (POST). The
// status is 200 when Receive took it, 403 for a wrong signature or token, 413
// for a body that is too large, 400 for one that is no notification, and 500
// when Receive failed.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	switch r.Method {
	case http.MethodGet:
		h.verify(w, r)
	case http.MethodPost:
		w.WriteHeader(h.receive(w, r))
	default:
		w.Header().Set("Allow", "GET, POST")
		w.WriteHeader(http.StatusMethodNotAllowed)
	}
}

func (h *Handler) verify(w http.ResponseWriter, r *http.Request) {
	challenge, err := Challenge(h.config.VerifyToken, r.URL.Query())
	if err != nil {
		w.WriteHeader(http.StatusForbidden)
		return
	}
	_, _ = io.WriteString(w, challenge) // A caller that went away needs no answer.
}

// receive takes a notification and returns the status to answer with.
func (h *Handler) receive(w http.ResponseWriter, r *http.Request) int {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, h.config.MaxBytes))
	if err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return http.StatusRequestEntityTooLarge
		}
		return http.StatusBadRequest
	}
	if err := Verify(h.config.AppSecret, body, r.Header.Get(SignatureHeader)); err != nil {
		return http.StatusForbidden
	}
	payload, err := Parse(body)
	if err != nil {
		return http.StatusBadRequest
	}
	if err := h.config.Receive(r.Context(), payload); err != nil {
		return http.StatusInternalServerError
	}
	return http.StatusOK
}
