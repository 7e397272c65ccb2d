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
// [UploadFile] do more than one call can.
//
// The package imports the standard library only.
package graph
