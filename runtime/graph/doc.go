// Package graph calls Meta's Graph and Marketing API.
//
// It holds everything that needs judgement: HTTP, auth, errors, retries, rate
// limits, paging and batches. What the API offers (nodes, edges, fields,
// params, error codes) is in a generated package, such as
// github.com/metagraph-go/graphgen/generated/v25/meta, whose methods build
// values of type [Call]. A call holds no client and sends nothing; the
// functions of this package run it:
//
//	client, err := graph.New(graph.Config{Token: graph.Secret(token)})
//	account := meta.AdAccountByID("act_123")
//
//	one, err := graph.Do(ctx, client, account.Read(meta.AdAccountReadParams{}))
//	for campaign, err := range graph.All(ctx, client, account.Campaigns(meta.AdAccountCampaignsParams{})) {
//		// ...
//	}
//
// # Jobs
//
//   - One answer: [Do]. A call that addresses a node by its id is built by the
//     generated package; [WithToken] and [WithVersion] change one call.
//   - Every item of an edge: [All]. Page by page: [Pages], from a place with
//     [From], with a total by [WithSummary]. A [*PageError] says where to go on.
//   - Fields of connected nodes: [Expand], narrowed by a [Modifier] such as
//     [Limit] or [Filtering].
//   - Fields of a struct of the caller's own: [Select] and [SelectList]. Members
//     that no Go field has: [KeepRaw] and [KeepRawItems].
//   - Many nodes: [ByIDs] for reads, a [Batch] with [Add] for any calls.
//   - Params that may be 0, empty or null: [Opt], made by [Int], [Bool],
//     [String] and [Null]. Params that the generated package lacks: [WithParam].
//   - Files: a [File] is a param like any other. [UploadVideo], [UploadImages]
//     and [UploadFile] do more than one call can.
//   - Work in the background: [Submit], [WaitAsyncSet] and [AsyncRequests]
//     for writes, [ReportRows] for insights.
//   - Tokens: [DebugToken], [ExchangeToken] for one that lasts longer, and
//     [AppToken] or [RequestAppToken] for that of an app.
//   - Allowances: [WithResponse] and [Error.Usage] for what is used, a [Limiter]
//     to stay below, [Hooks] and [Config.Logger] to watch.
//   - Answers that rarely change: a [Cache].
//   - Tests: [Config.BaseURL], or package graphtest, which fakes the API.
//
// # Errors
//
// Errors of calls are of four types. [*Error] is the API's refusal: errors.Is
// matches it with a code of the generated package and with a [Class], which
// says what can be done. [*TransportError] means that no answer came, and says
// whether the call may have been done. [*DecodeError] means that the answer
// cannot be read; a write was done then, as a rule. [*FileError] means that a
// file of the call cannot be read; the call was not done then. What is wrong
// with a call itself is said before anything is sent, by a [*ParamError] where
// it is a param. [ErrNotDone] is the error of an answer that says, without an
// error of its own, that nothing was done. Operations of a batch that have no
// answer of their own end with an [*OutcomeError].
//
// # Repeating
//
// Reads are repeated when that can help. A write is repeated when the API
// certainly did not act: no connection was made, or it refused the call
// because there were too many. After anything else the write may have been
// done, and the caller gets the error. These writes are sent again then too,
// because a second time does no harm:
//
//   - calls with [Idempotent];
//   - the start of a run by [ReportRows];
//   - the start of an upload by [UploadVideo] or [UploadFile];
//   - a part of the video of [UploadVideo], but not its last call, which makes
//     a video of the parts;
//   - the content of the file of [UploadFile], from where the API has it;
//   - [CancelVideo].
//
// Beside them, package audience sends a batch of people again, which has a
// number, and package conversions events with an id. [NoRetry] calls are not
// repeated, but uploads go on as their Tries say. [RetryPolicy] says how often
// calls are repeated, and when.
//
// # Secrets
//
// The token travels in a header, and in the body of a batch, over https, to
// the API's host only: redirects are not followed. The proof has to be a param, so that of a read is
// in the URL; URLs are in no error and no log line. What the API writes into
// messages and headers is freed from the secrets of the call. Calls print
// without their params, and errors without the values that they are about.
//
// The package imports the standard library only.
package graph
