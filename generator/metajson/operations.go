package metajson

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/metagraph-go/graphgen/generator/names"
)

// request is an operation of one version in the words of spec files. An empty
// edge means that it is one of the node itself.
type request struct {
	edge, kind          string
	returns, path, host string
	params              []*member
}

// sameRequest reports whether two versions differ in params at most.
func sameRequest(a, b *request) bool {
	return a.returns == b.returns && a.path == b.path && a.host == b.host
}

// kindOrder is the order of operations in a file.
var kindOrder = []string{"read", "list", "create", "update", "delete"}

// operations writes the operations of a node, and its edges with theirs.
func (im *importer) operations(name string, at []*class, within span) blockMap {
	lists := make([][]*request, len(at))
	edgeLists := make([][]*request, len(at)) // one request stands for its edge
	for i, c := range at {
		if c != nil {
			lists[i] = im.requests(name, i, c)
		}
	}
	for i := range lists {
		for _, r := range lists[i] {
			if r.edge != "" {
				edgeLists[i] = append(edgeLists[i], r)
			}
		}
	}
	body := im.operationBlock(lists, "", within)
	var edges blockMap
	all := histories(edgeLists, func(r *request) string { return r.edge })
	pins := edgePins(all, at)
	for _, edge := range all {
		of, _ := hull(edge.at)
		var block blockMap
		if pin := pins[edge.name]; pin != "" {
			block = append(block, pair{"go_name", pin})
		}
		block = append(block, im.operationBlock(lists, edge.name, of)...)
		edges = append(edges, pair{edge.name, append(block, im.bounds(of, within)...)})
	}
	if len(edges) > 0 {
		body = append(body, pair{"edges", edges})
	}
	return body
}

// edgePins returns the Go names of edges that would have the name of another
// edge, of a field, or of what every node has.
func edgePins(edges []history[request], at []*class) map[string]string {
	taken := []string{"ID", "Read", "Update", "Delete"}
	for _, c := range at {
		if c == nil {
			continue
		}
		for _, f := range c.fields {
			isEdge := slices.ContainsFunc(edges, func(e history[request]) bool { return e.name == f.name })
			if !isEdge { // else the field is the edge
				taken = append(taken, names.Exported(f.name))
			}
		}
	}
	return pinned(namesByAge(edges), taken, names.Exported)
}

// operationBlock writes the operations of an edge or, without one, of the node.
func (im *importer) operationBlock(lists [][]*request, edge string, within span) blockMap {
	ofEdge := make([][]*request, len(lists))
	for i, list := range lists {
		for _, r := range list {
			if r.edge == edge {
				ofEdge[i] = append(ofEdge[i], r)
			}
		}
	}
	kinds := histories(ofEdge, func(r *request) string { return r.kind })
	slices.SortFunc(kinds, func(a, b history[request]) int {
		return slices.Index(kindOrder, a.name) - slices.Index(kindOrder, b.name)
	})
	var block blockMap
	for _, kind := range kinds {
		var written blockList
		for _, v := range variants(kind.at, within, sameRequest) {
			written = append(written, im.operationText(kind, v, within))
		}
		block = append(block, pair{kind.name, oneOrList(written)})
	}
	return block
}

// operationText writes an operation: on one line when it has no params.
func (im *importer) operationText(kind history[request], v variant[request], within span) yamlValue {
	var text []pair
	for _, p := range []pair{{"path", v.value.path}, {"host", v.value.host}, {"returns", v.value.returns}} {
		if p.value != "" {
			text = append(text, p)
		}
	}
	text = append(text, im.bounds(v.span, within)...)
	lists := make([][]*member, len(kind.at))
	for i := v.from; i < v.to; i++ {
		lists[i] = kind.at[i].params
	}
	var implied []string
	if kind.name == "read" || kind.name == "list" {
		implied = impliedParams(lists)
	}
	params := im.memberBlock(lists, v.span, implied)
	if len(params) == 0 {
		return flowMap(text)
	}
	return blockMap(append(text, pair{"params", params}))
}

// impliedParams are the Go names of the params that reads have without
// declaring them.
func impliedParams(lists [][]*member) []string {
	implied := map[string]string{"fields": "Fields", "limit": "Limit"}
	for _, list := range lists {
		for _, m := range list {
			delete(implied, m.name)
		}
	}
	var taken []string
	for _, name := range []string{"fields", "limit"} {
		if implied[name] != "" {
			taken = append(taken, implied[name])
		}
	}
	return taken
}

// requests returns the operations that a class has in a version.
func (im *importer) requests(name string, version int, c *class) []*request {
	var list []*request
	for _, o := range c.operations {
		r := im.request(name, version, c, o)
		if r == nil {
			continue
		}
		if slices.ContainsFunc(list, func(other *request) bool { return other.edge == r.edge && other.kind == r.kind }) {
			c.report.add(o.path, "there is another %s of the same path; the first was taken", o.method)
			continue
		}
		list = append(list, r)
	}
	return list
}

func (im *importer) request(name string, version int, c *class, o *operation) *request {
	r := &request{edge: o.endpoint}
	switch o.name {
	case "#get", "#update", "#delete":
		if o.endpoint != "" {
			c.report.add(o.path+".endpoint", "an operation %s has no endpoint, and this has %q; it was taken for one of the edge", o.name, o.endpoint)
		}
	case "", "genGet", "genPost", "genDelete":
	default:
		c.report.add(o.path+".name", "the name %q is not understood; what is done follows from method and endpoint", o.name)
	}
	r.kind = operationKind(o.method, o.endpoint != "")
	switch {
	case r.kind == "":
		c.report.add(o.path+".method", "the method %q is not understood; the operation was left out", o.method)
		return nil
	case r.edge != "" && !isWireName(r.edge):
		c.report.add(o.path+".endpoint", "%q can't be the name of an edge; the operation was left out", r.edge)
		return nil
	}
	if o.base != "" {
		r.path = path.Join(o.base, "{"+names.Snake(name)+"_id}", r.edge)
		if !basePath.MatchString(o.base) {
			c.report.add(o.path+".basePath", "%q can't begin a path; it was left out", o.base)
			r.path = ""
		}
	}
	if o.video {
		r.host = "graph-video"
	}
	r.returns = im.returned(name, version, c, o, r)
	r.params = im.members(withoutImplied(o.params, r.kind), typeReader{im, version, inParam, c.report, ""})
	im.settleFiles(c, o, r)
	return r
}

var basePath = regexp.MustCompile(`^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*$`)

// withoutImplied returns the params without "fields" and "limit" where the JSON
// declares what every read and list has: generated code names the fields by a
// type of their own.
func withoutImplied(params []*property, kind string) []*property {
	reads := kind == "read" || kind == "list"
	return slices.DeleteFunc(slices.Clone(params), func(p *property) bool {
		switch p.name {
		case "fields":
			return reads && !p.required && p.typ == "list<string>"
		case "limit":
			return kind == "list" && !p.required && (p.typ == "int" || p.typ == "unsigned int")
		}
		return false
	})
}

// operationKind says what a method does with an edge, or with the node.
func operationKind(method string, edge bool) string {
	switch {
	case method == "GET" && edge:
		return "list"
	case method == "GET":
		return "read"
	case method == "POST" && edge:
		return "create"
	case method == "POST":
		return "update"
	case method == "DELETE":
		return "delete"
	}
	return ""
}

// returned is what an operation answers with; "" for what its kind implies.
// Meta writes the node itself for what a node's update answers, and Object for
// a delete; both answer with success.
func (im *importer) returned(name string, version int, c *class, o *operation, r *request) string {
	reader := typeReader{im, version, inReturn, c.report, o.path + ".return"}
	switch {
	case o.returns == name && (r.kind == "read" || r.kind == "update"):
		return ""
	case r.kind == "delete" && (o.returns == "Object" || o.returns == ""):
		return ""
	case o.returns == "":
		c.report.add(o.path, "nothing says what the operation returns; object was taken")
		return "object"
	case o.name == "genGet" && r.kind == "list":
		return im.pageItem(reader, o.returns)
	}
	return reader.read(o.returns)
}

// pageItem is the item of a list whose answer is described as a whole: a class
// with a list "data".
func (im *importer) pageItem(r typeReader, name string) string {
	answer := im.catalogs[r.version].classes[name]
	if answer != nil {
		for _, p := range answer.fields {
			item, ok := strings.CutPrefix(p.typ, "list<")
			if p.name == "data" && ok {
				return r.read(strings.TrimSuffix(item, ">"))
			}
		}
	}
	r.report.add(r.path, "%q is no page of items; it was taken for the item", name)
	return r.read(name)
}

// settleFiles makes files of the params that carry them under the type
// string, and keeps files to what can be posted.
func (im *importer) settleFiles(c *class, o *operation, r *request) {
	for _, m := range r.params {
		switch {
		case m.name == "video_file_chunk" && m.typ == "string" && o.method == "POST":
			m.typ = "file"
		case strings.Contains(m.typ, "file") && isFileType(m.typ) && (o.method != "POST" || m.typ != "file" && m.typ != "list<file>"):
			c.report.add(o.path, "the param %q is %s, which a %s can't send; any was taken", m.name, m.typ, o.method)
			m.typ = "any"
		}
	}
	hasFile := slices.ContainsFunc(r.params, func(m *member) bool { return isFileType(m.typ) || m.name == "filename" })
	if o.fileParam && !hasFile && o.method == "POST" {
		r.params = append(r.params, &member{name: "filename", typ: "file"})
		c.report.add(o.path, "the operation takes a file under any name; the param filename was added")
	}
}

// isFileType reports whether a type is a file or holds one.
func isFileType(typ string) bool {
	return slices.Contains(strings.FieldsFunc(typ, func(r rune) bool { return strings.ContainsRune("<>, ", r) }), "file")
}
