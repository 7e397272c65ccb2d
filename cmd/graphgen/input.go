package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/metagraph-go/graphgen/generator"
	"github.com/metagraph-go/graphgen/generator/config"
	"github.com/metagraph-go/graphgen/generator/diag"
	"github.com/metagraph-go/graphgen/generator/spec"
	"github.com/metagraph-go/graphgen/specs"
)

// inputFlags are the flags of the commands that read specs.
type inputFlags struct {
	config  string
	version string
}

func (f *inputFlags) declare(flags *flag.FlagSet) {
	f.declareConfig(flags)
	flags.StringVar(&f.version, "version", "", "the API `VERSION`, in place of the config's; without a config "+specs.DefaultVersion)
}

func (f *inputFlags) declareConfig(flags *flag.FlagSet) {
	flags.StringVar(&f.config, "config", "", "read the config from `FILE`; without it, from "+config.FileName+" if that is there")
}

// input is what a command works on: the config, if there is one, and what it
// means for the generator.
type input struct {
	// config is nil when there is none.
	config *config.Config
	// configFile is the absolute path of the config, or "".
	configFile string
	generator  generator.Config
}

// load reads the config and finds the spec folders. Without a config it takes
// the built-in specs.
func (f *inputFlags) load(env environment) (*input, error) {
	in := &input{generator: generator.Config{APIVersion: specs.DefaultVersion, Now: env.now}}
	if err := in.readConfig(env, f.config); err != nil {
		return nil, err
	}
	if in.config == nil {
		in.generator.Specs = []generator.Layer{config.BuiltinLayer()}
	} else if err := in.applyConfig(env); err != nil {
		return nil, err
	}
	if f.version != "" {
		in.generator.APIVersion = f.version
	}
	return in, nil
}

// readConfig reads the named config, which must be there, or the one with the
// default name, which need not be.
func (in *input) readConfig(env environment, name string) error {
	file := env.path(name)
	if name == "" {
		file = filepath.Join(env.dir, config.FileName)
	}
	c, err := config.Load(file, env.show(file))
	if name == "" && errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if found, ok := errors.AsType[*diag.Errors](err); ok {
		return configMistakes(file, env.show(file), found.Diagnostics...)
	}
	if err != nil {
		return err
	}
	in.config, in.configFile = c, file
	return nil
}

// noteBuiltin says that there is no config where a user may believe that there
// is one.
func (in *input) noteBuiltin(env environment) {
	if in.config == nil {
		fmt.Fprintf(env.stderr, "graphgen: there is no %s here; using the built-in specs\n", config.FileName)
	}
}

func (in *input) applyConfig(env environment) error {
	c := in.config
	in.generator.APIVersion = c.APIVersion.Value
	in.generator.Package = c.Package.Value
	in.generator.Include = values(c.Include)
	in.generator.Exclude = values(c.Exclude)
	layers, err := c.Layers(filepath.Dir(in.configFile), env.show)
	if found, ok := errors.AsType[*diag.Errors](err); ok {
		return configMistakes(in.configFile, c.File, found.Diagnostics...)
	}
	in.generator.Specs = layers
	return err
}

func values(texts []spec.Text) []string {
	var out []string
	for _, text := range texts {
		out = append(out, text.Value)
	}
	return out
}
