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
		if file.Size <= 0 {
			return -1
		}
		total += int64(len(p.heads[i])) + file.Size
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

// multipartBody reads head, file, head, file, tail. Transports may close a
// body while they read it.
type multipartBody struct {
	mu      sync.Mutex
	payload *multipartPayload
	step    int // Even steps are heads and the tail, odd steps are files.
	current io.ReadCloser
}

func (b *multipartBody) Read(data []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for b.current != nil {
		n, err := b.current.Read(data)
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
	return 0, io.EOF
}

// next goes to the next step. There is none after the tail.
func (b *multipartBody) next() error {
	if err := b.closeCurrent(); err != nil {
		return err
	}
	b.step++
	i := b.step / 2
	switch {
	case b.step%2 == 1 && i < len(b.payload.files):
		content, err := b.payload.files[i].open()
		if err != nil {
			return err
		}
		b.current = content
	case b.step%2 == 0 && i < len(b.payload.files):
		b.current = io.NopCloser(bytes.NewReader(b.payload.heads[i]))
	case b.step%2 == 0 && i == len(b.payload.files):
		b.current = io.NopCloser(bytes.NewReader(b.payload.tail))
	}
	return nil
}

// Close ends the body: what is read after it is the end.
func (b *multipartBody) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.closeCurrent()
}

func (b *multipartBody) closeCurrent() error {
	if b.current == nil {
		return nil
	}
	err := b.current.Close()
	b.current = nil
	return err
}
