package graph

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// FileUpload says what [UploadFile] uploads.
type FileUpload struct {
	// Name is the file's name.
	Name string
	// ContentType is the media type, which the API needs: "application/pdf",
	// "image/jpeg", "image/png" or "video/mp4".
	ContentType string
	// Content is read when it is sent, from where the API asks for it.
	Content io.ReaderAt
	// Size is the number of bytes.
	Size int64
	// Resume goes on with a session that an [UploadError] gave. The zero
	// UploadSession means a new one.
	Resume UploadSession
	// Tries is how often the upload goes on after a failure that passes. 0 means
	// 5.
	Tries int
	// Delay is the wait before the second try; it doubles with each further
	// one. 0 means a second.
	Delay time.Duration
	// Progress, when set, is called from the goroutine that sends with the
	// number of bytes sent so far.
	Progress func(sent int64)
}

var (
	fileSessionOperation = Operation{API: &ownAPI, Node: "Application", Edge: "uploads", Kind: KindCreate, Method: http.MethodPost, Path: "{app_id}/uploads"}
	fileSendOperation    = Operation{API: &ownAPI, Node: "UploadSession", Kind: KindUpdate, Method: http.MethodPost, Path: "{upload_id}"}
	fileOffsetOperation  = Operation{API: &ownAPI, Node: "UploadSession", Kind: KindRead, Method: http.MethodGet, Path: "{upload_id}"}
)

type fileSessionParams struct {
	Name   string `param:"file_name"`
	Length int64  `param:"file_length,required"`
	Type   string `param:"file_type,required"`
}

// UploadFile uploads a file with the Resumable Upload API of an app and
// returns the handle that other calls take in place of the file. When the
// transfer breaks, it goes on from where the API has the file. An error is an
// [*UploadError], from which the upload can go on later.
//
// The options concern all calls of the upload; params of [WithParam] are sent
// with the first one, which starts a session.
func UploadFile[ID ~string](ctx context.Context, c *Client, appID ID, file FileUpload, opts ...Option) (string, error) {
	t := &fileTransfer{client: c, file: file, options: collect(opts), session: file.Resume}
	t.content = content{file.Content, file.Size, file.Tries, file.Delay}
	t.extra, t.options.extra = t.options.extra, nil
	handle, err := t.run(ctx, string(appID))
	if err != nil {
		return "", &UploadError{Session: t.session, Err: err}
	}
	return handle, nil
}

// fileTransfer is an upload of a file that runs.
type fileTransfer struct {
	client  *Client
	file    FileUpload
	content content
	// options are those of the calls after the first one.
	options options
	extra   []extraParam
	session UploadSession
}

func (t *fileTransfer) run(ctx context.Context, appID string) (string, error) {
	if err := t.content.check(&fileSessionOperation); err != nil {
		return "", err
	}
	offset := int64(0)
	if t.session == (UploadSession{}) {
		if err := t.begin(ctx, appID); err != nil {
			return "", err
		}
	} else {
		var err error
		if offset, err = t.offset(ctx); err != nil {
			return "", err
		}
	}
	for try := 1; ; try++ {
		handle, err := t.send(ctx, offset)
		if err == nil || !errors.Is(err, ErrTransient) || try >= t.content.tries {
			return handle, err
		}
		if err := t.content.pause(ctx, try); err != nil {
			return "", err
		}
		if offset, err = t.offset(ctx); err != nil {
			return "", err
		}
	}
}

// begin starts a session. One that is started twice does no harm.
func (t *fileTransfer) begin(ctx context.Context, appID string) error {
	o := t.options
	o.idempotent, o.extra = true, t.extra
	var answer struct {
		ID string `json:"id"`
	}
	params := fileSessionParams{Name: t.file.Name, Length: t.file.Size, Type: t.file.ContentType}
	if err := t.client.run(ctx, Request{Operation: &fileSessionOperation, ID: appID, Params: params}, o, &answer); err != nil {
		return err
	}
	if answer.ID == "" {
		return &DecodeError{Operation: fileSessionOperation.String(), Problem: `has no member "id"`}
	}
	t.session = UploadSession{ID: answer.ID}
	return nil
}

// send sends the file from offset on and returns its handle. It is sent once:
// only the API knows how much of a try it has.
func (t *fileTransfer) send(ctx context.Context, offset int64) (string, error) {
	id, o, err := t.address()
	if err != nil {
		return "", err
	}
	part := File{
		ContentType: t.file.ContentType,
		Reader:      io.NewSectionReader(t.file.Content, offset, t.file.Size-offset),
		Size:        t.file.Size - offset,
		sized:       true,
	}
	if t.file.Progress != nil {
		part.Progress = func(sent int64) { t.file.Progress(offset + sent) }
	}
	o.raw = &filePayload{file: part}
	o.header = o.header.Clone()
	if o.header == nil {
		o.header = http.Header{}
	}
	o.header.Set("file_offset", fmt.Sprint(offset))
	var answer struct {
		Handle string `json:"h"`
	}
	if err := t.client.run(ctx, Request{Operation: &fileSendOperation, ID: id}, o, &answer); err != nil {
		return "", err
	}
	if answer.Handle == "" {
		return "", &DecodeError{Operation: fileSendOperation.String(), Problem: `has no member "h"`}
	}
	return answer.Handle, nil
}

// offset asks how much of the file the API has.
func (t *fileTransfer) offset(ctx context.Context) (int64, error) {
	id, o, err := t.address()
	if err != nil {
		return 0, err
	}
	var answer struct {
		Offset Opt[int64] `json:"file_offset"`
	}
	if err := t.client.run(ctx, Request{Operation: &fileOffsetOperation, ID: id}, o, &answer); err != nil {
		return 0, err
	}
	offset, ok := answer.Offset.Get()
	switch {
	case !ok:
		return 0, &DecodeError{Operation: fileOffsetOperation.String(), Problem: `has no member "file_offset"`}
	case offset < 0 || offset > t.file.Size:
		return 0, fmt.Errorf("graph: %s: the API asks for byte %d of a file of %d bytes", &fileOffsetOperation, offset, t.file.Size)
	}
	return offset, nil
}

// address returns the id of the session, and the options with the params that
// came with it: a session looks like "upload:abc?sig=def".
func (t *fileTransfer) address() (string, options, error) {
	id, query, _ := strings.Cut(t.session.ID, "?")
	params, err := url.ParseQuery(query)
	if err != nil || !strings.HasPrefix(id, "upload:") {
		return "", options{}, fmt.Errorf("graph: %s: FileUpload.Resume is no session of a file", &fileSendOperation)
	}
	o := t.options
	o.oauth = true
	for name := range params {
		o.extra = append(o.extra, extraParam{name, params.Get(name)})
	}
	return id, o, nil
}
