package graph_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// What is wrong with a file on this machine is no fault of the network: the
// call was not done, and repeating it is of no use.
func TestFilesThatCannotBeSent(t *testing.T) {
	broken := errors.New("the disk broke")
	vanished, err := vanishedFile(t)
	if err != nil {
		t.Fatal(err)
	}
	large := bytes.NewReader(make([]byte, 1<<20))
	files := []struct {
		name string
		file func() graph.File
		want error
	}{
		{"vanished", func() graph.File { return vanished }, fs.ErrNotExist},
		{"does not open", func() graph.File {
			return graph.File{Open: func() (io.ReadCloser, error) { return nil, broken }}
		}, broken},
		{"opens as nothing", func() graph.File {
			return graph.File{Open: func() (io.ReadCloser, error) { return nil, nil }}
		}, nil},
		{"breaks off", func() graph.File {
			return graph.File{Open: func() (io.ReadCloser, error) {
				return io.NopCloser(io.MultiReader(io.NewSectionReader(large, 0, 1<<20), iotest.ErrReader(broken))), nil
			}}
		}, broken},
		{"breaks off, with a size", func() graph.File {
			return graph.File{Size: 5, Open: func() (io.ReadCloser, error) { return io.NopCloser(iotest.ErrReader(broken)), nil }}
		}, broken},
		{"a reader breaks off", func() graph.File { return graph.File{Reader: iotest.ErrReader(broken)} }, broken},
		{"larger than its size", func() graph.File { return graph.File{Size: 3, Reader: strings.NewReader("12345")} }, nil},
		{"smaller than its size", func() graph.File { return graph.File{Size: 7, Reader: strings.NewReader("12345")} }, nil},
		{"larger than nothing", func() graph.File {
			file := graph.FileOf("", nil)
			file.Open = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("12345")), nil }
			return file
		}, nil},
	}
	calls := []struct {
		name string
		run  func(context.Context, *graph.Client, graph.File) error
	}{
		{"one call", func(ctx context.Context, c *graph.Client, file graph.File) error {
			_, err := graph.UploadImages(ctx, c, "act_7", []graph.File{file}, graph.Idempotent())
			return err
		}},
		{"a batch", func(ctx context.Context, c *graph.Client, file graph.File) error {
			var b graph.Batch
			upload := graph.Add(&b, meta.AdAccountByID("act_7").CreateAdImage(meta.AdAccountCreateAdImageParams{}), graph.WithParam("a.jpg", file), graph.Idempotent())
			_ = b.Do(ctx, c)
			if err := errOf(upload); !errors.Is(err, graph.ErrNotRun) {
				t.Errorf("the operation ends with %v", err)
			}
			return errOf(upload)
		}},
	}
	for _, test := range files {
		for _, call := range calls {
			t.Run(test.name+" in "+call.name, func(t *testing.T) {
				srv := newFaultServer(t, inMemory)
				file := test.file()
				file.Name = "a.jpg"
				err := call.run(t.Context(), clientOf(t, srv, graph.RetryPolicy{BaseDelay: 1, MaxDelay: 1}), file)
				var problem *graph.FileError
				if !errors.As(err, &problem) || problem.Name != "a.jpg" || !strings.Contains(err.Error(), "a.jpg") || errors.Is(err, graph.ErrTransient) {
					t.Errorf("got %v", err)
				}
				if test.want != nil && !errors.Is(err, test.want) {
					t.Errorf("got %v, want %v", err, test.want)
				}
				srv.Ledger().WantActed(t, graphtest.On("*"), 0)
				if sent := srv.Ledger().Requests(); sent > 1 {
					t.Errorf("sent %d times", sent)
				}
			})
		}
	}
}

// vanishedFile returns a file that was there when it was named.
func vanishedFile(t *testing.T) (graph.File, error) {
	path := filepath.Join(t.TempDir(), "a.jpg")
	if err := os.WriteFile(path, []byte("pixels"), 0o600); err != nil {
		return graph.File{}, err
	}
	file, err := graph.FileAt(path)
	if err != nil {
		return graph.File{}, err
	}
	return file, os.Remove(path)
}

// What the API answers before it has the whole file counts, and what ends the
// call is not taken for a fault of the file.
func TestFilesWhoseCallEnds(t *testing.T) {
	endless := func() (io.ReadCloser, error) { return io.NopCloser(endlessReader{}), nil }
	images := []graph.File{{Name: "a.jpg", Open: endless}}
	srv := newFaultServer(t, inMemory)
	client := clientOf(t, srv, graph.RetryPolicy{MaxAttempts: 1})
	srv.Fault(graphtest.On("*"), graphtest.Reset().BeforeBody().Times(1))
	_, err := graph.UploadImages(t.Context(), client, "act_7", images)
	if broken, ok := errors.AsType[*graph.TransportError](err); !ok || !broken.Sent {
		t.Errorf("a connection that breaks: got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	images[0].Progress = func(sent int64) {
		if sent > 1<<20 {
			cancel()
		}
	}
	_, err = graph.UploadImages(ctx, client, "act_7", images)
	if _, ok := errors.AsType[*graph.TransportError](err); !ok || !errors.Is(err, context.Canceled) {
		t.Errorf("a context that ends: got %v", err)
	}
}

type endlessReader struct{}

func (endlessReader) Read(p []byte) (int, error) { return len(p), nil }

// A call without params has a length, which is 0. Servers may refuse chunks.
func TestEmptyBodiesHaveALength(t *testing.T) {
	srv := newFaultServer(t)
	var seen []string
	config := srv.ClientConfig()
	base := srv.Transport()
	config.HTTPClient = &http.Client{Transport: transportFunc(func(r *http.Request) (*http.Response, error) {
		if r.ContentLength < 0 || r.ContentLength == 0 && r.Body != http.NoBody {
			seen = append(seen, r.Method+" "+r.URL.Path)
		}
		return base.RoundTrip(r)
	})}
	client, err := graph.New(config)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := graph.Do(t.Context(), client, meta.CampaignByID("7").Update(meta.CampaignUpdateParams{})); err != nil {
		t.Error(err)
	}
	_, _ = graph.UploadImages(t.Context(), client, "act_7", []graph.File{graph.FileOf("empty.jpg", nil)})
	if len(seen) > 0 {
		t.Errorf("of unknown length: %q", seen)
	}
}

type transportFunc func(*http.Request) (*http.Response, error)

func (f transportFunc) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
