package graph

import (
	"fmt"
	"testing"
	"time"
)

// Ranges are cut between rows, down to one row, and never in one.
func TestHalveDays(t *testing.T) {
	tests := []struct {
		since, until string
		n            increment
		want         string
	}{
		{"2026-02-01", "2026-02-01", 1, "whole"},
		{"2026-02-01", "2026-02-02", 1, "2026-02-01 to 2026-02-01, 2026-02-02 to 2026-02-02"},
		{"2026-02-01", "2026-02-28", 1, "2026-02-01 to 2026-02-14, 2026-02-15 to 2026-02-28"},
		{"2026-02-01", "2026-02-07", 7, "whole"},
		{"2026-02-01", "2026-02-08", 7, "2026-02-01 to 2026-02-07, 2026-02-08 to 2026-02-08"},
		{"2026-02-01", "2026-02-28", 7, "2026-02-01 to 2026-02-14, 2026-02-15 to 2026-02-28"},
		{"2026-02-01", "2026-02-10", 90, "whole"},
		{"2026-02-01", "2026-02-28", 0, "whole"},
		{"2026-02-01", "2026-03-01", 0, "2026-02-01 to 2026-02-28, 2026-03-01 to 2026-03-01"},
		{"2026-01-31", "2026-02-01", 0, "2026-01-31 to 2026-01-31, 2026-02-01 to 2026-02-01"},
		{"2026-01-10", "2026-01-31", 0, "whole"},
		{"2025-01-01", "2025-12-31", 0, "2025-01-01 to 2025-06-30, 2025-07-01 to 2025-12-31"},
	}
	for _, tt := range tests {
		d, err := wireDays{tt.since, tt.until}.days()
		if err != nil {
			t.Fatal(err)
		}
		got := "whole"
		if a, b, ok := tt.n.halve(d); ok {
			got = fmt.Sprintf("%s to %s, %s to %s", a.wire().Since, a.wire().Until, b.wire().Since, b.wire().Until)
		}
		if got != tt.want {
			t.Errorf("%s to %s by %d: %s, want %s", tt.since, tt.until, tt.n, got, tt.want)
		}
	}
}

// Halves of halves are all of the days, once, and each ends with a row.
func TestHalveDaysCoversAll(t *testing.T) {
	start := time.Date(2024, 1, 17, 0, 0, 0, 0, time.UTC)
	for _, n := range []increment{0, 1, 2, 7, 30} {
		for length := range 100 {
			whole := dayRange{start, start.AddDate(0, 0, length)}
			next := whole.since
			left := []dayRange{whole}
			for len(left) > 0 {
				d := left[0]
				if a, b, ok := n.halve(d); ok {
					left = append([]dayRange{a, b}, left[1:]...)
					continue
				}
				left = left[1:]
				rowStarts := n > 0 && int(d.since.Sub(start).Hours()/24)%int(n) == 0 || n == 0 && d.since.Day() == 1 || d.since.Equal(start)
				if !d.since.Equal(next) || !rowStarts {
					t.Fatalf("by %d over %d days, a part begins on %v, want %v", n, length+1, d.since, next)
				}
				next = d.until.AddDate(0, 0, 1)
			}
			if !next.Equal(whole.until.AddDate(0, 0, 1)) {
				t.Fatalf("by %d over %d days, the parts end before %v", n, length+1, next)
			}
		}
	}
}
