package graphtest

import (
	"slices"
	"strings"
)

// Statuses of campaigns, ad sets and ads that take them out of use. A deleted
// node can still be read by its id, but is on no edge any more. An archived one
// is on its edges for those who ask for it by a status. What stands below a
// node takes these statuses over, as its effective status.
const (
	statusDeleted  = "DELETED"
	statusArchived = "ARCHIVED"
	statusPaused   = "PAUSED"
)

// maxDeleted is how many deleted nodes are kept.
const maxDeleted = 1000

// hasStatus reports whether nodes of a type are marked when they are deleted,
// and not taken away.
func (sc *schema) hasStatus(typeName string) bool {
	n := sc.nodes[typeName]
	if n == nil || n.fields["status"] == nil || n.fields["effective_status"] == nil {
		return false
	}
	t := n.fields["status"].Type
	return slices.Contains(sc.enums[t.Name], statusDeleted) || slices.Contains(enumValues(t), statusDeleted)
}

// deletedError is the refusal of a write on a node that was deleted, or below
// one.
func deletedError(rec *record, blame []string, format string, args ...any) *Error {
	err := paramError(blame, format, args...)
	err.Subcode = map[string]int{"Campaign": 1487566, "AdSet": 1487056}[rec.typ]
	return err
}

// changeable refuses changes of nodes that are out of use.
func (s *Server) changeable(sc *schema, rec *record, t *structType, decoded args) *Error {
	status := rec.fields["effective_status"]
	if !sc.hasStatus(rec.typ) || status != statusDeleted && status != statusArchived {
		return nil
	}
	for _, name := range keys(decoded) {
		switch {
		case t.fields[name] == nil, name == "name":
		case status == statusDeleted:
			return deletedError(rec, []string{name}, "The %s %s is deleted: only its name can change", rec.typ, rec.id)
		case name == "status" && (decoded[name] == statusDeleted || decoded[name] == statusArchived):
		default:
			return paramError([]string{name}, "The %s %s is archived: only its name can change, and its status to DELETED", rec.typ, rec.id)
		}
	}
	return nil
}

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

// settle brings the effective status of a node up to date after a write of its
// status, and of what stands below it.
func (s *Store) settle(rec *record) {
	var gone []*record
	s.settleBelow(rec, &gone)
	s.bury(gone)
}

// settleBelow settles a node and what stands below it, and collects what is
// deleted by then, from the bottom up.
func (s *Store) settleBelow(rec *record, gone *[]*record) {
	own := textOf(rec.fields["status"])
	inherited := ""
	for _, parent := range s.statusParents(rec) {
		switch status := textOf(parent.fields["effective_status"]); {
		case status == statusDeleted || status == statusArchived:
			inherited = status
		case textOf(parent.fields["status"]) == statusPaused && inherited == "":
			inherited = pausedBy[parent.typ]
		}
	}
	effective := own
	switch {
	case own == statusDeleted || inherited == statusDeleted:
		effective = statusDeleted
	case own == statusArchived || inherited == statusArchived:
		effective = statusArchived
	case inherited != "" && own != statusPaused && own != "":
		effective = inherited
	}
	if effective == "" {
		return
	}
	s.set(rec, map[string]any{"effective_status": effective})
	for _, child := range s.statusChildren(rec) {
		s.settleBelow(child, gone)
	}
	if effective == statusDeleted {
		*gone = append(*gone, rec)
	}
}

// pausedBy is the effective status of what stands below a paused node.
var pausedBy = map[string]string{"Campaign": "CAMPAIGN_PAUSED", "AdSet": "ADSET_PAUSED"}

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

// statusParents returns the nodes above one, from the top down.
func (s *Store) statusParents(rec *record) []*record {
	var found []*record
	t := s.schema.typeNamed(rec.typ)
	for _, typeName := range []string{"Campaign", "AdSet"} {
		if name := t.parentField(typeName); name != "" && rec.typ != typeName {
			if parent := s.find(typeName, textOf(rec.fields[name])); parent != nil {
				found = append(found, parent)
			}
		}
	}
	return found
}

// statusChildren returns the nodes right below one: of a campaign the ad sets,
// and of those the ads.
func (s *Store) statusChildren(rec *record) []*record {
	var found []*record
	seen := map[*record]bool{}
	for _, edge := range s.schema.nodes[rec.typ].edgeNames {
		for _, l := range s.edges[edgeKey{rec.id, edge}] {
			if seen[l.rec] || !s.schema.hasStatus(l.rec.typ) {
				continue
			}
			if above := s.statusParents(l.rec); len(above) > 0 && above[len(above)-1] == rec {
				seen[l.rec] = true
				found = append(found, l.rec)
			}
		}
	}
	return found
}

// asksForStatus reports whether a list says itself in which states its items
// are to be.
func asksForStatus(decoded args) bool {
	if decoded["effective_status"] != nil || decoded["status"] != nil || decoded["configured_status"] != nil {
		return true
	}
	filters, _ := decoded["filtering"].([]any)
	return slices.ContainsFunc(filters, func(filter any) bool {
		m, _ := filter.(map[string]any)
		return strings.HasSuffix(textOf(m["field"]), "status")
	})
}
