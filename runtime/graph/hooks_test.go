package graph

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"strings"
	"testing"
)

// Whoever learns of an answer learns of its usage too, whichever way it is.
func TestUsageIsTold(t *testing.T) {
	var percent float64
	hook := func(_ context.Context, e Event) { percent = e.Usage.Percent() }
	var logged bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
	tests := []struct {
		name   string
		config Config
		body   string
	}{
		{"OnResponse", Config{Hooks: Hooks{OnResponse: hook}}, `{"id":"1"}`},
		{"OnResponse of an error", Config{Hooks: Hooks{OnResponse: hook}}, `{"error":{"code":100}}`},
		{"OnThrottle", Config{Hooks: Hooks{OnThrottle: hook}}, `{"error":{"code":4}}`},
		{"Logger", Config{Logger: logger}, `{"id":"1"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			percent = 0
			logged.Reset()
			s := &playlist{steps: []func() (*http.Response, error){answering(200, tt.body, "X-App-Usage", `{"call_count":42}`)}}
			tt.config.Retry.MaxAttempts = 1
			c := scriptClient(t, s, tt.config)
			var out Object
			_ = c.run(t.Context(), readOf("7"), options{}, &out) // Some of the answers are errors.
			if percent != 42 && !strings.Contains(logged.String(), "usage_percent=42") {
				t.Errorf("told of %v percent, logged %s", percent, logged.String())
			}
		})
	}
}
