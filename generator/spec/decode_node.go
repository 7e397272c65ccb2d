package spec

import "slices"

var (
	nodeKeys = []string{
		"node", "doc", "source", "path", "opaque", "requirements", "permissions", "notice", "deprecated", "go_name",
		"since", "removed", "fields", "read", "update", "delete", "edges", "structs", "enums",
	}
	edgeKeys = []string{
		"doc", "go_name", "notice", "deprecated", "source", "since", "removed",
		"read", "list", "create", "update", "delete",
	}
	operationKeys = []string{
		"doc", "source", "method", "path", "host", "params", "returns", "read_after_write", "errors", "requirements",
		"permissions", "notice", "deprecated", "go_name", "since", "removed",
	}
)

// operationKinds are the keys that hold operations. Package check says which
// may stand on a node and which on an edge.
var operationKinds = []string{"read", "list", "create", "update", "delete"}

func (d *decoder) node(e entry) *Node {
	n := &Node{Name: e.name, Added: e.added, Pos: e.name.Pos}
	for _, p := range d.keyed("a node", e.value, nodeKeys) {
		v := p.value
		switch key := p.key.Value; key {
		case "node", "structs", "enums": // split off before
		case "doc":
			n.Doc = d.doc(key, v)
		case "source":
			n.Source = d.source(v)
		case "path":
			n.Path = d.text(key, v)
		case "opaque":
			n.Opaque = d.bool(key, v)
		case "requirements":
			n.Requirements = d.texts(key, v)
		case "permissions":
			n.Permissions = d.texts(key, v)
		case "notice":
			n.Notice = d.doc(key, v)
		case "deprecated":
			n.Deprecated = d.deprecated(key, v)
		case "go_name":
			n.GoName = d.text(key, v)
		case "since":
			n.Range.Since = d.text(key, v)
		case "removed":
			n.Range.Removed = d.text(key, v)
		case "fields":
			n.Fields = d.fields(e.name.Value, key, v)
		case "edges":
			n.Edges = d.edges(e.name.Value, v)
		default:
			if !slices.Contains(operationKinds, key) {
				meant := d.unknownKey("a node", p.key, nodeKeys)
				d.set.Incomplete = d.set.Incomplete || meant == "structs" || meant == "enums"
				p.key.Value = meant
			}
			n.Operations = append(n.Operations, d.operations(e.name.Value, e.value, p)...)
		}
	}
	return n
}

func (d *decoder) edges(owner string, v *value) []*Edge {
	var edges []*Edge
	for _, p := range d.present(owner, "edge ", d.mapping("edges", v)) {
		d.variants("edge "+p.key.Value, p.value, func(variant *value) {
			edge := d.edge(owner, p.key, variant)
			edge.Added = p.added
			edges = append(edges, edge)
		})
	}
	return edges
}

func (d *decoder) edge(owner string, name Text, v *value) *Edge {
	e := &Edge{Name: name, Pos: name.Pos}
	of := v
	for _, p := range d.keyed("edge "+name.Value, v, edgeKeys) {
		v := p.value
		switch key := p.key.Value; key {
		case "doc":
			e.Doc = d.doc(key, v)
		case "go_name":
			e.GoName = d.text(key, v)
		case "notice":
			e.Notice = d.doc(key, v)
		case "deprecated":
			e.Deprecated = d.deprecated(key, v)
		case "source":
			e.Source = d.source(v)
		case "since":
			e.Range.Since = d.text(key, v)
		case "removed":
			e.Range.Removed = d.text(key, v)
		default:
			if !slices.Contains(operationKinds, key) {
				p.key.Value = d.unknownKey("an edge", p.key, edgeKeys)
			}
			e.Operations = append(e.Operations, d.operations(owner+"."+name.Value, of, p)...)
		}
	}
	return e
}

// operations reads the operations of a kind. A key that was reported and meant
// a kind is read as that, so that nothing is reported as missing.
func (d *decoder) operations(owner string, of *value, kind pair) []*Operation {
	if !slices.Contains(operationKinds, kind.key.Value) {
		return nil
	}
	if right, ok := of.get(kind.key.Value); ok && right.key.Pos != kind.key.Pos {
		return nil
	}
	var operations []*Operation
	for _, p := range d.present(owner, "", []pair{kind}) {
		d.variants(p.key.Value, p.value, func(variant *value) {
			operations = append(operations, d.operation(owner, p.key, variant))
		})
	}
	return operations
}

func (d *decoder) operation(owner string, kind Text, v *value) *Operation {
	o := &Operation{Kind: kind, Pos: kind.Pos}
	for _, p := range d.keyed(kind.Value, v, operationKeys) {
		v := p.value
		switch key := p.key.Value; key {
		case "doc":
			o.Doc = d.doc(key, v)
		case "source":
			o.Source = d.source(v)
		case "method":
			o.Method = d.text(key, v)
		case "path":
			o.Path = d.text(key, v)
		case "host":
			o.Host = d.text(key, v)
		case "params":
			o.Params = d.params(owner+"."+kind.Value, v)
		case "returns":
			o.Returns = d.typ(key, v)
		case "read_after_write":
			o.ReadAfterWrite = d.text(key, v)
			if v.isBool && v.text == "false" {
				o.ReadAfterWrite = Text{}
			}
		case "errors":
			o.Errors = d.numbers(key, v)
		case "requirements":
			o.Requirements = d.texts(key, v)
		case "permissions":
			o.Permissions = d.texts(key, v)
		case "notice":
			o.Notice = d.doc(key, v)
		case "deprecated":
			o.Deprecated = d.deprecated(key, v)
		case "go_name":
			o.GoName = d.text(key, v)
		case "since":
			o.Range.Since = d.text(key, v)
		case "removed":
			o.Range.Removed = d.text(key, v)
		default:
			if d.unknownKey("an operation", p.key, operationKeys) == "returns" {
				o.Returns.Pos = p.key.Pos
			}
		}
	}
	return o
}
