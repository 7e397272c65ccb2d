package graphtest

import (
	"fmt"
	"slices"

	"github.com/metagraph-go/graphgen/generator/spec"
)

// The sizes of the sample data.
const (
	sampleItems     = 3
	sampleCampaigns = 30
)

// sampleIDs are the ids of the samples that have one of their own, by type.
var sampleIDs = map[string]string{
	"AdAccount":                      "act_123",
	"OfflineConversionDataSetUpload": "1234567890",
}

// AddSamples adds made-up nodes: one of each type and a few items on each of
// its edges, so that every operation has something to work on. The ad account
// act_123 has 30 campaigns, with ad sets, ads and figures under the first
// ones, and 1234567890 is an upload of offline conversions. The same specs give the same data, apart from times.
func (s *Store) AddSamples() {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := &sampler{schema: s.schema, now: s.clock()}
	var roots []*record
	for _, name := range keys(s.schema.nodes) {
		if !s.schema.nodes[name].hasID {
			continue
		}
		if rec := s.addSample(g, name, sampleIDs[name], nil); rec != nil {
			rec.fresh = false
			roots = append(roots, rec)
		}
	}
	if i := slices.IndexFunc(roots, func(r *record) bool { return r.typ == "User" }); i >= 0 {
		s.firstUser = roots[i].id
	}
	for _, rec := range roots {
		for _, edge := range s.schema.nodes[rec.typ].edgeNames {
			s.sampleEdge(g, rec, edge, sampleItems)
		}
	}
	s.sampleAds(g)
}

// sampleEdge adds items to an edge that can be listed or read.
func (s *Store) sampleEdge(g *sampler, owner *record, edge string, n int) {
	o := s.schema.nodes[owner.typ].edges[edge].operation("GET")
	if o == nil || o.kind != "list" {
		return
	}
	for range n {
		if rec := s.addSample(g, o.returns.Name, "", nil); rec != nil {
			s.link(owner, edge, rec)
		}
	}
}

// sampleAds makes campaigns with ad sets, ads and figures.
func (s *Store) sampleAds(g *sampler) {
	account := s.nodes[sampleIDs["AdAccount"]]
	if account == nil || s.schema.nodes["AdAccount"].edges["campaigns"] == nil {
		return
	}
	s.sampleEdge(g, account, "campaigns", sampleCampaigns-len(s.edges[edgeKey{account.id, "campaigns"}]))
	for _, l := range slices.Clone(s.edges[edgeKey{account.id, "campaigns"}])[:sampleItems] {
		s.sampleUnder(g, account, "adsets", "AdSet", "campaign_id", l.rec.id)
		s.sampleEdgeIfAny(g, l.rec, "insights")
		for _, set := range slices.Clone(s.edges[edgeKey{l.rec.id, "adsets"}]) {
			s.sampleUnder(g, account, "ads", "Ad", "adset_id", set.rec.id)
		}
	}
}

func (s *Store) sampleEdgeIfAny(g *sampler, owner *record, edge string) {
	if s.schema.nodes[owner.typ].edges[edge] != nil {
		s.sampleEdge(g, owner, edge, sampleItems)
	}
}

// sampleUnder adds nodes to an edge of the account that belong to a parent.
func (s *Store) sampleUnder(g *sampler, account *record, edge, typeName, parentField, parent string) {
	if s.schema.nodes["AdAccount"].edges[edge] == nil {
		return
	}
	for range 2 {
		if rec := s.addSample(g, typeName, "", map[string]any{parentField: parent}); rec != nil {
			s.link(account, edge, rec)
		}
	}
}

// addSample adds a made-up node or item, or returns nil for a type that holds
// nothing. Fields that lead to other nodes are left out.
func (s *Store) addSample(g *sampler, typeName, id string, more map[string]any) *record {
	t := s.schema.typeNamed(typeName)
	if t == nil {
		return nil
	}
	rec, err := s.add(typeName, id, nil)
	if err != nil {
		s.report(err)
		return nil
	}
	values := map[string]any{}
	for _, name := range t.order {
		f := t.fields[name]
		if name == "id" || name == "account_id" || leadsToNode(f.Type) {
			continue
		}
		if value, err := normalize(g.field(f, 1)); err == nil && value != nil {
			values[name] = value
		}
	}
	if t.fields["name"] != nil {
		values["name"] = fmt.Sprintf("%s %d", typeName, rec.number)
	}
	for name, value := range more {
		values[name] = value
	}
	if n := s.schema.nodes[typeName]; n != nil && n.opaque {
		values["name"] = fmt.Sprintf("%s %d", typeName, rec.number)
	}
	s.set(rec, values)
	return rec
}

func leadsToNode(t spec.Type) bool {
	return t.Name == "id" || t.Name == "list" && leadsToNode(t.Args[0])
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
