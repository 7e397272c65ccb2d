package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/metagraph-go/graphgen/generator/ir"
)

// page prints lines and keeps the first error.
type page struct {
	w   io.Writer
	err error
}

func (p *page) line(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintln(p.w, strings.TrimRight(fmt.Sprintf(format, args...), " "))
	}
}

func (p *page) heading(title string) { p.line("\n%s:", title) }

// table prints rows in columns.
func (p *page) table(rows [][]string) {
	if p.err != nil {
		return
	}
	var text strings.Builder
	columns := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		fmt.Fprintln(columns, "  "+strings.Join(row, "\t"))
	}
	columns.Flush()
	for line := range strings.Lines(text.String()) {
		p.line("%s", strings.TrimRight(line, "\n"))
	}
}

// doc prints a doc comment, a paragraph a line.
func (p *page) doc(doc ir.Doc) {
	for _, paragraph := range doc {
		p.line("  %s", paragraph)
	}
}

// first returns the first paragraph of a doc comment.
func first(doc ir.Doc) string {
	if len(doc) == 0 {
		return ""
	}
	return doc[0]
}

// describeType prints the node, struct or enum with a name and reports
// whether there is one.
func (x *index) describeType(out *page, name string) bool {
	for _, file := range x.pkg.Files {
		for _, n := range file.Nodes {
			if isNode(n, name) {
				x.describeNode(out, n)
				return true
			}
		}
		for _, s := range file.Structs {
			if s.GoName == name {
				out.line("%s (struct, %s)", s.GoName, x.pkg.Version)
				out.doc(s.Doc)
				describeFields(out, s.Fields)
				return true
			}
		}
		for _, e := range file.Enums {
			if e.GoName == name {
				x.describeEnum(out, e)
				return true
			}
		}
	}
	return false
}

// isNode reports whether a node has a name, in Go or in the API.
func isNode(n ir.Node, name string) bool {
	return n.GoName == name || n.Handle != nil && len(n.Handle.Operations) > 0 && n.Handle.Operations[0].Node == name
}

// describeField prints the field of a node or a struct with a name, in the API
// or in Go, and reports whether there is one.
func (x *index) describeField(out *page, owner, name string) bool {
	is := func(f ir.Field) bool { return f.Wire == name || f.GoName == name }
	for _, file := range x.pkg.Files {
		for _, n := range file.Nodes {
			if i := slices.IndexFunc(n.Fields, is); i >= 0 && isNode(n, owner) {
				x.printField(out, owner, n.Fields[i])
				for _, c := range n.FieldConst {
					if c.Value == n.Fields[i].Wire {
						out.line("\n  const %s %s = %q", c.GoName, n.FieldName, c.Value)
					}
				}
				return true
			}
		}
		for _, s := range file.Structs {
			if i := slices.IndexFunc(s.Fields, is); i >= 0 && s.GoName == owner {
				x.printField(out, owner, s.Fields[i])
				return true
			}
		}
	}
	return false
}

func (x *index) printField(out *page, owner string, f ir.Field) {
	out.line("%s.%s (field, %s)", owner, f.Wire, x.pkg.Version)
	out.doc(f.Doc)
	out.line("\n  %s %s", f.GoName, f.Type.String())
}

func (x *index) describeNode(out *page, n ir.Node) {
	out.line("%s (node, %s)", n.GoName, x.pkg.Version)
	out.doc(n.Doc)
	if h := n.Handle; h != nil && n.IDName != "" {
		out.line("\n  func %s(id %s) %s", h.Constructor, n.IDName, h.GoName)
	}
	describeFields(out, n.Fields)
	if len(n.Expansions) == 0 {
		return
	}
	out.heading("Edges that a read can expand")
	var rows [][]string
	for _, e := range n.Expansions {
		rows = append(rows, []string{e.Wire, e.ConstName})
	}
	out.table(rows)
}

func describeFields(out *page, fields []ir.Field) {
	if len(fields) == 0 {
		return
	}
	out.heading("Fields")
	var rows [][]string
	for _, f := range fields {
		rows = append(rows, []string{f.Wire, f.GoName + " " + f.Type.String(), first(f.Doc)})
	}
	out.table(rows)
}

func (x *index) describeEnum(out *page, e ir.Enum) {
	out.line("%s (enum, %s)", e.GoName, x.pkg.Version)
	out.doc(e.Doc)
	out.heading("Values")
	var rows [][]string
	for _, v := range e.Values {
		rows = append(rows, []string{v.Value, v.GoName, first(v.Doc)})
	}
	out.table(rows)
}

func (x *index) describeOperation(out *page, op operation) {
	out.line("%s (%s)", op.summary.label(), x.pkg.Version)
	out.line("  %s %s", op.summary.Method, op.summary.Path)
	out.line("")
	for _, signature := range signatures(op.handle, op.ir) {
		out.line("  %s", signature)
	}
	if len(op.ir.Doc) > 0 {
		out.line("")
		out.doc(op.ir.Doc)
	}
	x.describeParams(out, op)
	x.describeErrors(out, op.summary.Errors)
	describeVersions(out, op.summary)
}

func (x *index) describeParams(out *page, op operation) {
	if len(op.ir.Params) == 0 {
		return
	}
	out.heading("Params, fields of " + op.ir.ParamsName)
	types := map[string]string{}
	for _, p := range op.summary.Params {
		types[p.Name] = p.Type
	}
	var rows [][]string
	for _, p := range op.ir.Params {
		required := ""
		if p.Required {
			required = "required"
		}
		rows = append(rows, []string{p.Wire, types[p.Wire], p.GoName + " " + p.Type.String(), required, first(p.Doc)})
	}
	out.table(rows)
}

func (x *index) describeErrors(out *page, codes []int) {
	if len(codes) == 0 {
		return
	}
	out.heading("Documented errors")
	var rows [][]string
	for _, code := range codes {
		row := []string{fmt.Sprint(code)}
		for _, e := range x.pkg.Errors {
			if e.Code == code && e.Subcode == 0 {
				row = append(row, e.GoName, e.Meaning)
			}
		}
		rows = append(rows, row)
	}
	out.table(rows)
}

func describeVersions(out *page, summary operationSummary) {
	if summary.Since == "" && summary.Removed == "" {
		return
	}
	out.heading("Versions")
	if summary.Since != "" {
		out.line("  since %s", summary.Since)
	}
	if summary.Removed != "" {
		out.line("  removed in %s", summary.Removed)
	}
}
