package graphtest

import (
	"slices"
	"strings"
)

// pathTemplate is a path that the specs spell out because it is not the usual
// one: not the id of a node, or that and an edge. The zero value is none.
type pathTemplate struct {
	segments []string
	// at is the segment that has the id, which stands between prefix and suffix.
	at             int
	prefix, suffix string
}

// newPathTemplate returns the path of an operation, or none where it is the
// usual one.
func newPathTemplate(path, nodePrefix, edge string) pathTemplate {
	t := pathTemplate{segments: strings.Split(path, "/")}
	t.at = slices.IndexFunc(t.segments, func(s string) bool { return strings.Contains(s, "{") })
	if t.at < 0 {
		return pathTemplate{}
	}
	before, rest, _ := strings.Cut(t.segments[t.at], "{")
	_, after, _ := strings.Cut(rest, "}")
	t.prefix, t.suffix = before, after
	usual := len(t.segments) == 1 && edge == "" || len(t.segments) == 2 && edge != "" && t.segments[1] == edge
	if usual && t.at == 0 && t.prefix == nodePrefix && t.suffix == "" {
		return pathTemplate{}
	}
	return t
}

// own reports whether the specs spell the path out.
func (t *pathTemplate) own() bool { return len(t.segments) > 0 }

// id returns the id in a path, and whether the path is one of the template.
func (t *pathTemplate) id(path []string) (string, bool) {
	if len(path) != len(t.segments) {
		return "", false
	}
	for i, segment := range t.segments {
		if i != t.at && path[i] != segment {
			return "", false
		}
	}
	id, begins := strings.CutPrefix(path[t.at], t.prefix)
	id, ends := strings.CutSuffix(id, t.suffix)
	return id, begins && ends && id != ""
}

// pathOf returns the path of an operation on a node.
func (o *operation) pathOf(id string) []string {
	switch {
	case o.path.own():
		path := slices.Clone(o.path.segments)
		path[o.path.at] = o.path.prefix + strings.TrimPrefix(id, o.node.prefix) + o.path.suffix
		return path
	case o.edge == "":
		return []string{id}
	}
	return []string{id, o.edge}
}

// routeOwn finds the operation whose path of its own a call has. Where the node
// is not there, it still tells which operation was meant.
func (s *Server) routeOwn(sc *schema, c *call, path []string) (found bool) {
	for _, o := range sc.ownPaths {
		id, ok := o.path.id(path)
		if !ok || o.method != c.method {
			continue
		}
		if id == "me" {
			id = s.userOf(c)
		}
		rec := s.store.find(o.node.name, id)
		if rec == nil || rec.hidden {
			c.target, c.id = o, id
			continue
		}
		c.target, c.id, c.rec = o, rec.id, rec
		return true
	}
	return false
}
