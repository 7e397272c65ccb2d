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

// VideoUpload says what [UploadVideo] uploads.
type VideoUpload struct {
	// Name is the file's name. Empty means "video".
	Name string
	// Content is read when it is sent, from where the API asks for it.
	Content io.ReaderAt
	// Size is the number of bytes.
	Size int64
	// Title and Description are the video's. Empty means none. For others of its
	// params, use [WithParam].
	Title, Description string
	// Resume goes on with a session that an [UploadError] gave. The zero
	// UploadSession means a new one.
	Resume UploadSession
	// Tries is how often the upload goes on without getting further before it
	// fails. 0 means 5.
	Tries int
	// Delay is the wait before the second try; it doubles with each further
	// one. 0 means a second.
	Delay time.Duration
	// Progress, when set, is called after each part with the number of bytes
	// that the API has.
	Progress func(sent int64)
}

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

// UploadVideo uploads a video to an ad account, part by part as the API asks
// for them, and returns its id. The video is not ready to use before it is
// processed; see [WaitVideo]. An error is an [*UploadError], from which the
// upload can go on later.
//
// The options concern all calls of the upload; params of [WithParam] are sent
// with the last one, which makes a video of the parts.
func UploadVideo[ID ~string](ctx context.Context, c *Client, accountID ID, video VideoUpload, opts ...Option) (string, error) {
	t := newVideoTransfer(c, string(accountID), video, opts)
	if err := t.run(ctx); err != nil {
		return "", &UploadError{Session: t.session, Err: err}
	}
	return t.session.VideoID, nil
}

// CancelVideo gives up an upload of a video, and what the API has of it. It
// refuses a session that is none of [UploadVideo], such as the zero
// UploadSession.
func CancelVideo[ID ~string](ctx context.Context, c *Client, accountID ID, session UploadSession, opts ...Option) error {
	if !session.isVideo() {
		return fmt.Errorf("graph: %s: CancelVideo needs the session of a video", &videosOperation)
	}
	t := newVideoTransfer(c, string(accountID), VideoUpload{}, opts)
	return t.send(ctx, videoPhase{Phase: "cancel", SessionID: session.ID}, new(Object))
}

// videoTransfer is an upload of a video that runs.
type videoTransfer struct {
	client  *Client
	account string
	video   VideoUpload
	content content
	// options are those of the calls before the last one.
	options options
	extra   []extraParam
	session UploadSession
	// best is how far the upload got, and idle the tries since.
	best int64
	idle int
}

func newVideoTransfer(c *Client, accountID string, video VideoUpload, opts []Option) *videoTransfer {
	t := &videoTransfer{client: c, account: accountID, video: video, options: collect(opts), session: video.Resume}
	t.content = content{video.Content, video.Size, video.Tries, video.Delay}
	t.extra, t.options.extra = t.options.extra, nil
	return t
}

func (t *videoTransfer) run(ctx context.Context) error {
	if err := t.content.check(&videosOperation); err != nil {
		return err
	}
	if err := t.begin(ctx); err != nil {
		return err
	}
	for t.session.Start < t.video.Size {
		if err := t.transfer(ctx); err != nil {
			return err
		}
	}
	return t.finish(ctx)
}

// begin starts a session, or goes on with one.
func (t *videoTransfer) begin(ctx context.Context) error {
	if t.session != (UploadSession{}) {
		if !t.session.isVideo() {
			return fmt.Errorf("graph: %s: VideoUpload.Resume is no session of a video", &videosOperation)
		}
		t.best = t.session.Start
		return t.checkPart(t.session.Start, t.session.End)
	}
	var begun struct {
		VideoID   string `json:"video_id"`
		SessionID string `json:"upload_session_id"`
		offsets
	}
	// A session that is started twice does no harm: one of them stays empty.
	if err := t.send(ctx, videoPhase{Phase: "start", FileSize: t.video.Size}, &begun); err != nil {
		return err
	}
	if begun.SessionID == "" || begun.VideoID == "" {
		return &DecodeError{Operation: videosOperation.String(), Problem: `has no member "upload_session_id" or "video_id"`}
	}
	start, end, err := t.part(begun.offsets)
	if err != nil {
		return err
	}
	t.session = UploadSession{ID: begun.SessionID, VideoID: begun.VideoID, Start: start, End: end}
	return nil
}

// offsets are the part of the file that the API asks for next. They are equal
// to the file's size when it has the whole file.
type offsets struct {
	Start Opt[int64] `json:"start_offset"`
	End   Opt[int64] `json:"end_offset"`
}

// part returns the part of the file that offsets name, or the file's end twice.
func (t *videoTransfer) part(o offsets) (start, end int64, err error) {
	start, ok := o.Start.Get()
	end, okEnd := o.End.Get()
	if !ok || !okEnd {
		return 0, 0, &DecodeError{Operation: videosOperation.String(), Problem: `has no member "start_offset" or "end_offset"`}
	}
	return start, end, t.checkPart(start, end)
}

// checkPart refuses parts that are none of the file. An empty one is only right
// at the end: a video would be made of a part of the file.
func (t *videoTransfer) checkPart(start, end int64) error {
	size := t.video.Size
	if 0 <= start && start < end && end <= size || start == size && end == size {
		return nil
	}
	return fmt.Errorf("graph: %s: the API asks for bytes %d to %d of a file of %d bytes", &videosOperation, start, end, size)
}

// transfer sends the part that the API asks for, and learns the next one.
func (t *videoTransfer) transfer(ctx context.Context) error {
	start, length := t.session.Start, t.session.End-t.session.Start
	chunk := File{
		Name: cmp.Or(t.video.Name, "video"),
		Size: length,
		Open: func() (io.ReadCloser, error) {
			return io.NopCloser(io.NewSectionReader(t.video.Content, start, length)), nil
		},
	}
	var next offsets
	err := t.send(ctx, videoPhase{Phase: "transfer", SessionID: t.session.ID, StartOffset: Int(start), Chunk: chunk}, &next)
	if err != nil {
		if next, err = t.afterFailure(err); err != nil {
			return err
		}
	}
	if err := t.advance(next); err != nil {
		return err
	}
	return t.pause(ctx)
}

// The subcodes of uploads that fail. All of them say that the chunk may be
// sent again; the first one says from where.
const (
	subcodeWrongOffset = 1363037
	firstUploadSubcode = 1363000
	lastUploadSubcode  = 1363099
)

// afterFailure returns the part to send after one failed, or err when the
// upload cannot go on.
func (t *videoTransfer) afterFailure(err error) (offsets, error) {
	var e *Error
	if !errors.As(err, &e) || e.Subcode < firstUploadSubcode || e.Subcode > lastUploadSubcode {
		return offsets{}, err
	}
	same := offsets{Start: Int(t.session.Start), End: Int(t.session.End)}
	if t.idle+1 >= t.content.tries {
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
func (t *videoTransfer) advance(next offsets) error {
	start, end, err := t.part(next)
	if err != nil {
		return err
	}
	t.session.Start, t.session.End = start, end
	if start > t.best {
		t.best, t.idle = start, 0
		if t.video.Progress != nil {
			t.video.Progress(start)
		}
		return nil
	}
	t.idle++
	if t.idle >= t.content.tries {
		return fmt.Errorf("graph: %s: the upload does not get beyond byte %d", &videosOperation, t.best)
	}
	return nil
}

// pause waits after a part that did not get the upload further.
func (t *videoTransfer) pause(ctx context.Context) error {
	if t.idle == 0 {
		return ctx.Err()
	}
	return t.content.pause(ctx, t.idle)
}

// finish makes a video of the parts.
func (t *videoTransfer) finish(ctx context.Context) error {
	phase := videoPhase{Phase: "finish", SessionID: t.session.ID, Title: t.video.Title, Description: t.video.Description}
	o := t.options
	o.extra = t.extra
	return t.client.run(ctx, t.request(phase), o, new(Success))
}

// send sends a phase that may be sent twice without harm.
func (t *videoTransfer) send(ctx context.Context, phase videoPhase, out any) error {
	o := t.options
	o.idempotent = true
	return t.client.run(ctx, t.request(phase), o, out)
}

func (t *videoTransfer) request(phase videoPhase) Request {
	return Request{Operation: &videosOperation, ID: t.account, Params: phase}
}
