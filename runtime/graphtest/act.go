package graphtest

import (
	"strings"
)

// action does an operation that is more than fields and edges.
type action func(*Server, *schema, *call, args) (any, *Error)

// actions are the operations with rules of their own, by their labels. Where
// the specs give a label to something else, such as in a spec set of a user's
// own, the types that the action works with are missing, and it is not used.
var actions = map[string]action{}

// act does an operation. The caller holds the store's lock.
func (s *Server) act(sc *schema, c *call, decoded args) (any, *Error) {
	switch c.target {
	case debugToken:
		c.acted = true
		return s.debug(c), nil
	case issueToken:
		value, err := s.grant(c)
		c.acted = err == nil
		return value, err
	}
	own := actions[c.target.label()]
	if own == nil && (c.target.kind == "create" || c.target.kind == "update") {
		if err := s.checkReferences(sc, c, decoded); err != nil {
			return nil, err
		}
	}
	if validateOnly(decoded) {
		return object{{"success", true}}, nil
	}
	if own != nil {
		value, err := own(s, sc, c, decoded)
		c.acted = err == nil
		return value, err
	}
	value, err := s.generic(sc, c, decoded)
	if err == nil || err.original != nil {
		c.acted = true
	}
	return value, err
}

// generic does an operation by what the specs say of it alone.
func (s *Server) generic(sc *schema, c *call, decoded args) (any, *Error) {
	v := &view{s, sc, c}
	switch c.target.kind {
	case "list":
		return v.page(decoded)
	case "read":
		if c.target.edge != "" {
			return s.readEdge(sc, c, decoded)
		}
		fields, err := v.fieldsOf(c)
		if err != nil {
			return nil, err
		}
		value, err := v.node(c.rec, fields)
		s.poll(c.rec)
		return value, err
	case "create":
		return s.create(sc, c, decoded)
	case "update":
		return s.update(sc, c, decoded)
	}
	if c.target.edge == "" {
		s.store.drop(c.rec)
		return s.done(c), nil
	}
	return s.deleteFrom(sc, c, decoded)
}

// validateOnly reports whether a write is to be checked and not done.
func validateOnly(decoded args) bool {
	list, _ := decoded["execution_options"].([]any)
	for _, item := range list {
		if item == "validate_only" {
			return true
		}
	}
	return false
}

// done is what a write answers that has nothing else to say.
func (s *Server) done(c *call) any {
	if strings.HasPrefix(c.target.label(), "AdAsyncRequest") && s.has(BareTrue) {
		return true
	}
	return object{{"success", true}}
}

// readEdge answers a read edge: one object in place of a list. The item of the
// edge is the answer, or one that is made up from the types.
func (s *Server) readEdge(sc *schema, c *call, decoded args) (any, *Error) {
	st := sc.typeNamed(c.target.returns.Name)
	v := &view{s, sc, c}
	wrapped := sc.wrapped(c.target.returns.Name)
	var value any
	if links := s.store.edges[edgeKey{c.rec.id, c.target.edge}]; len(links) > 0 {
		item, err := v.defaults(links[0].rec, sc.typeNamed(links[0].rec.typ))
		if err != nil {
			return nil, err
		}
		value = item
	} else if st != nil {
		inner := c.target.returns
		if wrapped != nil {
			inner = wrapped.Type
		}
		value = (&sampler{schema: sc, now: s.config.Now()}).value("", inner, 0)
	}
	if redirects(c, decoded) {
		if to := memberText(value, "url"); to != "" {
			return redirect(to), nil
		}
	}
	if wrapped != nil {
		return object{{"data", value}}, nil
	}
	return value, nil
}

// redirects reports whether an edge answers with the place of a file and not
// with what is known about it. An expanded edge never does.
func redirects(c *call, decoded args) bool {
	f := c.target.params["redirect"]
	if f == nil || f.Default.Value != "true" || c.expanded {
		return false
	}
	given, ok := decoded["redirect"]
	return !ok || truth(strings.ToLower(textOf(given)))
}

func memberText(value any, name string) string {
	switch v := value.(type) {
	case object:
		return textOf(v.get(name))
	case map[string]any:
		return textOf(v[name])
	}
	return ""
}
