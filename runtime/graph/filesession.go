package graph

import (
	"cmp"
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
	// Session goes on with a session that a [FileUploadError] gave. Empty means
	// a new one.
	Session string
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

// FileUploadError says where an upload failed.
type FileUploadError struct {
	// Session is what to set as [FileUpload.Session] to go on. It is empty when
	// there is no session. Treat it like the file: who has it and a token of the
	// app can add to the upload.
	Session string
	// Err is what failed.
	Err error
}

// Error returns the text of Err.
func (e *FileUploadError) Error() string { return e.Err.Error() }

// Unwrap returns Err.
func (e *FileUploadError) Unwrap() error { return e.Err }

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
// transfer breaks, it goes on from where the API has the file. An error is a
// [*FileUploadError], from which the upload can go on later.
func UploadFile[ID ~string](ctx context.Context, c *Client, appID ID, file FileUpload, opts ...Option) (string, error) {
	u := &fileUpload{client: c, file: file, options: collect(opts), session: file.Session}
	handle, err := u.run(ctx, string(appID))
	if err != nil {
		return "", &FileUploadError{Session: u.session, Err: err}
	}
	return handle, nil
}

// fileUpload is an upload that runs.
type fileUpload struct {
	client  *Client
	file    FileUpload
	options options
	session string
}

func (u *fileUpload) run(ctx context.Context, appID string) (string, error) {
	if u.file.Content == nil || u.file.Size <= 0 {
		return "", fmt.Errorf("graph: %s: a file needs content and its size in bytes", &fileSessionOperation)
	}
	offset := int64(0)
	if u.session == "" {
		if err := u.begin(ctx, appID); err != nil {
			return "", err
		}
	} else {
		var err error
		if offset, err = u.offset(ctx); err != nil {
			return "", err
		}
	}
	for try := 1; ; try++ {
		handle, err := u.send(ctx, offset)
		if err == nil || !errors.Is(err, ErrTransient) || try >= cmp.Or(u.file.Tries, defaultUploadTries) {
			return handle, err
		}
		if err := sleep(ctx, cmp.Or(u.file.Delay, defaultUploadDelay)<<min(try-1, 5)); err != nil {
			return "", err
		}
		if offset, err = u.offset(ctx); err != nil {
			return "", err
		}
	}
}

// begin starts a session. One that is started twice does no harm.
func (u *fileUpload) begin(ctx context.Context, appID string) error {
	o := u.options
	o.idempotent = true
	var answer struct {
		ID string `json:"id"`
	}
	params := fileSessionParams{Name: u.file.Name, Length: u.file.Size, Type: u.file.ContentType}
	if err := u.client.run(ctx, Request{Operation: &fileSessionOperation, ID: appID, Params: params}, o, &answer); err != nil {
		return err
	}
	if answer.ID == "" {
		return &DecodeError{Operation: fileSessionOperation.String(), Problem: `has no member "id"`}
	}
	u.session = answer.ID
	return nil
}

// send sends the file from offset on and returns its handle. It is sent once:
// only the API knows how much of a try it has.
func (u *fileUpload) send(ctx context.Context, offset int64) (string, error) {
	id, o, err := u.address()
	if err != nil {
		return "", err
	}
	part := File{
		ContentType: u.file.ContentType,
		Reader:      io.NewSectionReader(u.file.Content, offset, u.file.Size-offset),
		Size:        u.file.Size - offset,
		sized:       true,
	}
	if u.file.Progress != nil {
		part.Progress = func(sent int64) { u.file.Progress(offset + sent) }
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
	if err := u.client.run(ctx, Request{Operation: &fileSendOperation, ID: id}, o, &answer); err != nil {
		return "", err
	}
	if answer.Handle == "" {
		return "", &DecodeError{Operation: fileSendOperation.String(), Problem: `has no member "h"`}
	}
	return answer.Handle, nil
}

// offset asks how much of the file the API has.
func (u *fileUpload) offset(ctx context.Context) (int64, error) {
	id, o, err := u.address()
	if err != nil {
		return 0, err
	}
	var answer struct {
		Offset int64 `json:"file_offset"`
	}
	if err := u.client.run(ctx, Request{Operation: &fileOffsetOperation, ID: id}, o, &answer); err != nil {
		return 0, err
	}
	if answer.Offset < 0 || answer.Offset > u.file.Size {
		return 0, fmt.Errorf("graph: %s: the API asks for byte %d of a file of %d bytes", &fileOffsetOperation, answer.Offset, u.file.Size)
	}
	return answer.Offset, nil
}

// address returns the id of the session, and the options with the params that
// came with it: a session looks like "upload:abc?sig=def".
func (u *fileUpload) address() (string, options, error) {
	id, query, _ := strings.Cut(u.session, "?")
	params, err := url.ParseQuery(query)
	if err != nil || !strings.HasPrefix(id, "upload:") {
		return "", options{}, fmt.Errorf("graph: %s: the session is none of an upload", &fileSendOperation)
	}
	o := u.options
	o.oauth = true
	o.extra = o.extra[:len(o.extra):len(o.extra)]
	for name := range params {
		o.extra = append(o.extra, extraParam{name, params.Get(name)})
	}
	return id, o, nil
}
