package graph

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
)

// fileServer takes a file as the Resumable Upload API does. Each of cuts
// breaks one transfer off after so many bytes.
type fileServer struct {
	t    *testing.T
	size int
	got  []byte
	cuts []int
	log  []string
}

func (s *fileServer) RoundTrip(r *http.Request) (*http.Response, error) {
	s.log = append(s.log, r.Method+" "+r.URL.Path)
	if r.URL.Path == "/v25.0/app/uploads" {
		if err := r.ParseForm(); err != nil {
			s.t.Error(err)
		}
		if r.FormValue("file_name") != "spot.mp4" || r.FormValue("file_type") != "video/mp4" {
			s.t.Errorf("a session of %v", r.Form)
		}
		s.size, _ = strconv.Atoi(r.FormValue("file_length"))
		return respond(200, `{"id":"upload:abc?sig=d%2Ff"}`), nil
	}
	if r.URL.Path != "/v25.0/upload:abc" || r.URL.Query().Get("sig") != "d/f" || r.Header.Get("Authorization") != "OAuth t0ken" {
		s.t.Errorf("%s %s", r.Method, r.URL.Path)
	}
	if r.Method == http.MethodGet {
		return respond(200, fmt.Sprintf(`{"id":"upload:abc","file_offset":"%d"}`, len(s.got))), nil
	}
	defer r.Body.Close()
	if r.Header.Get("file_offset") != strconv.Itoa(len(s.got)) || r.ContentLength != int64(s.size-len(s.got)) || r.Header.Get("Content-Type") != "video/mp4" {
		s.t.Errorf("a part with the headers %v", r.Header)
	}
	limit := int64(s.size)
	if len(s.cuts) > 0 {
		limit, s.cuts = int64(s.cuts[0]), s.cuts[1:]
	}
	part, err := io.ReadAll(io.LimitReader(r.Body, limit))
	if err != nil {
		s.t.Error(err)
	}
	s.got = append(s.got, part...)
	if len(s.got) < s.size {
		return nil, errors.New("connection reset")
	}
	return respond(200, `{"h":"handle"}`), nil
}

func TestUploadFile(t *testing.T) {
	content := bytes.Repeat([]byte("abc"), 20)
	upload := func(t *testing.T, server *fileServer, file FileUpload) (string, error) {
		server.t = t
		client := newTestClient(t, Config{Token: Secret("t0ken"), HTTPClient: &http.Client{Transport: server}, Retry: RetryPolicy{MaxAttempts: 1}})
		file.Name, file.ContentType, file.Content, file.Size = "spot.mp4", "video/mp4", bytes.NewReader(content), int64(len(content))
		return UploadFile(t.Context(), client, "app", file)
	}
	t.Run("straight", func(t *testing.T) {
		server := &fileServer{}
		var sent int64
		handle, err := upload(t, server, FileUpload{Progress: func(n int64) { sent = n }})
		if err != nil || handle != "handle" || !bytes.Equal(server.got, content) || sent != int64(len(content)) {
			t.Errorf("got %q, %v, progress %d", handle, err, sent)
		}
	})
	t.Run("goes on after broken transfers", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			server := &fileServer{cuts: []int{7, 0, 20}}
			handle, err := upload(t, server, FileUpload{})
			if err != nil || handle != "handle" || !bytes.Equal(server.got, content) {
				t.Errorf("got %q, %v after %v", handle, err, server.log)
			}
		})
	})
	t.Run("gives up and goes on later", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			server := &fileServer{cuts: []int{7, 0, 0, 0, 0}}
			_, err := upload(t, server, FileUpload{Tries: 3})
			var failed *FileUploadError
			if !errors.As(err, &failed) || failed.Session == "" || strings.Contains(err.Error(), "d/f") {
				t.Fatalf("got error %v", err)
			}
			server.cuts = nil
			handle, err := upload(t, server, FileUpload{Session: failed.Session})
			if err != nil || handle != "handle" || !bytes.Equal(server.got, content) {
				t.Errorf("got %q, %v after %v", handle, err, server.log)
			}
		})
	})
	for _, file := range []FileUpload{{Session: "https://evil.example/upload:x"}, {Session: "upload:x?%zz"}} {
		if _, err := upload(t, &fileServer{}, file); err == nil {
			t.Errorf("session %q: got no error", file.Session)
		}
	}
}
