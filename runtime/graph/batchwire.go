package graph

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

var batchOperation = Operation{API: &ownAPI, Node: "Batch", Kind: KindCreate, Method: http.MethodPost}

// batchItem is an operation of a batch as the API reads it.
type batchItem struct {
	Method    string   `json:"method"`
	URL       string   `json:"relative_url"`
	Body      string   `json:"body,omitempty"`
	Name      string   `json:"name,omitempty"`
	DependsOn string   `json:"depends_on,omitempty"`
	Omit      *bool    `json:"omit_response_on_success,omitempty"`
	Files     string   `json:"attached_files,omitempty"`
	Headers   []string `json:"headers,omitempty"`
}

// batchSend is one HTTP request of a batch.
type batchSend struct {
	client  *Client
	options options // Of the HTTP requests.
	ops     []*batchOp
	sends   []opSend
	// attempt is that of the operation that was sent most often.
	attempt int
	// announced says that the hooks know of the operations.
	announced bool
}

// opSend is an operation in one HTTP request.
type opSend struct {
	op      *batchOp
	wire    *wire
	options options
	// omit lets the API leave out the result.
	omit  bool
	known recollection
	key   LimitKey
	// own is the auth that travels with the operation, when it is not that of
	// the request.
	own url.Values
}

// prepare makes ready what is sent of an operation. The result of an operation
// that is not in the request is put in place of the references to it.
func (s *batchSend) prepare(ctx context.Context, op *batchOp, send *opSend) error {
	send.op, send.options = op, op.options
	var err error
	if send.wire, err = op.resolved(); err != nil {
		return err
	}
	send.omit = op.options.batch.omit && len(op.dependants) > 0 && s.has(op.dependants)
	token := s.client.token(s.options)
	o := &send.options
	if o.token.IsZero() {
		o.token = token
	}
	if o.token.Reveal() != token.Reveal() {
		cred, err := s.client.credentials(op.request, *o)
		if err != nil {
			return err
		}
		send.own = url.Values{"access_token": {o.token.Reveal()}}
		maps.Copy(send.own, cred.params)
	}
	if s.client.config.Limiter != nil {
		send.key = s.client.limitKey(o.token, send.wire.request)
	}
	if send.known = s.client.recall(ctx, send.wire, *o); send.known.found {
		o.ifNoneMatch = send.known.entry.ETag
	}
	return nil
}

// has reports whether all of ops are in the request.
func (s *batchSend) has(ops []*batchOp) bool {
	return !slices.ContainsFunc(ops, func(op *batchOp) bool { return !slices.Contains(s.ops, op) })
}

// item returns an operation as the API reads it. path has the version; files
// are the files of the whole request, to which the operation's are added.
func (s *opSend) item(path string, files *[]filePart) batchItem {
	w := s.wire
	params := w.params
	if len(s.own) > 0 {
		params = maps.Clone(params)
		maps.Copy(params, s.own)
	}
	item := batchItem{Method: w.method, URL: escapePath(path)}
	switch text := encodeBatchForm(params); {
	case text == "":
	case w.method == http.MethodPost:
		item.Body = text
	default:
		item.URL += "?" + text
	}
	if len(s.op.dependants) > 0 {
		// Without a word about it the API leaves out the results that others
		// need, and a result that is missing could not be told from a time-out.
		item.Name, item.Omit = s.op.name, &s.omit
	}
	item.Headers = s.headers()
	var names []string
	for _, part := range w.files {
		part.name = "file" + strconv.Itoa(len(*files)+1)
		names = append(names, part.name)
		*files = append(*files, part)
	}
	item.Files = strings.Join(names, ",")
	return item
}

// encodeBatchForm is a form in which a blank is %20, which is read alike as a
// form and as a part of a URL.
func encodeBatchForm(params url.Values) string {
	return strings.ReplaceAll(params.Encode(), "+", "%20")
}

func escapePath(path string) string { return (&url.URL{Path: path}).EscapedPath() }

// headers returns the headers of an operation.
func (s *opSend) headers() []string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(s.options.header)) {
		list = append(list, name+": "+s.options.header.Get(name))
	}
	if s.options.ifNoneMatch != "" {
		list = append(list, "If-None-Match: "+s.options.ifNoneMatch)
	}
	return list
}

// wire returns the HTTP request.
func (s *batchSend) wire() (*wire, error) {
	operation := batchOperation
	operation.API = s.ops[0].request.Operation.API
	w := &wire{request: Request{Operation: &operation}, method: http.MethodPost, params: url.Values{}, isBatch: true}
	items := make([]batchItem, len(s.sends))
	for i := range s.sends {
		send := &s.sends[i]
		items[i] = send.item(s.client.path(send.wire), &w.files)
		if after := send.options.batch.after; len(after) > 0 && slices.Contains(s.ops, after[0]) {
			items[i].DependsOn = after[0].name
		}
		if send.wire.host == HostVideo {
			w.host = HostVideo
		}
		w.secrets = append(w.secrets, send.wire.secrets...)
		for _, secret := range send.own {
			w.secrets = append(w.secrets, secret...)
		}
	}
	text, err := marshalJSON(items)
	if err != nil {
		return nil, err
	}
	w.params.Set("batch", string(text))
	// A batch asks for the token as a param, also when each operation has one.
	if token := s.client.token(s.options); !token.IsZero() {
		w.params.Set("access_token", token.Reveal())
	}
	return w, nil
}

// hold waits until the limiter lets the request through with all operations.
func (s *batchSend) hold(ctx context.Context, r Request, cred *credentials) error {
	if s.client.config.Limiter == nil {
		return nil
	}
	keys := make([]LimitKey, 0, len(s.sends)+1)
	for _, send := range s.sends {
		keys = append(keys, send.key)
	}
	return s.client.hold(ctx, r, cred, 1, keys...)
}
