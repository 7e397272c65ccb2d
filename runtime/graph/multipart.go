package graph

import (
	"bytes"
	"crypto/rand"
	"io"
	"maps"
	"mime/multipart"
	"net/textproto"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// multipartPayload is a multipart form. The files are read while it is sent.
type multipartPayload struct {
	boundary string
	// heads stand before the files, and tail after the last one.
	heads [][]byte
	files []File
	tail  []byte
}

func newMultipartPayload(params url.Values, files []filePart) *multipartPayload {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	p := &multipartPayload{boundary: "graph-" + rand.Text()}
	_ = w.SetBoundary(p.boundary) // Of letters, digits and hyphens, which are allowed.
	for _, name := range slices.Sorted(maps.Keys(params)) {
		for _, value := range params[name] {
			_ = w.WriteField(quoteSafe(name), value) // Writes to a buffer do not fail.
		}
	}
	for _, part := range files {
		_, _ = w.CreatePart(fileHeader(part))
		p.heads = append(p.heads, bytes.Clone(b.Bytes()))
		p.files = append(p.files, part.file)
		b.Reset()
	}
	_ = w.Close()
	p.tail = bytes.Clone(b.Bytes())
	return p
}

// fileHeader returns the header of a file's part. A file without a name gets
// the name of its param: without a filename the API takes the part for text.
func fileHeader(part filePart) textproto.MIMEHeader {
	name := part.file.Name
	if name == "" {
		name = part.name
	}
	contentType := part.file.ContentType
	if contentType == "" {
		contentType = "application/octet-stream"
	}
	header := textproto.MIMEHeader{}
	header.Set("Content-Disposition", `form-data; name="`+escapeQuotes(part.name)+`"; filename="`+escapeQuotes(name)+`"`)
	header.Set("Content-Type", quoteSafe(contentType))
	return header
}

// escapeQuotes returns text that can stand between the quotes of a header.
func escapeQuotes(s string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(quoteSafe(s))
}

// quoteSafe drops what would end a header's line.
func quoteSafe(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, s)
}

func (p *multipartPayload) contentType() string {
	return "multipart/form-data; boundary=" + p.boundary
}

func (p *multipartPayload) size() int64 {
	total := int64(len(p.tail))
	for i, file := range p.files {
		size := file.size()
		if size < 0 {
			return -1
		}
		total += int64(len(p.heads[i])) + size
	}
	return total
}

func (p *multipartPayload) replayable() bool {
	return !slices.ContainsFunc(p.files, func(f File) bool { return f.Open == nil })
}

// open returns the body. Each file is opened when its turn comes, so that no
// more than one is open.
func (p *multipartPayload) open() (io.ReadCloser, error) {
	return &multipartBody{payload: p, current: io.NopCloser(bytes.NewReader(p.heads[0]))}, nil
}

// part opens what is read in a step, or returns nil after the last one.
func (p *multipartPayload) part(step int) (io.ReadCloser, error) {
	i := step / 2
	switch {
	case i < len(p.files) && step%2 == 1:
		return p.files[i].open()
	case i < len(p.files):
		return io.NopCloser(bytes.NewReader(p.heads[i])), nil
	case step == 2*len(p.files):
		return io.NopCloser(bytes.NewReader(p.tail)), nil
	}
	return nil, nil
}

// multipartBody reads head, file, head, file, tail. Transports may close a
// body while they read it: a file whose content does not come must not hold up
// the end of the call, so nothing is locked while a part is read.
type multipartBody struct {
	payload *multipartPayload
	step    int // Even steps are heads and the tail, odd steps are files.

	mu      sync.Mutex
	current io.ReadCloser // Nil after the end.
}

func (b *multipartBody) Read(data []byte) (int, error) {
	for {
		part := b.part()
		if part == nil {
			return 0, io.EOF
		}
		n, err := part.Read(data)
		if err != io.EOF {
			return n, err
		}
		if err := b.next(); err != nil {
			return n, err
		}
		if n > 0 {
			return n, nil
		}
	}
}

func (b *multipartBody) part() io.Reader {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.current == nil {
		return nil
	}
	return b.current
}

// next goes to the next step. There is none after the tail, and none
// after Close.
func (b *multipartBody) next() error {
	b.step++
	part, err := b.payload.part(b.step)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.current == nil || err != nil {
		if part != nil {
			_ = part.Close()
		}
		return err
	}
	err = b.current.Close()
	b.current = part
	return err
}

// Close ends the body: what is read after it is the end.
func (b *multipartBody) Close() error {
	b.mu.Lock()
	part := b.current
	b.current = nil
	b.mu.Unlock()
	if part == nil {
		return nil
	}
	return part.Close()
}
