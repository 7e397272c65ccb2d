package graphtest

import "slices"

// maxDeleted is how many deleted nodes are kept.
const maxDeleted = 1000

// drop takes a node away, or marks it as deleted where the API does that.
func (s *Store) drop(rec *record) {
	if !s.schema.hasStatus(rec.typ) || s.nodes[rec.id] != rec {
		s.remove(rec)
		return
	}
	rec.fields["status"] = statusDeleted
	if s.schema.nodes[rec.typ].fields["configured_status"] != nil {
		rec.fields["configured_status"] = statusDeleted
	}
	s.settle(rec)
}

// bury takes nodes off all edges. Of many such nodes the oldest are forgotten.
func (s *Store) bury(gone []*record) {
	touched := map[edgeKey]bool{}
	leaves := map[*record]bool{}
	for _, rec := range gone {
		for _, p := range rec.places {
			touched[p.key] = true
		}
		rec.places, leaves[rec] = nil, true
	}
	for key := range touched {
		delete(s.timeOrders, key)
		s.edges[key] = slices.DeleteFunc(s.edges[key], func(l link) bool { return leaves[l.rec] })
		if len(s.edges[key]) == 0 {
			delete(s.edges, key)
		}
	}
	// One that was deleted again counts as new.
	s.deleted = slices.DeleteFunc(s.deleted, func(rec *record) bool { return leaves[rec] })
	s.deleted = append(s.deleted, gone...)
	beyond := max(0, len(s.deleted)-maxDeleted)
	for _, rec := range s.deleted[:beyond] {
		if len(rec.places) == 0 { // A test may have set it up anew.
			s.remove(rec)
		}
	}
	s.deleted = slices.Delete(s.deleted, 0, beyond)
}

// remove takes a record out of the store.
func (s *Store) remove(rec *record) {
	for _, p := range rec.places {
		s.unlink(p)
	}
	rec.places = nil
	if s.nodes[rec.id] != rec {
		return // An item of an edge that only has the id of a node.
	}
	if n := s.schema.nodes[rec.typ]; n != nil {
		for _, edge := range n.edgeNames {
			key := edgeKey{rec.id, edge}
			for _, l := range s.edges[key] {
				l.rec.places = slices.DeleteFunc(l.rec.places, func(p place) bool { return p.key == key })
			}
			delete(s.edges, key)
			delete(s.timeOrders, key)
		}
	}
	delete(s.nodes, rec.id)
}

// removeFrom takes a record off one edge.
func (s *Store) removeFrom(key edgeKey, rec *record) {
	for i, p := range rec.places {
		if p.key == key {
			s.unlink(p)
			rec.places = slices.Delete(rec.places, i, i+1)
			return
		}
	}
}

func (s *Store) unlink(p place) {
	links := s.edges[p.key]
	i, ok := slices.BinarySearchFunc(links, p.seq, func(l link, seq int64) int { return int(l.seq - seq) })
	if !ok {
		return
	}
	delete(s.timeOrders, p.key)
	links = slices.Delete(links, i, i+1)
	if len(links) == 0 {
		delete(s.edges, p.key)
		return
	}
	s.edges[p.key] = links
}
