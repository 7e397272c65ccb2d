// Package bench measures what generated packages cost: the time to generate
// and to compile them, and the size of programs that use them. What is ours is
// measured beside something well known in the same run, and the ratio is
// reported; seconds alone say more about the machine. Nothing here passes or
// fails by time.
//
// Comparisons with all of Meta's nodes need the JSON specs that Meta
// publishes, in the folder that GRAPHGEN_META_SPECS names or in
// shared/meta-specs beside the checkout. Those with stripe-go, a client of
// like size, download it through the module proxy. Without these they are
// skipped.
//
//	go test -run '^$' -bench . -benchtime 3x ./golden/bench
package bench
