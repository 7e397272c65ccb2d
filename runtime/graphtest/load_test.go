package graphtest_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

const loadClients = 50

// TestLoad has many clients read and write the same things. With GRAPHGEN_LONG
// they do so for half a minute. Run it with -race.
func TestLoad(t *testing.T) {
	srv := campaigns(t, 10, func(c *graphtest.Config) { c.LedgerSize = 500 })
	l := &load{
		srv:      srv,
		shared:   meta.CampaignByID(meta.CampaignID(srv.Store().Edge("act_1", "campaigns")[0])),
		audience: meta.CustomAudienceID(srv.Store().AddEdge("act_1", "customaudiences", "CustomAudience", graphtest.Node{"subtype": "CUSTOM"})),
		rounds:   make([]int, loadClients),
	}
	for range loadClients {
		l.clients = append(l.clients, srv.Client(t))
	}
	begun := time.Now()
	start := liveHeap()
	l.half(t)
	middle := liveHeap()
	l.half(t)
	end := liveHeap()
	took := time.Since(begun)

	rounds := 0
	for _, n := range l.rounds {
		rounds += n
	}
	received := srv.Ledger().Received(graphtest.On("*"))
	t.Logf("%d requests in %d rounds, %.0f a second; live heap %d KiB, %d KiB in the middle, %d KiB at the end",
		received, rounds, float64(received)/took.Seconds(), start>>10, middle>>10, end>>10)
	l.check(t, rounds)
	if grown := middle - start; grown > 16<<20 {
		t.Errorf("the heap has grown by %d bytes in the first half", grown)
	}
	if grown := end - middle; grown > 4<<20 {
		t.Errorf("the heap has grown by %d bytes in the second half", grown)
	}
}

// load is what the clients do.
type load struct {
	srv      *graphtest.Server
	clients  []*graph.Client
	shared   *meta.CampaignNode
	audience meta.CustomAudienceID
	// rounds are those that each client has done.
	rounds []int
}

// half has all clients work at once: for one round, or for 15 seconds.
func (l *load) half(t *testing.T) {
	var until time.Time
	if os.Getenv("GRAPHGEN_LONG") == "1" {
		until = time.Now().Add(15 * time.Second)
	}
	var clients sync.WaitGroup
	for n := range l.clients {
		clients.Go(func() {
			for first := true; first || time.Now().Before(until); first = false {
				if err := l.round(t.Context(), n); err != nil {
					t.Errorf("client %d, round %d: %v", n, l.rounds[n], err)
					return
				}
				l.rounds[n]++
			}
		})
	}
	clients.Wait()
}

// check says that no write is lost: each client has one person in the audience
// and no campaign of its own, and the shared campaign has what all have set.
func (l *load) check(t *testing.T, rounds int) {
	if got := l.srv.Store().People(string(l.audience)); got != loadClients {
		t.Errorf("the audience has %d people, want %d", got, loadClients)
	}
	if got := len(l.srv.Store().Edge("act_1", "campaigns")); got != 10 {
		t.Errorf("there are %d campaigns, want the 10 of the start", got)
	}
	fields, _ := l.srv.Store().Get(string(l.shared.ID))
	for _, name := range []string{"name", "daily_budget", "status"} {
		if fields[name] == nil {
			t.Errorf("the update of %s is lost", name)
		}
	}
	for _, operation := range []string{"Campaign.update", "CustomAudience.users.create", "AdAccount.campaigns.create", "Campaign.delete"} {
		l.srv.Ledger().WantActed(t, graphtest.On(operation), rounds)
	}
}

// round has a client write the campaign that all write, put a person into the
// audience in place of the one before, and make and delete a campaign of its
// own.
func (l *load) round(ctx context.Context, n int) error {
	client, account := l.clients[n], meta.AdAccountByID("act_1")
	var update meta.CampaignUpdateParams
	switch n % 3 {
	case 0:
		update.Name = graph.String("name " + strconv.Itoa(n))
	case 1:
		update.DailyBudget = graph.Int(int64(n))
	case 2:
		update.Status = meta.CampaignStatusPaused
	}
	if _, err := graph.Do(ctx, client, l.shared.Update(update)); err != nil {
		return err
	}
	if err := l.replacePerson(ctx, n); err != nil {
		return err
	}
	create := meta.AdAccountCreateCampaignParams{Name: graph.String("own"), SpecialAdCategories: []meta.SpecialAdCategory{}}
	made, err := graph.Do(ctx, client, account.CreateCampaign(create))
	if err != nil {
		return err
	}
	for _, err := range graph.All(ctx, client, account.Campaigns(meta.AdAccountCampaignsParams{Limit: 10})) {
		if err != nil {
			return err
		}
	}
	_, err = graph.Do(ctx, client, meta.CampaignByID(made.ID).Delete())
	return err
}

func (l *load) replacePerson(ctx context.Context, n int) error {
	audience := meta.CustomAudienceByID(l.audience)
	person := func(round int) *meta.AudiencePayload {
		sum := sha256.Sum256([]byte(fmt.Sprint(n, " ", round)))
		return &meta.AudiencePayload{Schema: []string{"EMAIL"}, Data: [][]any{{hex.EncodeToString(sum[:])}}}
	}
	_, err := graph.Do(ctx, l.clients[n], audience.AddUsers(meta.CustomAudienceAddUsersParams{Payload: person(l.rounds[n])}))
	if err != nil || l.rounds[n] == 0 {
		return err
	}
	_, err = graph.Do(ctx, l.clients[n], audience.RemoveUsers(meta.CustomAudienceRemoveUsersParams{Payload: person(l.rounds[n] - 1)}))
	return err
}

func liveHeap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// BenchmarkRequests is a read of a page of 25 campaigns over loopback.
func BenchmarkRequests(b *testing.B) {
	srv, err := graphtest.NewServer(graphtest.Config{})
	if err != nil {
		b.Fatal(err)
	}
	defer srv.Close()
	srv.Store().AddSamples()
	client, err := graph.New(srv.ClientConfig())
	if err != nil {
		b.Fatal(err)
	}
	list := meta.AdAccountByID("act_123").Campaigns(meta.AdAccountCampaignsParams{Fields: []meta.CampaignField{meta.CampaignFieldID, meta.CampaignFieldName}})
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := graph.Do(b.Context(), client, list); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
}

// BenchmarkNew is what a test pays for a server of its own.
func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		srv, err := graphtest.NewServer(graphtest.Config{})
		if err != nil {
			b.Fatal(err)
		}
		srv.Close()
	}
}
