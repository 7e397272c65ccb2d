package graph

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// wire is a call in the form that goes over the network, before a client adds
// its host and its auth. It is read-only once built, so that each attempt can
// be made from it; a batch writes it as one of its operations.
type wire struct {
	request Request
	host    Host
	method  string
	// version is the one of WithVersion. Empty means none.
	version string
	// path is the path below the version, such as "act_1/campaigns".
	path   string
	params url.Values
	files  []filePart
	// secrets are values of params that stand in no URL and in no error.
	secrets []string
	// raw is the body itself. The params then travel in the URL.
	raw *filePayload
	// isBatch says that the path is that of a batch, which has no version.
	isBatch bool
}

var errNoOperation = errors.New("graph: the call names no operation; build calls with a generated package")

// newWire returns what a call sends.
func newWire(r Request, o options) (*wire, error) {
	if r.Operation == nil || r.Operation.API == nil {
		return nil, errNoOperation
	}
	if err := o.check(r); err != nil {
		return nil, err
	}
	if !isVersion(cmp.Or(o.version, r.Operation.API.Version)) {
		return nil, fmt.Errorf(`graph: %s: the API version is not of the form "v25.0"`, r.Operation)
	}
	path, err := requestPath(r)
	if err != nil {
		return nil, err
	}
	f, err := newForm(r, o)
	if err != nil {
		return nil, err
	}
	if err := o.batch.checkForm(r, f); err != nil {
		return nil, err
	}
	return &wire{
		request: r,
		host:    r.Operation.Host,
		method:  r.Operation.Method,
		version: o.version,
		path:    path,
		params:  f.values,
		files:   f.files,
		secrets: f.secrets,
		raw:     o.raw,
	}, nil
}

// reads reports whether the call changes nothing, so that it may be repeated.
func (w *wire) reads() bool { return w.method == http.MethodGet }

// uploads reports whether the call sends files.
func (w *wire) uploads() bool { return len(w.files) > 0 || w.raw != nil }

// replayable reports whether the call can be sent more than once.
func (w *wire) replayable() bool {
	if w.raw != nil {
		return w.raw.replayable()
	}
	return !slices.ContainsFunc(w.files, func(part filePart) bool { return part.file.Open == nil })
}

// path returns the version and the path of a call.
func (c *Client) path(w *wire) string {
	if w.isBatch {
		return w.path
	}
	return cmp.Or(w.version, c.config.Version, w.request.Operation.API.Version) + "/" + w.path
}

// requestPath returns the path of a call below the version.
func requestPath(r Request) (string, error) {
	before, rest, variable := strings.Cut(r.Operation.Path, "{")
	if !variable {
		if r.ID != "" {
			return "", fmt.Errorf("graph: %s: the operation takes no id", r.Operation)
		}
		return before, nil
	}
	_, after, _ := strings.Cut(rest, "}")
	id := strings.TrimPrefix(r.ID, before)
	if err := checkID(id); err != nil {
		return "", fmt.Errorf("graph: %s: %w", r.Operation, err)
	}
	return before + id + after, nil
}

// checkID refuses ids that would lead to another path. It does not quote them:
// what is not an id may be anything.
func checkID(id string) error {
	switch {
	case id == "":
		return errors.New("the node's id is empty")
	case id == ".", id == "..":
		return errors.New("the node's id is a relative path")
	}
	if !isPrintable(id) || strings.ContainsAny(id, `/\?#%"`) {
		return errors.New("the node's id holds a character that no id has")
	}
	return nil
}

// isVersion reports whether s is a version such as "v25.0".
func isVersion(s string) bool {
	major, minor, found := strings.Cut(strings.TrimPrefix(s, "v"), ".")
	return found && strings.HasPrefix(s, "v") && isDigits(major) && isDigits(minor)
}
