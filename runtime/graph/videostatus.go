package graph

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"time"
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
var ErrVideo = errors.New("graph: the API could not process the video")

var videoOperation = Operation{API: &ownAPI, Node: "Video", Kind: KindRead, Method: http.MethodGet, Path: "{video_id}"}

// WaitVideo waits until a video is ready to use. It asks for the status now
// and then each period; zero means 3 seconds. The context bounds the wait. The
// error matches [ErrVideo] when the video will not become ready. The status is
// the last one that the API gave, also with an error.
func WaitVideo[ID ~string](ctx context.Context, c *Client, videoID ID, period time.Duration, opts ...Option) (VideoStatus, error) {
	return c.waitVideo(ctx, string(videoID), period, collect(opts))
}

func (c *Client) waitVideo(ctx context.Context, videoID string, period time.Duration, o options) (VideoStatus, error) {
	var last VideoStatus
	for {
		status, err := c.videoStatus(ctx, videoID, o)
		if err != nil {
			return last, err
		}
		last = status
		switch status.Status {
		case "ready":
			return status, nil
		case "error":
			return status, ErrVideo
		}
		if err := sleep(ctx, cmp.Or(period, defaultStatusPeriod)); err != nil {
			return status, err
		}
	}
}

func (c *Client) videoStatus(ctx context.Context, videoID string, o options) (VideoStatus, error) {
	var answer struct {
		Status Raw[VideoStatus] `json:"status"`
	}
	err := c.run(ctx, Request{Operation: &videoOperation, ID: videoID, Fields: []string{"status"}}, o, &answer)
	status := answer.Status.Value
	status.JSON = answer.Status.JSON
	return status, err
}
