package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/metagraph-go/graphgen/generator"
	"github.com/metagraph-go/graphgen/generator/config"
	"github.com/metagraph-go/graphgen/generator/diag"
	"github.com/metagraph-go/graphgen/generator/ir"
)

func listCommand() *command {
	return &command{
		name:        "list",
		operands:    "[PATTERN...]",
		maxOperands: -1,
		summary:     "list the operations of a version",
		description: `
Lists what the specs describe, whether or not the config includes it. PATTERNs
are those of the config's include: they narrow the list down to the operations
of, say, Campaign, AdAccount.campaigns or "*.delete".

As a table, a required param is marked with *, and of many optional ones only
some are named. As JSON, it is an array of
objects with the keys node, edge, op, method, path, params (name, type,
required), returns, errors, since and removed.`,
		setup: func(flags *flag.FlagSet) action {
			var input inputFlags
			input.declare(flags)
			format := flags.String("format", "table", "print a `FORMAT`: table or json")
			return func(ctx context.Context, env environment, patterns []string) error {
				return runList(ctx, env, input, *format, patterns)
			}
		},
	}
}

func runList(ctx context.Context, env environment, flags inputFlags, format string, patterns []string) error {
	write, ok := map[string]func(io.Writer, []ir.OperationSummary) error{"table": writeTable, "json": writeJSON}[format]
	if !ok {
		return &usageError{command: "list", message: fmt.Sprintf("there is no format %q; it is table or json", format)}
	}
	pkg, err := resolve(ctx, env, flags, patterns)
	if err != nil {
		return err
	}
	if len(pkg.Operations) == 0 && len(patterns) > 0 {
		return &usageError{command: "list", message: fmt.Sprintf("no operation of %s is part of %s", pkg.Version, strings.Join(patterns, " or "))}
	}
	return write(env.stdout, pkg.Operations)
}

// resolveAll returns everything that the specs describe.
func resolveAll(ctx context.Context, env environment, flags inputFlags) (*ir.Package, error) {
	return resolve(ctx, env, flags, nil)
}

// resolve returns the part of what the specs describe that patterns select, or
// all without any.
func resolve(ctx context.Context, env environment, flags inputFlags, patterns []string) (*ir.Package, error) {
	in, err := flags.load(env)
	if err != nil {
		return nil, err
	}
	in.noteBuiltin(env)
	in.generator.Include, in.generator.Exclude = patterns, nil
	if in.generator.Package == "" {
		in.generator.Package = config.DefaultPackage
	}
	pkg, warnings, err := generator.Resolve(ctx, in.generator)
	if err != nil {
		return nil, in.explain(asOperands(err))
	}
	return pkg, diag.Print(env.stderr, in.place(warnings), in.source)
}

// asOperands takes the patterns that are wrong for operands, and not for those
// of the config.
func asOperands(err error) error {
	found, ok := errors.AsType[*diag.Errors](err)
	if !ok {
		return err
	}
	for i, d := range found.Diagnostics {
		if d.Option.Name == "include" {
			found.Diagnostics[i].Option = diag.Option{}
			found.Diagnostics[i].Message = strings.TrimPrefix(d.Message, "include: ")
		}
	}
	return found
}

// writeJSON prints an array also when there is nothing to list, and arrays in
// it likewise: scripts need not tell null from empty.
func writeJSON(w io.Writer, operations []ir.OperationSummary) error {
	out := make([]ir.OperationSummary, len(operations))
	for i, op := range operations {
		if op.Params == nil {
			op.Params = []ir.ParamSummary{}
		}
		if op.Errors == nil {
			op.Errors = []int{}
		}
		out[i] = op
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(out)
}

func writeTable(w io.Writer, operations []ir.OperationSummary) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "NODE\tEDGE\tOP\tREQUEST\tRETURNS\tERRORS\tPARAMS")
	for _, op := range operations {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s %s\t%s\t%s\t%s\n", op.Node, orDash(op.Edge), op.Op, op.Method, op.Path,
			op.Returns, orDash(joinCodes(op.Errors)), orDash(paramNames(op.Params)))
	}
	return table.Flush()
}

func orDash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}

// paramNames names the required params, and the optional ones as long as they
// are few: some operations take dozens.
func paramNames(params []ir.ParamSummary) string {
	const few = 4
	var names []string
	optional := 0
	for _, p := range params {
		if p.Required {
			names = append(names, p.Name+"*")
			continue
		}
		if optional++; optional <= few {
			names = append(names, p.Name)
		}
	}
	if optional > few {
		names = append(names, fmt.Sprintf("and %d more", optional-few))
	}
	return strings.Join(names, ", ")
}

func joinCodes(codes []int) string {
	texts := make([]string, len(codes))
	for i, code := range codes {
		texts[i] = strconv.Itoa(code)
	}
	return strings.Join(texts, ",")
}
