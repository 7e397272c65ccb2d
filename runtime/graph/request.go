package graph

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
)

// wire is a call in the form that goes over the network, before a client adds
// its host and its auth. It is read-only once built, so that each attempt can
// be made from it; a batch writes it as one of its operations.
type wire struct {
	request Request
	host    Host
	method  string
	// path is the path below the host, such as "v25.0/act_1/campaigns".
	path   string
	params url.Values
	files  []filePart
	// inBody keeps the params of a GET out of the URL.
	inBody bool
}

// newWire returns what a call sends.
func newWire(r Request, o options) (*wire, error) {
	if r.Operation == nil || r.Operation.API == nil {
		return nil, errors.New("graph: the call names no operation; build calls with a generated package")
	}
	path, err := requestPath(r, o)
	if err != nil {
		return nil, err
	}
	f, err := newForm(r, o)
	if err != nil {
		return nil, err
	}
	return &wire{
		request: r,
		host:    r.Operation.Host,
		method:  r.Operation.Method,
		path:    path,
		params:  f.values,
		files:   f.files,
		inBody:  o.inBody,
	}, nil
}

// requestPath returns the version and the path of a call.
func requestPath(r Request, o options) (string, error) {
	version := o.version
	if version == "" {
		version = r.Operation.API.Version
	}
	before, rest, hasVariable := strings.Cut(r.Operation.Path, "{")
	if !hasVariable {
		return version + "/" + before, nil
	}
	_, after, _ := strings.Cut(rest, "}")
	id := strings.TrimPrefix(r.ID, before)
	if id == "" || strings.ContainsAny(id, "/?#") {
		return "", fmt.Errorf("graph: %s: the node's id is empty or holds one of / ? #", r.Operation)
	}
	return version + "/" + before + id + after, nil
}

// maxQuery is the length of a query above which a GET is sent as a POST that
// says "method=GET". Servers and proxies refuse long URLs.
const maxQuery = 2000

// payload returns the body that carries the params of a call, or nil when they
// go into the query. A GET with a body is sent as a POST.
func (w *wire) payload(params url.Values) payload {
	if len(w.files) > 0 {
		return newMultipartPayload(params, w.files)
	}
	if w.method == http.MethodPost {
		return formPayload(params.Encode())
	}
	if w.method == http.MethodGet && (w.inBody || len(params.Encode()) > maxQuery) {
		form := url.Values{"method": {http.MethodGet}}
		maps.Copy(form, params)
		return formPayload(form.Encode())
	}
	return nil
}
