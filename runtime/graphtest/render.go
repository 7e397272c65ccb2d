package graphtest

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/metagraph-go/graphgen/generator/spec"
)

// view renders what a call asked for. It reads the store under its lock.
type view struct {
	server *Server
	schema *schema
	call   *call
}

// rendering is what goes on while the answer of a call is made, with all that
// is expanded in it.
type rendering struct {
	// nodes is how many nodes the answer has so far.
	nodes int
	// problem is an error in the fields of a node that another refers to.
	problem *Error
}

// mostNodes is how many nodes one answer can have: edges of edges would
// otherwise multiply without end.
const mostNodes = 50_000

// reduceData is what the API answers when a call asks for too much.
func reduceData() *Error {
	return &Error{Code: 1, Message: "Please reduce the amount of data you're asking for, then retry your request"}
}

// addNode counts one more node of the answer.
func (v *view) addNode() *Error {
	r := v.call.rendering
	if r == nil {
		return nil // What is rendered answers no call.
	}
	if r.nodes++; r.nodes > mostNodes {
		return reduceData()
	}
	return nil
}

// fail keeps the first problem of a reference, which has no way to return it.
func (v *view) fail(err *Error) {
	if r := v.call.rendering; r != nil && r.problem == nil {
		r.problem = err
	}
}

// problem returns what fail has kept, or nil.
func (v *view) problem() *Error {
	if v.call.rendering == nil {
		return nil
	}
	return v.call.rendering.problem
}

// fieldsOf returns what a call asks for, or nil for the default fields.
func (v *view) fieldsOf(c *call) ([]selection, *Error) {
	if c.params["fields"] == "" {
		return nil, nil
	}
	return parseFields(c.params["fields"])
}

// node returns a record with the fields that were asked for, and its id.
func (v *view) node(rec *record, fields []selection) (object, *Error) {
	t := v.schema.typeNamed(rec.typ)
	if t == nil {
		return nil, missing("get", rec.id)
	}
	if fields == nil {
		return v.defaults(rec, t)
	}
	if err := v.addNode(); err != nil {
		return nil, err
	}
	out := object{}
	hasID := false
	for _, f := range fields {
		if out.has(f.alias) {
			continue
		}
		value, err := v.member(rec, t, f)
		if err != nil {
			return nil, err
		}
		hasID = hasID || f.alias == "id"
		if value != nil {
			out.add(f.alias, value)
		}
	}
	for _, name := range v.unasked(rec) {
		if value := rec.fields[name]; value != nil && !out.has(name) {
			out.add(name, value)
		}
	}
	if !hasID && rec.id != "" && rec.fields["id"] != nil {
		out.add("id", rec.fields["id"])
	}
	if v.call.flag("metadata") && v.call.rec == rec {
		out.add("metadata", v.metadata(rec))
	}
	return out, nil
}

// defaults returns the fields that come when none are asked for. Items without
// such fields, and nodes without published fields, come as they are.
func (v *view) defaults(rec *record, t *structType) (object, *Error) {
	var fields []selection
	for _, name := range t.order {
		if t.fields[name].Default.Value == "true" {
			fields = append(fields, selection{name: name, alias: name})
		}
	}
	n := v.schema.nodes[rec.typ]
	if len(fields) == 0 && rec.id != "" && n != nil && !n.opaque && len(t.order) > 0 {
		fields = []selection{{name: "id", alias: "id"}}
	}
	if len(fields) > 0 {
		return v.node(rec, fields)
	}
	out := object{}
	for _, name := range keys(rec.fields) {
		var of *spec.Type
		if f := t.fields[name]; f != nil && f.Type.Name == "datetime" {
			of = &f.Type
		}
		out.add(name, v.value(of, name, rec.fields[name], nil))
	}
	return out, nil
}

// member returns one item of a selection, or nil when there is nothing.
func (v *view) member(rec *record, t *structType, s selection) (any, *Error) {
	f := t.fields[s.name]
	if f != nil {
		v.call.debug.element("The field "+s.name+" of "+rec.typ, f.Deprecated, f.EmptySince)
	}
	value := rec.fields[s.name]
	if f != nil && value == nil && v.schema.nodes[f.Type.Name] != nil {
		value = rec.fields[s.name+"_id"] // What campaign_id names is the campaign.
	}
	if rec.typ == "AdsInsights" && f != nil && value != nil {
		return v.figure(f.Type, value), nil
	}
	if f != nil && value != nil {
		return v.value(&f.Type, s.name, value, s.fields), v.problem()
	}
	n := v.schema.nodes[rec.typ]
	if n != nil && n.edges[s.name] != nil && n.edges[s.name].operation("GET") != nil {
		return v.expand(rec, n.edges[s.name].operation("GET"), s)
	}
	if f == nil && s.name != "id" && len(t.order) > 0 {
		return nil, paramError(nil, "Tried accessing nonexisting field (%s) on node type (%s)", s.name, rec.typ)
	}
	return nil, nil
}

// expand returns the first page of an edge. As with the API, an edge without
// items is left out.
func (v *view) expand(rec *record, o *operation, s selection) (any, *Error) {
	inner := &call{
		method: "GET", version: v.call.version, segments: o.pathOf(rec.id), params: map[string]string{},
		header: v.call.header, token: v.call.token, base: v.call.base, debug: v.call.debug, target: o, rec: rec, id: rec.id,
		expanded: true, rendering: v.call.rendering,
	}
	if format := v.call.params["date_format"]; format != "" {
		inner.params["date_format"] = format
	}
	for name, value := range s.modifiers {
		inner.params[name] = value
	}
	if s.inner != "" {
		inner.params["fields"] = s.inner
	}
	decoded, err := v.server.check(v.schema, inner)
	if err != nil {
		return nil, err
	}
	if o.kind != "list" {
		return v.server.readEdge(v.schema, inner, decoded)
	}
	page, err := (&view{v.server, v.schema, inner}).page(decoded)
	if err != nil || len(page.get("data").([]any)) == 0 && page.get("paging") == nil {
		return nil, err
	}
	return page, nil
}

// value renders a value of a type. The type is nil where it is not known.
func (v *view) value(t *spec.Type, name string, value any, fields []selection) any {
	switch x := value.(type) {
	case map[string]any:
		if len(x) == 0 && v.server.has(EmptyMaps) && (t == nil || t.Name == "map") {
			return []any{}
		}
		if t != nil && len(fields) > 0 {
			return v.pick(*t, x, fields)
		}
		if t != nil {
			return v.dated(*t, x)
		}
		return x
	case []any:
		if t == nil || t.Name != "list" {
			return x
		}
		out := make([]any, len(x))
		for i, item := range x {
			out[i] = v.value(&t.Args[0], "", item, fields)
		}
		return out
	}
	switch {
	case t != nil && t.Name == "datetime":
		return v.dated(*t, value)
	case t != nil && v.schema.nodes[t.Name] != nil:
		return v.reference(t.Name, textOf(value), fields)
	case numericIDs[name] && isDigits(textOf(value)):
		if v.server.has(NumericIDs) {
			return json.Number(textOf(value))
		}
		return textOf(value)
	case moneyFields[name] && t != nil && strings.HasPrefix(t.Name, "int"):
		if v.server.has(MoneyAsText) {
			return textOf(value)
		}
		return json.Number(textOf(value))
	}
	return value
}

// numericIDs are ids that the API sends as numbers.
var numericIDs = map[string]bool{"owner_id": true, "scope_object_id": true, "report_run_id": true}

// moneyFields are sums of money that the API sends as text.
var moneyFields = map[string]bool{
	"amount_spent": true, "balance": true, "spend_cap": true, "budget_remaining": true, "daily_budget": true, "lifetime_budget": true,
	"daily_min_spend_target": true, "daily_spend_cap": true, "lifetime_min_spend_target": true, "lifetime_spend_cap": true,
}

// reference renders a field that holds the id of a node.
func (v *view) reference(typeName, id string, fields []selection) any {
	rec := v.server.store.find(typeName, id)
	if rec == nil || rec.hidden {
		return object{{"id", id}}
	}
	asked := fields != nil
	if !asked {
		fields = []selection{{name: "id", alias: "id"}}
		if name := rec.fields["name"]; name != nil {
			fields = append(fields, selection{name: "name", alias: "name"})
		}
	}
	out, err := v.node(rec, fields)
	if err != nil {
		if asked {
			v.fail(err)
		}
		return object{{"id", id}}
	}
	return out
}

// pick keeps the members of an object that were asked for.
func (v *view) pick(t spec.Type, members map[string]any, fields []selection) any {
	st := v.schema.typeNamed(t.Name)
	out := object{}
	for _, f := range fields {
		value, ok := members[f.name]
		if !ok || value == nil {
			continue
		}
		var inner *spec.Type
		if st != nil && st.fields[f.name] != nil {
			inner = &st.fields[f.name].Type
		}
		out.add(f.alias, v.value(inner, f.name, value, f.fields))
	}
	return out
}

// metadata describes a node: what metadata=1 asks for.
func (v *view) metadata(rec *record) object {
	n := v.schema.nodes[rec.typ]
	if n == nil {
		return object{}
	}
	var fields []any
	for _, name := range n.order {
		fields = append(fields, object{{"name", name}, {"description", n.fields[name].Doc.Value}, {"type", n.fields[name].Type.String()}})
	}
	connections := object{}
	for _, edge := range n.edgeNames {
		o := n.edges[edge].operation(http.MethodGet)
		if o == nil {
			continue
		}
		inner := *v.call
		inner.segments, inner.params = o.pathOf(rec.id), map[string]string{}
		connections.add(edge, inner.url(nil))
	}
	return object{{"type", strings.ToLower(rec.typ)}, {"connections", connections}, {"fields", fields}}
}
