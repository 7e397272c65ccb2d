package conversions_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/metagraph-go/graphgen/runtime/conversions"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

const pixel = "60"

// newServer returns a fake API with a pixel. In memory, waits take no time in
// a bubble of synctest.
func newServer(t testing.TB, changes ...func(*graphtest.Config)) *graphtest.Server {
	t.Helper()
	srv := graphtest.New(t, append([]func(*graphtest.Config){func(c *graphtest.Config) { c.InMemory = true }}, changes...)...)
	srv.Store().Add("AdsPixel", pixel, nil)
	return srv
}

func newSender(t testing.TB, client *graph.Client, config conversions.Config) *conversions.Sender {
	t.Helper()
	sender, err := conversions.New(client, pixel, config)
	if err != nil {
		t.Fatal(err)
	}
	return sender
}

// lead returns an event that lacks nothing. Without an id it has none.
func lead(id string) conversions.Event {
	return conversions.Event{
		Name: conversions.EventLead, Time: time.Now(), ID: id,
		ActionSource: conversions.ActionSourceEmail,
		User:         conversions.UserData{Email: conversions.Raw("mary@example.com")},
	}
}

// leads returns n events with the ids from e0 on, of which every nth-th has none.
func leads(n, nth int) []conversions.Event {
	events := make([]conversions.Event, n)
	for i := range events {
		id := fmt.Sprintf("e%d", i)
		if nth > 0 && i%nth == nth-1 {
			id = ""
		}
		events[i] = lead(id)
	}
	return events
}

// with returns a valid event of a website that change has changed.
func with(change func(*conversions.Event)) conversions.Event {
	e := conversions.Event{
		Name: conversions.EventPurchase, Time: time.Now(), ID: "order-1",
		ActionSource: conversions.ActionSourceWebsite, SourceURL: "https://shop.example/thanks?order=1",
		User: conversions.UserData{
			Email: conversions.Raw("mary@example.com"), ClientUserAgent: "Mozilla/5.0",
		},
		Custom: conversions.CustomData{Value: graph.Float(12.5), Currency: "usd"},
	}
	change(&e)
	return e
}
