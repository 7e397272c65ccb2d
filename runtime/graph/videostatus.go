package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
)

// VideoStatus is how far the API got with a video.
type VideoStatus struct {
	// Status is "processing", "ready" or "error". The API adds values.
	Status string `json:"video_status"`
	// Progress is in percent, when the API says it.
	Progress Opt[int64] `json:"processing_progress,omitzero"`
	// JSON is the status as it came, with details of each phase.
	JSON Object `json:"-"`
}

// ErrVideo means that the API cannot process a video.
var ErrVideo = errors.New("the API could not process the video")

var videoOperation = Operation{API: &ownAPI, Node: "Video", Kind: KindRead, Method: http.MethodGet, Path: "{video_id}"}

// VideoWait says how [WaitVideo] waits. The zero value is fine.
type VideoWait struct {
	// Poll says how often the status is asked for.
	Poll Poll
	// Progress, when set, is called with each status that the API tells.
	Progress func(VideoStatus)
}

// WaitVideo waits until a video is ready to use. The context bounds the wait.
// The error matches [ErrVideo] when the video will not become ready. The
// status is the last one that the API gave, also with an error.
func WaitVideo[ID ~string](ctx context.Context, c *Client, videoID ID, wait VideoWait, opts ...Option) (VideoStatus, error) {
	return c.waitVideo(ctx, string(videoID), wait, collect(opts))
}

func (c *Client) waitVideo(ctx context.Context, videoID string, wait VideoWait, o options) (VideoStatus, error) {
	var last VideoStatus
	poll, err := wait.Poll.withDefaults()
	if err != nil {
		return last, err
	}
	r := Request{Operation: &videoOperation, ID: videoID, Fields: []string{"status"}}
	o.use = manyCalls
	err = poll.wait(ctx, c, r, func() (done bool, err error) {
		status, err := c.videoStatus(ctx, r, o)
		if err != nil {
			return false, err
		}
		last = status
		if wait.Progress != nil {
			wait.Progress(status)
		}
		if status.Status == "error" {
			return true, fmt.Errorf("graph: %s: %w", r, ErrVideo)
		}
		return status.Status == "ready", nil
	})
	return last, err
}

func (c *Client) videoStatus(ctx context.Context, r Request, o options) (VideoStatus, error) {
	var answer struct {
		Status Raw[VideoStatus] `json:"status"`
	}
	err := c.run(ctx, r, o, &answer)
	status := answer.Status.Value
	status.JSON = answer.Status.JSON
	return status, err
}
