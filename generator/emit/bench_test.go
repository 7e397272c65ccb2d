package emit_test

import (
	"fmt"
	"go/format"
	"testing"
	"time"

	"github.com/metagraph-go/graphgen/generator/emit"
	"github.com/metagraph-go/graphgen/generator/ir"
)

// BenchmarkPackage prints a package of the size of all that Meta publishes.
// The metric x_gofmt is its time as a multiple of go/format's time for the
// same files, on one goroutine, in the same run: the floor for anything that
// prints formatted Go.
func BenchmarkPackage(b *testing.B) {
	pkg := metaSized()
	var files map[string][]byte
	b.ReportAllocs()
	for b.Loop() {
		var err error
		if files, err = emit.Package(pkg); err != nil {
			b.Fatal(err)
		}
	}
	emitted := b.Elapsed() / time.Duration(b.N)

	size := 0
	start := time.Now()
	for _, content := range files {
		size += len(content)
		if _, err := format.Source(content); err != nil {
			b.Fatal(err)
		}
	}
	formatted := time.Since(start)
	b.SetBytes(int64(size))
	b.ReportMetric(float64(emitted)/float64(formatted), "x_gofmt")
}

// metaSized is a package with as many nodes, fields, operations and enums as
// Meta's published specs of v25.0.
func metaSized() *ir.Package {
	const (
		nodes            = 1000
		fields           = 8600 / nodes
		operationsInTen  = 15
		enumsInTen       = 9
		valuesInAnEnum   = 12
		paramsInEveryOne = 5
	)
	pkg := sample()
	pkg.Files = []ir.File{adFile(), progressFile()}
	for i := range nodes {
		node := fmt.Sprintf("Node%dWithALongName", i)
		file := ir.File{Name: fmt.Sprintf("node%d.go", i), Nodes: []ir.Node{syntheticNode(node, fields)}}
		for j := range share(operationsInTen, i) {
			handle := file.Nodes[0].Handle
			handle.Operations = append(handle.Operations, syntheticOperation(node, j, paramsInEveryOne))
		}
		for j := range share(enumsInTen, i) {
			file.Enums = append(file.Enums, syntheticEnum(fmt.Sprintf("%sEnum%d", node, j), valuesInAnEnum))
		}
		pkg.Files = append(pkg.Files, file)
	}
	return pkg
}

// share spreads inTen for every ten over the nodes.
func share(inTen, i int) int { return (i+1)*inTen/10 - i*inTen/10 }

func syntheticNode(name string, fields int) ir.Node {
	n := ir.Node{
		GoName: name, IDName: name + "ID", FieldName: name + "Field",
		Doc:    ir.Doc{name + " is a node of a package that is as large as Meta's, with docs of the usual length and form."},
		Handle: &ir.Handle{GoName: name + "Node", Constructor: name + "ByID"},
	}
	types := []ir.Type{str, opt(ir.Int64), named("AdID"), {Kind: ir.Time}, list(pointer(named("Ad")))}
	for i := range fields {
		field := fmt.Sprintf("FieldNumber%d", i)
		wire := fmt.Sprintf("field_number_%d", i)
		n.Fields = append(n.Fields, ir.Field{
			GoName: field, Wire: wire, Type: types[i%len(types)],
			Doc: ir.Doc{field + " is a field whose doc comment has the length of a sentence."},
		})
		n.FieldConst = append(n.FieldConst, ir.Const{GoName: name + "Field" + field, Value: wire})
	}
	return n
}

func syntheticOperation(node string, i, params int) ir.Operation {
	name := fmt.Sprintf("Edge%d", i)
	o := ir.Operation{
		GoName: name, Var: "op" + node + name, Node: node, Edge: name, Kind: "list", Method: "GET", Path: "{id}/" + name,
		Errors: []int{100, 190, 200}, Doc: ir.Doc{name + " lists the nodes of an edge.", "GET /{id}/" + name + "."},
		ParamsName: node + name + "Params", ParamsDoc: ir.Doc{node + name + "Params are the params of " + name + "."},
		Result: pointer(named("Ad")), Page: true,
	}
	for j := range params {
		o.Params = append(o.Params, ir.Param{GoName: fmt.Sprintf("Param%d", j), Wire: fmt.Sprintf("param_%d", j), Type: opt(ir.String)})
	}
	return o
}

func syntheticEnum(name string, values int) ir.Enum {
	e := ir.Enum{GoName: name, ValuesFunc: name + "Values", Doc: ir.Doc{name + " is an enum."}}
	for i := range values {
		e.Values = append(e.Values, ir.Const{GoName: fmt.Sprintf("%sValue%d", name, i), Value: fmt.Sprintf("VALUE_%d", i)})
	}
	return e
}
