package main

import (
	"context"
	"flag"
	"slices"

	"github.com/metagraph-go/graphgen/generator"
	"github.com/metagraph-go/graphgen/generator/config"
	"github.com/metagraph-go/graphgen/generator/diag"
)

func lintCommand() *command {
	return &command{
		name:        "lint",
		operands:    "[PATH...]",
		maxOperands: -1,
		summary:     "report every mistake in a spec set",
		description: `
PATHs are folders of spec files, each layered over the ones before it;
"builtin" is the built-in set. Without any, the specs of the config are checked
and, without a config, the built-in ones.

Mistakes are printed as "file:line:col: message". The exit code is 1 when one
of them is an error; warnings alone leave it at 0.`,
		setup: func(flags *flag.FlagSet) action {
			var input inputFlags
			input.declareConfig(flags)
			verbose := flags.Bool("v", false, "show the line that each mistake is in")
			return func(ctx context.Context, env environment, paths []string) error {
				return runLint(ctx, env, input, *verbose, paths)
			}
		},
	}
}

func runLint(ctx context.Context, env environment, flags inputFlags, verbose bool, paths []string) error {
	layers, err := lintLayers(env, flags, paths)
	if err != nil {
		return err
	}
	diagnostics, err := generator.Lint(ctx, layers)
	if err != nil {
		return err
	}
	source := func(string) []byte { return nil }
	if verbose {
		source = sourceOf(layers)
	}
	if err := diag.Print(env.stdout, diagnostics, source); err != nil {
		return err
	}
	if slices.ContainsFunc(diagnostics, func(d diag.Diagnostic) bool { return d.Severity == diag.Error }) {
		return errFindings
	}
	return nil
}

func lintLayers(env environment, flags inputFlags, paths []string) ([]generator.Layer, error) {
	if len(paths) == 0 {
		in, err := flags.load(env)
		if err != nil {
			return nil, err
		}
		in.noteBuiltin(env)
		return in.generator.Specs, nil
	}
	var layers []generator.Layer
	for _, path := range paths {
		layer, err := config.OpenLayer(path, env.dir, env.show)
		if err != nil {
			return nil, err
		}
		layers = append(layers, layer)
	}
	return layers, nil
}
