package graphtest

import (
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

const (
	getCampaign  = "GET /v25.0/7?fields=id HTTP/1.1\r\nHost: h\r\n\r\n"
	postCampaign = "POST /v25.0/7 HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 6\r\n\r\nname=x"
)

// TestWireFaults says what a client reads from its connection.
func TestWireFaults(t *testing.T) {
	const readBody = `{"id":"7"}`
	tests := []struct {
		name    string
		fault   Fault
		request string
		// head is the first line of the answer, and body what comes after the
		// empty line.
		head, body string
		reset      bool
		label      string
		acted      int
	}{
		{"a reset", Reset(), postCampaign, "", "", true, "reset", 0},
		{"a reset after acting", Reset().AfterActing(), postCampaign, "", "", true, "reset", 1},
		{"an orderly end", Raw(""), postCampaign, "", "", false, "raw", 0},
		{"an orderly end after acting", Raw("").AfterActing(), postCampaign, "", "", false, "raw", 1},
		{"garbage", Raw("garbage\r\n\r\n"), getCampaign, "garbage", "", false, "raw", 0},
		{"a chunk that breaks off", Raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n50\r\n{"), getCampaign, "HTTP/1.1 200 OK", "50\r\n{", false, "raw", 0},
		{"half of a body", Truncate(4), getCampaign, "HTTP/1.1 200 OK", readBody[:4], true, "truncate", 1},
		{"a reset before the body", Reset().BeforeBody(), strings.TrimSuffix(postCampaign, "name=x"), "", "", true, "reset", 0},
		{"an end before the body", Raw("").BeforeBody(), strings.TrimSuffix(postCampaign, "name=x"), "", "", false, "raw", 0},
		{"a page before the body", HTML(413).BeforeBody(), strings.TrimSuffix(postCampaign, "=x"), "HTTP/1.1 413 Request Entity Too Large", HTML(413).text, false, "answer", 0},
		{"one of them before the body", OneOf(Raw(""), Raw("")).BeforeBody(), strings.TrimSuffix(postCampaign, "name=x"), "", "", false, "raw", 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			srv := batchServer(t)
			srv.Fault(On("Campaign"), test.fault)
			got, err := exchange(t, srv, test.request)
			first, _, _ := strings.Cut(got, "\r\n")
			_, body, _ := strings.Cut(got, "\r\n\r\n")
			if diff := cmp.Diff([]string{test.head, test.body}, []string{first, body}); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if reset := errors.Is(err, syscall.ECONNRESET); reset != test.reset || err != nil && !reset {
				t.Errorf("the connection ended with %v", err)
			}
			entries := srv.Ledger().Entries(On("Campaign"))
			if len(entries) != 1 || entries[0].Fault != test.label {
				t.Errorf("the ledger has %v", entries)
			}
			srv.Ledger().WantActed(t, On("Campaign"), test.acted)
		})
	}
}

// exchange sends a request and reads to the end of the connection, or until
// there is a whole answer.
func exchange(t *testing.T, srv *Server, request string) (string, error) {
	t.Helper()
	conn, err := srv.Transport().DialContext(t.Context(), "tcp", "h:80")
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	go func() { _, _ = io.WriteString(conn, request) }()
	var got strings.Builder
	_, err = io.Copy(&got, &untilAnswered{conn: conn, got: &got})
	return got.String(), err
}

// untilAnswered ends where an answer that is whole ends.
type untilAnswered struct {
	conn net.Conn
	got  *strings.Builder
}

func (u *untilAnswered) Read(p []byte) (int, error) {
	if got := u.got.String(); strings.HasSuffix(got, "</html>") || strings.HasSuffix(got, `"}`) {
		return 0, io.EOF
	}
	return u.conn.Read(p)
}

// TestStalls reads until nothing comes for a minute of the bubble's.
func TestStalls(t *testing.T) {
	for _, test := range []struct {
		name  string
		fault Fault
		want  string
		label string
	}{
		{"nothing", Timeout(), "", "timeout"},
		{"nothing, by another name", Raw("").Stall(), "", "raw"},
		{"half of the head", Raw("HTTP/1.1 200 OK\r\nContent-Ty").Stall(), "HTTP/1.1 200 OK\r\nContent-Ty", "raw"},
		{"half of the body", Truncate(4).Stall(), "\r\n\r\n" + `{"id`, "truncate"},
		{"one of them", OneOf(Truncate(4)).Stall(), "\r\n\r\n" + `{"id`, "truncate"},
		{"before the body", Timeout().BeforeBody(), "", "timeout"},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				srv := memoryServer(t)
				srv.Fault(On("*"), test.fault)
				conn, err := srv.Transport().DialContext(t.Context(), "tcp", "h:80")
				if err != nil {
					t.Fatal(err)
				}
				defer conn.Close()
				go func() { _, _ = io.WriteString(conn, getCampaign) }()
				start := time.Now()
				_ = conn.SetReadDeadline(start.Add(time.Minute))
				got, err := io.ReadAll(conn)
				var late net.Error
				if !errors.As(err, &late) || !late.Timeout() || time.Since(start) != time.Minute || !strings.HasSuffix(string(got), test.want) || test.want == "" && len(got) > 0 {
					t.Errorf("after %v: %q, %v", time.Since(start), got, err)
				}
				if entries := srv.Ledger().Entries(On("*")); len(entries) != 1 || entries[0].Fault != test.label {
					t.Errorf("the ledger has %v", entries)
				}
			})
		})
	}
}

// TestCloseEndsStalls closes a server whose client waits for ever.
func TestCloseEndsStalls(t *testing.T) {
	for _, fault := range []Fault{Timeout(), Truncate(1).Stall(), Latency(1 << 60), SlowBody(1 << 60)} {
		synctest.Test(t, func(t *testing.T) {
			srv := memoryServer(t)
			srv.Fault(On("*"), fault)
			conn, err := srv.Transport().DialContext(t.Context(), "tcp", "h:80")
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			time.AfterFunc(time.Hour, srv.Close)
			go func() { _, _ = io.WriteString(conn, getCampaign) }()
			if _, err := io.ReadAll(conn); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestFaultsOfConnections(t *testing.T) {
	for _, memory := range []bool{false, true} {
		t.Run(fmt.Sprint("in memory ", memory), func(t *testing.T) {
			srv := batchServer(t, func(c *Config) { c.InMemory = memory })
			srv.Fault(On("Connection"), Pass().Times(1), Raw("hello").Times(1), Raw("").Times(1))
			for _, want := range []string{`{"id":"7"}`, "hello", ""} {
				got, err := exchange(t, srv, getCampaign)
				if !strings.HasSuffix(got, want) || want == "" && got != "" {
					t.Errorf("read %q, %v, want %q", got, err, want)
				}
			}
			srv.Fault(On("*"), Raw("bye"))
			if got, _ := exchange(t, srv, getCampaign); got != "bye" {
				t.Errorf("got %q", got)
			}
			srv.Ledger().WantReceived(t, On("Connection"), 4)
			srv.Ledger().WantReceived(t, On("*"), 2)
			if got := srv.Ledger().Requests(); got != 2 {
				t.Errorf("%d requests", got)
			}
		})
	}
}

func TestFaultHeaders(t *testing.T) {
	srv := batchServer(t)
	srv.Fault(On("*"), Pass().Header("X-App-Usage", `{"call_count":99}`).Times(1), Answer(503, "").Header("Retry-After", "7").Header("Via", "p").Times(1),
		OneOf(Fail(Error{Code: 1}).Header("Via", "q")).Header("Retry-After", "8"))
	for _, want := range []string{`200 {"call_count":99} [] []`, "503  [7] [p]", "500  [8] [q]"} {
		got := send(t, srv, "GET", "/v25.0/7", nil, nil)
		text := fmt.Sprint(got.status, " ", got.header.Get("X-App-Usage"), " ", got.header["Retry-After"], " ", got.header["Via"])
		if text != want {
			t.Errorf("got %s, want %s", text, want)
		}
	}
}

func TestFaultsThatCannotBe(t *testing.T) {
	for want, set := range map[string]func(*Server){
		"a connection can Pass or have": func(s *Server) { s.Fault(On("Connection"), Throttle(4)) },
		"and nothing else":              func(s *Server) { s.Fault(On("Connection"), Raw("").Stall()) },
		`cannot happen BeforeBody ("la`: func(s *Server) { s.Fault(On("*"), Latency(1).BeforeBody()) },
		`cannot happen BeforeBody ("pa`: func(s *Server) { s.Fault(On("*"), OneOf(Pass()).BeforeBody()) },
		`cannot happen BeforeBody ("re`: func(s *Server) { s.Fault(On("*"), Reset().AfterActing().BeforeBody()) },
		"and none of its parts":         func(s *Server) { s.Fault(On("*"), OneOf(Reset().BeforeBody())) },
		`cannot Stall ("error")`:        func(s *Server) { s.Fault(On("*"), Pass(), Transient().Stall()) },
	} {
		srv, err := NewHandler(Config{})
		if err != nil {
			t.Fatal(err)
		}
		set(srv)
		if err := srv.Err(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// TestTruncatedRequests breaks off a form, and the upload of a file, which goes
// on from there.
func TestTruncatedRequests(t *testing.T) {
	srv := batchServer(t)
	srv.Fault(On("Campaign.update"), TruncateRequest(3))
	if got, err := exchange(t, srv, postCampaign); got != "" || !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("got %q, %v", got, err)
	}
	srv.Ledger().WantActed(t, On("Campaign.update"), 0)

	made := send(t, srv, "POST", "/1/uploads?file_length=10&file_type=image/png", nil, nil)
	session, _, _ := strings.Cut(strings.TrimPrefix(made.body, `{"id":"`), "?")
	part := "POST /v25.0/" + session + " HTTP/1.1\r\nHost: h\r\nAuthorization: OAuth t\r\nFile_offset: %d\r\nContent-Length: %d\r\n\r\n%s"
	srv.Fault(On("UploadSession.update"), TruncateRequest(4).Times(1), TruncateRequest(0).Times(1))
	for _, offset := range []string{"4", "4"} {
		if got, err := exchange(t, srv, fmt.Sprintf(part, 4*len(srv.Ledger().Entries(On("UploadSession.update"))), 6, "abcdef")); got != "" || err == nil {
			t.Errorf("got %q, %v", got, err)
		}
		expect(t, srv, "GET", "/v25.0/"+session, nil, `{"id":"`+session+`","file_offset":`+offset+`}`)
	}
	got, _ := exchange(t, srv, fmt.Sprintf(part, 4, 6, "efghij"))
	_, handle, _ := strings.Cut(got, `{"h":"`)
	if content, _ := srv.Store().Content(strings.TrimSuffix(handle, `"}`)); string(content) != "abcdefghij" {
		t.Errorf("the file is %q after %s", content, got)
	}
	srv.Ledger().WantActed(t, On("UploadSession.update"), 1)
}

// TestEarlyFaultsInScripts has them between others.
func TestEarlyFaultsInScripts(t *testing.T) {
	srv := batchServer(t)
	srv.Fault(On("Campaign.update"), Pass().Times(1), Answer(413, "1").BeforeBody().Times(1), Answer(200, "2").Times(1))
	for _, want := range []string{`{"success":true}`, "1", "2", `{"success":true}`} {
		expect(t, srv, "POST", "/v25.0/7", map[string][]string{"name": {"x"}}, want)
	}
	srv.Fault(On("Batch"), Answer(502, "3").BeforeBody().Times(1))
	expect(t, srv, "POST", "/", map[string][]string{"batch": {"[]"}}, "3")
	srv.Ledger().WantReceived(t, On("Batch"), 1)
	srv.Ledger().WantActed(t, On("Batch"), 0)
}
