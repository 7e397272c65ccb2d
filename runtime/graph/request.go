package graph

import (
	"errors"
	"fmt"
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
}

// newWire returns what a call sends.
func newWire(r Request, o options) (*wire, error) {
	if r.Operation == nil || r.Operation.API == nil {
		return nil, errors.New("graph: the call names no operation; build calls with a generated package")
	}
	w := &wire{request: r, host: r.Operation.Host, method: r.Operation.Method, params: url.Values{}}
	var err error
	if w.path, err = requestPath(r, o); err != nil {
		return nil, err
	}
	if err := encodeParams(w.params, r); err != nil {
		return nil, err
	}
	if len(r.ReadBack) > 0 {
		w.params.Set("fields", strings.Join(r.ReadBack, ","))
	}
	place, err := o.from.values()
	if err != nil {
		return nil, err
	}
	for key, value := range place {
		w.params[key] = value
	}
	return w, nil
}

// requestPath returns the version and the path of a call.
func requestPath(r Request, o options) (string, error) {
	version := o.version
	if version == "" {
		version = r.Operation.API.Version
	}
	before, rest, _ := strings.Cut(r.Operation.Path, "{")
	_, after, _ := strings.Cut(rest, "}")
	id := strings.TrimPrefix(r.ID, before)
	if id == "" || strings.ContainsAny(id, "/?#") {
		return "", fmt.Errorf("graph: %s: the node's id is empty or holds one of / ? #", r.Operation)
	}
	return version + "/" + before + id + after, nil
}

// payload returns the body that carries the params of a call, or nil when they
// go into the query.
func (w *wire) payload(params url.Values) payload {
	if w.method == http.MethodPost {
		return formPayload(params.Encode())
	}
	return nil
}
