package graph

import (
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"
)

// payload is the body of a request. It is opened once for each attempt.
type payload interface {
	// contentType is the value of the Content-Type header.
	contentType() string
	// size is the length in bytes, or -1 when it is not known.
	size() int64
	// open returns the body from its start. Its errors are those of files.
	open() (io.ReadCloser, error)
	// replayable says whether open works more than once.
	replayable() bool
}

// formPayload is a URL-encoded form.
type formPayload string

func (p formPayload) contentType() string { return "application/x-www-form-urlencoded" }

func (p formPayload) size() int64 { return int64(len(p)) }

func (p formPayload) open() (io.ReadCloser, error) {
	return io.NopCloser(strings.NewReader(string(p))), nil
}

func (p formPayload) replayable() bool { return true }

// longestQuery is the length in bytes up to which params of reads travel in the URL.
// Longer ones travel in the body of a POST that names the real method, which
// the API treats alike: servers refuse long URLs, and logs keep them.
const longestQuery = 2000

// place is where the params of a call travel.
type place struct {
	method string
	query  string
	body   payload
}

// private reports whether the params are kept out of the URL, however short
// they are: secrets, and what a delete takes, such as the people to remove from
// an audience.
func (w *wire) private() bool {
	return len(w.secrets) > 0 || w.method == http.MethodDelete && len(w.params) > 0
}

// place returns where the params of a call travel together with those of its
// auth.
func (w *wire) place(auth url.Values) place {
	params := w.params
	if len(auth) > 0 {
		params = maps.Clone(w.params)
		maps.Copy(params, auth)
	}
	if w.raw != nil {
		return place{method: w.method, query: params.Encode(), body: w.raw}
	}
	if len(w.files) > 0 {
		return place{method: w.method, body: newMultipartPayload(params, w.files)}
	}
	text := params.Encode()
	switch {
	case w.method == http.MethodPost:
		return place{method: w.method, body: formPayload(text)}
	case !w.private() && len(text) <= longestQuery:
		return place{method: w.method, query: text}
	case text == "":
		return place{method: http.MethodPost, body: formPayload("method=" + w.method)}
	}
	return place{method: http.MethodPost, body: formPayload("method=" + w.method + "&" + text)}
}
