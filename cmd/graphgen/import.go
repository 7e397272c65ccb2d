package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/metagraph-go/graphgen/generator/config"
	"github.com/metagraph-go/graphgen/generator/metajson"
	"github.com/metagraph-go/graphgen/generator/output"
	"github.com/metagraph-go/graphgen/generator/spec"
)

func importCommand() *command {
	return &command{
		name:    "import",
		summary: "turn Meta's published JSON specs into spec files",
		description: `
Reads the endpoint specs that Meta publishes for its own SDKs: a folder with
*.json files, or with a folder "specs" of them and SDKCodegen.json beside it.
Several versions are given as pairs of -from and -version, and become one set
in which elements say which versions have them.

The result is a spec set to lie below the built-in one, in a config:

    specs: [./imported, builtin]

What the files can't say as the JSON does is listed with its place; -q leaves
that out. Files in the folder that graphgen imported earlier are replaced or, if
nothing is imported for them any more, removed; others are never touched.`,
		setup: func(flags *flag.FlagSet) action {
			var options importOptions
			flags.Var(&options.from, "from", "read the JSON files of the folder `DIR`; once for each version")
			flags.Var(&options.versions, "version", "the API `VERSION` of the folder at the same place")
			flags.StringVar(&options.out, "out", "", "write the spec files to the folder `DIR`")
			flags.BoolVar(&options.quiet, "q", false, "do not list what was left out or changed")
			return options.run
		},
	}
}

// texts is a flag that can be given several times.
type texts []string

func (t *texts) String() string { return strings.Join(*t, ",") }

func (t *texts) Set(value string) error {
	if value == "" {
		return errors.New("it is empty")
	}
	*t = append(*t, value)
	return nil
}

type importOptions struct {
	from, versions texts
	out            string
	quiet          bool
}

func (o *importOptions) run(ctx context.Context, env environment, _ []string) error {
	releases, err := o.releases(env)
	if err != nil {
		return err
	}
	builtin, _ := spec.Load(config.BuiltinLayer())
	result, err := metajson.Import(releases, builtin.Versions)
	if err != nil {
		return err
	}
	target := output.Folder(env.path(o.out))
	target.Name, target.Specs = env.show(env.path(o.out)), true
	plan, err := output.NewPlan(target, result.Files)
	if err != nil {
		return err
	}
	if err := plan.Apply(ctx); err != nil {
		return err
	}
	if !o.quiet {
		for _, finding := range result.Findings {
			fmt.Fprintln(env.stderr, finding)
		}
	}
	fmt.Fprintf(env.stdout, "graphgen: %d spec files in %s, %d changed, %d removed; findings: %d\n",
		plan.Total, target.Name, len(plan.Write), len(plan.Remove), len(result.Findings))
	return nil
}

// releases pairs the folders with their versions.
func (o *importOptions) releases(env environment) ([]metajson.Release, error) {
	switch {
	case len(o.from) == 0:
		return nil, &usageError{command: "import", message: "name the folder of JSON files with -from"}
	case len(o.from) != len(o.versions):
		return nil, &usageError{command: "import", message: fmt.Sprintf("there are %d -from and %d -version; give each folder its version", len(o.from), len(o.versions))}
	case o.out == "":
		return nil, &usageError{command: "import", message: "name the folder for the spec files with -out"}
	}
	var releases []metajson.Release
	for i, from := range o.from {
		folder := env.path(from)
		info, err := os.Stat(folder)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, fmt.Errorf("there is no folder %s", env.show(folder))
		case err != nil:
			return nil, err
		case !info.IsDir():
			return nil, fmt.Errorf("%s is a file; name the folder that holds the JSON files", env.show(folder))
		case slices.Contains([]string{folder, filepath.Join(folder, "specs")}, env.path(o.out)):
			return nil, fmt.Errorf("%s holds the JSON files; write the spec files to another folder", env.show(env.path(o.out)))
		}
		releases = append(releases, metajson.Release{Version: o.versions[i], Name: env.show(folder), FS: os.DirFS(folder)})
	}
	return releases, nil
}
