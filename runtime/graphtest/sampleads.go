package graphtest

import (
	"encoding/json"
	"maps"
	"strconv"
	"strings"
	"time"
)

// sampleAccount is an ad account of the sample data.
type sampleAccount struct {
	id string
	// user is the id of its owner.
	user      string
	campaigns int
	// names are what its ads and their like are called, by type. Others have
	// those of all samples.
	names map[string][]string
}

var sampleAccounts = [2]sampleAccount{
	{id: "act_123", user: "1001", campaigns: 30},
	{id: "act_456", user: "1002", campaigns: 5, names: map[string][]string{
		"AdAccount":      {"Sample Bakery"},
		"Campaign":       {"Bread of the week", "Birthday cakes", "Opening in Hamburg", "Easter biscuits", "Christmas biscuits"},
		"AdSet":          {"Neighbours, 5 km", "Women 25-55, Hamburg", "Visitors of the site, 30 days"},
		"Ad":             {"Video of the oven", "Carousel of cakes", "Picture of a bread", "Story with a coupon"},
		"AdCreative":     {"Carousel of cakes", "Video of the oven", "Picture of a bread"},
		"CustomAudience": {"Newsletter", "Buyers of cakes"},
		"AdImage":        {"bread.jpg", "cake.jpg"},
	}},
}

// sampleTenant adds a user with an ad account. The first user sees it too.
func (s *Store) sampleTenant(g *sampler, account sampleAccount, roots map[string]*record) {
	first := roots["AdAccount"]
	if first == nil || roots["User"] == nil {
		return
	}
	g.rename(account.names)
	own := map[string]*record{
		"AdAccount": s.addSample(g, "AdAccount", account.id, nil),
		"User":      s.addSample(g, "User", account.user, nil),
	}
	for _, name := range keys(own) {
		if own[name] == nil {
			return
		}
		own[name].fresh = false
	}
	if n := s.schema.nodes["AdCreative"]; n != nil {
		if made := s.sampleUnder(g, own["AdAccount"], "adcreatives", nil, 1, nil); len(made) > 0 {
			own["AdCreative"] = made[0]
		}
	}
	s.sampleAds(g, account, own)
	s.sampleEdges(g, own["AdAccount"], own)
	s.sampleEdges(g, own["User"], own)
	if e := s.schema.nodes["User"].edges["adaccounts"]; e != nil && e.lists() == "AdAccount" {
		s.linkTo(edgeKey{roots["User"].id, "adaccounts"}, own["AdAccount"])
	}
}

// sampleAds gives an account campaigns, and the first ones ad sets, ads and
// figures. Where there are roots, they are the first of their kind.
func (s *Store) sampleAds(g *sampler, of sampleAccount, roots map[string]*record) {
	account := roots["AdAccount"]
	if account == nil {
		return
	}
	s.set(account, s.fieldsIn("AdAccount", map[string]any{"created_time": at(g.now.AddDate(0, 0, -412)), "owner": of.user}))
	creative := any(nil)
	if roots["AdCreative"] != nil {
		creative = roots["AdCreative"].id
	}
	if run := roots["AdReportRun"]; run != nil {
		s.set(run, s.fieldsIn("AdReportRun", map[string]any{"account_id": strings.TrimPrefix(account.id, "act_")}))
	}
	hasFigures := s.schema.nodes["Ad"] != nil && s.schema.nodes["Ad"].edges["insights"] != nil && s.schema.nodes["Ad"].edges["insights"].lists() == "AdsInsights"
	for i, campaign := range s.sampleUnder(g, account, "campaigns", roots["Campaign"], of.campaigns, nil) {
		made := g.now.AddDate(0, 0, i-100)
		s.set(campaign, s.fieldsIn("Campaign", madeAt(made)))
		s.set(campaign, s.fieldsIn("Campaign", map[string]any{"daily_budget": json.Number(strconv.Itoa(25000 + 2500*(i%5)))}))
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
					s.sampleFigures(g, []*record{ad}, sampleDays, func(rec *record) { s.link(ad, "insights", rec) })
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

// sampleReport puts the rows of a report on its edge: what the account of the
// first ads has for each of the last days.
func (s *Store) sampleReport(g *sampler, run *record, edge string) {
	account := s.find("AdAccount", textOf(run.fields["account_id"]))
	if account == nil {
		return
	}
	var ads []*record
	for _, l := range s.edges[edgeKey{account.id, "ads"}] {
		ads = append(ads, l.rec)
	}
	about := s.fieldsIn("AdsInsights", map[string]any{
		"account_id": account.fields["account_id"], "account_name": account.fields["name"], "account_currency": account.fields["currency"],
	})
	s.sampleFigures(g, ads, sampleReportDays, func(rec *record) {
		s.set(rec, about)
		s.linkTo(edgeKey{run.id, edge}, rec)
	})
}

// sampleFigures makes a row of insights for each of the last days, with the
// figures of some ads.
func (s *Store) sampleFigures(g *sampler, ads []*record, days int, put func(*record)) {
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
		sample := sampledRow{labels: maps.Clone(rec.fields)}
		for _, ad := range ads {
			sample.funnel = sample.plus(sampleFunnel(ad.number, ago, day.Weekday()))
		}
		sample.fill(rec.fields)
		rec.state = sample
	}
}
