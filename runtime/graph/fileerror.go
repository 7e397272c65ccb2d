package graph

import (
	"errors"
	"io"
	"strings"
	"sync"
)

// FileError means that a file of a call could not be opened or read, or is not
// of its [File.Size]. The API did not get the whole call and has not done it.
// Such a call is not repeated.
type FileError struct {
	// Operation is the operation and the id of the node.
	Operation string
	// Name is the file's [File.Name].
	Name string
	// Err is what opening or reading the file failed with, without the secrets
	// of the call.
	Err error
}

// Error returns one line with the operation, the file's name and the cause.
func (e *FileError) Error() string {
	var b strings.Builder
	b.WriteString("graph: ")
	if e.Operation != "" {
		b.WriteString(e.Operation)
		b.WriteString(": ")
	}
	b.WriteString("not done: the file ")
	if e.Name != "" {
		b.WriteString(oneLine(e.Name))
		b.WriteByte(' ')
	}
	b.WriteString("cannot be sent: ")
	b.WriteString(oneLine(e.Err.Error()))
	return b.String()
}

// Unwrap returns Err.
func (e *FileError) Unwrap() error { return e.Err }

// fileFault keeps the first error of the files of one attempt. net/http reads
// them in a goroutine of its own, and its error tells them from those of the
// connection only by their text.
type fileFault struct {
	mu    sync.Mutex
	first *FileError
}

// note keeps an error when it is the first one of a file.
func (f *fileFault) note(err error) {
	var problem *FileError
	if !errors.As(err, &problem) {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.first == nil {
		f.first = problem
	}
}

// of returns the error as one of a call, or nil when there was none.
func (f *fileFault) of(r Request, s scrubber) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.first == nil {
		return nil
	}
	return &FileError{Operation: r.String(), Name: f.first.Name, Err: s.err(f.first.Err)}
}

// watchedBody is a body whose errors are noted.
type watchedBody struct {
	io.ReadCloser
	fault *fileFault
}

func (b watchedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil && err != io.EOF {
		b.fault.note(err)
	}
	return n, err
}
