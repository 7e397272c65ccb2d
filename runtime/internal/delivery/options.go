package delivery

import "github.com/metagraph-go/graphgen/runtime/graph"

// Options are those of every call of a sender that repeats calls itself: the
// client repeats none, because the two would multiply. An empty token or
// version is the client's own.
func Options(token graph.SecretText, version string) []graph.Option {
	options := []graph.Option{graph.WithVersion(version), graph.NoRetry()}
	if !token.IsZero() {
		options = append(options, graph.WithToken(token))
	}
	return options
}
