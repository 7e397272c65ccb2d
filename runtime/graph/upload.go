package graph

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"time"
)

// UploadSession is an upload that has begun, by [UploadVideo] or by
// [UploadFile]. It can be stored, as JSON too, and holds no token. Treat it
// like the file: who has it and a token of the app can add to the upload.
type UploadSession struct {
	// ID identifies the session. It is empty when there is none.
	ID string `json:"id"`
	// VideoID is the id that a video will have.
	VideoID string `json:"video_id,omitzero"`
	// Start and End are the part of a video that the API asks for next. They are
	// both [VideoUpload.Size] when it has the whole video.
	Start int64 `json:"start,omitzero"`
	End   int64 `json:"end,omitzero"`
}

// isVideo reports whether the session is one of a video.
func (s UploadSession) isVideo() bool { return s.ID != "" && s.VideoID != "" }

// UploadError says where an upload failed.
type UploadError struct {
	// Session is where to go on: set it as [VideoUpload.Resume] or
	// [FileUpload.Resume]. It is the zero UploadSession when none was begun.
	Session UploadSession
	// Err is what failed.
	Err error
}

// Error returns the text of Err.
func (e *UploadError) Error() string { return e.Err.Error() }

// Unwrap returns Err.
func (e *UploadError) Unwrap() error { return e.Err }

// content is what an upload sends, and how often it tries to.
type content struct {
	reader io.ReaderAt
	size   int64
	tries  int
	delay  time.Duration
}

// check refuses content that cannot be sent.
func (u *content) check(operation *Operation) error {
	switch {
	case u.reader == nil || u.size <= 0:
		return fmt.Errorf("graph: %s: an upload needs Content, and its Size in bytes", operation)
	case u.tries < 0 || u.delay < 0:
		return fmt.Errorf("graph: %s: Tries or Delay is less than 0", operation)
	}
	u.tries, u.delay = cmp.Or(u.tries, 5), cmp.Or(u.delay, time.Second)
	return nil
}

// pause waits after a number of tries that got the upload no further.
func (u *content) pause(ctx context.Context, failed int) error {
	return sleep(ctx, multiply(u.delay, 1<<min(failed-1, 5)))
}
