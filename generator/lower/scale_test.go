package lower_test

import (
	"fmt"
	"testing"

	"github.com/metagraph-go/graphgen/generator/diag"
	"github.com/metagraph-go/graphgen/generator/spec"
)

// synthetic is a set of n nodes with the proportions of Meta's: for 1000 nodes
// there are some 8600 fields, 1500 operations, 4800 params and 900 enums of 17
// values.
func synthetic(n int) *spec.Set {
	line := 0
	pos := func() diag.Pos { line++; return diag.Pos{File: "synthetic.yaml", Line: line, Col: 1} }
	text := func(format string, args ...any) spec.Text {
		return spec.Text{Value: fmt.Sprintf(format, args...), Pos: pos()}
	}
	field := func(name, typ string, args ...spec.Type) *spec.Field {
		return &spec.Field{Name: text("%s", name), Doc: text("The %s of the node, in whole sentences.", name), Type: spec.Type{Name: typ, Args: args}, Pos: pos()}
	}
	set := &spec.Set{Versions: []*spec.Version{{Name: text("v25.0")}}}
	for i := range n {
		other := fmt.Sprintf("Node%d", (i*7+1)%n)
		node := &spec.Node{Name: text("Node%d", i), Doc: text("A node of many."), Pos: pos()}
		node.Fields = append(node.Fields, field("id", "numeric string"), field("name", "string"), field("parent", other), field("kind", fmt.Sprintf("Enum%d", i)))
		for j := range 5 {
			node.Fields = append(node.Fields, field(fmt.Sprintf("field%d", j), "list", spec.Type{Name: []string{"string", "int64", other}[j%3]}))
		}
		node.Operations = []*spec.Operation{{Kind: text("read"), Pos: pos()}}
		if i%2 == 0 {
			operations := []*spec.Operation{{Kind: text("list"), Returns: spec.Type{Name: other}, Pos: pos()}}
			for j := range 8 {
				operations[0].Params = append(operations[0].Params, field(fmt.Sprintf("param%d", j), "string"))
			}
			node.Edges = append(node.Edges, &spec.Edge{Name: text("list%d", i%3), Operations: operations, Pos: pos()})
		}
		set.Nodes = append(set.Nodes, node)
		enum := &spec.Enum{Name: text("Enum%d", i), Doc: text("A kind of node."), Home: node.Name.Value, Pos: pos()}
		for j := range 17 {
			enum.Values = append(enum.Values, &spec.Value{Value: text("SOME_VALUE_%c", 'A'+j), Pos: pos()})
		}
		set.Enums = append(set.Enums, enum)
	}
	return set
}

func BenchmarkLower(b *testing.B) {
	set := synthetic(1000)
	for b.Loop() {
		lowerVersion(b, set, "v25.0", nil, nil)
	}
}
