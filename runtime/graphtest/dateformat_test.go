package graphtest

import (
	"testing"
	"time"
)

func TestDateFormat(t *testing.T) {
	videos := func(s *Server) {
		s.Store().Add("Campaign", "7", Node{"created_time": "2026-02-01T10:00:00+0100", "start_time": "2026-02-01T10:05:00+0000"})
		s.Store().Add("AdSet", "21", Node{"start_time": "2026-02-01T10:00:00+0000", "campaign_id": "7"})
		s.Store().AddEdge("act_1", "adsets", "AdSet", Node{"id": "21"})
	}
	runFacts(t, []fact{
		{name: "none", setUp: videos, path: "/v25.0/7?fields=created_time", body: `{"created_time":"2026-02-01T10:00:00+0100","id":"7"}`},
		{name: "unix", setUp: videos, path: "/v25.0/7?fields=created_time&date_format=U", body: `{"created_time":1769936400,"id":"7"}`},
		{name: "a pattern of PHP", setUp: videos, path: `/v25.0/7?fields=created_time&date_format=Y-m-d\TH:i:sP`, body: `{"created_time":"2026-02-01T10:00:00+01:00","id":"7"}`},
		{name: "in lists and expansions", setUp: videos, path: "/v25.0/act_1/campaigns?fields=start_time,adsets%7Bstart_time%7D&date_format=d.m.Y&limit=1",
			body: `{"data":[{"start_time":"01.02.2026","adsets":{"data":[{"start_time":"01.02.2026","id":"21"}],"paging":{"cursors":{"before":"c2VxOjEx","after":"c2VxOjEx"}}},"id":"7"}],` +
				`"paging":{"cursors":{"before":"c2VxOjM","after":"c2VxOjM"},"next":"HOST/v25.0/act_1/campaigns?after=c2VxOjM&date_format=d.m.Y&fields=start_time%2Cadsets%7Bstart_time%7D&limit=1"}}`},
		{name: "in the items of an edge", path: "/v25.0/me/feed?date_format=U&limit=1&fields=created_time",
			body: `{"data":[{"created_time":1770026400,"id":"4_2"}],"paging":{"previous":"HOST/v25.0/me/feed?__paging_token=c2VxOjI&__previous=1&date_format=U&fields=created_time&limit=1&since=1770026400","next":"HOST/v25.0/me/feed?__paging_token=c2VxOjI&date_format=U&fields=created_time&limit=1&until=1770026400"}}`},
		{name: "in what a write answers", method: "POST", path: "/v25.0/7", form: "name=x&fields=updated_time&date_format=U", body: `{"updated_time":1772366400,"id":"7"}`},
		{name: "days of insights stay", setUp: seedFigures, path: "/v25.0/8/insights?fields=spend&date_format=U",
			body: `{"data":[{"spend":"0.75","date_start":"2026-02-28","date_stop":"2026-02-28"}],"paging":{"cursors":{"before":"c2VxOjE","after":"c2VxOjE"}}}`},
	})
}

func TestPHPDate(t *testing.T) {
	at := time.Date(2026, 2, 1, 9, 5, 7, 0, time.FixedZone("CET", 3600))
	for pattern, want := range map[string]string{
		`Y-m-d\TH:i:sP`: "2026-02-01T09:05:07+01:00", "c": "2026-02-01T09:05:07+01:00", `Y-m-d\TH:i:sO`: "2026-02-01T09:05:07+0100",
		"D, d M y": "Sun, 01 Feb 26", "l j F": "Sunday 1 February", "n/j/Y g:i a": "2/1/2026 9:05 am", "h A G": "09 AM 9",
		"N w z t W o": "7 0 31 28 05 2026", "U": "1769933107", "Z e T": "3600 +01:00 CET", "r": "Sun, 01 Feb 2026 09:05:07 +0100", `\U\\ U.`: `U\ 1769933107.`, `x\`: `x\`,
	} {
		if got := phpDate(pattern, at); got != want {
			t.Errorf("%q is %q, want %q", pattern, got, want)
		}
	}
}
