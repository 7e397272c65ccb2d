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
	out := []string{fmt.Sprintf("func (n %s) %s(%s) %s[%s]", handle, op.GoName, params, shell, goType(op.Result))}
	if back := op.ReadBack; back != nil {
		if params != "" {
			params += ", "
		}
		out = append(out, fmt.Sprintf("func (n %s) %s(%sfields ...%s) graph.Call[%s]",
			handle, back.GoName, params, back.FieldName, goType(back.Result)))
	}
	return out
}

// goType returns a type of the IR as Go writes it.
func goType(t ir.Type) string {
	switch t.Kind {
	case ir.Time:
		return "graph.Time"
	case ir.Object:
		return "graph.Object"
	case ir.File_:
		return "graph.File"
	case ir.Success:
		return "graph.Success"
	case ir.Named:
		return t.Name
	case ir.Pointer:
		return "*" + goType(*t.Elem)
	case ir.List:
		return "[]" + goType(*t.Elem)
	case ir.Map:
		return "map[" + goType(*t.Key) + "]" + goType(*t.Elem)
	case ir.Opt:
		return "graph.Opt[" + goType(*t.Elem) + "]"
	case ir.Page:
		return "*graph.Page[" + goType(*t.Elem) + "]"
	}
	return string(t.Kind) // the other kinds are named as Go's types are
}
