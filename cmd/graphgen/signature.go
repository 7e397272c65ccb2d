package main

import (
	"fmt"

	"github.com/metagraph-go/graphgen/generator/ir"
)

// signatures returns the declarations of the methods of an operation, as the
// generated package has them.
func signatures(handle string, op *ir.Operation) []string {
	var params string
	if op.ParamsName != "" {
		params = "p " + op.ParamsName
	}
	shell := "graph.Call"
	if op.Page {
		shell = "graph.List"
	}
	out := []string{fmt.Sprintf("func (n *%s) %s(%s) %s[%s]", handle, op.GoName, params, shell, op.Result)}
	if back := op.ReadBack; back != nil {
		if params != "" {
			params += ", "
		}
		out = append(out, fmt.Sprintf("func (n *%s) %s(%sfields ...%s) graph.Call[%s]",
			handle, back.GoName, params, back.FieldName, back.Result))
	}
	return out
}
