package graphtest

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"github.com/metagraph-go/graphgen/generator/spec"
)

// create adds what a write makes.
func (s *Server) create(sc *schema, c *call, decoded args) (any, *Error) {
	returned := c.target.returns.Name
	if sc.nodes[returned] != nil {
		return s.createNode(sc, c, decoded, returned)
	}
	edge := sc.nodes[c.rec.typ].edges[c.target.edge]
	item := edge.lists()
	t := sc.typeNamed(item)
	if t == nil || !slices.ContainsFunc(edge.operations, func(o *operation) bool { return o.kind == "list" }) {
		return s.sampleAnswer(sc, c), nil
	}
	ids := itemIDs(c.target, decoded)
	answer := object{}
	for _, id := range ids {
		fields := s.written(sc, t, c.target, decoded)
		rec, err := s.item(item, id, fields)
		if err != nil {
			return nil, unstored(err)
		}
		s.store.linkTo(edgeKey{c.rec.id, c.target.edge}, rec)
		answer.add(id, true)
	}
	if returned == "object" && len(ids) > 0 {
		return answer, nil
	}
	return s.sampleAnswer(sc, c), nil
}

// createNode adds a node and answers with its id, or with what the call asks
// of it.
func (s *Server) createNode(sc *schema, c *call, decoded args, typeName string) (any, *Error) {
	t := &sc.nodes[typeName].structType
	rec, err := s.store.add(typeName, "", nil)
	if err != nil {
		return nil, unstored(err)
	}
	s.store.set(rec, s.written(sc, t, c.target, decoded))
	s.stamp(t, rec, "created_time", "time_created")
	s.store.link(c.rec, c.target.edge, rec)
	if sc.hasStatus(typeName) {
		s.store.settle(rec)
	}
	return s.readBack(sc, c, rec, object{{"id", rec.id}})
}

// item returns the item of an edge with an id: a node of the store or a new
// one.
func (s *Server) item(typeName, id string, fields map[string]any) (*record, error) {
	if s.schema.nodes[typeName] != nil {
		rec := s.store.find(typeName, id)
		if rec != nil {
			return rec, nil
		}
	}
	rec := &record{typ: typeName, id: id, fields: fields, fresh: true}
	rec.fields["id"] = id
	return rec, nil
}

// update changes the node of a call.
func (s *Server) update(sc *schema, c *call, decoded args) (any, *Error) {
	t := &sc.nodes[c.rec.typ].structType
	if c.target.edge != "" {
		return s.sampleAnswer(sc, c), nil
	}
	if err := s.changeable(sc, c.rec, t, decoded); err != nil {
		return nil, err
	}
	s.store.set(c.rec, s.written(sc, t, c.target, decoded))
	s.stamp(t, c.rec)
	if decoded["status"] != nil && sc.hasStatus(c.rec.typ) {
		s.store.settle(c.rec)
	}
	return s.readBack(sc, c, c.rec, s.done(c))
}

// stamp sets the times of a node that was written.
func (s *Server) stamp(t *structType, rec *record, created ...string) {
	for _, name := range append(created, "updated_time", "time_updated") {
		f := t.fields[name]
		switch {
		case f == nil:
		case f.Type.Name == "timestamp":
			rec.fields[name] = json.Number(numberText(s.config.Now().Unix()))
		default:
			rec.fields[name] = s.timestamp()
		}
	}
}

// readBack answers a write with fields of the node when the call asks for
// them, and otherwise with what the write itself says.
func (s *Server) readBack(sc *schema, c *call, rec *record, answer any) (any, *Error) {
	v := &view{s, sc, c}
	if c.flag("redownload") {
		var all []selection
		for _, name := range keys(rec.fields) {
			all = append(all, selection{name: name, alias: name})
		}
		return v.node(rec, all)
	}
	if c.params["fields"] == "" || !c.target.readBack {
		return answer, nil
	}
	fields, err := v.fieldsOf(c)
	var value object
	if err == nil {
		value, err = v.node(rec, fields)
	}
	if err != nil {
		return nil, &Error{Code: 100, Type: typeException, Message: err.Message, original: mustJSON(answer)}
	}
	return value, nil
}

// written returns what the params of a write set: the fields of their names,
// and those that follow from them.
func (s *Server) written(sc *schema, t *structType, o *operation, decoded args) map[string]any {
	values := map[string]any{}
	for name, value := range decoded {
		if f := t.fields[name]; f != nil && name != "id" {
			values[name] = s.coerce(sc, f.Type, value)
		}
	}
	if status, ok := values["status"]; ok {
		for _, name := range []string{"configured_status", "effective_status"} {
			if t.fields[name] != nil {
				values[name] = status
			}
		}
	}
	return values
}

// coerce turns what a form holds into what reads answer with.
func (s *Server) coerce(sc *schema, t spec.Type, value any) any {
	text, isText := value.(string)
	switch t.Name {
	case "bool":
		return truth(strings.ToLower(textOf(value)))
	case "int32", "int64", "integer", "unsigned int32", "unsigned int64", "float":
		if isText && json.Valid([]byte(text)) {
			return json.Number(text)
		}
	case "datetime":
		if at, ok := parseTime(textOf(value), s.config.Now()); ok {
			return at.UTC().Format(timeFormat)
		}
	case "timestamp":
		if at, ok := parseTime(textOf(value), s.config.Now()); ok {
			return json.Number(numberText(at.Unix()))
		}
	case "list":
		items, ok := value.([]any)
		if !ok {
			return value
		}
		out := make([]any, len(items))
		for i, item := range items {
			out[i] = s.coerce(sc, t.Args[0], item)
		}
		return out
	}
	st := sc.structs[t.Name]
	members, ok := value.(map[string]any)
	if id := textOf(members["creative_id"]); t.Name == "AdCreative" && id != "" {
		return id // Writes say {"creative_id": "1"}, reads {"id": "1"}.
	}
	if st == nil || !ok {
		return value
	}
	out := make(map[string]any, len(members))
	for name, member := range members {
		if f := st.fields[name]; f != nil {
			member = s.coerce(sc, f.Type, member)
		}
		out[name] = member
	}
	return out
}

// itemIDs returns the ids that the params of an edge name: what a write adds,
// or a delete takes off.
func itemIDs(o *operation, decoded args) []string {
	var ids []string
	for _, name := range o.order {
		f, value := o.params[name], decoded[name]
		if value == nil || !namesItem(name, f.Type) {
			continue
		}
		if list, ok := value.([]any); ok {
			for _, item := range list {
				ids = append(ids, textOf(item))
			}
			continue
		}
		ids = append(ids, textOf(value))
	}
	return ids
}

// namesItem reports whether a param holds ids of items, rather than a property
// of them.
func namesItem(name string, t spec.Type) bool {
	kind := elementType(t)
	return (kind == "id" || kind == "numeric string") && !strings.HasSuffix(name, "session_id") && name != "business"
}

// deleteFrom takes items off an edge: those that the params name, or all when
// there are no params.
func (s *Server) deleteFrom(sc *schema, c *call, decoded args) (any, *Error) {
	ids := itemIDs(c.target, decoded)
	key := edgeKey{c.rec.id, c.target.edge}
	for _, l := range slices.Clone(s.store.edges[key]) {
		if !s.named(l.rec, ids, decoded) {
			continue
		}
		if l.rec.home == key {
			s.store.drop(l.rec)
			continue
		}
		s.store.removeFrom(key, l.rec)
	}
	return s.done(c), nil
}

// named reports whether a delete is about a record.
func (s *Server) named(rec *record, ids []string, decoded args) bool {
	if slices.Contains(ids, rec.id) && rec.id != "" {
		return true
	}
	said := len(ids) > 0
	for name, value := range decoded {
		have, ok := rec.fields[name]
		if !ok {
			continue
		}
		said = true
		if textOf(have) == textOf(value) {
			return true
		}
	}
	return !said && len(decoded) == 0
}

// sampleAnswer answers a write that has a result of its own: what the types
// say of it.
func (s *Server) sampleAnswer(sc *schema, c *call) any {
	t := c.target.returns
	if t.Name == "" || t.Name == "success" || t.Name == "object" {
		return s.done(c)
	}
	return (&sampler{schema: sc, now: s.config.Now()}).value("", t, 0)
}

func escape(text string) string { return url.QueryEscape(text) }
