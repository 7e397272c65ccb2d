package graphtest_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

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
