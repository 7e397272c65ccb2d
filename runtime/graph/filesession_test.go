package graph_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

var fileParts = graphtest.On("UploadSession.update")

// sentParts returns where the parts of files began.
func sentParts(srv *graphtest.Server) string {
	var all []string
	for _, e := range srv.Ledger().Entries(fileParts) {
		all = append(all, e.Header.Get("file_offset"))
	}
	return strings.Join(all, " ")
}

func TestUploadFile(t *testing.T) {
	content := bytes.Repeat([]byte("abc"), 20)
	cut := func(n int) graphtest.Fault { return graphtest.TruncateRequest(n).Times(1) }
	for _, test := range []struct {
		name   string
		script []graphtest.Fault
		parts  string
	}{
		{"straight", nil, "0"},
		{"after broken transfers", []graphtest.Fault{cut(7), cut(0), cut(20)}, "0 7 7 27"},
		{"after an answer that was lost", []graphtest.Fault{cut(59), graphtest.Transient().Times(1)}, "0 59 59"},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				srv := newFaultServer(t, inMemory)
				srv.Fault(fileParts, test.script...)
				var sent int64
				handle, err := uploadSpot(t, srv, content, graph.FileUpload{Progress: func(n int64) { sent = n }})
				if err != nil {
					t.Fatal(err)
				}
				if got, _ := srv.Store().Content(handle); !bytes.Equal(got, content) || sent != int64(len(content)) {
					t.Errorf("the API got %q, progress %d", got, sent)
				}
				if diff := cmp.Diff(test.parts, sentParts(srv)); diff != "" {
					t.Error(diff)
				}
				for _, e := range srv.Ledger().Entries(fileParts) {
					if e.Header.Get("Content-Type") != "video/mp4" || e.Params["sig"] != "" || e.TokenIn != "header" {
						t.Errorf("a part with the headers %v, the token in the %s and the params %v", e.Header, e.TokenIn, e.Params)
					}
				}
				begun := srv.Ledger().Entries(graphtest.On("Application.uploads.create"))
				if want := map[string]string{"file_name": "spot.mp4", "file_type": "video/mp4", "file_length": "60"}; len(begun) != 1 || !cmp.Equal(want, begun[0].Params) {
					t.Errorf("sessions of %v", begun)
				}
			})
		})
	}
}

// uploadSpot uploads a video with a client that repeats nothing by itself.
func uploadSpot(t *testing.T, srv *graphtest.Server, content []byte, file graph.FileUpload) (string, error) {
	file.Name, file.ContentType, file.Content, file.Size = "spot.mp4", "video/mp4", bytes.NewReader(content), int64(len(content))
	return graph.UploadFile(t.Context(), clientOf(t, srv, oneTry), "138483919580948", file)
}

// An answer that does not say how much the API has must not pass for nothing.
func TestUploadFileWantsTheOffset(t *testing.T) {
	for _, answer := range []string{`{"id":"upload:x"}`, `{"file_offset":null}`} {
		srv := newFaultServer(t, inMemory)
		srv.Fault(graphtest.On("UploadSession.read"), graphtest.Answer(200, answer))
		_, err := uploadSpot(t, srv, []byte("abc"), graph.FileUpload{Resume: graph.UploadSession{ID: "upload:x?sig=y"}})
		if _, ok := errors.AsType[*graph.DecodeError](err); !ok || sentParts(srv) != "" {
			t.Errorf("got error %v after parts from %s", err, sentParts(srv))
		}
	}
}

func TestUploadFileGoesOnLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		content := bytes.Repeat([]byte("abc"), 20)
		srv := newFaultServer(t, inMemory)
		srv.Fault(fileParts, graphtest.TruncateRequest(7).Times(1), graphtest.TruncateRequest(0))
		_, err := uploadSpot(t, srv, content, graph.FileUpload{Tries: 3})
		var failed *graph.UploadError
		if !errors.As(err, &failed) || failed.Session.ID == "" || strings.Contains(fmt.Sprintf("%v %+v", err, err), "sig=") {
			t.Fatalf("got error %v", err)
		}
		if got := sentParts(srv); got != "0 7 7" {
			t.Errorf("parts from %s", got)
		}
		srv.ClearFaults()
		handle, err := uploadSpot(t, srv, content, graph.FileUpload{Resume: failed.Session})
		if got, _ := srv.Store().Content(handle); err != nil || !bytes.Equal(got, content) {
			t.Errorf("got %q, %v: %q", handle, err, got)
		}
		srv.Ledger().WantReceived(t, graphtest.On("Application.uploads.create"), 1)
	})
}
