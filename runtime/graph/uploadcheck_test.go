package graph_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/metagraph-go/graphgen/runtime/graph"
)

// upload is what uploads of videos and of files have in common.
type upload struct {
	content io.ReaderAt
	size    int64
	resume  graph.UploadSession
	tries   int
	delay   time.Duration
}

var uploads = map[string]func(context.Context, *graph.Client, upload) error{
	"a video": func(ctx context.Context, c *graph.Client, u upload) error {
		_, err := graph.UploadVideo(ctx, c, "7", graph.VideoUpload{Content: u.content, Size: u.size, Resume: u.resume, Tries: u.tries, Delay: u.delay})
		return err
	},
	"a file": func(ctx context.Context, c *graph.Client, u upload) error {
		file := graph.FileUpload{Name: "a", ContentType: "image/png", Content: u.content, Size: u.size, Resume: u.resume, Tries: u.tries, Delay: u.delay}
		_, err := graph.UploadFile(ctx, c, "7", file)
		return err
	},
}

// Uploads that cannot go well end before anything is sent.
func TestUploadsAreChecked(t *testing.T) {
	srv, client := newVideos(t)
	content := strings.NewReader("content")
	for _, tt := range []struct {
		name   string
		upload upload
		want   string
	}{
		{"no content", upload{size: 5}, "needs Content"},
		{"no size", upload{content: content}, "its Size in bytes"},
		{"a negative size", upload{content: content, size: -1}, "its Size in bytes"},
		{"negative tries", upload{content: content, size: 5, tries: -1}, "less than 0"},
		{"a negative delay", upload{content: content, size: 5, delay: -1}, "less than 0"},
		{"a session that is half", upload{content: content, size: 5, resume: graph.UploadSession{Start: 5, End: 5}}, "Resume is no session"},
		{"a session of another host", upload{content: content, size: 5, resume: graph.UploadSession{ID: "https://evil.example/upload:x"}}, "Resume is no session"},
		{"a session with a broken signature", upload{content: content, size: 5, resume: graph.UploadSession{ID: "upload:x?%zz"}}, "Resume is no session"},
	} {
		for name, run := range uploads {
			var failed *graph.UploadError
			err := run(t.Context(), client, tt.upload)
			if !errors.As(err, &failed) || !strings.Contains(err.Error(), tt.want) || failed.Session != tt.upload.resume {
				t.Errorf("%s, %s: got error %v", name, tt.name, err)
			}
		}
	}
	if n := srv.Ledger().Requests(); n > 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// A session can be stored.
func TestUploadSessionIsJSON(t *testing.T) {
	for _, want := range []graph.UploadSession{
		{ID: "upload:abc?sig=def"},
		{ID: "5", VideoID: "6", Start: 10, End: 20},
	} {
		var got graph.UploadSession
		data, err := json.Marshal(want)
		if err == nil {
			err = json.Unmarshal(data, &got)
		}
		if err != nil || got != want {
			t.Errorf("%+v became %s and %+v, %v", want, data, got, err)
		}
	}
}
