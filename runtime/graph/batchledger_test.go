package graph_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"testing"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

var (
	batches       = graphtest.On("Batch.create")
	creations     = graphtest.On("AdAccount.campaigns.create")
	campaignReads = graphtest.On("Campaign.read")
)

// faultyServer returns a server with an ad account on which batches, and
// operations in them, fail in all the ways that the API knows. chance is that of
// each way.
func faultyServer(t *testing.T, seed uint64, chance float64, operations ...graphtest.Match) *graphtest.Server {
	srv := graphtest.New(t, func(c *graphtest.Config) {
		c.Seed = seed
		c.LedgerSize = 10000
	})
	srv.Store().Add("AdAccount", "act_1", nil)
	for _, fault := range []graphtest.Fault{
		graphtest.Reset(),
		graphtest.Throttle(4),
		graphtest.Fail(graphtest.Error{Code: 100, Message: "Unsupported"}),
		graphtest.HTML(http.StatusBadGateway).AfterOperations(10),
		graphtest.Pass().AfterOperations(10),
		graphtest.Reset().AfterActing(),
		graphtest.Answer(http.StatusOK, "true").AfterActing(),
		graphtest.ExtraResults(1),
		graphtest.MissingResults(1),
	} {
		srv.Fault(batches, fault.Probability(chance))
	}
	for _, on := range operations {
		for _, fault := range []graphtest.Fault{
			graphtest.Throttle(17),
			graphtest.Fail(graphtest.Error{Code: 100, Message: "Invalid parameter"}),
			graphtest.Transient(),
			graphtest.Transient().AfterActing(),
			graphtest.Timeout(),
			graphtest.Timeout().AfterActing(),
		} {
			srv.Fault(on, fault.Probability(chance))
		}
	}
	return srv
}

// planned is an operation of the test, and what is known about it beforehand.
type planned struct {
	// name is that of the campaign that is made or read.
	name  string
	write bool
	// id is that of the campaign that a read without a parent reads.
	id meta.CampaignID
	// parent is the operation whose result this one uses, and after the one
	// that has to succeed before; both may be nil.
	parent, after *planned
	result        *graph.Result[*meta.Campaign]
}

// addRandom adds an operation that may depend on one of those before it.
func addRandom(b *graph.Batch, srv *graphtest.Server, rng *rand.Rand, n int, group []*planned) *planned {
	p := &planned{name: fmt.Sprintf("op%d", n), write: rng.IntN(3) > 0}
	var opts []graph.Option
	if rng.IntN(4) == 0 {
		opts = append(opts, graph.OmitResponse())
	}
	var source meta.CampaignID
	if len(group) > 0 {
		other := group[rng.IntN(len(group))]
		switch rng.IntN(4) {
		case 0:
			p.after = other
			opts = append(opts, graph.RunAfter(other.result))
		case 1, 2:
			p.parent = other
			source = meta.CampaignID(other.result.Ref("$.id"))
		}
	}
	switch {
	case p.write:
		create := meta.AdAccountCreateCampaignParams{Name: graph.String(p.name), SpecialAdCategories: []meta.SpecialAdCategory{}, SourceCampaignID: source}
		p.result = graph.Add(b, meta.AdAccountByID("act_1").CreateCampaign(create), opts...)
		return p
	case p.parent != nil:
		p.name = p.parent.name
	default:
		p.id = meta.CampaignID(fmt.Sprint(5000000 + n))
		source = p.id
		srv.Store().Add("Campaign", string(p.id), graphtest.Node{"name": p.name})
	}
	read := meta.CampaignReadParams{Fields: []meta.CampaignField{meta.CampaignFieldID, meta.CampaignFieldName}}
	p.result = graph.Add(b, meta.CampaignByID(source).Read(read), opts...)
	return p
}

func TestBatchTellsWhatHappened(t *testing.T) {
	total := 2000
	if os.Getenv("GRAPHGEN_LONG") != "" {
		total = 10000
	}
	ends := map[string]int{}
	for n := 0; n < total; {
		seed := uint64(n)
		srv := faultyServer(t, seed, 1.0/20, creations, campaignReads)
		rng := rand.New(rand.NewPCG(seed, 1))
		// One request at a time makes a failure come again with its seed.
		b := graph.Batch{Parallel: rng.IntN(2)}
		var all, group []*planned
		for range 200 {
			if rng.IntN(5) == 0 || len(group) > 12 {
				group = nil
			}
			p := addRandom(&b, srv, rng, n, group)
			all, group = append(all, p), append(group, p)
			n++
		}
		config := srv.ClientConfig()
		config.Retry = graph.RetryPolicy{BaseDelay: 1, MaxDelay: 1, Budget: -1}
		client, err := graph.New(config)
		if err != nil {
			t.Fatal(err)
		}
		err = b.Do(t.Context(), client)
		var joined *graph.BatchError
		if err != nil && !errors.As(err, &joined) || srv.Ledger().Received(batches) == 0 {
			t.Fatalf("nothing was sent, or another error came: %v", err)
		}
		truth := whatHappened(t, srv)
		for _, p := range all {
			ends[truth.check(t, p)]++
		}
		if t.Failed() {
			t.Fatalf("seed %d, %d requests at a time", seed, b.Parallel)
		}
		srv.Close()
	}
	for _, end := range []string{"done", "refused", "not run", "unknown, and done", "unknown, and not done", "omitted", "read", "read failed"} {
		if ends[end] == 0 {
			t.Errorf("no operation ended as %q: the test does not show it", end)
		}
	}
	t.Log(ends)
}

// truth is what a server did, by the names of campaigns.
type truth struct {
	// done counts the creations that were done.
	done map[string]int
	// made are the campaigns that there are.
	made map[string]graphtest.Node
}

// whatHappened reads a server's ledger and its store, which have to agree.
func whatHappened(t *testing.T, srv *graphtest.Server) truth {
	happened := truth{done: map[string]int{}, made: map[string]graphtest.Node{}}
	for _, entry := range srv.Ledger().Entries(creations) {
		if entry.Acted {
			happened.done[entry.Params["name"]]++
		}
	}
	ids := srv.Store().Edge("act_1", "campaigns")
	for _, id := range ids {
		fields, _ := srv.Store().Get(id)
		name, _ := fields["name"].(string)
		happened.made[name] = fields
		if happened.done[name] == 0 {
			t.Errorf("there is a campaign %q that the ledger does not have", name)
		}
	}
	if done := srv.Ledger().Acted(creations); done != len(ids) {
		t.Errorf("%d creations were done, and there are %d campaigns", done, len(ids))
	}
	return happened
}

// idOf returns the id of the campaign that an operation makes or reads, or ""
// when it was not made.
func (h truth) idOf(p *planned) string {
	switch {
	case p.write:
		id, _ := h.made[p.name]["id"].(string)
		return id
	case p.parent != nil:
		return h.idOf(p.parent)
	}
	return string(p.id)
}

// check compares the end of an operation with what happened, and returns it.
func (h truth) check(t *testing.T, p *planned) string {
	value, err := p.result.Get()
	if !p.write {
		if err == nil && (string(value.ID) != h.idOf(p) || value.Name != p.name) {
			t.Errorf("the read of %s got %s, %q; want %s", p.name, value.ID, value.Name, h.idOf(p))
		}
		if errors.Is(err, graph.ErrUnknownOutcome) {
			t.Errorf("the read of %s ended as a write does: %v", p.name, err)
		}
		if err != nil {
			return "read failed"
		}
		return "read"
	}
	done := h.done[p.name]
	h.checkOrder(t, p)
	var refused *graph.Error
	end := ""
	switch {
	case err == nil && string(value.ID) == h.idOf(p):
		end = "done"
	case errors.Is(err, graph.ErrOmitted):
		end = "omitted"
	case errors.Is(err, graph.ErrNotRun):
		end = "not run"
	case errors.Is(err, graph.ErrUnknownOutcome):
		if done == 0 {
			return "unknown, and not done"
		}
		return "unknown, and done"
	case errors.As(err, &refused):
		end = "refused"
	}
	want := map[string]int{"done": 1, "omitted": 1}
	if end == "" || done != want[end] {
		t.Errorf("%s ended as %q with %v, and was done %d times", p.name, end, err, done)
	}
	return end
}

// checkOrder checks that a write was done no more than once, after what it
// depends on, and with its result.
func (h truth) checkOrder(t *testing.T, p *planned) {
	done := h.done[p.name]
	if done > 1 {
		t.Errorf("%s was done %d times", p.name, done)
	}
	if done == 0 {
		return
	}
	if p.parent != nil {
		if got := h.made[p.name]["source_campaign_id"]; got == nil || fmt.Sprint(got) != h.idOf(p.parent) {
			t.Errorf("%s was done with the parent %v, want %q", p.name, got, h.idOf(p.parent))
		}
	}
	if p.after != nil && p.after.write && h.done[p.after.name] == 0 {
		t.Errorf("%s was done, and %s was not, which it should run after", p.name, p.after.name)
	}
}
