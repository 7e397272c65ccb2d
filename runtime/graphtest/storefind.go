package graphtest

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/metagraph-go/graphgen/generator/suggest"
)

// Load adds nodes and edges from JSON: an object that holds node types, and
// in them the nodes by their ids. A member of a node that is named after an
// edge holds the list of its items.
//
//	{"AdAccount": {"act_1": {"name": "Acme", "campaigns": [{"id": "7", "name": "Spring"}]}}}
func (s *Store) Load(r io.Reader) error {
	dec := json.NewDecoder(r)
	dec.UseNumber()
	var types map[string]map[string]Node
	if err := dec.Decode(&types); err != nil {
		return fmt.Errorf("graphtest: Load: not the JSON of a store: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var loaded []loadedItem
	for _, typeName := range slices.Sorted(maps.Keys(types)) {
		for _, id := range slices.Sorted(maps.Keys(types[typeName])) {
			if err := s.loadNode(typeName, id, types[typeName][id], &loaded); err != nil {
				return err
			}
		}
	}
	// An item may belong to a node that came after it, as an ad of an account
	// does to an ad set of the account.
	for _, item := range loaded {
		s.link(item.owner, item.edge, item.rec)
	}
	return nil
}

// loadedItem is an item of an edge that was loaded.
type loadedItem struct {
	owner *record
	edge  string
	rec   *record
}

func (s *Store) loadNode(typeName, id string, members Node, loaded *[]loadedItem) error {
	fields, edges := s.split(typeName, members)
	rec, err := s.add(typeName, id, fields)
	if err != nil {
		return err
	}
	return s.loadEdges(rec, edges, loaded)
}

// loadEdges adds the items of edges, and of their edges in turn.
func (s *Store) loadEdges(rec *record, edges map[string][]any, loaded *[]loadedItem) error {
	for _, edge := range slices.Sorted(maps.Keys(edges)) {
		itemType := s.schema.itemOf(s.schema.nodes[rec.typ].edges[edge])
		for i, item := range edges[edge] {
			members, ok := item.(map[string]any)
			if !ok {
				return fmt.Errorf("graphtest: Load: item %d of %s.%s is no object", i, rec.id, edge)
			}
			fields, inner := s.split(itemType, members)
			added, err := s.addEdge(rec.id, edge, itemType, fields)
			if err != nil {
				return err
			}
			*loaded = append(*loaded, loadedItem{rec, edge, added})
			if err := s.loadEdges(added, inner, loaded); err != nil {
				return err
			}
		}
	}
	return nil
}

// split tells the edges of a node from its fields.
func (s *Store) split(typeName string, members Node) (Node, map[string][]any) {
	fields, edges := Node{}, map[string][]any{}
	n := s.schema.nodes[typeName]
	for name, value := range members {
		items, isList := value.([]any)
		if isList && n != nil && n.edges[name] != nil && (n.fields[name] == nil || n.fields[name].Type.Name != "list") {
			edges[name] = items
			continue
		}
		fields[name] = value
	}
	return fields, edges
}

// IDs returns the ids of the nodes of a type, in the order in which they were
// added.
func (s *Store) IDs(nodeType string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []*record
	for _, rec := range s.nodes {
		if rec.typ == nodeType {
			found = append(found, rec)
		}
	}
	slices.SortFunc(found, func(a, b *record) int { return a.number - b.number })
	ids := make([]string, len(found))
	for i, rec := range found {
		ids[i] = rec.id
	}
	return ids
}

// find returns the node of a type by its id, with or without the type's
// prefix, or nil.
func (s *Store) find(typeName, id string) *record {
	n := s.schema.nodes[typeName]
	if n == nil || id == "" {
		return nil
	}
	if rec := s.nodes[id]; rec != nil && rec.typ == typeName {
		return rec
	}
	if rec := s.nodes[n.prefix+id]; rec != nil && rec.typ == typeName {
		return rec
	}
	return nil
}

// parentField returns the field of a type that names a parent, such as
// adset_id for AdSet, or "".
func (t *structType) parentField(parent string) string {
	if parent == "AdAccount" && t.fields["account_id"] != nil {
		return "account_id"
	}
	return t.idFields[strings.ToLower(parent)+"id"]
}

// nearest returns a hint at the word that was meant, or "".
func nearest(word string, words []string) string {
	if near := suggest.New(words).Nearest(word); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}

func keys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
