package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/metagraph-go/graphgen/runtime/audience"
)

// TestProgress warns once that the time of a session will not do, and shows
// progress now and then where there is no terminal.
func TestProgress(t *testing.T) {
	const line = "replace 12: 5 rows sent in 1 batch; the session ends at 09:30"
	tests := []struct {
		name     string
		terminal bool
		quiet    bool
		want     int
	}{
		{"terminal", true, false, 4},
		{"file", false, false, 2},
		{"quiet", false, true, 0},
		{"quiet terminal", true, true, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var out bytes.Buffer
			now := time.Date(2026, 3, 1, 8, 0, 0, 0, time.Local)
			shown := progressLine{w: &out, terminal: test.terminal, quiet: test.quiet, now: func() time.Time { return now }}
			ends := now.Add(90 * time.Minute)
			for _, late := range []bool{false, true, true, true} {
				shown.show(audience.Progress{Kind: audience.KindReplace, ID: "12", SessionID: 77, SessionEnds: ends, Sent: 5, Batches: 1, TooSlow: late})
				now = now.Add(4 * time.Second)
			}
			shown.clear()
			if got := strings.Count(out.String(), "session 77 ends at 09:30 before all rows are sent"); got != 1 {
				t.Errorf("warned %d times: %q", got, out.String())
			}
			if got := strings.Count(out.String(), line); got != test.want {
				t.Errorf("shown %d times, want %d: %q", got, test.want, out.String())
			}
			if quiet := !strings.Contains(out.String(), "\x1b"); quiet != (test.quiet || !test.terminal) {
				t.Errorf("the terminal is controlled: %q", out.String())
			}
		})
	}
}
