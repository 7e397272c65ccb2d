package graph

import (
	"errors"
	"fmt"
	"net/http"
	"net/textproto"
	"strings"
	"time"
)

// Option changes how one call is sent, not what it asks. An option that
// does not apply to a call is an error, before anything is sent.
type Option func(*options)

type options struct {
	token       SecretText
	noToken     bool // WithToken was given none
	version     string
	from        Cursor
	timeout     time.Duration
	header      http.Header
	idempotent  bool
	noRetry     bool
	oneTimeout  bool // the first attempt that gets no answer in time is the last
	ifNoneMatch string
	response    *Response
	rawBody     *[]byte
	// extra are the params of WithParam.
	extra []extraParam
	// raw is sent as the body itself, with the params in the URL.
	raw *filePayload
	// tokenless sends no token and no proof.
	tokenless bool
	// oauth sends the token in the form that file sessions ask for.
	oauth bool
	// maxPages ends a walk over pages; 0 is no end.
	maxPages int
	// ids is how many nodes are read at once. The API counts each.
	ids int
	// use is what the options are for.
	use   optionUse
	batch batchOptions
}

func collect(opts []Option) options {
	var o options
	for _, opt := range opts {
		if opt != nil {
			opt(&o)
		}
	}
	return o
}

// WithToken sends the call with another token than the client's. The proof is
// made for this token. An empty token is an error: a call of one tenant must
// not go out in the name of another.
func WithToken(token SecretText) Option {
	return func(o *options) { o.token, o.noToken = token, token.IsZero() }
}

// WithVersion sends the call to another API version than that of
// [Config.Version] or of its package, such as "v25.0".
func WithVersion(version string) Option { return func(o *options) { o.version = version } }

// From starts a list at a cursor. The zero Cursor is the start. It is for lists
// only.
func From(cursor Cursor) Option { return func(o *options) { o.from = cursor } }

// WithTimeout bounds each attempt at the call in place of [Config.Timeout].
// Less than 0 means no bound. To bound the call as a whole, give its context a
// deadline.
func WithTimeout(d time.Duration) Option { return func(o *options) { o.timeout = d } }

// WithHeader sends a header with the call. Headers that the client itself is
// in charge of are refused when the call runs.
func WithHeader(name, value string) Option {
	return func(o *options) {
		if o.header == nil {
			o.header = http.Header{}
		}
		o.header.Set(name, value)
	}
}

// Idempotent says that the call may safely run twice, so that a write is also
// repeated when it is not known whether the API did it. The API itself
// recognises no repeated writes, but for events that have an id: use it for
// writes that set a state, never for writes that create or add something.
func Idempotent() Option { return func(o *options) { o.idempotent = true } }

// NoRetry says that the call is sent once, whatever [Config.Retry] says. It is
// for callers that repeat calls themselves: the two would multiply.
func NoRetry() Option { return func(o *options) { o.noRetry = true } }

// WithIfNoneMatch makes a read answer with [ErrNotModified] when the API's
// answer still has this ETag. Pass the tag with its quotes, as
// [Response.ETag] has it. The client's cache is not asked. It is for [Do] and
// for batches; what sends several calls of one kind refuses it.
func WithIfNoneMatch(etag string) Option { return func(o *options) { o.ifNoneMatch = etag } }

// WithResponse keeps what came with the last answer in dst, also when that is
// an error. In a walk over pages it is the last page's.
func WithResponse(dst *Response) Option { return func(o *options) { o.response = dst } }

// WithRawBody keeps a copy of the answer's body in dst, as the API sent it, or
// as the client's cache has it when it has not changed. Its paging links are
// without the token of the call.
func WithRawBody(dst *[]byte) Option { return func(o *options) { o.rawBody = dst } }

// ErrNotModified is the error of a call with [WithIfNoneMatch] whose answer
// has not changed.
var ErrNotModified = errors.New("not modified")

// ownHeaders are the headers that no option may set: those that carry auth,
// those that net/http derives from the request, and those that make net/http
// take a write for repeatable and silently send it again.
var ownHeaders = map[string]string{
	"Authorization":     "use WithToken",
	"Host":              "use Config.BaseURL",
	"Content-Type":      "the client sets it",
	"Content-Length":    "the client sets it",
	"Transfer-Encoding": "the client sets it",
	"Connection":        "the client sets it",
	"Accept-Encoding":   "the client sets it",
	"User-Agent":        "use Config.UserAgent",
	"If-None-Match":     "use WithIfNoneMatch",
	"Idempotency-Key":   "the API knows no such header; use Idempotent",
	"X-Idempotency-Key": "the API knows no such header; use Idempotent",
}

// isHeader reports whether a header can have the name and the value.
func isHeader(name, value string) bool {
	if name == "" || !isPrintable(name) || strings.ContainsAny(name, `()<>@,;:\"/[]?={}`) {
		return false
	}
	return !strings.ContainsFunc(value, func(c rune) bool { return c < ' ' && c != '\t' || c == 0x7f })
}

// optionUse is what options are for.
type optionUse uint8

const (
	oneCall optionUse = iota
	// manyCalls are calls of one kind, such as looks at a run.
	manyCalls
	// manyPages are the calls of a walk over pages.
	manyPages
)

// check refuses options that would break the call, or have no use in it.
func (o options) check(r Request) error {
	if err := o.checkToken(); err != nil {
		return fmt.Errorf("graph: %s: %w", r, err)
	}
	if err := o.checkHeader(); err != nil {
		return fmt.Errorf("graph: %s: %w", r, err)
	}
	if err := o.batch.check(r); err != nil {
		return err
	}
	if problem := o.misuse(r.Operation); problem != "" {
		return fmt.Errorf("graph: %s: %s", r, problem)
	}
	return nil
}

// misuse says which option has no use in a call of an operation, if any.
func (o options) misuse(operation *Operation) string {
	switch {
	case o.from != "" && operation.Kind != KindList:
		return "From is for lists"
	case o.maxPages < 0:
		return "MaxPages got a number less than 0"
	case o.maxPages > 0 && o.use != manyPages:
		return "MaxPages is for walks over pages, such as Pages and All"
	case !isHeader("If-None-Match", o.ifNoneMatch):
		return "WithIfNoneMatch got a tag that no header can have"
	case o.ifNoneMatch != "" && operation.Method != http.MethodGet:
		return "WithIfNoneMatch is for reads"
	case o.ifNoneMatch != "" && o.use != oneCall:
		return "WithIfNoneMatch is for one call, and this makes several"
	}
	return ""
}

// checkToken refuses an empty token: the client's own would be that of another
// tenant.
func (o options) checkToken() error {
	if o.noToken {
		return errors.New("WithToken was given an empty token; leave it out to use the client's")
	}
	return nil
}

func (o options) checkHeader() error {
	for name, values := range o.header {
		if !isHeader(name, values[0]) {
			return errors.New("WithHeader got a name or a value that no header can have")
		}
		if hint, own := ownHeaders[textproto.CanonicalMIMEHeaderKey(name)]; own {
			return fmt.Errorf("WithHeader cannot set %s: %s", name, hint)
		}
	}
	return nil
}
