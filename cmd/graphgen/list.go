package main

import (
	"context"
	"encoding/json"
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
		name:    "list",
		summary: "list every operation of a version",
		description: `
Lists what the specs describe, whether or not the config includes it.

As a table, a required param is marked with *, and of many optional ones only
some are named. As JSON, it is an array of
objects with the keys node, edge, op, method, path, params (name, type,
required), returns, errors, since and removed.`,
		setup: func(flags *flag.FlagSet) action {
			var input inputFlags
			input.declare(flags)
			format := flags.String("format", "table", "print a `FORMAT`: table or json")
			return func(ctx context.Context, env environment, _ []string) error {
				return runList(ctx, env, input, *format)
			}
		},
	}
}

func runList(ctx context.Context, env environment, flags inputFlags, format string) error {
	write, ok := map[string]func(io.Writer, []ir.OperationSummary) error{"table": writeTable, "json": writeJSON}[format]
	if !ok {
		return &usageError{command: "list", message: fmt.Sprintf("there is no format %q; it is table or json", format)}
	}
	pkg, err := resolveAll(ctx, env, flags)
	if err != nil {
		return err
	}
	return write(env.stdout, pkg.Operations)
}

// resolveAll returns everything that the specs describe.
func resolveAll(ctx context.Context, env environment, flags inputFlags) (*ir.Package, error) {
	in, err := flags.load(env)
	if err != nil {
		return nil, err
	}
	in.generator.Include, in.generator.Exclude = nil, nil
	if in.generator.Package == "" {
		in.generator.Package = config.DefaultPackage
	}
	pkg, warnings, err := generator.Resolve(ctx, in.generator)
	if err != nil {
		return nil, in.explain(err)
	}
	return pkg, diag.Print(env.stderr, in.place(warnings), in.source)
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
