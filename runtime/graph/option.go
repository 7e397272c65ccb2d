package graph

// Option changes how one call is sent, not what it asks.
type Option func(*options)

type options struct {
	token   Secret
	version string
	from    Cursor
	// extra are the params of WithParam; inBody keeps params out of the URL.
	extra  []extraParam
	inBody bool
	// maxPages ends a walk over pages; 0 is no end.
	maxPages int
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

// WithToken sends the call with another token than the client's.
func WithToken(token Secret) Option { return func(o *options) { o.token = token } }

// WithVersion sends the call to another API version than the one its package
// was generated for, such as "v25.0".
func WithVersion(version string) Option { return func(o *options) { o.version = version } }

// From starts a list at a cursor. The zero Cursor is the start.
func From(cursor Cursor) Option { return func(o *options) { o.from = cursor } }
