package graphtest

import (
	"cmp"
	"maps"
	"strings"
)

func init() {
	actions["Campaign.copies create"] = copyNode
	actions["AdSet.copies create"] = copyNode
	actions["Ad.copies create"] = copyNode
}

// copyKinds are what the answer to a copy calls the types, by type.
var copyKinds = map[string]string{"Campaign": "campaign", "AdSet": "ad_set", "Ad": "ad"}

// copyNode copies a campaign, an ad set or an ad, and what is below it where
// the call asks for that. That a copy is paused and its name ends in " - Copy"
// when the call says nothing of it is assumed: the specs do not say.
func copyNode(s *Server, sc *schema, c *call, decoded args) (any, *Error) {
	if err := s.checkReferences(sc, c, decoded); err != nil {
		return nil, err
	}
	if c.rec.fields["effective_status"] == statusDeleted {
		return nil, deletedError(c.rec, nil, "The %s %s is deleted", c.rec.typ, c.rec.id)
	}
	changes := map[string]any{}
	t := &sc.nodes[c.rec.typ].structType
	for name, value := range decoded {
		if f := t.fields[name]; f != nil {
			changes[name] = s.coerce(sc, f.Type, value)
		}
	}
	k := &copier{server: s, schema: sc, status: cmp.Or(decoded.text("status_option"), statusPaused), deep: truth(strings.ToLower(decoded.text("deep_copy")))}
	k.naming, _ = decoded["rename_options"].(map[string]any)
	made, err := k.copy(c.rec, nil, changes)
	if err != nil {
		return nil, err
	}
	return object{{"copied_" + strings.ToLower(c.rec.typ) + "_id", made.id}, {"ad_object_ids", k.pairs}}, nil
}

// copier makes the copies of one call.
type copier struct {
	server *Server
	schema *schema
	status string
	deep   bool
	naming map[string]any
	pairs  []object
}

// copy copies a node: the topmost with changes, and what is below it for a
// parent.
func (k *copier) copy(source, parent *record, changes map[string]any) (*record, *Error) {
	store := k.server.store
	fields := maps.Clone(source.fields)
	for _, name := range []string{"id", "created_time", "updated_time", "effective_status"} {
		delete(fields, name)
	}
	t := &k.schema.nodes[source.typ].structType
	if parent != nil {
		changes = map[string]any{t.parentField(parent.typ): parent.id}
	}
	if changes["adset_id"] != nil {
		delete(fields, "campaign_id") // It follows from the ad set.
	}
	if t.fields["name"] != nil {
		fields["name"] = k.name(textOf(fields["name"]), parent == nil)
	}
	if name := "source_" + strings.ToLower(source.typ) + "_id"; t.fields[name] != nil {
		fields[name] = source.id
	}
	if k.status != "INHERITED_FROM_SOURCE" {
		fields["status"], fields["configured_status"] = k.status, k.status
	}
	maps.Copy(fields, changes)
	rec, err := store.add(source.typ, "", nil)
	if err != nil {
		return nil, unstored(err)
	}
	store.set(rec, fields)
	k.server.stamp(t, rec, "created_time")
	k.place(source, rec)
	k.pairs = append(k.pairs, object{{"ad_object_type", copyKinds[source.typ]}, {"source_id", source.id}, {"copied_id", rec.id}})
	if k.deep {
		for _, child := range store.statusChildren(source) {
			if _, err := k.copy(child, rec, nil); err != nil {
				return nil, err
			}
		}
	}
	store.settle(rec)
	return rec, nil
}

// place puts a copy on the edges that its source would be on.
func (k *copier) place(source, rec *record) {
	store := k.server.store
	edge := ""
	for _, p := range source.places {
		if p.key.edge != "copies" {
			edge = p.key.edge
		}
	}
	owner := store.find("AdAccount", textOf(rec.fields["account_id"]))
	if above := store.statusParents(rec); owner == nil && len(above) > 0 {
		owner = above[len(above)-1]
	}
	if edge != "" && owner != nil && store.schema.nodes[owner.typ].edges[edge] != nil {
		store.link(owner, edge, rec)
	}
	store.linkTo(edgeKey{source.id, "copies"}, rec)
}

// name returns the name of a copy.
func (k *copier) name(name string, topmost bool) string {
	switch strategy := textOf(k.naming["rename_strategy"]); {
	case strategy == "NO_RENAME", strategy == "ONLY_TOP_LEVEL_RENAME" && !topmost:
		return name
	}
	prefix, suffix := textOf(k.naming["rename_prefix"]), textOf(k.naming["rename_suffix"])
	if prefix == "" && suffix == "" {
		suffix = " - Copy"
	}
	return prefix + name + suffix
}
