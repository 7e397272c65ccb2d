package graph

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// File is a file that a call sends. The zero File is absent. The content
// comes from Open or from Reader; it is streamed and never held in memory as
// a whole.
type File struct {
	// Name is the file's name as the API sees it, such as "spring.jpg". Some
	// edges key their answer by it.
	Name string
	// ContentType is the media type. Empty means application/octet-stream.
	ContentType string
	// Reader is the content. It can be read once, so a call that sends it is
	// not retried. A Read that has begun when the call ends is not waited for.
	// It is ignored when Open is set.
	Reader io.Reader
	// Open returns the content from its start, each time that the call is sent;
	// what it returns is closed, also while it is read. A call whose files all
	// have Open can be retried.
	Open func() (io.ReadCloser, error)
	// Size is the number of bytes. Zero means unknown: the request is then sent
	// in chunks. Content of another size is a [*FileError].
	Size int64
	// Progress, when set, is called from the goroutine that sends with the
	// number of bytes sent so far. It must not block. A retry starts again
	// from zero.
	Progress func(sent int64)

	// sized says that Size is known also when it is 0.
	sized bool
}

// FileOf returns a File with the content data, which must not be changed
// while the call runs.
func FileOf(name string, data []byte) File {
	return File{
		Name:  name,
		Size:  int64(len(data)),
		sized: true,
		Open:  func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil },
	}
}

// FileAt returns a File with the content of the file at path, which is opened
// each time that the call is sent. Its name is the last element of path.
func FileAt(path string) (File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return File{}, err
	}
	if !info.Mode().IsRegular() {
		return File{}, fmt.Errorf("graph: %s is no regular file", path)
	}
	return File{
		Name: filepath.Base(path),
		Size: info.Size(),
		Open: func() (io.ReadCloser, error) { return os.Open(path) },
	}, nil
}

// IsZero reports whether the file is absent.
func (f File) IsZero() bool { return f.Reader == nil && f.Open == nil }

// size returns the number of bytes, or -1 when it is not known.
func (f File) size() int64 {
	if f.Size > 0 || f.sized {
		return f.Size
	}
	return -1
}

// open returns the content. The error is a [*FileError].
func (f File) open() (io.ReadCloser, error) {
	var content io.ReadCloser
	if f.Open != nil {
		opened, err := f.Open()
		if err == nil && opened == nil {
			err = errors.New("File.Open returned no content")
		}
		if err != nil {
			return nil, &FileError{Name: f.Name, Err: err}
		}
		content = opened
	} else {
		content = io.NopCloser(f.Reader)
	}
	return &fileContent{name: f.Name, content: content, want: f.size(), progress: f.Progress, closed: make(chan struct{})}, nil
}
