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

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

const loadClients = 50

// loadRounds is how much each client does.
func loadRounds() int {
	if os.Getenv("GRAPHGEN_LONG") == "1" {
		return 200
	}
	return 2
}

// TestLoad has many clients read and write the same things. Run it with -race.
func TestLoad(t *testing.T) {
	srv := campaigns(t, 10, func(c *graphtest.Config) { c.LedgerSize = 500 })
	audience := srv.Store().AddEdge("act_1", "customaudiences", "CustomAudience", graphtest.Node{"subtype": "CUSTOM"})
	shared := meta.CampaignByID(meta.CampaignID(srv.Store().Edge("act_1", "campaigns")[0]))
	rounds := loadRounds()
	heap := liveHeap()
	var clients sync.WaitGroup
	for n := range loadClients {
		client := srv.Client(t)
		clients.Go(func() {
			for round := range rounds {
				if err := work(t.Context(), client, shared, meta.CustomAudienceID(audience), n, round); err != nil {
					t.Errorf("client %d, round %d: %v", n, round, err)
					return
				}
			}
		})
	}
	clients.Wait()

	if got, want := srv.Store().People(audience), loadClients*rounds; got != want {
		t.Errorf("the audience has %d people, want %d", got, want)
	}
	if got := len(srv.Store().Edge("act_1", "campaigns")); got != 10 {
		t.Errorf("there are %d campaigns, want the 10 of the start", got)
	}
	fields, _ := srv.Store().Get(string(shared.ID))
	for _, name := range []string{"name", "daily_budget", "status"} {
		if fields[name] == nil {
			t.Errorf("the update of %s is lost", name)
		}
	}
	srv.Ledger().WantActed(t, graphtest.On("AdAccount.campaigns.create"), loadClients*rounds)
	srv.Ledger().WantActed(t, graphtest.On("Campaign.delete"), loadClients*rounds)
	if grown := liveHeap() - heap; grown > 16<<20 {
		t.Errorf("the heap has grown by %d bytes", grown)
	}
}

// work is what a client does in a round: all clients write the same campaign
// and the same audience, and each makes and deletes a campaign of its own.
func work(ctx context.Context, client *graph.Client, shared *meta.CampaignNode, audience meta.CustomAudienceID, n, round int) error {
	var update meta.CampaignUpdateParams
	switch n % 3 {
	case 0:
		update.Name = graph.String("name " + strconv.Itoa(n))
	case 1:
		update.DailyBudget = graph.Int(int64(n))
	case 2:
		update.Status = meta.CampaignStatusPaused
	}
	if _, err := graph.Do(ctx, client, shared.Update(update)); err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(fmt.Sprint(n, round)))
	payload := &meta.AudiencePayload{Schema: []string{"EMAIL"}, Data: [][]any{{hex.EncodeToString(sum[:])}}}
	if _, err := graph.Do(ctx, client, meta.CustomAudienceByID(audience).AddUsers(meta.CustomAudienceAddUsersParams{Payload: payload})); err != nil {
		return err
	}
	create := meta.AdAccountCreateCampaignParams{Name: graph.String("own"), SpecialAdCategories: []meta.SpecialAdCategory{}}
	made, err := graph.Do(ctx, client, meta.AdAccountByID("act_1").CreateCampaign(create))
	if err != nil {
		return err
	}
	for _, err := range graph.All(ctx, client, meta.AdAccountByID("act_1").Campaigns(meta.AdAccountCampaignsParams{Limit: 10})) {
		if err != nil {
			return err
		}
	}
	_, err = graph.Do(ctx, client, meta.CampaignByID(made.ID).Delete())
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
