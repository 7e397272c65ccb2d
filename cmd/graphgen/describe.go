package main

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"

	"github.com/metagraph-go/graphgen/generator/ir"
	"github.com/metagraph-go/graphgen/generator/suggest"
)

func describeCommand() *command {
	return &command{
		name:        "describe",
		operands:    "NODE[.EDGE][.OPERATION] or NODE.FIELD",
		minOperands: 1,
		maxOperands: 1,
		summary:     "show a node, a type or an operation, with its Go signature",
		description: `
For example:

  graphgen describe Campaign
  graphgen describe AdAccount.campaigns
  graphgen describe AdAccount.campaigns.create
  graphgen describe Campaign.daily_budget

A struct or an enum can be named in place of a node, and an operation by what
it is in Go: CreateCampaign, AdAccount.CreateCampaign,
AdAccountNode.CreateCampaign or AdAccountCreateCampaignParams.`,
		setup: func(flags *flag.FlagSet) action {
			var input inputFlags
			input.declare(flags)
			return func(ctx context.Context, env environment, operands []string) error {
				return runDescribe(ctx, env, input, operands[0])
			}
		},
	}
}

func runDescribe(ctx context.Context, env environment, flags inputFlags, name string) error {
	pkg, err := resolveAll(ctx, env, flags)
	if err != nil {
		return err
	}
	index := newIndex(pkg)
	out := &page{w: env.stdout}
	node, rest, narrowed := strings.Cut(name, ".")
	operations := index.find(node, rest)
	if !narrowed {
		known := index.describeType(out, node)
		for i, op := range operations {
			if i == 0 {
				out.heading("Operations")
			}
			out.line("  %s %s %s", op.summary.label(), op.summary.Method, op.summary.Path)
			for _, signature := range signatures(op.handle, op.ir) {
				out.line("    %s", signature)
			}
		}
		if known || len(operations) > 0 {
			return out.err
		}
	}
	if len(operations) == 0 {
		operations = index.findGo(name)
	}
	if len(operations) == 0 && narrowed && index.describeField(out, node, rest) {
		return out.err
	}
	if len(operations) == 0 {
		return &usageError{command: "describe", message: fmt.Sprintf("%s has no %s%s", pkg.Version, name, index.hint(name))}
	}
	for i, op := range operations {
		if i > 0 {
			out.line("")
		}
		index.describeOperation(out, op)
	}
	return out.err
}

// operation is an operation as the specs write it and as Go has it.
type operation struct {
	summary operationSummary
	ir      *ir.Operation
	handle  string
}

type operationSummary struct{ ir.OperationSummary }

// label returns the name of an operation, such as "AdAccount.campaigns list".
func (s operationSummary) label() string {
	return strings.TrimSuffix(s.Node+"."+s.Edge, ".") + " " + s.Op
}

// is reports whether the operation goes by a name behind its node: its edge,
// its edge and kind or, on the node itself, its kind. All go by "".
func (s operationSummary) is(rest string) bool {
	return rest == "" || rest == s.Edge || rest == strings.TrimPrefix(s.Edge+"."+s.Op, ".")
}

// index finds the parts of a package by their names in the API.
type index struct {
	pkg        *ir.Package
	operations []operation
}

func newIndex(pkg *ir.Package) *index {
	type place struct{ node, edge, kind string }
	methods := map[place]operation{}
	for f := range pkg.Files {
		for n := range pkg.Files[f].Nodes {
			handle := pkg.Files[f].Nodes[n].Handle
			if handle == nil {
				continue
			}
			for o := range handle.Operations {
				op := &handle.Operations[o]
				methods[place{op.Node, op.Edge, op.Kind}] = operation{ir: op, handle: handle.GoName}
			}
		}
	}
	x := &index{pkg: pkg}
	for _, summary := range pkg.Operations {
		op, ok := methods[place{summary.Node, summary.Edge, summary.Op}]
		if ok {
			op.summary = operationSummary{summary}
			x.operations = append(x.operations, op)
		}
	}
	return x
}

// find returns the operations of a node that go by a name.
func (x *index) find(node, rest string) []operation {
	var found []operation
	for _, op := range x.operations {
		if op.summary.Node == node && op.summary.is(rest) {
			found = append(found, op)
		}
	}
	return found
}

// findGo returns the operations whose method or params have a name in Go.
func (x *index) findGo(name string) []operation {
	var found []operation
	for _, op := range x.operations {
		if slices.Contains([]string{op.ir.GoName, op.handle + "." + op.ir.GoName, op.summary.Node + "." + op.ir.GoName, op.ir.ParamsName}, name) {
			found = append(found, op)
		}
	}
	return found
}

// hint says what a name that is not known was likely meant to be.
func (x *index) hint(name string) string {
	if node, rest, ok := strings.Cut(name, "."); ok && slices.Contains([]string{"fields", "edges", "operations"}, rest) && slices.Contains(x.names(), node) {
		return fmt.Sprintf("; \"graphgen describe %s\" shows its %s", node, rest)
	}
	return suggest.New(x.names()).Hint(name)
}

// names returns what can be described.
func (x *index) names() []string {
	var names []string
	for _, file := range x.pkg.Files {
		for _, n := range file.Nodes {
			names = append(names, n.GoName)
			for _, f := range n.Fields {
				names = append(names, n.GoName+"."+f.Wire)
			}
		}
		for _, s := range file.Structs {
			names = append(names, s.GoName)
			for _, f := range s.Fields {
				names = append(names, s.GoName+"."+f.Wire)
			}
		}
		for _, e := range file.Enums {
			names = append(names, e.GoName)
		}
	}
	for _, op := range x.operations {
		path := strings.TrimSuffix(op.summary.Node+"."+op.summary.Edge, ".")
		names = append(names, op.summary.Node, path, path+"."+op.summary.Op)
	}
	return slices.Compact(slices.Sorted(slices.Values(names)))
}
