package graph

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// VideoOptions are what [UploadVideo] sends with a video. The zero value is
// fine.
type VideoOptions struct {
	// Title and Description are the video's. Empty means none.
	Title, Description string
	// FileName is the name that each chunk is sent with. Empty means "video".
	FileName string
	// Params are sent in the last phase, by name, as [WithParam] sends them.
	Params map[string]any
	// Resume goes on with a session that an [UploadError] gave.
	Resume *VideoSession
	// Tries is how often the upload goes on without getting further before it
	// fails. 0 means 5.
	Tries int
	// Delay is the wait before the second try; it doubles with each further
	// one. 0 means a second.
	Delay time.Duration
	// Progress, when set, is called after each chunk with the number of bytes
	// that the API has, and their total.
	Progress func(sent, total int64)
}

// VideoSession is an upload that has begun. It can be stored, and holds no
// token.
type VideoSession struct {
	// VideoID is the id that the video will have.
	VideoID string `json:"video_id"`
	// SessionID identifies the upload.
	SessionID string `json:"upload_session_id"`
	// Start and End are the part of the file that the API asks for next. They
	// are equal when it has the whole file.
	Start int64 `json:"start_offset"`
	End   int64 `json:"end_offset"`
}

// UploadError says where an upload failed.
type UploadError struct {
	// Session is the state of the upload: pass it as [VideoOptions.Resume] to
	// go on, or to [CancelVideo]. SessionID is empty when there is no session.
	Session VideoSession
	// Err is what failed.
	Err error
}

// Error returns the text of Err.
func (e *UploadError) Error() string { return e.Err.Error() }

// Unwrap returns Err.
func (e *UploadError) Unwrap() error { return e.Err }

var videosOperation = Operation{API: &ownAPI, Node: "AdAccount", Edge: "advideos", Kind: KindCreate, Method: http.MethodPost, Path: "act_{ad_account_id}/advideos", Host: HostVideo}

type videoPhase struct {
	Phase       string     `param:"upload_phase,required"`
	FileSize    int64      `param:"file_size"`
	SessionID   string     `param:"upload_session_id"`
	StartOffset Opt[int64] `param:"start_offset"`
	Chunk       File       `param:"video_file_chunk,file"`
	Title       string     `param:"title"`
	Description string     `param:"description"`
}

// UploadVideo uploads a video of size bytes to an ad account, chunk by chunk
// as the API asks for them, and returns its id. Chunks are read from content
// when they are sent. The video is not ready to use before it is processed;
// see [WaitVideo]. An error is an [*UploadError], from which the upload can go
// on.
func UploadVideo[ID ~string](ctx context.Context, c *Client, accountID ID, content io.ReaderAt, size int64, video VideoOptions, opts ...Option) (string, error) {
	u := &videoUpload{client: c, account: string(accountID), content: content, size: size, video: video, opts: opts}
	if err := u.run(ctx); err != nil {
		return "", &UploadError{Session: u.session, Err: err}
	}
	return u.session.VideoID, nil
}

// CancelVideo gives up an upload.
func CancelVideo[ID ~string](ctx context.Context, c *Client, accountID ID, session VideoSession, opts ...Option) error {
	u := &videoUpload{client: c, account: string(accountID), opts: opts}
	return u.send(ctx, videoPhase{Phase: "cancel", SessionID: session.SessionID}, new(Object))
}

// videoUpload is an upload that runs.
type videoUpload struct {
	client  *Client
	account string
	content io.ReaderAt
	size    int64
	video   VideoOptions
	opts    []Option
	session VideoSession
	// best is how far the upload got, and idle the tries since.
	best int64
	idle int
}

func (u *videoUpload) run(ctx context.Context) error {
	if u.content == nil || u.size <= 0 {
		return fmt.Errorf("graph: %s: a video needs content and its size in bytes", &videosOperation)
	}
	if err := u.begin(ctx); err != nil {
		return err
	}
	for u.session.Start < u.session.End {
		if err := u.check(); err != nil {
			return err
		}
		if err := u.transfer(ctx); err != nil {
			return err
		}
	}
	return u.finish(ctx)
}

// begin starts a session, or goes on with one.
func (u *videoUpload) begin(ctx context.Context) error {
	if u.video.Resume != nil {
		u.session = *u.video.Resume
		u.best = u.session.Start
		return nil
	}
	// A session that is started twice does no harm: one of them stays empty.
	if err := u.send(ctx, videoPhase{Phase: "start", FileSize: u.size}, &u.session); err != nil {
		return err
	}
	if u.session.SessionID == "" {
		return &DecodeError{Operation: videosOperation.String(), Problem: `has no member "upload_session_id"`}
	}
	return nil
}

// check refuses parts that are none of the file.
func (u *videoUpload) check() error {
	if u.session.Start < 0 || u.session.End > u.size {
		return fmt.Errorf("graph: %s: the API asks for bytes %d to %d of a file of %d bytes", &videosOperation, u.session.Start, u.session.End, u.size)
	}
	return nil
}

// offsets are the part of the file that the API asks for next.
type offsets struct {
	Start Opt[int64] `json:"start_offset"`
	End   Opt[int64] `json:"end_offset"`
}

// transfer sends the part that the API asks for, and learns the next one.
func (u *videoUpload) transfer(ctx context.Context) error {
	start, length := u.session.Start, u.session.End-u.session.Start
	chunk := File{
		Name: cmp.Or(u.video.FileName, "video"),
		Size: length,
		Open: func() (io.ReadCloser, error) {
			return io.NopCloser(io.NewSectionReader(u.content, start, length)), nil
		},
	}
	var next offsets
	err := u.send(ctx, videoPhase{Phase: "transfer", SessionID: u.session.SessionID, StartOffset: Int(start), Chunk: chunk}, &next)
	if err != nil {
		if next, err = u.afterFailure(err); err != nil {
			return err
		}
	}
	if err := u.advance(next); err != nil {
		return err
	}
	return u.pause(ctx)
}

// The subcodes of uploads that fail. All of them say that the chunk may be
// sent again; the first one says from where.
const (
	subcodeWrongOffset = 1363037
	firstUploadSubcode = 1363000
	lastUploadSubcode  = 1363099
	defaultUploadTries = 5
	defaultUploadDelay = time.Second
)

// afterFailure returns the part to send after one failed, or err when the
// upload cannot go on.
func (u *videoUpload) afterFailure(err error) (offsets, error) {
	var e *Error
	if !errors.As(err, &e) || e.Subcode < firstUploadSubcode || e.Subcode > lastUploadSubcode {
		return offsets{}, err
	}
	same := offsets{Start: Int(u.session.Start), End: Int(u.session.End)}
	if u.idle+1 >= cmp.Or(u.video.Tries, defaultUploadTries) {
		return offsets{}, err
	}
	if e.Subcode != subcodeWrongOffset {
		return same, nil
	}
	var asked offsets
	if e.Data.Decode(&asked) != nil || asked.Start.IsZero() || asked.End.IsZero() {
		return same, nil
	}
	return asked, nil
}

// advance goes to the next part. It fails when the API keeps asking for parts
// that it has.
func (u *videoUpload) advance(next offsets) error {
	start, ok := next.Start.Get()
	end, okEnd := next.End.Get()
	if !ok || !okEnd {
		return &DecodeError{Operation: videosOperation.String(), Problem: "has no offsets of the next part"}
	}
	u.session.Start, u.session.End = start, end
	if start > u.best {
		u.best, u.idle = start, 0
		if u.video.Progress != nil {
			u.video.Progress(start, u.size)
		}
		return nil
	}
	u.idle++
	if u.idle >= cmp.Or(u.video.Tries, defaultUploadTries) {
		return fmt.Errorf("graph: %s: the upload does not get beyond byte %d", &videosOperation, u.best)
	}
	return nil
}

// pause waits after a part that did not get the upload further.
func (u *videoUpload) pause(ctx context.Context) error {
	if u.idle == 0 {
		return ctx.Err()
	}
	return sleep(ctx, cmp.Or(u.video.Delay, defaultUploadDelay)<<min(u.idle-1, 5))
}

// finish makes a video of the parts.
func (u *videoUpload) finish(ctx context.Context) error {
	phase := videoPhase{Phase: "finish", SessionID: u.session.SessionID, Title: u.video.Title, Description: u.video.Description}
	opts := u.opts
	for name, value := range u.video.Params {
		opts = append(opts[:len(opts):len(opts)], WithParam(name, value))
	}
	var done Success
	if err := u.client.run(ctx, u.request(phase), collect(opts), &done); err != nil {
		return err
	}
	if !done.Success {
		return fmt.Errorf("graph: %s: the API says that the upload did not finish", &videosOperation)
	}
	return nil
}

// send sends a phase that may be sent twice without harm.
func (u *videoUpload) send(ctx context.Context, phase videoPhase, out any) error {
	o := collect(u.opts)
	o.idempotent = true
	return u.client.run(ctx, u.request(phase), o, out)
}

func (u *videoUpload) request(phase videoPhase) Request {
	return Request{Operation: &videosOperation, ID: u.account, Params: phase}
}
