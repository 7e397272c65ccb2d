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
// [Pages] and [All] walk over the pages of an edge and say where to go on
// after an error. [Select] asks for the fields of a struct of the caller's own,
// [ByIDs] reads many nodes, and [KeepRaw] keeps members that no Go field has.
// A [File] is a param like any other; [UploadVideo], [UploadImages] and
// [UploadFile] do more than one call can, and so does [ReportRows], which reads
// insights from a run in the background.
//
// # Errors
//
// Errors are of three types. [*Error] is the API's refusal: errors.Is matches
// it with a code of the generated package and with a [Class], which says what
// can be done. [*TransportError] means that no answer came, and says whether
// the call may have been done. [*DecodeError] means that the answer cannot be
// read.
//
// # Repeating
//
// Reads are repeated when that can help. A write is repeated only when the API
// certainly did not act: no connection was made, or it refused the call
// because there were too many. See [RetryPolicy].
//
// # Secrets
//
// The token travels in a header, over https, to the API's host only:
// redirects are not followed. The proof has to be a param, so that of a read is
// in the URL; URLs are in no error and no log line. What the API writes into
// messages and headers is freed from the secrets of the call.
//
// The package imports the standard library only.
package graph
