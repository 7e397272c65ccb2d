package graph

import (
	"fmt"
	"io"
	"sync"
)

// fileContent is the content of a file, held to its size. Close ends a Read
// that is waiting: net/http waits for it even when the context has ended, and
// content from a pipe or from another server may never come.
type fileContent struct {
	name    string
	content io.ReadCloser
	// want is the size, or -1 when it is not known.
	sent, want int64
	progress   func(int64)
	buffer     []byte

	close  sync.Once
	closed chan struct{}
}

// largestRead is the number of bytes that are read at once, which is what
// net/http asks for.
const largestRead = 32 << 10

// Read returns a [*FileError] unless the content was closed.
func (c *fileContent) Read(p []byte) (int, error) {
	n, err := c.read(p)
	c.sent += int64(n)
	switch {
	case c.want >= 0 && c.sent > c.want:
		return 0, c.problem(fmt.Errorf("it has more than the %d bytes of its File.Size", c.want))
	case err == io.EOF && c.sent < c.want:
		return n, c.problem(fmt.Errorf("it ended after %d bytes, but its File.Size is %d", c.sent, c.want))
	case err != nil && err != io.EOF:
		return n, c.problem(err)
	}
	if n > 0 && c.progress != nil {
		c.progress(c.sent)
	}
	return n, err
}

// problem returns err as that of the file. What is read of content that was
// closed says nothing about the file.
func (c *fileContent) problem(err error) error {
	select {
	case <-c.closed:
		return io.ErrClosedPipe
	default:
		return &FileError{Name: c.name, Err: err}
	}
}

// read reads into a buffer of its own, because a Read that is not waited for
// may still write to it.
func (c *fileContent) read(p []byte) (int, error) {
	if c.buffer == nil {
		c.buffer = make([]byte, largestRead)
	}
	type result struct {
		n   int
		err error
	}
	done := make(chan result, 1)
	part := c.buffer[:min(len(p), len(c.buffer))]
	go func() {
		n, err := c.content.Read(part)
		done <- result{n, err}
	}()
	select {
	case r := <-done:
		return copy(p, part[:r.n]), r.err
	case <-c.closed:
		return 0, io.ErrClosedPipe
	}
}

// Close closes the content, once.
func (c *fileContent) Close() (err error) {
	c.close.Do(func() {
		close(c.closed)
		err = c.content.Close()
	})
	return err
}
