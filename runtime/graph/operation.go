package graph

import "strings"

// Kind is what an operation does.
type Kind string

// The kinds of operations.
const (
	KindRead   Kind = "read"
	KindList   Kind = "list"
	KindCreate Kind = "create"
	KindUpdate Kind = "update"
	KindDelete Kind = "delete"
)

// API describes the API version that a package was generated for. Generated
// packages hold one; it must not be changed.
type API struct {
	// Version is the version that calls are sent to, such as "v25.0".
	Version string
	// Errors is the catalogue of the error codes that the package knows.
	Errors []ErrorDoc
}

// Operation describes one operation of the API. Generated packages hold one
// for each operation; it must not be changed.
//
// The params of a call are a struct whose fields carry a tag
// `param:"name,option,..."`. The options are:
//
//   - required: the call is refused before it is sent when the field is zero;
//   - csv: a list is sent as comma-separated text and not as a JSON array;
//   - file: the field is a [File], sent as a part of a multipart form.
//
// A field is absent, and not sent, when it is zero: a nil list, map or pointer,
// an empty text, a 0 or false that is no [Opt], an Opt that was not set. An
// empty list that is not nil is sent as [], an empty map as {}, but an empty
// csv list is absent. An Opt sends 0, false and "" as they are, and [Null] as
// null. Text, numbers and booleans are sent as they are, with UTF-8 untouched;
// lists, maps and structs as compact JSON in the order of their fields and
// keys. A [SecretText] is sent as it is, in no URL, and is kept out of errors.
type Operation struct {
	// API is the version and the error catalogue of the generated package.
	API *API
	// Node is the node's name, such as "AdAccount".
	Node string
	// Edge is the edge's name, such as "campaigns". It is empty for operations
	// on the node itself.
	Edge string
	// Kind is what the operation does.
	Kind Kind
	// Method is the HTTP method.
	Method string
	// Path is the path below the version, such as
	// "act_{ad_account_id}/campaigns". It has one variable for the id of the
	// node, or none.
	Path string
	// Host is the host that serves the operation. Empty means [HostGraph].
	Host Host
	// Errors are the codes that the API documents for the operation. They are
	// for tools and for people who read: the API answers with others too, so
	// this package decides nothing by them.
	Errors []int
	// ReadAfterWrite says that a write can answer with fields of the node; see
	// [Request.ReadBack].
	ReadAfterWrite bool
}

// String returns node, edge and kind, such as "AdAccount.campaigns list" or
// "Campaign read".
func (o *Operation) String() string {
	var b strings.Builder
	b.WriteString(o.Node)
	if o.Edge != "" {
		b.WriteByte('.')
		b.WriteString(o.Edge)
	}
	b.WriteByte(' ')
	b.WriteString(string(o.Kind))
	return b.String()
}

// Host names one of the API's hosts.
type Host string

// The hosts of the API.
const (
	// HostGraph is graph.facebook.com.
	HostGraph Host = "graph"
	// HostVideo is graph-video.facebook.com, which takes video uploads.
	HostVideo Host = "graph-video"
)
