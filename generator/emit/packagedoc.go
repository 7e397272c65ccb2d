package emit

import (
	"slices"
	"strings"

	"github.com/metagraph-go/graphgen/generator/ir"
)

// packageComment is the package's doc, with an example of how it is used.
func packageComment(pkg *ir.Package) string {
	out := comment(pkg.Doc, 0)
	if n := exampleNode(pkg); n != nil {
		out += "//\n" + comment(ir.Doc{"A handle addresses one node. Its methods build calls, which hold no client and send " +
			"nothing; the functions of package graph run them:"}, 0) + "//\n" + example(pkg, n)
	}
	if len(pkg.Errors) > 0 {
		out += "//\n" + comment(ir.Doc{"Errors that the API answers with match the Err variables of this package: errors.Is(err, " +
			pkg.Name + "." + exampleError(pkg) + ")."}, 0)
	}
	return out
}

// exampleError is the error that most operations document.
func exampleError(pkg *ir.Package) string {
	documented := map[int]int{}
	for _, o := range pkg.Operations {
		for _, code := range o.Errors {
			documented[code]++
		}
	}
	most := pkg.Errors[0]
	for _, e := range pkg.Errors {
		if e.Subcode == 0 && documented[e.Code] > documented[most.Code] {
			most = e
		}
	}
	return most.GoName
}

// exampleNode is the node with the most operations, or nil when nothing can be
// done with any node.
func exampleNode(pkg *ir.Package) *ir.Node {
	var most *ir.Node
	for i := range pkg.Files {
		for j := range pkg.Files[i].Nodes {
			n := &pkg.Files[i].Nodes[j]
			if n.Handle != nil && (most == nil || len(n.Handle.Operations) > len(most.Handle.Operations)) {
				most = n
			}
		}
	}
	return most
}

// example shows a read and a list of a node, as far as it has them.
func example(pkg *ir.Package, n *ir.Node) string {
	call := func(o ir.Operation) string {
		params := ""
		if o.ParamsName != "" {
			params = pkg.Name + "." + o.ParamsName + "{}"
		}
		return "node." + o.GoName + "(" + params + ")"
	}
	lines := []string{
		"client, err := graph.New(graph.Config{Token: graph.Secret(token)})",
		"node := " + pkg.Name + "." + n.Handle.Constructor + "(id)",
	}
	operations := n.Handle.Operations
	if i := slices.IndexFunc(operations, func(o ir.Operation) bool { return !o.Page }); i >= 0 {
		lines = append(lines, "answer, err := graph.Do(ctx, client, "+call(operations[i])+")")
	}
	if i := slices.IndexFunc(operations, func(o ir.Operation) bool { return o.Page }); i >= 0 {
		lines = append(lines, "for item, err := range graph.All(ctx, client, "+call(operations[i])+") {", "\t// ...", "}")
	}
	return "//\t" + strings.Join(lines, "\n//\t") + "\n"
}
