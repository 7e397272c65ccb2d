package graph_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// leafKind is what a leaf of a tree does, as the ledger calls it.
type leafKind string

const (
	campaignLeaf leafKind = "AdAccount.campaigns create"
	adSetLeaf    leafKind = "AdAccount.adsets create"
	creativeLeaf leafKind = "AdAccount.adcreatives create"
	adLeaf       leafKind = "AdAccount.ads create"
	pauseLeaf    leafKind = "Ad update"
	readLeaf     leafKind = "Campaign read"
)

// leaf is an operation of a random tree of campaigns, ad sets and ads.
type leaf struct {
	kind leafKind
	// name is that of the node that is made.
	name string
	// of are the leaves whose results it takes, and after is the one that has to
	// succeed before, or nil.
	of    []*leaf
	after *leaf

	ref   string
	order graph.Option
	get   func() (id string, err error)
}

// tree is a batch whose operations depend on each other.
type tree struct {
	batch  graph.Batch
	rng    *rand.Rand
	leaves []*leaf
	paused map[*leaf]bool
}

// pick returns one of the last leaves of a kind, or nil.
func (tr *tree) pick(kind leafKind) *leaf {
	var list []*leaf
	for _, l := range tr.leaves[max(0, len(tr.leaves)-60):] {
		if l.kind == kind {
			list = append(list, l)
		}
	}
	if len(list) == 0 {
		return nil
	}
	return list[tr.rng.IntN(len(list))]
}

// grow adds a random leaf.
func (tr *tree) grow() {
	l := &leaf{name: fmt.Sprint("leaf ", len(tr.leaves))}
	campaign, adSet, creative, ad := tr.pick(campaignLeaf), tr.pick(adSetLeaf), tr.pick(creativeLeaf), tr.pick(adLeaf)
	switch n := tr.rng.IntN(20); {
	case n == 0 || campaign == nil:
		l.kind = campaignLeaf
		addLeaf(tr, l, makeCampaign(l.name), func(c *meta.Campaign) string { return string(c.ID) })
	case n < 5 || adSet == nil:
		l.kind, l.of = adSetLeaf, []*leaf{campaign}
		call := account7.CreateAdSet(meta.AdAccountCreateAdSetParams{
			Name: l.name, CampaignID: meta.CampaignID(campaign.ref), BillingEvent: meta.BillingEventImpressions,
			BidAmount: graph.Int(2), DailyBudget: graph.Int(500),
		})
		addLeaf(tr, l, call, func(s *meta.AdSet) string { return string(s.ID) })
	case n < 7 || creative == nil:
		l.kind = creativeLeaf
		addLeaf(tr, l, makeCreative(l.name, "00"), func(c *meta.AdCreative) string { return string(c.ID) })
	case n < 15 || ad == nil:
		l.kind, l.of = adLeaf, []*leaf{adSet, creative}
		addLeaf(tr, l, makeAdOf(l.name, adSet.ref, creative.ref), func(a *meta.Ad) string { return string(a.ID) })
	case n < 17 && !tr.paused[ad]:
		tr.paused[ad] = true
		l.kind, l.of = pauseLeaf, []*leaf{ad}
		addLeaf(tr, l, meta.AdByID(meta.AdID(ad.ref)).Update(meta.AdUpdateParams{Status: meta.AdStatusPaused}), func(graph.Success) string { return "" })
	default:
		l.kind, l.of = readLeaf, []*leaf{campaign}
		addLeaf(tr, l, readCampaign(campaign.ref), func(c *meta.Campaign) string { return string(c.ID) })
	}
}

// addLeaf adds a call to the batch of a tree.
func addLeaf[T any](tr *tree, l *leaf, call graph.Call[T], idOf func(T) string) {
	var opts []graph.Option
	if tr.rng.IntN(6) == 0 {
		opts = append(opts, graph.OmitResponse())
	}
	if other := tr.pick(adLeaf); other != nil && tr.rng.IntN(12) == 0 {
		l.after = other
		opts = append(opts, other.order)
	}
	r := graph.Add(&tr.batch, call, opts...)
	l.ref, l.order = r.Ref("$.id"), graph.RunAfter(r)
	l.get = func() (string, error) {
		v, err := r.Get()
		if err != nil {
			return "", err
		}
		return idOf(v), nil
	}
	tr.leaves = append(tr.leaves, l)
}

// TestBatchGrowsTrees runs trees that no request has room for, on a server
// where everything fails now and then. Each operation is done once or its error
// says why not, after what it needs and with the ids of that, and no request
// breaks a bound of the API.
func TestBatchGrowsTrees(t *testing.T) {
	trees := 12
	if os.Getenv("GRAPHGEN_LONG") != "" {
		trees = 200
	}
	ends := map[string]int{}
	most := 0
	for seed := range uint64(trees) {
		srv := faultyServer(t, seed, 1.0/100*float64(seed%3), creations, campaignReads, graphtest.On("AdAccount.ad*.create"), graphtest.On("Ad.update"))
		srv.Store().Add("AdAccount", "act_7", nil)
		tr := tree{rng: rand.New(rand.NewPCG(seed, 1)), paused: map[*leaf]bool{}}
		tr.batch.Parallel = tr.rng.IntN(2)
		for range 20 + tr.rng.IntN(230) {
			tr.grow()
		}
		err := tr.batch.Do(t.Context(), clientOf(t, srv, atOnceAgain))
		wantBounds(t, srv)
		truth := whatGrew(t, srv)
		failed := 0
		for _, l := range tr.leaves {
			end := truth.check(t, l)
			ends[end]++
			if end != "done" && end != "omitted" {
				failed++
			}
		}
		joined, isBatch := errors.AsType[*graph.BatchError](err)
		if failed > 0 && (!isBatch || len(joined.Failed) != failed) || failed == 0 && err != nil || seed%3 == 0 && failed > 0 {
			t.Errorf("%d operations failed, and the batch with %v", failed, err)
		}
		most = max(most, len(srv.Ledger().Batches()))
		if t.Failed() {
			t.Fatalf("seed %d, %d operations, %d requests at a time", seed, len(tr.leaves), tr.batch.Parallel)
		}
		srv.Close()
	}
	for _, end := range []string{"done", "omitted", "refused", "not run", "dependency failed", "unknown, and done", "unknown, and not done"} {
		if ends[end] == 0 {
			t.Errorf("no operation ended as %q: the test does not show it", end)
		}
	}
	t.Log(ends, "in up to", most, "requests")
}

// grown is what a server did.
type grown struct {
	// done are the operations that were done, by kind and by name or id.
	done map[string][]graphtest.Entry
	// ids are those of the nodes that were made, by name.
	ids map[string]string
}

func whatGrew(t *testing.T, srv *graphtest.Server) grown {
	t.Helper()
	g := grown{done: map[string][]graphtest.Entry{}, ids: map[string]string{}}
	for _, e := range srv.Ledger().Entries(graphtest.On("*")) {
		if e.Acted {
			key := e.Operation + " " + e.Params["name"]
			if e.Operation == string(pauseLeaf) || e.Operation == string(readLeaf) {
				key = e.Operation + " " + e.ID
			}
			g.done[key] = append(g.done[key], e)
		}
	}
	for _, node := range []string{"Campaign", "AdSet", "AdCreative", "Ad"} {
		for _, id := range srv.Store().IDs(node) {
			fields, _ := srv.Store().Get(id)
			name, _ := fields["name"].(string)
			if g.ids[name] != "" {
				t.Errorf("two nodes are %q", name)
			}
			g.ids[name] = id
		}
	}
	return g
}

// of returns what was done of a leaf.
func (g grown) of(l *leaf) []graphtest.Entry {
	if l.kind == pauseLeaf || l.kind == readLeaf {
		return g.done[string(l.kind)+" "+g.ids[l.of[0].name]]
	}
	return g.done[string(l.kind)+" "+l.name]
}

// check compares the end of a leaf with what was done, and returns it.
func (g grown) check(t *testing.T, l *leaf) string {
	t.Helper()
	id, err := l.get()
	done := g.of(l)
	if len(done) > 0 {
		g.checkOrder(t, l, done[0])
	}
	if l.kind == readLeaf {
		switch {
		case err == nil && id != g.ids[l.of[0].name]:
			t.Errorf("%s got the campaign %s, want %s", l.name, id, g.ids[l.of[0].name])
		case err == nil:
			return "done"
		case errors.Is(err, graph.ErrOmitted):
			return "omitted"
		}
		return "read failed"
	}
	end, want := "", 0
	var refused *graph.Error
	switch {
	case err == nil && (l.kind == pauseLeaf || id == g.ids[l.name]):
		end, want = "done", 1
	case errors.Is(err, graph.ErrOmitted):
		end, want = "omitted", 1
	case errors.Is(err, graph.ErrDependencyFailed):
		end = "dependency failed"
		g.checkDependency(t, l)
	case errors.Is(err, graph.ErrNotRun):
		end = "not run"
	case errors.Is(err, graph.ErrUnknownOutcome):
		end, want = "unknown, and not done", min(len(done), 1)
		if want == 1 {
			end = "unknown, and done"
		}
	case errors.As(err, &refused):
		end = "refused"
	}
	if end == "" || len(done) != want {
		t.Errorf("%s %s ended as %q with %v, and was done %d times", l.kind, l.name, end, err, len(done))
	}
	return end
}

// checkOrder checks that what a leaf needs was done, and that it has its ids.
func (g grown) checkOrder(t *testing.T, l *leaf, e graphtest.Entry) {
	t.Helper()
	var got, want []string
	for _, other := range l.of {
		want = append(want, g.ids[other.name])
	}
	switch l.kind {
	case adSetLeaf:
		got = []string{e.Params["campaign_id"]}
	case adLeaf:
		got = []string{e.Params["adset_id"], e.Params["creative"]}
		want[1] = fmt.Sprintf(`{"creative_id":"%s"}`, want[1])
	case pauseLeaf, readLeaf:
		got = []string{e.ID}
	}
	if fmt.Sprint(got) != fmt.Sprint(want) || fmt.Sprint(want) == `[ ]` {
		t.Errorf("%s %s was done with %v, want %v", l.kind, l.name, got, want)
	}
	if l.kind != readLeaf && l.after != nil && len(g.of(l.after)) == 0 {
		t.Errorf("%s was done, and %s was not, which it should run after", l.name, l.after.name)
	}
}

// checkDependency checks that something that a leaf needs did not succeed.
func (g grown) checkDependency(t *testing.T, l *leaf) {
	t.Helper()
	needs := l.of
	if l.after != nil {
		needs = append(needs[:len(needs):len(needs)], l.after)
	}
	for _, other := range needs {
		if _, err := other.get(); err != nil && !errors.Is(err, graph.ErrOmitted) {
			return
		}
	}
	t.Errorf("%s ended as if something had failed that it depends on", l.name)
}
