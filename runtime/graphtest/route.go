package graphtest

import (
	"maps"
	"net/http"
	"strings"

	"github.com/metagraph-go/graphgen/generator/spec"
)

// The operations that the specs don't have, because they are on no node.
var (
	debugToken = &operation{
		node: &nodeType{structType: structType{name: "Token"}}, kind: "read", method: http.MethodGet,
		params: map[string]*spec.Field{"input_token": {Name: spec.Text{Value: "input_token"}, Type: spec.Type{Name: "string"}, Required: true}},
		order:  []string{"input_token"},
	}
	startUpload = &operation{
		node: &nodeType{structType: structType{name: "Application"}}, edge: "uploads", kind: "create", method: http.MethodPost,
		params: uploadParams, order: keys(uploadParams),
	}
	sendUpload     = &operation{node: uploadSession, kind: "update", method: http.MethodPost, params: anySignature}
	readUpload     = &operation{node: uploadSession, kind: "read", method: http.MethodGet, params: anySignature}
	batchOperation = &operation{node: &nodeType{structType: structType{name: "Batch"}}, kind: "create", method: http.MethodPost}
	unknown        = &operation{node: &nodeType{structType: structType{name: "Unknown"}}, kind: "call"}

	uploadSession = &nodeType{structType: structType{name: "UploadSession"}}
	uploadParams  = map[string]*spec.Field{
		"file_name":   {Type: spec.Type{Name: "string"}},
		"file_length": {Type: spec.Type{Name: "int64"}, Required: true},
		"file_type":   {Type: spec.Type{Name: "string"}, Required: true},
	}
	anySignature = map[string]*spec.Field{"sig": {Type: spec.Type{Name: "string"}}}

	// connection is no operation, but faults can be on it.
	connection = &operation{node: &nodeType{structType: structType{name: "Connection"}}, kind: "open"}

	specialOperations = []*operation{debugToken, issueToken, startUpload, sendUpload, readUpload, batchOperation, unknown, connection}
)

// routeLocked is route for callers that do not hold the store's lock. It also
// finds the operation of a call that is for many nodes.
func (s *Server) routeLocked(sc *schema, c *call) *Error {
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	ids, many := c.params["ids"]
	if !many || c.method != http.MethodGet {
		err := s.route(sc, c)
		c.setAccount()
		return err
	}
	list := idsOf(ids)
	c.target, c.id = unknown, strings.Join(list, ",")
	if len(list) > maxIDs {
		return paramError([]string{"ids"}, "Too many IDs. Maximum: %d. Provided: %d.", maxIDs, len(list))
	}
	var first *Error
	for _, id := range list {
		one := *c
		one.params = cloneWithout(c.params, "ids")
		one.segments = append([]string{id}, c.segments...)
		err := s.route(sc, &one)
		switch {
		case err == nil:
			one.setAccount()
			c.target, c.account = one.target, one.account
		case first == nil && err.Code == 2500:
			first = err
		case first == nil:
			first = unknownAlias(id)
		}
	}
	return first
}

// maxIDs is how many ids the API takes in one call.
const maxIDs = 50

// route finds the operation and the node of a call.
func (s *Server) route(sc *schema, c *call) *Error {
	c.target, c.rec, c.id = unknown, nil, ""
	segments := c.segments
	if id := c.params["id"]; id != "" && s.addressedByParam(segments) {
		segments = append([]string{id}, segments...)
	}
	path := strings.Join(segments, "/")
	if s.routeOwn(sc, c, segments) {
		return nil
	}
	switch {
	case c.target != unknown && (len(segments) > 2 || s.store.nodes[segments[0]] == nil):
		return missing(c.method, c.id)
	case len(segments) == 0 || len(segments) > 2:
		return unknownPath(path)
	case segments[0] == "debug_token" && len(segments) == 1 && c.method == http.MethodGet:
		c.target = debugToken
		return nil
	case path == "oauth/access_token" && (c.method == http.MethodGet || c.method == http.MethodPost):
		c.target = issueToken
		return nil
	case strings.HasPrefix(segments[0], "upload:") && len(segments) == 1:
		return s.routeUpload(c, segments[0])
	case len(segments) == 2 && segments[1] == "uploads" && isDigits(segments[0]) && c.method == http.MethodPost:
		c.target, c.id = startUpload, segments[0]
		return nil
	}
	c.target, c.id = unknown, segments[0]
	if c.id == "me" {
		if c.id = s.userOf(c); c.id == "" {
			return &Error{Code: 2500, Message: "An active access token must be used to query information about the current user."}
		}
	}
	rec := s.store.nodes[c.id]
	if rec == nil || rec.hidden {
		return s.routeMissing(sc, c, segments)
	}
	n := sc.nodes[rec.typ]
	if n == nil {
		return missing(c.method, c.id)
	}
	c.rec = rec
	if len(segments) == 1 {
		return c.aim(n.operation(c.method))
	}
	edge := n.edges[segments[1]]
	if edge == nil {
		return unknownPath(segments[1])
	}
	return c.aim(edge.operation(c.method))
}

// aim sets the operation of a call.
func (c *call) aim(o *operation) *Error {
	if o == nil || o.path.own() {
		return missing(c.method, c.id)
	}
	c.target = o
	return nil
}

// routeMissing answers for a node that is not there. A path that has the form
// of one type of node still tells which operation was meant.
func (s *Server) routeMissing(sc *schema, c *call, segments []string) *Error {
	for _, n := range sc.nodes {
		if n.prefix == "" || !strings.HasPrefix(c.id, n.prefix) {
			continue
		}
		o := n.operation(c.method)
		if len(segments) == 2 {
			o = nil
			if edge := n.edges[segments[1]]; edge != nil {
				o = edge.operation(c.method)
			}
		}
		if o != nil && !o.path.own() {
			c.target = o
		}
	}
	if !isDigits(strings.TrimPrefix(c.id, "act_")) && len(segments) == 1 {
		return unknownAlias(c.id)
	}
	return missing(c.method, c.id)
}

// addressedByParam reports whether the id param names the node of a path: the
// path is empty, or is an edge.
func (s *Server) addressedByParam(segments []string) bool {
	return len(segments) == 0 || len(segments) == 1 && !isDigits(strings.TrimPrefix(segments[0], "act_")) && s.store.nodes[segments[0]] == nil && segments[0] != "me"
}

func splitList(text string) []string {
	var items []string
	for item := range strings.SplitSeq(text, ",") {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return items
}

// idsOf splits an ids param, which may be a JSON list too.
func idsOf(text string) []string {
	if strings.HasPrefix(strings.TrimSpace(text), "[") {
		if list, ok := mustLoose(text).([]any); ok {
			ids := make([]string, len(list))
			for i, item := range list {
				ids[i] = textOf(item)
			}
			return ids
		}
	}
	return splitList(text)
}

func cloneWithout(params map[string]string, name string) map[string]string {
	clone := maps.Clone(params)
	delete(clone, name)
	return clone
}
