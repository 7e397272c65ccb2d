package graphtest

import (
	"testing"
	"time"
)

func TestDatePresets(t *testing.T) {
	for _, test := range []struct{ today, preset, since, until string }{
		{"2026-03-01", "today", "2026-03-01", "2026-03-01"},
		{"2026-03-01", "yesterday", "2026-02-28", "2026-02-28"},
		{"2026-03-01", "last_3d", "2026-02-26", "2026-02-28"},
		{"2026-03-01", "last_28d", "2026-02-01", "2026-02-28"},
		{"2026-03-01", "last_90d", "2025-12-01", "2026-02-28"},
		{"2026-03-31", "this_month", "2026-03-01", "2026-03-31"},
		{"2026-03-31", "last_month", "2026-02-01", "2026-02-28"},
		{"2026-05-31", "this_quarter", "2026-04-01", "2026-05-31"},
		{"2026-02-15", "last_quarter", "2025-10-01", "2025-12-31"},
		{"2026-02-15", "this_year", "2026-01-01", "2026-02-15"},
		{"2026-02-15", "last_year", "2025-01-01", "2025-12-31"},
		{"2026-03-01", "this_week_mon_today", "2026-02-23", "2026-03-01"}, // A Sunday.
		{"2026-03-01", "this_week_sun_today", "2026-03-01", "2026-03-01"},
		{"2026-03-04", "last_week_mon_sun", "2026-02-23", "2026-03-01"},
		{"2026-03-04", "last_week_sun_sat", "2026-02-22", "2026-02-28"},
	} {
		today, err := time.Parse(time.DateOnly, test.today)
		if err != nil {
			t.Fatal(err)
		}
		r, ok := presetRange(test.preset, today)
		if since, until := r.since.Format(time.DateOnly), r.until.Format(time.DateOnly); !ok || since != test.since || until != test.until {
			t.Errorf("%s on %s is %s to %s, want %s to %s", test.preset, test.today, since, until, test.since, test.until)
		}
	}
	// Every preset of the specs is known; these have no bounds.
	srv := New(t)
	for _, preset := range srv.schema.enums["DatePreset"] {
		if _, ok := presetRange(preset, fixedNow); !ok && preset != "maximum" && preset != "data_maximum" {
			t.Errorf("%s is not known", preset)
		}
	}
}
