package wire

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/metagraph-go/graphgen/runtime/graph"
)

// Every operation of the checklist of golden/coverage has a request here,
// under the number of its item.
func TestEveryOperationOfTheChecklist(t *testing.T) {
	content, err := os.ReadFile(filepath.Join("..", "coverage", "checklist.json"))
	if err != nil {
		t.Fatal(err)
	}
	var checklist struct {
		Operations []struct {
			Item           any
			Node, Edge, Op string
		}
	}
	if err := json.Unmarshal(content, &checklist); err != nil {
		t.Fatal(err)
	}
	if len(checklist.Operations) == 0 {
		t.Fatal("the checklist has no operations")
	}
	have := map[string]bool{}
	for _, cases := range pages {
		for _, c := range cases {
			have[c.item+" "+c.request.Operation.String()] = true
		}
	}
	for _, row := range checklist.Operations {
		operation := &graph.Operation{Node: row.Node, Edge: row.Edge, Kind: graph.Kind(row.Op)}
		if name := fmt.Sprint(row.Item, " ", operation); !have[name] {
			t.Errorf("no case of item %s", name)
		}
	}
}
