// Package graphtest is a fake of Meta's Graph API for tests. It is made from
// the spec set that clients are generated from, keeps nodes and edges in
// memory, and answers over HTTP as the API does: with its paging links, its
// error codes and its oddities. Nothing leaves the machine, unless a test allows
// it.
//
//	srv := graphtest.New(t)
//	srv.Store().Add("AdAccount", "act_1", graphtest.Node{"name": "Acme"})
//	srv.Store().AddEdge("act_1", "campaigns", "Campaign", graphtest.Node{"id": "7", "name": "Spring"})
//	srv.Fault(graphtest.On("AdAccount.campaigns"), graphtest.Throttle(80004).Times(1))
//	client := srv.Client(t)
//
// Nodes and edges come from Go values, from JSON ([Store.Load]), or are made up
// ([Store.AddSamples]). Clients of other makes use [Server.URL].
//
// # What is faked
//
// All operations of the specs: their methods and params are checked, writes
// change what reads return, and deletes remove. Uploads, batches, async
// request sets, insights reports and audience sessions follow the rules that
// the API documents for them. What an operation does beyond that, such as
// delivering ads, does not happen.
//
// A write that names a campaign, an ad or another node that calls make has to
// name one that is there; pages, apps and people need not be. Deleted
// campaigns, ad sets and ads are on no edge, with all that is below them, and
// can still be read by their ids; a store keeps the latest 1000. Archived ones
// are listed for those who ask for the status. Copies are nodes of their own.
//
// What goes on in the background moves on with each read, and is done by the
// fifth one; see [Config.ManualAsync]. The end of an async request set is posted
// to its notification_uri when that is on this machine, or on one of
// [Config.CallbackHosts].
//
// Any token will do, unless [Config.Tokens] names some. Tokens of
// oauth/access_token work, for calls, for debug_token and for the permissions
// of their user.
//
// A server has the oddities of the API that [Quirks] lists, and
// [Config.Without] takes them away.
//
// # What was received
//
// What a program sent stands in the server's ledger, without its secrets:
//
//	srv.Ledger().WantReceived(t, graphtest.On("AdAccount.campaigns"), 2)
//	srv.Ledger().WantActed(t, graphtest.On("AdAccount.campaigns"), 1)
//
// [Ledger.Batches] says which operations came together. Uploads of people leave
// a record of their batches, which [Store.AudienceSessions] returns. Events that
// were sent to a pixel are what [Store.PixelEvents] returns, and files what
// [Store.Content] does.
//
// # Faults
//
// A fault is something that goes wrong: with the connection, such as [Reset],
// [Raw] and [TruncateRequest], with a proxy, such as [HTML] and [Answer], or with
// the call, such as [Throttle] and [Fail]. Most are in place of acting, and the
// methods of a fault change that: after [Fault.AfterActing] a write was done and
// its answer is lost, and with [Fault.BeforeBody] the request was not even read.
// The operations of a batch have faults of their own; On("Batch.create") is the
// batch as a whole, and On("Connection") what comes before any call.
//
// # Time
//
// Waits, time-outs and latency take no time in a bubble of [testing/synctest],
// which needs connections in memory:
//
//	synctest.Test(t, func(t *testing.T) {
//		srv := graphtest.New(t, func(c *graphtest.Config) { c.InMemory = true })
//		srv.Fault(graphtest.On("*"), graphtest.Throttle(80004).Regain(time.Hour).Times(1))
//		config := srv.ClientConfig()
//		config.Retry = graph.RetryPolicy{MaxWait: 2 * time.Hour}
//		client, err := graph.New(config) // Its calls wait for an hour of the bubble's.
//	})
//
// # Insights
//
// Rows on the insights edge of an ad account, a campaign, an ad set or an ad
// are facts, which answers and reports are added up of:
//
//	store.AddEdge("11", "insights", "AdsInsights", graphtest.Node{
//		"date_start": "2026-02-01", "date_stop": "2026-02-01", "age": "25-34", "impressions": 2000, "clicks": 30, "spend": "9.50",
//	})
//
// A fact about an ad is one about its ad set, its campaign and its account too,
// so each is added once. A call selects facts by its days and its filters, and
// gets one row for each object of its level, each part of its days and each
// set of breakdown values that the facts hold. Names, currencies and the like
// come from the objects in the store. Filters on figures, the order and pages
// apply to the rows. Figures come as text, as numbers or as text they may be
// added.
//
// Counts, money and actions are added up; shares and costs, such as ctr, cpc
// and purchase_roas, are worked out of the sums. Reach and the figures of
// unique people are added up too, which counts a person in each fact: the API
// does not. Labels, such as rankings, stay where all facts of a row have the
// same. Averages, and what else follows from no other figures, stay where a row
// has only one fact.
//
// Facts can't be split. One that is not wholly within the days that are asked
// for is left out; one that has more days than time_increment, or that does not
// name the object of the level, is a row of its own; one that does not hold a
// breakdown comes without it. A fact without days has those that are asked
// for. Without time_range or date_preset, a call is about all facts, and not
// about the last 30 days. Days are those of UTC. Combinations of breakdowns
// that the API refuses are not known, and action_breakdowns change nothing.
//
// The figures of [Store.AddSamples] can be split, by place, age, gender,
// platform, device and hour.
//
// # Specs of one's own
//
// A server of other specs has them as [Config.Specs]; the example of [Config]
// lays some over the built-in ones. The package reads specs, and so a module
// whose tests import it has yaml in its go.sum. What is built from the client
// needs none.
//
// # What differs
//
// Params that an operation does not have are errors, because a test wants to
// see a misspelled one; the API ignores most of them, and so does a server with
// [Config.IgnoreUnknownParams]. Debug mode knows what the specs know:
// deprecated params and fields, and params that were ignored. Versions never
// expire. Audiences change at once. A code of the login dialog cannot be
// exchanged for a token, as there is no dialog. An answer of more than 50,000
// nodes is refused, as the API refuses calls for too much data.
package graphtest
