package graphtest

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/metagraph-go/graphgen/generator/check"
	"github.com/metagraph-go/graphgen/generator/diag"
	"github.com/metagraph-go/graphgen/generator/lower"
	"github.com/metagraph-go/graphgen/generator/spec"
	"github.com/metagraph-go/graphgen/specs"
)

// schema is what the specs say about one version, by name. It is read-only.
type schema struct {
	version string
	nodes   map[string]*nodeType
	structs map[string]*structType
	enums   map[string][]string
	// made are the types of nodes that a call can make.
	made map[string]bool
	// operations are all of them, in the order of their labels.
	operations []*operation
	// ownPaths are the operations whose path is not the usual one.
	ownPaths []*operation
}

// nodeType is a node of the API.
type nodeType struct {
	structType
	opaque bool
	// hasID says that nodes of the type can be addressed.
	hasID bool
	// prefix stands before ids of the node, such as "act_".
	prefix string
	// path is the template of the node's path.
	path       string
	operations []*operation
	edges      map[string]*edgeType
	edgeNames  []string
}

// structType is something that has fields.
type structType struct {
	name   string
	fields map[string]*spec.Field
	order  []string
	// idFields are the fields that can hold the id of another node, by their
	// names without underscores: "adsetid" is adset_id.
	idFields map[string]string
	// references are the fields of the type id<Node>, in the order of the specs.
	references []string
}

// edgeType is an edge of a node.
type edgeType struct {
	name       string
	operations []*operation
}

// operation is something that can be done with a node or an edge.
type operation struct {
	node       *nodeType // nil for operations that are on no node
	edge       string
	kind       string
	method     string
	params     map[string]*spec.Field
	order      []string
	returns    spec.Type
	deprecated spec.Text
	path       pathTemplate
	// readBack says that a write can answer with fields.
	readBack bool
}

// label returns the operation as [On] takes it, such as
// "AdAccount.campaigns list".
func (o *operation) label() string {
	name := ""
	if o.node != nil {
		name = o.node.name
	}
	if o.edge != "" {
		name = strings.TrimPrefix(name+"."+o.edge, ".")
	}
	return name + " " + o.kind
}

// specSet is a loaded spec set with the schemas of the versions that were
// asked for.
type specSet struct {
	set      *spec.Set
	mu       sync.Mutex
	versions map[string]*schema
}

// loadSpecs reads and checks a spec set.
func loadSpecs(layers []spec.Layer) (*specSet, error) {
	var diags diag.List
	set, found := spec.Load(layers...)
	diags.Add(found)
	diags.Add(check.Set(set))
	if found, ok := errors.AsType[*diag.Errors](diags.Err()); ok {
		return nil, fmt.Errorf("graphtest: the specs have mistakes:\n%w", found.WithoutWarnings())
	}
	return &specSet{set: set, versions: map[string]*schema{}}, nil
}

// builtIn is the built-in spec set, which is read once.
var builtIn = sync.OnceValues(func() (*specSet, error) {
	return loadSpecs([]spec.Layer{{Name: "specs", FS: specs.FS()}})
})

// version returns the schema of a version, or an error when the specs don't
// know it.
func (s *specSet) version(name string) (*schema, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if sc, ok := s.versions[name]; ok {
		return sc, nil
	}
	selected, found := lower.Select(s.set, name, time.Time{})
	if err := found.Err(); err != nil {
		return nil, fmt.Errorf("graphtest: %w", err)
	}
	sc := newSchema(selected, name)
	s.versions[name] = sc
	return sc, nil
}

func newSchema(set *spec.Set, version string) *schema {
	sc := &schema{version: version, nodes: map[string]*nodeType{}, structs: map[string]*structType{}, enums: map[string][]string{}, made: map[string]bool{}}
	for _, s := range set.Structs {
		t := newStruct(s.Name.Value, s.Fields)
		sc.structs[t.name] = &t
	}
	for _, e := range set.Enums {
		for _, v := range e.Values {
			sc.enums[e.Name.Value] = append(sc.enums[e.Name.Value], v.Value.Value)
		}
	}
	for _, n := range set.Nodes {
		sc.nodes[n.Name.Value] = newNode(n)
	}
	sc.operations = sc.allOperations()
	for _, o := range sc.operations {
		if o.path.own() {
			sc.ownPaths = append(sc.ownPaths, o)
		}
		if o.kind == "create" && sc.nodes[o.returns.Name] != nil {
			sc.made[o.returns.Name] = true
		}
	}
	return sc
}

func newStruct(name string, fields []*spec.Field) structType {
	t := structType{name: name, fields: map[string]*spec.Field{}, idFields: map[string]string{}}
	for _, f := range fields {
		t.fields[f.Name.Value] = f
		t.order = append(t.order, f.Name.Value)
		if strings.HasSuffix(f.Name.Value, "id") {
			t.idFields[strings.ReplaceAll(f.Name.Value, "_", "")] = f.Name.Value
		}
		if f.Type.Name == "id" && len(f.Type.Args) == 1 {
			t.references = append(t.references, f.Name.Value)
		}
	}
	return t
}

func newNode(n *spec.Node) *nodeType {
	t := &nodeType{structType: newStruct(n.Name.Value, n.Fields), opaque: n.Opaque, edges: map[string]*edgeType{}}
	t.path = cmp.Or(n.Path.Value, "{id}")
	before, _, _ := strings.Cut(t.path, "{")
	t.prefix = before[strings.LastIndex(before, "/")+1:]
	for _, o := range n.Operations {
		t.operations = append(t.operations, newOperation(t, "", o))
	}
	_, hasID := t.fields["id"]
	t.hasID = hasID || len(t.fields) == 0 || len(n.Operations)+len(n.Edges) > 0
	if t.hasID && t.operation("GET") == nil {
		// What the specs only list can be read all the same.
		t.operations = append(t.operations, &operation{node: t, kind: "read", method: "GET", params: map[string]*spec.Field{}})
	}
	for _, e := range n.Edges {
		added := &edgeType{name: e.Name.Value}
		for _, o := range e.Operations {
			op := newOperation(t, added.name, o)
			if op.deprecated.Value == "" {
				op.deprecated = e.Deprecated
			}
			added.operations = append(added.operations, op)
		}
		t.edges[added.name] = added
		t.edgeNames = append(t.edgeNames, added.name)
	}
	slices.Sort(t.edgeNames)
	return t
}

func newOperation(n *nodeType, edge string, o *spec.Operation) *operation {
	added := &operation{node: n, edge: edge, kind: o.Kind.Value, method: o.HTTPMethod(), returns: o.Returns, deprecated: o.Deprecated}
	if added.returns.Name == "" {
		added.returns.Name = map[string]string{"read": n.name, "update": "success", "delete": "success"}[added.kind]
	}
	path := o.Path.Value
	if path == "" {
		path = strings.TrimSuffix(n.path+"/"+edge, "/")
	}
	added.path = newPathTemplate(path, n.prefix, edge)
	added.readBack = o.ReadAfterWrite.Value != "" && o.ReadAfterWrite.Value != "false"
	params := newStruct("", o.Params)
	added.params, added.order = params.fields, params.order
	return added
}

// operation returns what a method does with the node itself, or nil.
func (n *nodeType) operation(method string) *operation { return findMethod(n.operations, method) }

// operation returns what a method does with the edge, or nil.
func (e *edgeType) operation(method string) *operation { return findMethod(e.operations, method) }

func findMethod(operations []*operation, method string) *operation {
	for _, o := range operations {
		if o.method == method {
			return o
		}
	}
	return nil
}

// lists returns the node or struct that an edge lists, or "".
func (e *edgeType) lists() string {
	for _, o := range e.operations {
		if o.kind == "list" {
			return o.returns.Name
		}
	}
	for _, o := range e.operations {
		if o.kind == "create" {
			return o.returns.Name
		}
	}
	return ""
}

// itemOf returns the node or struct that stands on an edge, or "". That of an
// edge that is read as one object may be wrapped in data.
func (sc *schema) itemOf(e *edgeType) string {
	if name := e.lists(); name != "" {
		return name
	}
	for _, o := range e.operations {
		if o.kind != "read" {
			continue
		}
		if data := sc.wrapped(o.returns.Name); data != nil {
			return data.Type.Name
		}
		return o.returns.Name
	}
	return ""
}

// wrapped returns the field data of a type that has no other, or nil.
func (sc *schema) wrapped(name string) *spec.Field {
	if t := sc.typeNamed(name); t != nil && len(t.order) == 1 {
		return t.fields["data"]
	}
	return nil
}

// typeNamed returns the fields of a node or struct, or nil.
func (sc *schema) typeNamed(name string) *structType {
	if n, ok := sc.nodes[name]; ok {
		return &n.structType
	}
	return sc.structs[name]
}

// hasOperation reports whether an operation's label matches.
func (sc *schema) hasOperation(match func(label string) bool) bool {
	return slices.ContainsFunc(sc.operations, func(o *operation) bool { return match(o.label()) })
}

// allOperations returns every operation in the order of its label.
func (sc *schema) allOperations() []*operation {
	var all []*operation
	for _, n := range sc.nodes {
		all = append(all, n.operations...)
		for _, e := range n.edges {
			all = append(all, e.operations...)
		}
	}
	all = append(all, specialOperations...)
	slices.SortFunc(all, func(a, b *operation) int { return strings.Compare(a.label(), b.label()) })
	return all
}
