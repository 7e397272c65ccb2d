package graph

import (
	"cmp"
	"io"
)

// filePayload is a body that is a file and nothing else.
type filePayload struct{ file File }

func (p *filePayload) contentType() string {
	return cmp.Or(quoteSafe(p.file.ContentType), "application/octet-stream")
}

func (p *filePayload) size() int64 { return p.file.size() }

func (p *filePayload) open() (io.ReadCloser, error) { return p.file.open() }

func (p *filePayload) replayable() bool { return p.file.Open != nil }
