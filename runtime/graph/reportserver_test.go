package graph

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

var insightsOp = &Operation{API: wireAPI, Node: "AdAccount", Edge: "insights", Kind: KindList, Method: http.MethodGet, Path: "act_{ad_account_id}/insights"}

type insightsParams struct {
	Fields []string `param:"fields,csv"`
	Limit  int      `param:"limit"`
	Level  string   `param:"level"`
}

type insightsRow struct {
	Spend string `json:"spend"`
}

func insightsOf(limit int) List[*insightsRow] {
	return List[*insightsRow]{Request: Request{Operation: insightsOp, ID: "act_1", Params: insightsParams{Fields: []string{"spend", "clicks"}, Limit: limit, Level: "ad"}}}
}

const (
	jobRunning   = `{"async_status":"Job Running","async_percent_completion":40}`
	jobDone      = `{"async_status":"Job Completed","async_percent_completion":100}`
	jobTransient = `{"async_status":"Job Failed","async_percent_completion":0,"error_code":-2,"error_subcode":2490547,"error_message":"try again"}`
	jobTooMuch   = `{"id":"1","async_status":"Job Failed","async_percent_completion":0,"error_code":-3,"error_subcode":1504045,"error_message":"too large","error_user_title":"Too large","error_user_msg":"Ask for less"}`
	jobInvalid   = `{"async_status":"Job Failed","async_percent_completion":0,"error_code":100,"error_message":"no such metric"}`
)

// firstRunID is a number that no float64 holds.
const firstRunID = 9007199254740993

// reportServer runs reports. Each start begins the run of the next of statuses,
// whose answers are given in turn; the last of both repeats. The rows are
// numbered from 1.
type reportServer struct {
	mu       sync.Mutex
	statuses [][]string
	rows     int
	// fault, when set, may answer a request in place of the server.
	fault func(method, path string, after int) string

	starts int
	looks  []int
	// seen are the requests: method, path, and where a page starts.
	seen []string
	last *http.Request
}

func (s *reportServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := r.ParseForm(); err != nil {
		http.Error(w, "{}", http.StatusTeapot)
		return
	}
	s.last = r
	path := strings.TrimPrefix(r.URL.Path, "/v25.0/")
	after, _ := strconv.Atoi(r.Form.Get("after"))
	seen := r.Method + " " + path
	if after > 0 {
		seen += fmt.Sprintf(" after %d", after)
	}
	s.seen = append(s.seen, seen)
	if s.fault != nil {
		if answer := s.fault(r.Method, path, after); answer != "" {
			if strings.HasPrefix(answer, `{"error"`) {
				w.WriteHeader(http.StatusBadRequest)
			}
			fmt.Fprint(w, answer)
			return
		}
	}
	id, rest, _ := strings.Cut(path, "/")
	run, err := strconv.Atoi(id)
	switch {
	case r.Method == http.MethodPost:
		fmt.Fprintf(w, `{"report_run_id": %d}`, firstRunID+2*s.starts)
		s.starts++
		s.looks = append(s.looks, 0)
	case rest == "insights":
		s.page(w, r, after)
	case err != nil:
		http.Error(w, "{}", http.StatusTeapot)
	default:
		s.status(w, (run-firstRunID)/2)
	}
}

func (s *reportServer) status(w http.ResponseWriter, run int) {
	for len(s.looks) <= run {
		s.looks = append(s.looks, 0)
	}
	answers := s.statuses[min(run, len(s.statuses)-1)]
	fmt.Fprint(w, answers[min(s.looks[run], len(answers)-1)])
	s.looks[run]++
}

func (s *reportServer) page(w http.ResponseWriter, r *http.Request, after int) {
	limit, err := strconv.Atoi(r.Form.Get("limit"))
	if err != nil {
		limit = 25
	}
	end := min(after+limit, s.rows)
	var rows []string
	for n := after + 1; n <= end; n++ {
		rows = append(rows, fmt.Sprintf(`{"spend":"%d"}`, n))
	}
	next := ""
	if end < s.rows {
		next = fmt.Sprintf(`,"paging":{"next":"https://graph.facebook.com/x?access_token=t0ken-t0ken&after=%d"}`, end)
	}
	fmt.Fprintf(w, `{"data":[%s]%s}`, strings.Join(rows, ","), next)
}

// inMemory returns a client whose calls reach the server without a network, so
// that waits take no time inside a synctest bubble.
func (s *reportServer) inMemory(t testing.TB) *Client {
	transport := roundTripper(func(r *http.Request) (*http.Response, error) {
		if err := r.Context().Err(); err != nil {
			return nil, err
		}
		recorder := httptest.NewRecorder()
		s.ServeHTTP(recorder, r)
		return recorder.Result(), nil
	})
	return newTestClient(t, Config{Token: Secret("t0ken-t0ken"), AppSecret: Secret("s3cret-s3cret"), HTTPClient: &http.Client{Transport: transport}, Retry: RetryPolicy{MaxAttempts: 1}})
}

// onLoopback returns a client of the server over the network.
func (s *reportServer) onLoopback(t testing.TB, retry RetryPolicy) *Client {
	t.Helper()
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return newTestClient(t, Config{Token: Secret("t0ken-t0ken"), BaseURL: server.URL, Retry: retry})
}

// collectRows reads rows until there are no more, and returns their numbers.
func collectRows(t testing.TB, rows func(func(*insightsRow, error) bool)) ([]int, error) {
	t.Helper()
	var got []int
	for row, err := range rows {
		if err != nil {
			return got, err
		}
		n, err := strconv.Atoi(row.Spend)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, n)
	}
	return got, nil
}

func oneTo(n int) []int {
	var all []int
	for i := 1; i <= n; i++ {
		all = append(all, i)
	}
	return all
}

// soon are options for loopback servers, where waits are real.
var soon = ReportOptions{Period: time.Microsecond, MaxPeriod: time.Microsecond}
