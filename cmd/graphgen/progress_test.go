package main

import (
	"bytes"
	"testing"
	"testing/synctest"
	"time"
)

func TestProgress(t *testing.T) {
	tests := map[string]struct {
		takes time.Duration
		want  string
	}{
		"short": {progressDelay - 1, ""},
		"long":  {progressDelay + 1, "graphgen: generating v25.0 ...\r\x1b[K"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var out bytes.Buffer
				stop := delayedLine(&out, "generating v25.0")
				time.Sleep(test.takes)
				stop()
				time.Sleep(2 * progressDelay)
				if got := out.String(); got != test.want {
					t.Errorf("printed %q, want %q", got, test.want)
				}
			})
		})
	}
}

func TestNoProgressWithoutTerminal(t *testing.T) {
	var out bytes.Buffer
	if isTerminal(&out) {
		t.Error("a buffer is taken for a terminal")
	}
}
