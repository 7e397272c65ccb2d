package main

import (
	"context"
	"flag"
	"fmt"
	"path"
	"path/filepath"

	"github.com/metagraph-go/graphgen/generator"
	"github.com/metagraph-go/graphgen/generator/config"
	"github.com/metagraph-go/graphgen/generator/diag"
	"github.com/metagraph-go/graphgen/generator/output"
)

func generateCommand() *command {
	return &command{
		name:    "generate",
		summary: "write the Go package that the config describes",
		description: `
Only files that differ are written, and files that graphgen wrote earlier and
generates no more are removed. Files without its header are never touched.

Without a config, "graphgen generate -o DIR" generates everything that the
built-in specs describe. The package is named after the folder, unless the
config names it.

With -check nothing is written: what would change is printed as a unified
diff, and the exit code is 1 when there is any.`,
		setup: func(flags *flag.FlagSet) action {
			var options generateOptions
			options.input.declare(flags)
			flags.StringVar(&options.output, "o", "", "write to the folder `DIR`, in place of the config's output")
			flags.BoolVar(&options.check, "check", false, "write nothing; print a diff and exit with 1 when the output is stale")
			flags.BoolVar(&options.verbose, "v", false, "name each file that is written or removed")
			return options.run
		},
	}
}

type generateOptions struct {
	input   inputFlags
	output  string
	check   bool
	verbose bool
}

func (o *generateOptions) run(ctx context.Context, env environment, _ []string) error {
	in, err := o.input.load(env)
	if err != nil {
		return err
	}
	target, err := o.target(env, in)
	if err != nil {
		return err
	}
	if in.config == nil || o.output != "" && in.config.Package.Pos.Line == 0 {
		in.generator.Package = config.PackageName(filepath.Join(target.Base, target.Dir))
	}

	stop := startProgress(env.stderr, "generating "+in.generator.APIVersion)
	result, err := generator.Generate(ctx, in.generator)
	stop()
	if err != nil {
		return in.explain(err)
	}
	if err := diag.Print(env.stderr, in.place(result.Warnings), in.source); err != nil {
		return err
	}

	plan, err := output.NewPlan(target, result.Files)
	if err != nil {
		return err
	}
	if o.check {
		return report(env, plan)
	}
	if err := plan.Apply(ctx); err != nil {
		return err
	}
	o.summarize(env, target.Name, plan)
	return nil
}

// target returns where the package goes. A folder on the command line may be
// anywhere; the config's stays below the config.
func (o *generateOptions) target(env environment, in *input) (output.Target, error) {
	if o.output != "" {
		target := output.Folder(env.path(o.output))
		target.Name = env.show(env.path(o.output))
		return target, nil
	}
	if in.config == nil {
		return output.Target{}, &usageError{
			command: "generate",
			message: fmt.Sprintf("there is no %s here; write one with \"graphgen init\", or name a folder with -o", config.FileName),
		}
	}
	base, dir := filepath.Dir(in.configFile), filepath.FromSlash(in.config.Output.Value)
	return output.Target{Base: base, Dir: dir, Config: filepath.Base(in.configFile), Name: env.show(filepath.Join(base, dir))}, nil
}

// report prints what a run without -check would change.
func report(env environment, plan *output.Plan) error {
	if !plan.Stale() {
		return nil
	}
	if _, err := fmt.Fprint(env.stdout, plan.Diff()); err != nil {
		return err
	}
	return errFindings
}

func (o *generateOptions) summarize(env environment, folder string, plan *output.Plan) {
	if o.verbose {
		for _, name := range plan.Write {
			fmt.Fprintln(env.stdout, "wrote", path.Join(folder, name))
		}
		for _, name := range plan.Remove {
			fmt.Fprintln(env.stdout, "removed", path.Join(folder, name))
		}
	}
	files := "files"
	if plan.Total == 1 {
		files = "file"
	}
	fmt.Fprintf(env.stdout, "graphgen: %d %s in %s, %d changed", plan.Total, files, folder, len(plan.Write))
	if len(plan.Remove) > 0 {
		fmt.Fprintf(env.stdout, ", %d removed", len(plan.Remove))
	}
	fmt.Fprintln(env.stdout)
}
