package delivery

import (
	"context"
	"errors"
	"fmt"

	"github.com/metagraph-go/graphgen/runtime/graph"
)

// CheckClient returns an error where no call can be sent through client to a
// version. It sends nothing. An empty version is the client's own.
func CheckClient(client *graph.Client, version string) error {
	// A call without an operation is refused before it is sent, and one through
	// a client that is none before that, with the same error as through nil.
	var nothing graph.Call[struct{}]
	_, none := graph.Do(context.Background(), nil, nothing)
	if _, err := graph.Do(context.Background(), client, nothing); errors.Is(err, none) {
		return errors.New("the client is nil or was not made by graph.New")
	}
	if _, err := graph.New(graph.Config{Version: version}); err != nil {
		return fmt.Errorf("the version %q in Config is not of the form %q", version, graph.DefaultVersion)
	}
	return nil
}
