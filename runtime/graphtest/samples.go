package graphtest

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/metagraph-go/graphgen/generator/spec"
)

// The sizes of the sample data.
const (
	sampleItems     = 3
	sampleCampaigns = 30
	// sampleParts is how many ad sets a campaign has, and ads an ad set.
	sampleParts = 2
	sampleDays  = 35
	// sampleReportDays is how many days a report is about.
	sampleReportDays = 7
)

// sampleIDs are the ids of the samples that have one of their own, by type.
var sampleIDs = map[string]string{
	"AdAccount":                      "act_123",
	"OfflineConversionDataSetUpload": "1234567890",
}

// sampleSingles are the types of lists that the API gives one item.
var sampleSingles = map[string]bool{"AdPreview": true, "DeliveryEstimate": true}

// AddSamples adds made-up nodes: one of each type and a few items on each of
// its edges, so that every operation has something to work on. Edges lead back
// to those nodes where they can. The ad account act_123 has 30 campaigns; the
// first ones have ad sets and ads with figures for each of the last 35 days,
// which insights can break down by age, gender, place, platform, device and
// hour. 1234567890 is an upload of offline conversions. Fields for which
// nothing plausible is known have no value. The same specs give the same data,
// apart from times.
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
	s.sampleAds(g, roots)
	for _, name := range keys(roots) {
		for _, edge := range s.schema.nodes[name].edgeNames {
			if !s.holdsAds(name, edge) {
				s.sampleEdge(g, roots[name], edge, roots)
			}
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
		s.sampleFigures(g, owner, sampleReportDays, func(rec *record) { s.linkTo(edgeKey{owner.id, edge}, rec) })
		return
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

// sampleAds gives the account campaigns, and the first ones ad sets, ads and
// figures.
func (s *Store) sampleAds(g *sampler, roots map[string]*record) {
	account := roots["AdAccount"]
	if account == nil {
		return
	}
	s.set(account, s.fieldsIn("AdAccount", map[string]any{"created_time": at(g.now.AddDate(0, 0, -412))}))
	creative := any(nil)
	if roots["AdCreative"] != nil {
		creative = roots["AdCreative"].id
	}
	if run := roots["AdReportRun"]; run != nil {
		s.set(run, s.fieldsIn("AdReportRun", map[string]any{"account_id": strings.TrimPrefix(account.id, "act_")}))
	}
	hasFigures := s.schema.nodes["Ad"] != nil && s.schema.nodes["Ad"].edges["insights"] != nil && s.schema.nodes["Ad"].edges["insights"].lists() == "AdsInsights"
	for i, campaign := range s.sampleUnder(g, account, "campaigns", roots["Campaign"], sampleCampaigns, nil) {
		made := g.now.AddDate(0, 0, i-100)
		s.set(campaign, s.fieldsIn("Campaign", madeAt(made)))
		if i >= sampleItems {
			s.set(campaign, s.fieldsIn("Campaign", map[string]any{"status": "PAUSED", "configured_status": "PAUSED", "effective_status": "PAUSED"}))
			continue
		}
		more := madeAt(made.Add(10 * time.Minute))
		more["campaign_id"], more["campaign"] = campaign.id, campaign.id
		for j, set := range s.sampleUnder(g, account, "adsets", first(roots["AdSet"], i == 0), sampleParts, more) {
			more := madeAt(made.Add(20 * time.Minute))
			more["campaign_id"], more["campaign"], more["adset_id"], more["adset"], more["creative"] = campaign.id, campaign.id, set.id, set.id, creative
			for _, ad := range s.sampleUnder(g, account, "ads", first(roots["Ad"], i == 0 && j == 0), sampleParts, more) {
				if hasFigures {
					s.sampleFigures(g, ad, sampleDays, func(rec *record) { s.link(ad, "insights", rec) })
				}
			}
		}
	}
}

// madeAt returns the fields of something that was made at a time and began to
// run an hour later.
func madeAt(t time.Time) map[string]any {
	return map[string]any{"created_time": at(t), "start_time": at(t.Add(time.Hour))}
}

func first(rec *record, is bool) *record {
	if is {
		return rec
	}
	return nil
}

// sampleUnder puts n nodes on an edge of the account. The root is the first of
// them, if there is one. All of them get some fields more.
func (s *Store) sampleUnder(g *sampler, account *record, edge string, root *record, n int, more map[string]any) []*record {
	e := s.schema.nodes["AdAccount"].edges[edge]
	if e == nil || e.operation("GET") == nil {
		return nil
	}
	var made []*record
	for i := range n {
		rec := root
		if i > 0 || root == nil {
			rec = s.addSample(g, e.lists(), "", nil)
		}
		if rec == nil {
			break
		}
		s.set(rec, s.fieldsIn(rec.typ, more))
		s.link(account, edge, rec)
		made = append(made, rec)
	}
	return made
}

// fieldsIn returns those of some fields that a type has.
func (s *Store) fieldsIn(typeName string, fields map[string]any) map[string]any {
	return (&sampler{}).known(s.schema.typeNamed(typeName), fields)
}

// sampleFigures makes a row of insights for each of the last days.
func (s *Store) sampleFigures(g *sampler, of *record, days int, put func(*record)) {
	today := dayOf(g.now)
	for ago := days; ago >= 1; ago-- {
		day := today.AddDate(0, 0, -ago)
		rec, err := s.add("AdsInsights", "", nil)
		if err != nil {
			s.report(err)
			return
		}
		dayRange{day, day}.mark(rec.fields)
		put(rec)
		sample := sampledRow{funnel: sampleFunnel(of.number, ago, day.Weekday()), labels: maps.Clone(rec.fields)}
		sample.fill(rec.fields)
		rec.state = sample
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
