package graphtest

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Node is a node or an item of an edge: its fields by their names in the API.
// Values are what JSON can hold, or Go values that marshal to it. A field that
// holds another node can hold that node's id in place of it.
type Node map[string]any

// Store holds the nodes and edges of a server. It is safe for concurrent use.
//
// Its methods return no errors, so that a test can be written as a list of
// what there is. What is wrong with it fails the test that started the server,
// or is returned by [Server.Err].
type Store struct {
	schema *schema
	report func(error)
	// helper is that of the test, so that its own line is shown.
	helper func()
	clock  func() time.Time

	mu    sync.Mutex
	nodes map[string]*record
	edges map[edgeKey][]link
	// timeOrders are edges that were paged by time, until they change.
	timeOrders map[edgeKey]*timeOrder
	// hides means that some node is hidden.
	hides bool
	// archives means that some node was archived once.
	archives bool
	// hidden are things that have an id and are no nodes, such as uploads that
	// go on.
	hidden map[string]*record
	// deleted are the nodes that were marked as deleted, oldest first.
	deleted []*record
	// firstUser is the user whom "me" stands for.
	firstUser string
	lastID    int64
	lastSeq   int64
	added     int
}

// record is a node of the store. The values of fields are never changed in
// place, so that they can be encoded without the lock.
type record struct {
	typ string
	id  string
	// number is the place in the order in which nodes were added.
	number int
	fields map[string]any
	hidden bool
	// fresh means that the node is on no edge yet; home is the edge that it was
	// made on.
	fresh bool
	home  edgeKey
	// places are the edges that lead to the node.
	places []place
	// state is what an operation keeps beside the fields.
	state any
}

type edgeKey struct{ id, edge string }

// link is an item of an edge. Links are in the order of seq, which is what
// cursors hold: they stay right when items come and go.
type link struct {
	seq int64
	rec *record
}

type place struct {
	key edgeKey
	seq int64
}

// firstID is beyond the numbers that a float64 holds exactly, as many ids of
// the API are.
const firstID = 120210000000000000

func newStore(sc *schema, report func(error), clock func() time.Time) *Store {
	return &Store{schema: sc, report: report, helper: func() {}, clock: clock, nodes: map[string]*record{}, hidden: map[string]*record{}, edges: map[edgeKey][]link{}, timeOrders: map[edgeKey]*timeOrder{}, lastID: firstID}
}

// Add adds a node, or changes the fields of the one that has the id, and
// returns its id. Without an id the node gets a new one.
func (s *Store) Add(nodeType, id string, fields Node) string {
	s.helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	rec, err := s.add(nodeType, id, fields)
	if err != nil {
		s.report(err)
		return ""
	}
	rec.fresh = false
	return rec.id
}

// AddEdge adds an item to the end of an edge and returns its id: the field
// "id", or a new one. An item that is a node is also found by its id and on
// the edges of its other parents: an ad that has an adset_id is an ad of that
// ad set too. Rows of insights are facts that answers are added up of; see the
// package documentation.
func (s *Store) AddEdge(parent, edge, itemType string, fields Node) string {
	s.helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	rec, err := s.addEdge(parent, edge, itemType, fields)
	if err != nil {
		s.report(err)
		return ""
	}
	return rec.id
}

// Get returns a copy of the fields of a node, and whether it is there.
func (s *Store) Get(id string) (Node, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	rec, ok := s.nodes[id]
	if !ok {
		return nil, false
	}
	fields := make(Node, len(rec.fields))
	for name, value := range rec.fields {
		fields[name] = value
	}
	return fields, true
}

// Edge returns the ids of the items of an edge, hidden ones too.
func (s *Store) Edge(id, edge string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	links := s.edges[edgeKey{id, edge}]
	ids := make([]string, len(links))
	for i, l := range links {
		ids[i] = l.rec.id
	}
	return ids
}

// Remove takes a node away, and off all edges.
func (s *Store) Remove(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if rec, ok := s.nodes[id]; ok {
		s.remove(rec)
	}
}

// Hide makes a node one that no token may see. It keeps its place in pages,
// which are shorter for it.
func (s *Store) Hide(id string) {
	s.helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if rec, ok := s.nodes[id]; ok {
		rec.hidden, s.hides = true, true
		return
	}
	s.report(fmt.Errorf("graphtest: Hide: the store has no node %q", id))
}

// Len returns the number of nodes.
func (s *Store) Len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.nodes)
}

func (s *Store) add(typeName, id string, fields Node) (*record, error) {
	t := s.schema.typeNamed(typeName)
	if t == nil {
		return nil, fmt.Errorf("graphtest: %s has no node %q%s", s.schema.version, typeName, nearest(typeName, keys(s.schema.nodes)))
	}
	values, err := s.values(t, fields)
	if err != nil {
		return nil, err
	}
	node := s.schema.nodes[typeName]
	if id == "" {
		id = textOf(values["id"])
	}
	if id == "" && (node != nil && node.hasID || node == nil && t.fields["id"] != nil) {
		id = s.newID()
		if node != nil {
			id = node.prefix + id
		}
	}
	if node != nil && node.prefix != "" && !strings.HasPrefix(id, node.prefix) {
		return nil, fmt.Errorf("graphtest: the id %q of %s has to begin with %q", id, typeName, node.prefix)
	}
	rec, ok := s.nodes[id]
	if ok && rec.typ != typeName {
		return nil, fmt.Errorf("graphtest: %s %q: there is a %s with this id", typeName, id, rec.typ)
	}
	if !ok {
		rec = &record{typ: typeName, id: id, fields: map[string]any{}, fresh: true}
		if id != "" {
			s.added++
			rec.number = s.added
			s.nodes[id] = rec
			rec.fields["id"] = id
		}
		if node != nil && node.prefix != "" && t.fields["account_id"] != nil {
			rec.fields["account_id"] = strings.TrimPrefix(id, node.prefix)
		}
	}
	s.set(rec, values)
	if typeName == "User" && s.firstUser == "" {
		s.firstUser = id
	}
	return rec, nil
}

// values returns fields as JSON values, and what is wrong with them.
func (s *Store) values(t *structType, fields Node) (map[string]any, error) {
	values := make(map[string]any, len(fields))
	opaque := len(t.fields) == 0
	if n := s.schema.nodes[t.name]; n != nil {
		opaque = opaque || n.opaque
	}
	var problems []error
	for name, value := range fields {
		if t.fields[name] == nil && name != "id" && !opaque {
			problems = append(problems, fmt.Errorf("graphtest: %s has no field %q in %s%s", t.name, name, s.schema.version, nearest(name, t.order)))
			continue
		}
		v, err := normalize(value)
		if err != nil {
			problems = append(problems, fmt.Errorf("graphtest: field %s.%s cannot be encoded as JSON: %w", t.name, name, err))
			continue
		}
		values[name] = v
	}
	return values, errors.Join(problems...)
}

// set changes fields of a node. A null takes a field away.
func (s *Store) set(rec *record, values map[string]any) {
	if _, ok := values["created_time"]; ok {
		for _, p := range rec.places {
			delete(s.timeOrders, p.key)
		}
	}
	for name, value := range values {
		switch {
		case name == "id" && rec.id != "":
		case value == nil:
			delete(rec.fields, name)
		default:
			rec.fields[name] = value
			s.archives = s.archives || name == "effective_status" && value == statusArchived
		}
	}
}

func (s *Store) addEdge(parent, edge, itemType string, fields Node) (*record, error) {
	owner, ok := s.nodes[parent]
	if !ok {
		return nil, fmt.Errorf("graphtest: AddEdge: the store has no node %q; add it first", parent)
	}
	n := s.schema.nodes[owner.typ]
	if n == nil || n.edges[edge] == nil {
		var names []string
		if n != nil {
			names = n.edgeNames
		}
		return nil, fmt.Errorf("graphtest: %s has no edge %q in %s%s", owner.typ, edge, s.schema.version, nearest(edge, names))
	}
	rec, err := s.add(itemType, "", fields)
	if err != nil {
		return nil, err
	}
	s.link(owner, edge, rec)
	return rec, nil
}

// link puts a record on an edge, and on the edges of the same name of its
// other parents.
func (s *Store) link(owner *record, edge string, rec *record) {
	s.linkTo(edgeKey{owner.id, edge}, rec)
	if s.schema.nodes[rec.typ] == nil || rec.id == "" && !isInsight(owner, rec) {
		return
	}
	for _, parent := range s.parents(owner, rec) {
		n := s.schema.nodes[parent.typ]
		if n == nil || n.edges[edge] == nil || n.edges[edge].lists() != rec.typ {
			continue
		}
		s.linkTo(edgeKey{parent.id, edge}, rec)
	}
}

func (s *Store) linkTo(key edgeKey, rec *record) {
	for _, p := range rec.places {
		if p.key == key {
			return
		}
	}
	if rec.fresh {
		rec.fresh, rec.home = false, key
	}
	s.lastSeq++
	s.edges[key] = append(s.edges[key], link{s.lastSeq, rec})
	delete(s.timeOrders, key)
	rec.places = append(rec.places, place{key, s.lastSeq})
}

// parents returns the nodes that a record belongs to, by fields such as
// campaign_id, and fills in those fields that follow from them.
func (s *Store) parents(owner, rec *record) []*record {
	found := []*record{owner}
	t := &s.schema.nodes[rec.typ].structType
	for i := 0; i < len(found); i++ {
		parent := found[i]
		if name := t.parentField(parent.typ); name != "" && rec.fields[name] == nil {
			rec.fields[name] = strings.TrimPrefix(parent.id, s.schema.nodes[parent.typ].prefix)
		}
		for _, child := range []*record{rec, parent} {
			childType := s.schema.typeNamed(child.typ)
			if childType == nil {
				continue
			}
			for _, name := range childType.references {
				of := childType.fields[name].Type.Args[0].Name
				if name != childType.parentField(of) {
					continue
				}
				if up := s.find(of, textOf(child.fields[name])); up != nil && !slices.Contains(found, up) && up != rec {
					found = append(found, up)
				}
			}
		}
	}
	return found
}

func (s *Store) newID() string {
	for {
		s.lastID++
		id := strconv.FormatInt(s.lastID, 10)
		if _, taken := s.nodes[id]; !taken {
			return id
		}
	}
}

func (s *Store) setHidden(id string, rec *record) { s.hidden[id] = rec }
