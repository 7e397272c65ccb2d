package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/metagraph-go/graphgen/generator/ir"
)

// handleDeclarations returns the handle of a node and its operations.
func handleDeclarations(n *ir.Node) []*jen.Statement {
	out := []*jen.Statement{handleType(n), handleConstructor(n)}
	for i := range n.Handle.Operations {
		out = append(out, operationDeclarations(n.Handle, &n.Handle.Operations[i])...)
	}
	return out
}

// handleType declares the type that addresses one node.
//
// Emits: type CampaignNode struct { ID CampaignID }
func handleType(n *ir.Node) *jen.Statement {
	id := member(ir.Doc{"ID is the node's id."}, jen.Id("ID").Id(idTypeName(n)))
	return documented(n.Handle.Doc, jen.Type().Id(n.Handle.GoName).Struct(id))
}

// handleConstructor declares the function that returns a handle.
//
// Emits: func CampaignByID(id CampaignID) *CampaignNode { return &CampaignNode{ID: id} }
//
// Handles are pointers because the compiler makes a second function of every
// method of a value.
func handleConstructor(n *ir.Node) *jen.Statement {
	handle := n.Handle
	value := literal{typ: prefixed("&", name(handle.GoName))}
	value.add("ID", name(idLocal))
	declaration := jen.Func().Id(handle.Constructor).Params(jen.Id(idLocal).Id(idTypeName(n))).Op("*").Id(handle.GoName).
		Block(jen.Return(value.code(tabWidth, tabWidth+len("return "))))
	return documented(handle.ConstructorDoc, declaration)
}

// idTypeName is the type of a node's ids. Nodes that nothing refers to have no
// type of their own.
func idTypeName(n *ir.Node) string {
	if n.IDName == "" {
		return string(ir.String)
	}
	return n.IDName
}
