package lower

import (
	"slices"
	"strconv"

	"github.com/metagraph-go/graphgen/generator/ir"
	"github.com/metagraph-go/graphgen/generator/names"
)

func (l *lowerer) handle(n *node, kept *part) *ir.Handle {
	h := &ir.Handle{
		GoName: n.handleName(), Doc: ir.Doc{n.handleName() + " addresses one " + n.goName + ". Its methods build calls."},
		Constructor: n.constructor(), ConstructorDoc: constructorDoc(n),
	}
	for _, o := range n.operations {
		if kept.operations[o] {
			h.Operations = append(h.Operations, l.operation(o))
		}
	}
	return h
}

func (l *lowerer) operation(o *operation) ir.Operation {
	lowered := ir.Operation{
		GoName: o.goName, Doc: l.operationDoc(o), Var: o.varName(),
		Node: o.node.name(), Kind: o.kind(), Method: o.spec.HTTPMethod(), Path: operationPath(o), Host: o.spec.Host.Value,
		Errors: errorCodes(o), ReadAfterWrite: o.readBack != nil,
		Params: l.params(o), Result: l.model.resultType(o.returns), Page: o.kind() == kindList,
	}
	if o.edge != nil {
		lowered.Edge = o.edge.name()
	}
	if len(lowered.Params) > 0 {
		lowered.ParamsName = o.paramsName()
		lowered.ParamsDoc = ir.Doc{o.paramsName() + " are the params of " + o.node.handleName() + "." + o.goName + "."}
	}
	if back := o.readBack; back != nil && !back.spec.Opaque {
		lowered.ReadBack = &ir.ReadBack{
			GoName: o.readBackName(), Doc: readBackDoc(o), FieldName: back.fieldName(), Result: pointerTo(named(back.goName)),
		}
	}
	return lowered
}

// params are the params of an operation, after those that every read and list
// has.
func (l *lowerer) params(o *operation) []ir.Param {
	params := make([]ir.Param, 0, len(o.params)+2)
	if o.takesFields() {
		params = append(params, ir.Param{
			GoName: "Fields", Wire: "fields", CSV: true, Type: listOf(l.fieldNameType(o)),
			Doc: ir.Doc{"The fields to return. None means the API's default fields."},
		})
	}
	if o.takesLimit() {
		params = append(params, ir.Param{
			GoName: "Limit", Wire: "limit", Type: ir.Type{Kind: ir.Int},
			Doc: ir.Doc{"The size of a page. Zero means the API's default."},
		})
	}
	for _, p := range o.params {
		params = append(params, ir.Param{
			GoName: p.goName, Wire: p.name(), Doc: paramDoc(p), Type: l.model.paramType(p),
			Required: p.spec.Required, CSV: p.spec.CSV, File: isFile(p),
		})
	}
	return params
}

// fieldNameType is the type of the names of fields that an operation can be
// asked for. What has no published fields takes any text.
func (l *lowerer) fieldNameType(o *operation) ir.Type {
	if n, ok := l.model.types[o.returns.Name].(*node); ok && !n.spec.Opaque {
		return named(n.fieldName())
	}
	return ir.Type{Kind: ir.String}
}

func isFile(p *field) bool {
	t := p.spec.Type
	return t.Name == "file" || t.Name == "list" && argument(t, 0).Name == "file"
}

// operationPath is the path below the version, without a slash in front.
func operationPath(o *operation) string {
	if o.spec.Path.Value != "" {
		return o.spec.Path.Value
	}
	path := o.node.spec.Path.Value
	if path == "" {
		path = "{" + names.Snake(o.node.name()) + "_id}"
	}
	if o.edge != nil {
		path += "/" + o.edge.name()
	}
	return path
}

// errorCodes are the codes that the API documents for an operation, in the
// order of the numbers.
func errorCodes(o *operation) []int {
	codes := make([]int, 0, len(o.spec.Errors))
	for _, e := range o.spec.Errors {
		if code, err := strconv.Atoi(e.Value); err == nil {
			codes = append(codes, code)
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// summaries are the operations of a node as "graphgen list" shows them.
func summaries(n *node, kept *part) []ir.OperationSummary {
	var list []ir.OperationSummary
	for _, o := range n.operations {
		if !kept.operations[o] {
			continue
		}
		summary := ir.OperationSummary{
			Node: n.name(), Op: o.kind(), Method: o.spec.HTTPMethod(), Path: "/" + operationPath(o),
			Params: make([]ir.ParamSummary, len(o.params)), Returns: o.returns.String(), Errors: errorCodes(o),
			Since: firstText(o.spec.Range.Since.Value, n.spec.Range.Since.Value), Removed: firstText(o.spec.Range.Removed.Value, n.spec.Range.Removed.Value),
		}
		if e := o.edge; e != nil {
			summary.Edge = e.name()
			summary.Since = firstText(o.spec.Range.Since.Value, e.spec.Range.Since.Value, n.spec.Range.Since.Value)
			summary.Removed = firstText(o.spec.Range.Removed.Value, e.spec.Range.Removed.Value, n.spec.Range.Removed.Value)
		}
		for i, p := range o.params {
			summary.Params[i] = ir.ParamSummary{Name: p.name(), Type: p.spec.Type.String(), Required: p.spec.Required}
		}
		list = append(list, summary)
	}
	return list
}

// firstText returns the first text that is not empty.
func firstText(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
