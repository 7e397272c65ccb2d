package main

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"

	"github.com/metagraph-go/graphgen/generator"
	"github.com/metagraph-go/graphgen/generator/config"
	"github.com/metagraph-go/graphgen/generator/ir"
	"github.com/metagraph-go/graphgen/generator/spec"
	"github.com/metagraph-go/graphgen/generator/specdiff"
	"github.com/metagraph-go/graphgen/generator/suggest"
)

func diffCommand() *command {
	return &command{
		name:        "diff",
		operands:    "OLD NEW",
		minOperands: 2,
		maxOperands: 2,
		summary:     "show what differs between two versions or spec sets, and what breaks Go code",
		description: `
OLD and NEW are each an API version of the configured specs, such as v24.0, or
folders of spec files with a version behind them: "old-specs@v25.0". Folders
that are separated by commas are layers; "builtin" is the built-in set. Without
a version, the newest one of the set is taken.

Everything that the specs describe is compared, as Go code sees it, whether or
not the config includes it. Docs are not compared. With -exit-code the exit
code is 1 when Go code that uses OLD breaks with NEW.`,
		setup: func(flags *flag.FlagSet) action {
			var options diffOptions
			options.input.declareConfig(flags)
			flags.StringVar(&options.format, "format", "text", "print a `FORMAT`: "+strings.Join(specdiff.Formats(), ", "))
			flags.BoolVar(&options.exitCode, "exit-code", false, "exit with 1 when Go code breaks")
			return options.run
		},
	}
}

type diffOptions struct {
	input    inputFlags
	format   string
	exitCode bool
}

func (o *diffOptions) run(ctx context.Context, env environment, operands []string) error {
	if !slices.Contains(specdiff.Formats(), o.format) {
		return &usageError{command: "diff", message: fmt.Sprintf("there is no format %q; it is one of %s", o.format, strings.Join(specdiff.Formats(), ", "))}
	}
	var sides [2]*ir.Package
	for i, operand := range operands {
		side, err := o.resolve(ctx, env, operand)
		if err != nil {
			return err
		}
		sides[i] = side
	}
	report := specdiff.Compare(sides[0], sides[1])
	report.Old, report.New = operands[0], operands[1]
	if err := specdiff.Write(env.stdout, report, o.format); err != nil {
		return err
	}
	if o.exitCode && report.Breaking() {
		return errFindings
	}
	return nil
}

// resolve returns the package of an operand, with everything in it.
func (o *diffOptions) resolve(ctx context.Context, env environment, operand string) (*ir.Package, error) {
	in, err := o.side(env, operand)
	if err != nil {
		return nil, err
	}
	in.generator.Package = config.DefaultPackage
	in.generator.Include, in.generator.Exclude = nil, nil
	pkg, _, err := generator.Resolve(ctx, in.generator)
	if err != nil {
		return nil, in.explain(err)
	}
	return pkg, nil
}

// side reads an operand: a version, or folders with or without one.
func (o *diffOptions) side(env environment, operand string) (*input, error) {
	if _, _, ok := spec.ParseVersion(operand); ok {
		in, err := o.input.load(env)
		if err == nil {
			in.generator.APIVersion = operand
		}
		return in, err
	}
	folders, version := operand, ""
	if i := strings.LastIndexByte(operand, '@'); i >= 0 {
		if _, _, ok := spec.ParseVersion(operand[i+1:]); ok { // else the name of a folder holds it
			folders, version = operand[:i], operand[i+1:]
		}
	}
	in := &input{generator: generator.Config{APIVersion: version}}
	for name := range strings.SplitSeq(folders, ",") {
		layer, err := config.OpenLayer(name, env.dir, env.show)
		if err != nil {
			return nil, fmt.Errorf("%w%s", err, suggest.DidYouMean(spec.MeantVersion(operand)))
		}
		in.generator.Specs = append(in.generator.Specs, layer)
	}
	if version == "" {
		newest, err := newestVersion(in)
		if err != nil {
			return nil, err
		}
		in.generator.APIVersion = newest
	}
	return in, nil
}

// newestVersion is the last version of a spec set.
func newestVersion(in *input) (string, error) {
	set, diags := spec.Load(in.generator.Specs...)
	if err := diags.Err(); err != nil {
		return "", in.explain(err)
	}
	if len(set.Versions) == 0 {
		return "", fmt.Errorf("%s has no versions.yaml; lay it over builtin, as in \"builtin,%s@v25.0\"", in.generator.Specs[0].Name, in.generator.Specs[0].Name)
	}
	return set.Versions[len(set.Versions)-1].Name.Value, nil
}
