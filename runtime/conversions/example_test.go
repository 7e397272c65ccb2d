package conversions_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log"
	"slices"
	"time"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/conversions"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

const shop meta.AdsPixelID = "1234567890"

// exampleClient returns a client of a fake API with one pixel. Stopping it
// prints what the pixel has received.
func exampleClient() (*graph.Client, func()) {
	server, err := graphtest.NewServer(graphtest.Config{})
	if err != nil {
		log.Fatal(err)
	}
	server.Store().Add("AdsPixel", string(shop), nil)
	client, err := graph.New(server.ClientConfig())
	if err != nil {
		log.Fatal(err)
	}
	return client, func() {
		for _, event := range server.Store().PixelEvents(string(shop)) {
			fmt.Println("the pixel has", event.Name, event.ID, event.UserData, event.Custom["value"])
		}
		server.Close()
	}
}

// A shop sends what was bought: once for each request that it serves.
func ExampleSender_Send() {
	client, stop := exampleClient()
	defer stop()

	sender, err := conversions.New(client, shop, conversions.Config{Country: "US"})
	if err != nil {
		log.Fatal(err)
	}
	batches, err := sender.Send(context.Background(), conversions.Event{
		Name:         conversions.EventPurchase,
		Time:         time.Now(),
		ID:           "order-42", // and eventID of the pixel in the browser, if it sends the event too
		ActionSource: conversions.ActionSourceWebsite,
		SourceURL:    "https://shop.example/thanks",
		User: conversions.UserData{
			Email:           conversions.Raw(" Mary@Example.com"), // normalised and hashed
			Phone:           conversions.Raw("(650) 555-1212"),
			ExternalID:      conversions.Hashed("6915771be1c5aa0c886870b6951b03d7eafc121fea0e80a5ea83beb7c449f4ec"),
			ClientIPAddress: "203.0.113.7", // sent as it is
			ClientUserAgent: "Mozilla/5.0",
		},
		Custom: conversions.CustomData{Value: graph.Float(123.45), Currency: "USD", OrderID: "42"},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("received:", batches[0].Received)
	// Output:
	// received: 1
	// the pixel has Purchase order-42 [client_ip_address client_user_agent em external_id ph] 123.45
}

// queued is the leads of a queue. Reading one may fail.
func queued() iter.Seq2[conversions.Event, error] {
	return func(yield func(conversions.Event, error) bool) {
		for i, email := range []string{"test1@example.com", "test2.example.com", "test3@example.com"} {
			event := conversions.Event{
				Name: conversions.EventLead, Time: time.Now().Add(-time.Hour), ID: fmt.Sprintf("lead-%d", i),
				ActionSource: conversions.ActionSourceSystemGenerated,
				User:         conversions.UserData{Email: conversions.Raw(email)},
			}
			if !yield(event, nil) {
				return
			}
		}
	}
}

// A job sends what a queue holds, however much that is.
func ExampleSender_Stream() {
	client, stop := exampleClient()
	defer stop()

	sender, err := conversions.New(client, shop, conversions.Config{})
	if err != nil {
		log.Fatal(err)
	}
	for batch, err := range sender.Stream(context.Background(), queued()) {
		var invalid *conversions.EventError
		var failed *conversions.BatchError
		switch {
		case errors.As(err, &invalid):
			fmt.Println("mend:", invalid)
		case errors.As(err, &failed):
			fmt.Println("keep for later:", failed.Events)
			if failed.ConcernsAll {
				return // an expired token, say: the others would be refused too
			}
		case err != nil:
			log.Fatal(err) // the queue's own
		default:
			fmt.Println("done:", batch.Events)
		}
	}
	// Output:
	// mend: conversions: event 1 Lead lead-1: user_data has nothing to match a person by; user_data.em has no @
	// done: [event 0 Lead lead-0 event 2 Lead lead-2]
	// the pixel has Lead lead-0 [em] <nil>
	// the pixel has Lead lead-2 [em] <nil>
}

// An event can be checked where it is made, long before it is sent.
func ExampleSender_Check() {
	client, stop := exampleClient()
	defer stop()

	sender, err := conversions.New(client, shop, conversions.Config{})
	if err != nil {
		log.Fatal(err)
	}
	order := conversions.Event{
		Name: conversions.EventPurchase, Time: time.Now(), ID: "order-43", ActionSource: conversions.ActionSourcePhoneCall,
		User:   conversions.UserData{Phone: conversions.Raw("+1 650 555 1212")},
		Custom: conversions.CustomData{Value: graph.Float(20)},
	}
	_, err = sender.Check(order)
	fmt.Println(err)
	order.Custom.Currency = "EUR"
	order.User.FirstName, order.User.BirthDate = conversions.Raw("Mary"), conversions.Raw("2/3/1997")
	fmt.Println(sender.Check(order))
	for range sender.Stream(context.Background(), conversions.Events(slices.Values([]conversions.Event{order}))) {
	}
	// Output:
	// conversions: event 0 Purchase order-43: custom_data.currency is required beside a value
	// [user_data.db may begin with the day or with the month: write it as YYYYMMDD] <nil>
	// the pixel has Purchase order-43 [fn ph] 20
}
