// Package conversions sends events of websites, apps and shops to Meta from a
// server: the Conversions API.
//
//	sender, err := conversions.New(client, "1234567890", conversions.Config{Country: "US"})
//	...
//	_, err = sender.Send(ctx, conversions.Event{
//		Name:         conversions.EventPurchase,
//		Time:         time.Now(),
//		ID:           "order-42",
//		ActionSource: conversions.ActionSourceWebsite,
//		SourceURL:    "https://shop.example/thanks",
//		User: conversions.UserData{
//			Email:           conversions.Raw("Mary@Example.com"),
//			ClientUserAgent: request.UserAgent(),
//		},
//		Custom: conversions.CustomData{Value: graph.Float(123.45), Currency: "USD"},
//	})
//
// [Sender.Stream] takes any number of events from an iterator, in memory for
// one batch, and tells about each batch as it goes.
//
// # User data
//
// What is given with [Raw] is normalised and hashed by package hash; its README
// has the rules. What is hashed already is given with [Hashed]. Fields of plain
// text are never hashed. A value that cannot be right is left out and reported,
// with [Config.Strict] the whole event.
//
// # Invalid events
//
// The API takes all events of a request or, when one is invalid, none. So each
// event is checked before it is sent, and an invalid one is an [*EventError]
// that names its fields; the others go their way. When the API refuses a batch
// all the same, the error is a [*BatchError] with all of its events, and with
// those that the API names. [Config.SkipNamed] sends the others again.
//
// # Lost answers
//
// When the connection breaks or the API fails, the events of a batch may have
// been received or not. Those with an ID are sent again, as the API's guide
// advises: of events with the same name and ID that come within 48 hours, the
// API considers the first. Those without an ID are not sent again, as no write
// of this library is, and are reported in a [*BatchError] with MaybeReceived.
// Give every event an ID.
//
// What the API certainly did not take, because it could not be reached or had
// too many calls, is sent again with an ID or without, never within the time
// that the API asks for. After an error that others would get too, such as that
// of an expired token, [Sender.Send] sends nothing more:
// [BatchError.ConcernsAll].
//
// A program that waits for the answer while a customer does should bound the
// whole by a context: the API mostly answers within 600 milliseconds.
//
// # Customer data
//
// Errors and reports name events by index, name and ID, and fields by their
// names; values stand in none. What the API repeats of the values is taken out
// of its messages. Put no customer data into names and IDs.
//
// An [Event] prints as its name and ID; [UserData], [CustomData] and [Values]
// print as "[redacted]" and, as events, refuse to be encoded as JSON. That holds
// for them alone, behind pointers, in lists and in exported fields. In an
// unexported field of a struct of yours, fmt calls no methods: there it prints
// with %+v what an event holds in clear, such as ClientIPAddress, SourceURL and
// the members of CustomData, and only Values stay redacted. Hold an *Event in
// such a field, of which fmt prints the address.
package conversions
