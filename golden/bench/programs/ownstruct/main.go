// Ownstruct reads the name of a campaign with the generated package, into a
// struct of its own. The data types of the package are then not linked in.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/runtime/graph"
)

func main() {
	name, err := read(context.Background(), meta.CampaignID(os.Args[1]))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(name)
}

func read(ctx context.Context, id meta.CampaignID) (string, error) {
	client, err := graph.New(graph.Config{Token: graph.Secret(os.Getenv("META_ACCESS_TOKEN"))})
	if err != nil {
		return "", err
	}
	campaign, err := graph.Do(ctx, client, graph.Select[named](meta.CampaignByID(id).Read(meta.CampaignReadParams{})))
	if err != nil {
		return "", err
	}
	return campaign.Name, nil
}

type named struct {
	Name string `json:"name"`
}
