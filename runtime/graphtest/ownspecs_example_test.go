package graphtest_test

import (
	"context"
	"fmt"
	"testing/fstest"

	"github.com/metagraph-go/graphgen/generated/v25/meta"
	"github.com/metagraph-go/graphgen/generator/config"
	"github.com/metagraph-go/graphgen/generator/spec"
	"github.com/metagraph-go/graphgen/runtime/graph"
	"github.com/metagraph-go/graphgen/runtime/graphtest"
)

// scored is what a program reads of a campaign.
type scored struct {
	Name  string  `json:"name"`
	Score float64 `json:"internal_score"`
}

// A fake of specs of one's own, which are laid over the built-in ones as the
// key specs of graphgen.yaml lays them. In a module they are in a folder, which
// os.DirFS("specs") opens.
func ExampleConfig_specs() {
	own := fstest.MapFS{"campaign.yaml": {Data: []byte(`
node: Campaign
fields:
  internal_score: {type: float, doc: A score that the reference does not list.}
`)}}
	srv, err := graphtest.NewServer(graphtest.Config{
		Specs: []spec.Layer{config.BuiltinLayer(), {Name: "specs", FS: own}},
	})
	if err != nil {
		fmt.Println(err) // which file, which line
		return
	}
	defer srv.Close()
	srv.Store().Add("Campaign", "7", graphtest.Node{"name": "Spring", "internal_score": 0.5})

	client, err := graph.New(srv.ClientConfig())
	if err != nil {
		fmt.Println(err)
		return
	}
	campaign, err := graph.Do(context.Background(), client, graph.Select[scored](meta.CampaignByID("7").Read(meta.CampaignReadParams{})))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(campaign.Name, campaign.Score)
	// Output: Spring 0.5
}
