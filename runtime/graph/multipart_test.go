package graph

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// readForm reads a multipart payload back as "name filename type: content".
func readForm(t *testing.T, p payload) []string {
	t.Helper()
	_, params, err := mime.ParseMediaType(p.contentType())
	if err != nil {
		t.Fatal(err)
	}
	body, err := p.open()
	if err != nil {
		t.Fatal(err)
	}
	defer body.Close()
	counted := &countedReader{r: body}
	reader := multipart.NewReader(counted, params["boundary"])
	var out []string
	for {
		part, err := reader.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, fmt.Sprintf("%s %s %s: %s", part.FormName(), part.FileName(), part.Header.Get("Content-Type"), content))
	}
	if _, err := io.Copy(io.Discard, counted); err != nil {
		t.Fatal(err)
	}
	if p.size() >= 0 && p.size() != counted.n {
		t.Errorf("size() is %d, the body has %d bytes", p.size(), counted.n)
	}
	return out
}

type countedReader struct {
	r io.Reader
	n int64
}

func (c *countedReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

func TestMultipartPayload(t *testing.T) {
	var sent []int64
	picture := FileOf("a.jpg", []byte("pixels"))
	picture.ContentType = "image/jpeg"
	picture.Progress = func(n int64) { sent = append(sent, n) }
	hostile := FileOf("x\"\r\nContent-Type: evil\\.jpg", []byte("-"))
	unnamed := File{Reader: strings.NewReader("stream")}
	empty := FileOf("empty", nil)
	p := newMultipartPayload(url.Values{"name": {"Größe"}, "a": {"1"}}, []filePart{{"filename", picture}, {"source0", hostile}, {"source1", unnamed}, {"source2", empty}})
	want := []string{
		"a  : 1",
		"name  : Größe",
		"filename a.jpg image/jpeg: pixels",
		`source0 x"Content-Type: evil\.jpg application/octet-stream: -`,
		"source1 source1 application/octet-stream: stream",
		"source2 empty application/octet-stream: ",
	}
	if diff := cmp.Diff(want, readForm(t, p)); diff != "" {
		t.Error(diff)
	}
	if p.size() != -1 || p.replayable() {
		t.Errorf("with a reader of unknown size: size %d, replayable %v", p.size(), p.replayable())
	}
	if diff := cmp.Diff([]int64{6}, sent); diff != "" {
		t.Errorf("progress: %s", diff)
	}
	again := newMultipartPayload(url.Values{"a": {"1"}}, []filePart{{"filename", picture}, {"source0", hostile}})
	if again.size() <= 0 || !again.replayable() {
		t.Errorf("with files that can be opened again: size %d, replayable %v", again.size(), again.replayable())
	}
	if diff := cmp.Diff(readForm(t, again), readForm(t, again)); diff != "" {
		t.Errorf("the second opening differs: %s", diff)
	}
}

func TestFileOfAnotherSizeIsAnError(t *testing.T) {
	for _, size := range []int64{3, 7} {
		p := newMultipartPayload(nil, []filePart{{"f", File{Reader: strings.NewReader("12345"), Size: size}}})
		body, err := p.open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadAll(body); err == nil || !strings.Contains(err.Error(), "File.Size") {
			t.Errorf("size %d for 5 bytes: got error %v", size, err)
		}
	}
}

func TestFileThatDoesNotOpen(t *testing.T) {
	gone := errors.New("gone")
	for _, file := range []File{
		{Open: func() (io.ReadCloser, error) { return nil, gone }},
		{Open: func() (io.ReadCloser, error) { return nil, nil }},
	} {
		body, err := newMultipartPayload(nil, []filePart{{"f", file}}).open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadAll(body); err == nil {
			t.Error("got no error")
		}
	}
}

func TestFileAt(t *testing.T) {
	path := filepath.Join(t.TempDir(), "spot.mp4")
	if err := os.WriteFile(path, []byte("frames"), 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := FileAt(path)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"f spot.mp4 application/octet-stream: frames"}
	if diff := cmp.Diff(want, readForm(t, newMultipartPayload(nil, []filePart{{"f", file}}))); diff != "" {
		t.Error(diff)
	}
	if _, err := FileAt(filepath.Dir(path)); err == nil {
		t.Error("a folder: got no error")
	}
}
