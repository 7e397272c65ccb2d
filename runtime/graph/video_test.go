package graph

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
)

// videoServer takes a video in parts of a size. The answers in faults are
// given in place of taking a part, in turn.
type videoServer struct {
	t      *testing.T
	part   int
	size   int
	got    []byte
	phases []string
	hosts  map[string]bool
	faults []string
	title  string
}

func (s *videoServer) RoundTrip(r *http.Request) (*http.Response, error) {
	defer r.Body.Close()
	if s.hosts == nil {
		s.hosts = map[string]bool{}
	}
	s.hosts[r.URL.Host] = true
	var form func(string) string
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		if err := r.ParseMultipartForm(1 << 20); err != nil {
			s.t.Error(err)
		}
		if r.ContentLength <= 0 {
			s.t.Error("a part came without its length")
		}
	} else if err := r.ParseForm(); err != nil {
		s.t.Error(err)
	}
	form = r.FormValue
	phase := form("upload_phase")
	s.phases = append(s.phases, phase)
	switch phase {
	case "start":
		s.size, _ = strconv.Atoi(form("file_size"))
		return respond(200, fmt.Sprintf(`{"video_id":77,"upload_session_id":"s1",%s}`, s.next())), nil
	case "transfer":
		return s.transfer(r)
	case "finish":
		s.title = form("title") + "/" + form("extra")
		return respond(200, `{"success":true}`), nil
	}
	return respond(200, `{"success":true}`), nil
}

func (s *videoServer) transfer(r *http.Request) (*http.Response, error) {
	if len(s.faults) > 0 {
		fault := s.faults[0]
		s.faults = s.faults[1:]
		if fault != "" {
			return respond(400, fault), nil
		}
	}
	at, _ := strconv.Atoi(r.FormValue("start_offset"))
	if at != len(s.got) {
		return respond(400, fmt.Sprintf(`{"error":{"message":"offset","code":6001,"error_subcode":1363037,"error_data":{%s}}}`, s.next())), nil
	}
	file, _, err := r.FormFile("video_file_chunk")
	if err != nil {
		s.t.Error(err)
		return respond(500, ``), nil
	}
	chunk, err := io.ReadAll(file)
	if err != nil {
		s.t.Error(err)
	}
	s.got = append(s.got, chunk...)
	return respond(200, `{`+s.next()+`}`), nil
}

// next writes the next part as the API does: as text.
func (s *videoServer) next() string {
	return fmt.Sprintf(`"start_offset":"%d","end_offset":"%d"`, len(s.got), min(len(s.got)+s.part, s.size))
}

func videoClient(t *testing.T, server *videoServer) *Client {
	server.t = t
	return newTestClient(t, Config{Token: Secret("t0ken"), HTTPClient: &http.Client{Transport: server}, Retry: RetryPolicy{MaxAttempts: 1}})
}

func TestUploadVideo(t *testing.T) {
	const transient = `{"error":{"message":"again","code":6000,"error_subcode":1363030,"is_transient":true}}`
	const wrongOffset = `{"error":{"message":"offset","code":6001,"error_subcode":1363037,"error_data":"{\"start_offset\":\"0\",\"end_offset\":\"10\"}"}}`
	content := bytes.Repeat([]byte("0123456789abcdef"), 3)
	for _, test := range []struct {
		name   string
		faults []string
		phases string
	}{
		{"straight", nil, "start transfer transfer transfer transfer transfer finish"},
		{"the same chunk again", []string{"", transient, transient}, "start transfer transfer transfer transfer transfer transfer transfer finish"},
		{"another offset", []string{wrongOffset}, "start transfer transfer transfer transfer transfer transfer finish"},
		{"an offset far back", []string{"", "", wrongOffset}, "start transfer transfer transfer transfer transfer transfer transfer finish"},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := &videoServer{part: 10, faults: test.faults}
				var progress []int64
				id, err := UploadVideo(t.Context(), videoClient(t, server), "1", bytes.NewReader(content), int64(len(content)), VideoOptions{
					Title: "Spot", Params: map[string]any{"extra": 5},
					Progress: func(sent, total int64) { progress = append(progress, sent) },
				})
				if err != nil || id != "77" {
					t.Fatalf("got %q, %v", id, err)
				}
				if !bytes.Equal(server.got, content) || server.title != "Spot/5" {
					t.Errorf("the API got %q with %q", server.got, server.title)
				}
				if diff := cmp.Diff(test.phases, strings.Join(server.phases, " ")); diff != "" {
					t.Error(diff)
				}
				if diff := cmp.Diff([]int64{10, 20, 30, 40, 48}, progress); diff != "" {
					t.Error(diff)
				}
				if diff := cmp.Diff(map[string]bool{"graph-video.facebook.com": true}, server.hosts); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

func TestUploadVideoGoesOnWhereItFailed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		content := bytes.Repeat([]byte("x"), 25)
		server := &videoServer{part: 10, faults: []string{"", `{"error":{"message":"no","code":190}}`}}
		client := videoClient(t, server)
		_, err := UploadVideo(t.Context(), client, "1", bytes.NewReader(content), 25, VideoOptions{})
		var failed *UploadError
		if !errors.As(err, &failed) || !errors.Is(err, ErrToken) {
			t.Fatalf("got error %v", err)
		}
		if diff := cmp.Diff(VideoSession{VideoID: "77", SessionID: "s1", Start: 10, End: 20}, failed.Session); diff != "" {
			t.Error(diff)
		}
		id, err := UploadVideo(t.Context(), client, "1", bytes.NewReader(content), 25, VideoOptions{Resume: &failed.Session})
		if err != nil || id != "77" || !bytes.Equal(server.got, content) {
			t.Errorf("got %q, %v", id, err)
		}
		if err := CancelVideo(t.Context(), client, "1", failed.Session); err != nil || server.phases[len(server.phases)-1] != "cancel" {
			t.Errorf("cancelling: %v, %v", err, server.phases)
		}
	})
}

func TestUploadVideoIsBounded(t *testing.T) {
	const again = `{"error":{"message":"again","code":6000,"error_subcode":1363030}}`
	const back = `{"error":{"message":"offset","code":6001,"error_subcode":1363037,"error_data":{"start_offset":0,"end_offset":5}}}`
	many := func(fault string) []string { return strings.Split(strings.Repeat(fault+"\n", 100), "\n") }
	for _, test := range []struct {
		name   string
		faults []string
		want   string
	}{
		{"the same fault", many(again), "again"},
		{"back and back again", many(back), "offset"},
		{"offsets outside of the file", []string{strings.Replace(back, `"end_offset":5`, `"end_offset":500`, 1)}, "asks for bytes 0 to 500 of a file of 25 bytes"},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := &videoServer{part: 10, faults: test.faults}
				_, err := UploadVideo(t.Context(), videoClient(t, server), "1", bytes.NewReader(make([]byte, 25)), 25, VideoOptions{Tries: 3})
				if err == nil || !strings.Contains(err.Error(), test.want) || len(server.phases) > 6 {
					t.Errorf("got error %v after %v", err, server.phases)
				}
			})
		})
	}
	if _, err := UploadVideo(t.Context(), videoClient(t, &videoServer{}), "1", nil, 0, VideoOptions{}); err == nil {
		t.Error("no content: got no error")
	}
}

func TestWaitVideo(t *testing.T) {
	for _, test := range []struct {
		name     string
		statuses []string
		want     error
	}{
		{"ready", []string{"processing", "something new", "ready"}, nil},
		{"error", []string{"processing", "error"}, ErrVideo},
		{"the context ends", []string{"processing"}, context.DeadlineExceeded},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				requests := 0
				client := newTestClient(t, Config{Token: Secret("t0ken"), HTTPClient: &http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
					status := test.statuses[min(requests, len(test.statuses)-1)]
					requests++
					return respond(200, `{"status":{"video_status":"`+status+`","processing_progress":"50","phase":{"x":1}}}`), nil
				})}})
				ctx, cancel := context.WithTimeout(t.Context(), defaultStatusPeriod*10)
				defer cancel()
				status, err := WaitVideo(ctx, client, "77", 0)
				if !errors.Is(err, test.want) || status.Progress.Or(0) != 50 || !strings.Contains(status.JSON.String(), "phase") {
					t.Errorf("got %v, %v", status, err)
				}
				if want := len(test.statuses); test.want != context.DeadlineExceeded && requests != want {
					t.Errorf("%d requests, want %d", requests, want)
				}
			})
		})
	}
}
