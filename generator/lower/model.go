package lower

import (
	"github.com/metagraph-go/graphgen/generator/names"
	"github.com/metagraph-go/graphgen/generator/spec"
)

// Model is what the specs say about one version, with every reference resolved
// and every Go name final. It is not changed once [Resolve] has returned it.
type Model struct {
	nodes   []*node
	structs []*structType
	enums   []*enum // with those that are written inside a type
	errors  []*spec.ErrorCode
	// types are the nodes, structs and enums by their names in the API.
	types map[string]any
	// sentinels are the Go names of error codes without a subcode.
	sentinels map[int]string
}

type node struct {
	spec       *spec.Node
	goName     string
	fields     []*field
	edges      []*edge      // by name
	operations []*operation // of the node itself, then of its edges
}

// The names that are made from the name of a node.
func (n *node) idName() string      { return n.goName + "ID" }
func (n *node) fieldName() string   { return n.goName + "Field" }
func (n *node) handleName() string  { return n.goName + "Node" }
func (n *node) constructor() string { return n.goName + "ByID" }
func (n *node) name() string        { return n.spec.Name.Value }
func (n *node) spoken() string      { return names.Spoken(n.goName) }

func (n *node) fieldConst(f *field) string          { return n.fieldName() + f.goName }
func (n *node) expansionConst(goName string) string { return n.goName + "Expand" + goName }

// field returns the field with a name in the API, or nil.
func (n *node) field(name string) *field {
	for _, f := range n.fields {
		if f.name() == name {
			return f
		}
	}
	return nil
}

// hasID reports whether the data of the node has an id.
func (n *node) hasID() bool { return n.field("id") != nil }

// field is a field of a node or a struct, or a param.
type field struct {
	spec   *spec.Field
	goName string
	// enum is the type of an enum that the field's type writes out.
	enum *enum
}

func (f *field) name() string { return f.spec.Name.Value }

type edge struct {
	spec       *spec.Edge
	node       *node
	goName     string
	operations []*operation
}

func (e *edge) name() string { return e.spec.Name.Value }

// leadsTo returns the operation that reads the edge, or nil.
func (e *edge) leadsTo() *operation {
	for _, o := range e.operations {
		if o.kind() == kindList || o.kind() == kindRead {
			return o
		}
	}
	return nil
}

// The kinds of operations.
const (
	kindRead   = "read"
	kindList   = "list"
	kindCreate = "create"
	kindUpdate = "update"
	kindDelete = "delete"
)

// kindOrder is the order in which the operations of a node or an edge come.
var kindOrder = map[string]int{kindRead: 0, kindList: 1, kindCreate: 2, kindUpdate: 3, kindDelete: 4}

type operation struct {
	spec    *spec.Operation
	node    *node
	edge    *edge // nil for operations of the node itself
	goName  string
	params  []*field
	returns spec.Type
	// readBack is the node whose fields a write can answer with, or nil.
	readBack *node
}

func (o *operation) kind() string { return o.spec.Kind.Value }

func (o *operation) paramsName() string { return o.node.goName + o.goName + "Params" }
func (o *operation) varName() string    { return names.Unexported(o.node.goName + o.goName) }
func (o *operation) readBackName() string {
	return o.goName + "AndRead"
}

// label names the operation in messages: "AdAccount.campaigns list".
func (o *operation) label() string {
	if o.edge == nil {
		return o.node.name() + " " + o.kind()
	}
	return o.node.name() + "." + o.edge.name() + " " + o.kind()
}

// declares reports whether the spec has a param of a name.
func (o *operation) declares(param string) bool {
	for _, p := range o.params {
		if p.name() == param {
			return true
		}
	}
	return false
}

// takesFields reports whether the generator adds the param "fields".
func (o *operation) takesFields() bool {
	return (o.kind() == kindRead || o.kind() == kindList) && !o.declares("fields")
}

// takesLimit reports whether the generator adds the param "limit".
func (o *operation) takesLimit() bool {
	return o.kind() == kindList && !o.declares("limit")
}

type structType struct {
	spec   *spec.Struct
	goName string
	fields []*field
	// sentOnly is set when params hold the struct and no answer does.
	sentOnly bool
}

type enum struct {
	spec   *spec.Enum
	goName string
	consts []string // Go names of the values
	inline bool     // written inside the type of a field or param
}

func (e *enum) valuesFunc() string { return e.goName + "Values" }
