package graphtest

import (
	"slices"

	"github.com/metagraph-go/graphgen/generator/spec"
)

// The sizes of the sample data.
const (
	sampleItems = 3
	// sampleParts is how many ad sets a campaign has, and ads an ad set.
	sampleParts = 2
	sampleDays  = 35
	// sampleReportDays is how many days a report is about.
	sampleReportDays = 7
)

// sampleIDs are the ids of the samples that have one of their own, by type.
var sampleIDs = map[string]string{
	"AdAccount":                      sampleAccounts[0].id,
	"User":                           sampleAccounts[0].user,
	"OfflineConversionDataSetUpload": "1234567890",
}

// sampleSingles are the types of lists that the API gives one item.
var sampleSingles = map[string]bool{"AdPreview": true, "DeliveryEstimate": true}

// AddSamples adds made-up nodes: one of each type and a few items on each of
// its edges, so that every operation has something to work on. Edges lead back
// to those nodes where they can. Fields for which nothing plausible is known
// have no value. The same specs give the same data, apart from times.
//
// There are two tenants. The user 1001, whom "me" stands for, has the ad
// accounts act_123 and act_456; the user 1002 has act_456 alone. A [Token] of
// [Config.Tokens] says whose it is. act_123 has 30 campaigns and act_456 has 5.
// The first three of each have ad sets and ads with figures for each of the
// last 35 days, which insights can break down by age, gender, place, platform,
// device and hour. 1234567890 is an upload of offline conversions.
func (s *Store) AddSamples() {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := &sampler{schema: s.schema, now: s.clock()}
	roots := map[string]*record{}
	for _, name := range keys(s.schema.nodes) {
		if !s.schema.nodes[name].hasID {
			continue
		}
		if rec := s.addSample(g, name, sampleIDs[name], nil); rec != nil {
			rec.fresh = false
			roots[name] = rec
		}
	}
	if user := roots["User"]; user != nil {
		s.firstUser = user.id
	}
	s.sampleAds(g, sampleAccounts[0], roots)
	for _, name := range keys(roots) {
		s.sampleEdges(g, roots[name], roots)
	}
	s.sampleTenant(g, sampleAccounts[1], roots)
}

// sampleEdges adds items to the edges of a node that can be listed.
func (s *Store) sampleEdges(g *sampler, owner *record, roots map[string]*record) {
	for _, edge := range s.schema.nodes[owner.typ].edgeNames {
		if !s.holdsAds(owner.typ, edge) {
			s.sampleEdge(g, owner, edge, roots)
		}
	}
}

// holdsAds reports whether an edge is one of those that sampleAds fills.
func (s *Store) holdsAds(typeName, edge string) bool {
	return slices.Contains(insightsObjects, typeName) && slices.Contains([]string{"campaigns", "adsets", "ads", "insights"}, edge)
}

// sampleEdge adds items to an edge that can be listed: the sample of the
// type, unless it is the owner, and new ones.
func (s *Store) sampleEdge(g *sampler, owner *record, edge string, roots map[string]*record) {
	o := s.schema.nodes[owner.typ].edges[edge].operation("GET")
	if o == nil || o.kind != "list" {
		return
	}
	if root := roots[o.returns.Name]; root != nil && root != owner {
		s.linkTo(edgeKey{owner.id, edge}, root)
	}
	if o.returns.Name == "AdsInsights" {
		s.sampleReport(g, owner, edge)
		return
	}
	if slices.Contains(insightsObjects, o.returns.Name) {
		return // Those of the ad accounts are all there are.
	}
	n := sampleItems
	if sampleSingles[o.returns.Name] {
		n = 1
	}
	for len(s.edges[edgeKey{owner.id, edge}]) < n {
		rec := s.addSample(g, o.returns.Name, "", nil)
		if rec == nil {
			return
		}
		s.link(owner, edge, rec)
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
	g.record++
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
	n := s.schema.nodes[typeName]
	if t.fields["name"] != nil || n != nil && n.opaque {
		values["name"] = g.sampleName(typeName)
	}
	g.agree(values)
	for name, value := range s.fieldsIn(typeName, sampleNodes[typeName]) {
		values[name] = value
	}
	for name, value := range more {
		values[name] = value
	}
	s.set(rec, values)
	return rec
}

func leadsToNode(t spec.Type) bool {
	return t.Name == "id" || t.Name == "list" && leadsToNode(t.Args[0])
}
