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
