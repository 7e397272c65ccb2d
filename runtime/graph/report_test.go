package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

var insightsOp = &Operation{API: wireAPI, Node: "AdAccount", Edge: "insights", Kind: KindList, Method: http.MethodGet, Path: "act_{ad_account_id}/insights"}

type insightsParams struct {
	Fields []string `param:"fields,csv"`
	Limit  int      `param:"limit"`
}

// runs is a server of reports. Each run tells its states in turn, and the last
// one again and again.
type runs struct {
	states [][]string
	// pages are the rows of a run that is read.
	pages   []string
	started int
	polled  map[string]int
	log     []string
}

func (s *runs) client(t *testing.T) *Client {
	s.polled = map[string]int{}
	return newTestClient(t, Config{
		Token: Secret("token"), Retry: RetryPolicy{MaxAttempts: 1},
		HTTPClient: &http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) { return s.answer(r), nil })},
	})
}

func (s *runs) answer(r *http.Request) *http.Response {
	if err := r.ParseForm(); err != nil {
		return respond(400, err.Error())
	}
	path := strings.TrimPrefix(r.URL.Path, "/v25.0/")
	switch {
	case r.Method == http.MethodPost:
		s.log = append(s.log, "start "+path+" "+r.Form.Encode())
		s.started++
		return respond(200, fmt.Sprintf(`{"report_run_id":%d}`, 600+s.started))
	case strings.HasSuffix(path, "/insights"):
		s.log = append(s.log, "read "+path+" "+r.Form.Encode())
		page := 0
		if r.Form.Has("after") {
			page = 1
		}
		return respond(200, s.pages[page])
	}
	states := s.states[s.started-1]
	n := min(s.polled[path], len(states)-1)
	s.polled[path]++
	return respond(200, states[n])
}

func state(status string, percent int, more string) string {
	return fmt.Sprintf(`{"id":"%d","async_status":%q,"async_percent_completion":%d%s}`, 0, status, percent, more)
}

var insightsRows = List[*idResult]{Request: Request{Operation: insightsOp, ID: "1", Params: insightsParams{Fields: []string{"spend"}, Limit: 2}}}

func TestReport(t *testing.T) {
	done := state("Job Completed", 100, "")
	pages := []string{
		`{"data":[{"id":"1"},{"id":"2"}],"paging":{"cursors":{"after":"Q"},"next":"https://graph.facebook.com/x?after=Q"}}`,
		`{"data":[{"id":"3"}]}`,
	}
	failed := func(code string) string {
		return state("Job Failed", 30, `,"error_code":`+code+`,"error_message":"no"`)
	}
	tests := []struct {
		name    string
		states  [][]string
		report  ReportOptions
		started int
		rows    int
		err     error
	}{
		{"done at once", [][]string{{done}}, ReportOptions{}, 1, 3, nil},
		{"complete and not at 100 %", [][]string{{state("Job Running", 100, ""), state("Job Completed", 90, ""), state("job completed", 100, "")}}, ReportOptions{}, 1, 3, nil},
		{"skipped once", [][]string{{state("Job Skipped", 0, "")}, {done}}, ReportOptions{}, 2, 3, nil},
		{"fails for a while", [][]string{{failed("2")}, {failed(`"1"`)}, {done}}, ReportOptions{}, 3, 3, nil},
		{"fails without a reason", [][]string{{state("Job Failed", 0, "")}, {done}}, ReportOptions{}, 2, 3, nil},
		{"is stuck", [][]string{{state("Job Running", 10, "")}, {done}}, ReportOptions{}, 2, 3, nil},
		{"an unknown status", [][]string{{state("Job Pondering", 10, ""), state("Job Pondering", 20, ""), done}}, ReportOptions{}, 1, 3, nil},
		{"fails for good", [][]string{{failed("100")}}, ReportOptions{}, 1, 0, ErrBadRequest},
		{"asks for too much", [][]string{{failed("1504018")}}, ReportOptions{}, 1, 0, ErrReduceData},
		{"fails each time", [][]string{{failed("2")}, {failed("2")}}, ReportOptions{Restarts: 1}, 2, 0, ErrTransient},
		{"may not be restarted", [][]string{{state("Job Skipped", 0, "")}}, ReportOptions{Restarts: -1}, 1, 0, ErrReportFailed},
		{"is stuck for good", [][]string{{state("Job Started", 0, "")}}, ReportOptions{Restarts: -1, Stuck: time.Minute}, 1, 0, ErrReportStuck},
		{"runs out of time", [][]string{{state("Job Started", 0, "")}}, ReportOptions{Stuck: 24 * time.Hour}, 1, 0, context.DeadlineExceeded},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), 2*time.Hour)
				defer cancel()
				s := &runs{states: test.states, pages: pages}
				rows := 0
				var err error
				for _, rowErr := range RunReport(ctx, s.client(t), insightsRows, test.report) {
					if rowErr != nil {
						err = rowErr
						continue
					}
					rows++
				}
				var failure *ReportError
				if !errors.Is(err, test.err) || err != nil && (!errors.As(err, &failure) || failure.Run.ID == "") {
					t.Errorf("got %v, want %v", err, test.err)
				}
				if rows != test.rows || s.started != test.started {
					t.Errorf("%d rows of %d runs, want %d of %d", rows, s.started, test.rows, test.started)
				}
			})
		})
	}
}

func TestReportAsksLikeTheList(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &runs{states: [][]string{{state("Job Completed", 100, "")}}, pages: []string{`{"data":[{"id":"1"}]}`}}
		for range RunReport(t.Context(), s.client(t), insightsRows, ReportOptions{}, WithParam("level", "ad")) {
			break
		}
		want := []string{"start act_1/insights fields=spend&level=ad&limit=2", "read 601/insights limit=2"}
		if diff := cmp.Diff(want, s.log); diff != "" {
			t.Errorf("requests (-want +got):\n%s", diff)
		}
	})
}

func TestReportGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pages := []string{`{"data":[{"id":"1"}],"paging":{"next":"https://graph.facebook.com/x?after=Q"}}`, `{"error":{"code":190,"message":"expired"}}`}
		s := &runs{states: [][]string{{state("Job Completed", 100, "")}}, pages: pages}
		client := s.client(t)
		var rows []string
		read := func(report ReportOptions, opts ...Option) error {
			for row, err := range RunReport(t.Context(), client, insightsRows, report, opts...) {
				if err != nil {
					return err
				}
				rows = append(rows, row.ID)
			}
			return nil
		}
		err := read(ReportOptions{})
		var failure *ReportError
		var place *PageError
		if !errors.As(err, &failure) || !errors.As(err, &place) || !errors.Is(err, ErrToken) {
			t.Fatalf("got %v", err)
		}
		pages[1] = `{"data":[{"id":"2"}]}`
		if err := read(ReportOptions{RunID: failure.Run.ID}, From(place.Cursor)); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"1", "2"}, rows); diff != "" || s.started != 1 {
			t.Errorf("%d runs; rows (-want +got):\n%s", s.started, diff)
		}
	})
}
