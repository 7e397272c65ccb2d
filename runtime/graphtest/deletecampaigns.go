package graphtest

import (
	"slices"
	"strconv"
)

func init() { actions["AdAccount.campaigns delete"] = deleteCampaigns }

// deleteCampaigns deletes campaigns of an account by a strategy.
func deleteCampaigns(s *Server, _ *schema, c *call, decoded args) (any, *Error) {
	var chosen []*record
	before, dated := parseTime(decoded.text("before_date"), s.config.Now())
	for _, l := range s.store.edges[edgeKey{c.rec.id, "campaigns"}] {
		if decoded.text("delete_strategy") == "DELETE_ARCHIVED_BEFORE" {
			archived, ok := parseTime(textOf(l.rec.fields["updated_time"]), s.config.Now())
			if l.rec.fields["effective_status"] != statusArchived || dated && (!ok || !archived.Before(before)) {
				continue
			}
		}
		chosen = append(chosen, l.rec)
	}
	if decoded.text("delete_strategy") == "DELETE_OLDEST" {
		slices.SortStableFunc(chosen, func(a, b *record) int { return createdTime(a).Compare(createdTime(b)) })
	}
	if kept, err := strconv.Atoi(decoded.text("delete_offset")); err == nil {
		chosen = chosen[min(max(kept, 0), len(chosen)):]
	}
	if count, err := strconv.Atoi(decoded.text("object_count")); err == nil {
		chosen = chosen[:min(max(count, 0), len(chosen))]
	}
	for _, rec := range chosen {
		s.store.drop(rec)
	}
	return s.done(c), nil
}
