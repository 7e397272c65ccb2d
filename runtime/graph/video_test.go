package graph_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

var (
	videos    = graphtest.On("AdAccount.advideos.create")
	transfers = videos.Param("upload_phase", "transfer")
)

// newVideos returns a server that takes videos in parts of ten bytes, and a
// client that knows it by the names of the API's hosts.
func newVideos(t *testing.T) (*graphtest.Server, *graph.Client) {
	srv := newFaultServer(t, inMemory, func(c *graphtest.Config) { c.VideoChunk = 10 })
	client, err := graph.New(graph.Config{Token: graph.Secret("graphtest-token"), HTTPClient: &http.Client{Transport: srv.Transport()}, Retry: oneTry})
	if err != nil {
		t.Fatal(err)
	}
	return srv, client
}

// phases returns the phases of the uploads that were received.
func phases(srv *graphtest.Server) []string {
	var all []string
	for _, e := range srv.Ledger().Entries(videos) {
		all = append(all, e.Params["upload_phase"])
	}
	return all
}

// wrongOffset asks for another part than the next one.
func wrongOffset(start, end string) graphtest.Fault {
	return graphtest.Fail(graphtest.Error{Code: 6001, Subcode: 1363037, Message: "offset", Data: map[string]string{"start_offset": start, "end_offset": end}})
}

var chunkAgain = graphtest.Fail(graphtest.Error{Code: 6000, Subcode: 1363030, Message: "again", Transient: true})

func TestUploadVideo(t *testing.T) {
	content := bytes.Repeat([]byte("0123456789abcdef"), 3)
	pass := func(n int) graphtest.Fault { return graphtest.Pass().Times(n) }
	for _, test := range []struct {
		name   string
		script []graphtest.Fault
		phases string
	}{
		{"straight", nil, "start transfer transfer transfer transfer transfer finish"},
		{"the same chunk again", []graphtest.Fault{pass(1), chunkAgain.Times(2)}, "start transfer transfer transfer transfer transfer transfer transfer finish"},
		{"another offset", []graphtest.Fault{wrongOffset("0", "10").Times(1)}, "start transfer transfer transfer transfer transfer transfer finish"},
		{"an offset far back", []graphtest.Fault{pass(2), wrongOffset("0", "10").Times(1)}, "start transfer transfer transfer transfer transfer transfer transfer finish"},
		{"an answer that is lost", []graphtest.Fault{pass(1), chunkAgain.AfterActing().Times(1)}, "start transfer transfer transfer transfer transfer transfer finish"},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				srv, client := newVideos(t)
				srv.Fault(transfers, test.script...)
				var progress []int64
				id, err := graph.UploadVideo(t.Context(), client, "7", graph.VideoUpload{
					Content: bytes.NewReader(content), Size: int64(len(content)), Title: "Spot",
					Progress: func(sent int64) { progress = append(progress, sent) },
				}, graph.WithParam("description", 5))
				if err != nil {
					t.Fatal(err)
				}
				got, _ := srv.Store().Content(id)
				if video, _ := srv.Store().Get(id); !bytes.Equal(got, content) || video["title"] != "Spot" || video["description"] != "5" {
					t.Errorf("the API got %q with %v", got, video)
				}
				if diff := cmp.Diff(test.phases, strings.Join(phases(srv), " ")); diff != "" {
					t.Error(diff)
				}
				if diff := cmp.Diff([]int64{10, 20, 30, 40, 48}, progress); diff != "" {
					t.Error(diff)
				}
				for _, e := range srv.Ledger().Entries(videos) {
					if e.Host != "graph-video.facebook.com" || e.Header.Get("Content-Length") == "" {
						t.Errorf("%v went to %s, with the headers %v", e, e.Host, e.Header)
					}
				}
			})
		})
	}
}

func TestUploadVideoGoesOnWhereItFailed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		content := bytes.Repeat([]byte("x"), 25)
		srv, client := newVideos(t)
		upload := func(resume graph.UploadSession) (string, error) {
			return graph.UploadVideo(t.Context(), client, "7", graph.VideoUpload{Content: bytes.NewReader(content), Size: 25, Resume: resume})
		}
		var sessions []graph.UploadSession
		for range 2 {
			srv.ClearFaults()
			srv.Fault(transfers, graphtest.Pass().Times(1), graphtest.ExpiredToken().Times(1))
			_, err := upload(graph.UploadSession{})
			var failed *graph.UploadError
			if !errors.As(err, &failed) || !errors.Is(err, graph.ErrToken) {
				t.Fatalf("got error %v", err)
			}
			if failed.Session.VideoID == "" || failed.Session.ID == "" || failed.Session.Start != 10 || failed.Session.End != 20 {
				t.Errorf("the session is %+v", failed.Session)
			}
			sessions = append(sessions, failed.Session)
		}
		id, err := upload(sessions[0])
		if got, _ := srv.Store().Content(id); err != nil || id != sessions[0].VideoID || !bytes.Equal(got, content) {
			t.Errorf("got %q, %v: %q", id, err, got)
		}
		if err := graph.CancelVideo(t.Context(), client, "7", sessions[1]); err != nil {
			t.Errorf("cancelling: %v", err)
		}
		if _, err := upload(sessions[1]); err == nil {
			t.Error("an upload that was cancelled goes on")
		}
	})
}

func TestUploadVideoIsBounded(t *testing.T) {
	for _, test := range []struct {
		name  string
		fault graphtest.Fault
		want  string
	}{
		{"the same fault", chunkAgain, "again"},
		{"back and back again", wrongOffset("0", "5"), "offset"},
		{"offsets outside of the file", wrongOffset("0", "500"), "asks for bytes 0 to 500 of a file of 25 bytes"},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				srv, client := newVideos(t)
				srv.Fault(transfers, test.fault)
				_, err := graph.UploadVideo(t.Context(), client, "7", graph.VideoUpload{Content: bytes.NewReader(make([]byte, 25)), Size: 25, Tries: 3})
				if err == nil || !strings.Contains(err.Error(), test.want) || len(phases(srv)) > 6 {
					t.Errorf("got error %v after %v", err, phases(srv))
				}
			})
		})
	}
}

// An answer that does not say which part comes next must not pass for the end
// of the file, and leaves the place where the upload goes on.
func TestUploadVideoWantsTheNextPart(t *testing.T) {
	begun := `{"video_id":"1","upload_session_id":"2"`
	for _, test := range []struct {
		name   string
		on     graphtest.Match
		answer string
		// unread says that the error is a [*graph.DecodeError].
		unread bool
		phases string
	}{
		{"no offsets at the start", videos, begun + `}`, true, "start"},
		{"null at the start", videos, begun + `,"start_offset":null,"end_offset":null}`, true, "start"},
		{"no end at the start", videos, begun + `,"start_offset":"0"}`, true, "start"},
		{"nothing at the start", videos, begun + `,"start_offset":"0","end_offset":"0"}`, false, "start"},
		{"an end before the start", videos, begun + `,"start_offset":"10","end_offset":"5"}`, false, "start"},
		{"a part before the file", videos, begun + `,"start_offset":"-5","end_offset":"5"}`, false, "start"},
		{"no offsets", transfers, `{}`, true, "start transfer"},
		{"no start", transfers, `{"end_offset":"20"}`, true, "start transfer"},
		{"nothing", transfers, `{"start_offset":"10","end_offset":"10"}`, false, "start transfer"},
		{"a part beyond the file", transfers, `{"start_offset":"25","end_offset":"30"}`, false, "start transfer"},
	} {
		t.Run(test.name, func(t *testing.T) {
			srv, client := newVideos(t)
			srv.Fault(test.on, graphtest.Answer(200, test.answer).Times(1))
			video := graph.VideoUpload{Content: bytes.NewReader(make([]byte, 25)), Size: 25, Tries: 3}
			_, err := graph.UploadVideo(t.Context(), client, "7", video)
			failed, ok := errors.AsType[*graph.UploadError](err)
			if _, unread := errors.AsType[*graph.DecodeError](err); !ok || unread != test.unread || !unread && !strings.Contains(err.Error(), "of a file of 25 bytes") {
				t.Fatalf("got error %v", err)
			}
			if diff := cmp.Diff(test.phases, strings.Join(phases(srv), " ")); diff != "" {
				t.Error(diff)
			}
			video.Resume = failed.Session
			id, err := graph.UploadVideo(t.Context(), client, "7", video)
			if got, _ := srv.Store().Content(id); err != nil || len(got) != 25 {
				t.Errorf("going on from %+v: %d bytes, %v", failed.Session, len(got), err)
			}
		})
	}
}

// A session that has the whole of a shorter file is refused before anything is
// sent.
func TestUploadVideoOfAnotherSize(t *testing.T) {
	srv, client := newVideos(t)
	session := graph.UploadSession{ID: "1", VideoID: "2", Start: 3, End: 3}
	_, err := graph.UploadVideo(t.Context(), client, "7", graph.VideoUpload{Content: strings.NewReader("12345"), Size: 5, Resume: session})
	var failed *graph.UploadError
	if !errors.As(err, &failed) || failed.Session != session || !strings.Contains(err.Error(), "bytes 3 to 3 of a file of 5 bytes") {
		t.Errorf("got error %v", err)
	}
	if n := srv.Ledger().Requests(); n > 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// A session that is none of a video is refused before anything is sent.
func TestCancelVideoIsChecked(t *testing.T) {
	srv, client := newVideos(t)
	for _, session := range []graph.UploadSession{{}, {ID: "upload:abc?sig=def"}, {VideoID: "5"}} {
		if err := graph.CancelVideo(t.Context(), client, "7", session); err == nil || !strings.Contains(err.Error(), "needs the session of a video") {
			t.Errorf("%+v: got error %v", session, err)
		}
	}
	if n := srv.Ledger().Requests(); n > 0 {
		t.Errorf("%d requests were sent", n)
	}
}

func TestWaitVideo(t *testing.T) {
	for _, test := range []struct {
		name     string
		statuses []string
		want     error
	}{
		{"ready", []string{"processing", "something new", "ready"}, nil},
		{"error", []string{"processing", "error"}, graph.ErrVideo},
		{"the context ends", []string{"processing"}, context.DeadlineExceeded},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				srv, client := newVideos(t)
				id := srv.Store().AddEdge("act_7", "advideos", "Video", nil)
				for i, status := range test.statuses {
					answer := graphtest.Answer(200, `{"status":{"video_status":"`+status+`","processing_progress":"50","phase":{"x":1}}}`)
					if i < len(test.statuses)-1 {
						answer = answer.Times(1)
					}
					srv.Fault(graphtest.On("Video.read"), answer)
				}
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				status, err := graph.WaitVideo(ctx, client, id, graph.VideoWait{})
				if !errors.Is(err, test.want) || status.Progress.Or(0) != 50 || !strings.Contains(status.JSON.String(), "phase") {
					t.Errorf("got %v, %v", status, err)
				}
				requests := srv.Ledger().Requests()
				if want := len(test.statuses); test.want != context.DeadlineExceeded && requests != want {
					t.Errorf("%d requests, want %d", requests, want)
				}
			})
		})
	}
}

// A video is processed after it was uploaded.
func TestUploadAndWaitForVideo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, client := newVideos(t)
		id, err := graph.UploadVideo(t.Context(), client, "7", graph.VideoUpload{Content: strings.NewReader("video"), Size: 5})
		if err != nil {
			t.Fatal(err)
		}
		status, err := graph.WaitVideo(t.Context(), client, id, graph.VideoWait{})
		if err != nil || status.Status != "ready" {
			t.Errorf("got %+v, %v", status, err)
		}
	})
}
