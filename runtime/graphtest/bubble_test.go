package graphtest_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// A throttle of an hour, in a bubble: the test takes no time.
func TestAnHour(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := campaigns(t, 3, func(c *graphtest.Config) { c.InMemory = true })
		srv.Fault(graphtest.On("AdAccount.campaigns"), graphtest.Throttle(80004).Regain(time.Hour).Times(1))
		config := srv.ClientConfig()
		config.Retry = graph.RetryPolicy{MaxWait: 2 * time.Hour}
		client, err := graph.New(config)
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		got, err := names(t.Context(), client, "act_1")
		if err != nil || fmt.Sprint(got) != "[campaign 0 campaign 1 campaign 2]" {
			t.Errorf("names are %v, %v", got, err)
		}
		if waited := time.Since(start); waited < time.Hour || waited > time.Hour+time.Minute {
			t.Errorf("waited %v", waited)
		}
	})
}

// A set of 60 writes, waited for as often as a client does by itself: four
// waits, of which each is twice the one before.
func TestWaitForSet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := campaigns(t, 0, func(c *graphtest.Config) { c.InMemory = true })
		client := srv.Client(t)
		var b graph.Batch
		for i := range 60 {
			graph.Add(&b, meta.AdAccountByID("act_1").CreateCampaign(meta.AdAccountCreateCampaignParams{
				Name: graph.String(fmt.Sprint("campaign ", i)), SpecialAdCategories: []meta.SpecialAdCategory{},
			}))
		}
		ids, err := graph.Submit(t.Context(), client, &b, "act_1", "night")
		if err != nil || len(ids) != 1 {
			t.Fatal(ids, err)
		}
		start := time.Now()
		set, err := graph.WaitAsyncSet(t.Context(), client, ids[0], graph.AsyncWait{})
		if err != nil || set.Succeeded != 60 || time.Since(start) != 30*time.Second {
			t.Errorf("the set is %+v, %v, after %v", set, err, time.Since(start))
		}
	})
}
