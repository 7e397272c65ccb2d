package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
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
		in.generator.Specs = []generator.Layer{builtinLayer()}
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

func (in *input) applyConfig(env environment) error {
	c := in.config
	in.generator.APIVersion = c.APIVersion.Value
	in.generator.Package = c.Package.Value
	in.generator.Include = values(c.Include)
	in.generator.Exclude = values(c.Exclude)
	for _, entry := range c.Specs {
		layer, err := openLayer(env, filepath.Dir(in.configFile), entry.Value)
		if err != nil {
			return configMistakes(in.configFile, c.File, diag.Diagnostic{Pos: entry.Pos, Message: "specs: " + err.Error()})
		}
		in.generator.Specs = append(in.generator.Specs, layer)
	}
	return nil
}

func values(texts []spec.Text) []string {
	var out []string
	for _, text := range texts {
		out = append(out, text.Value)
	}
	return out
}

func builtinLayer() generator.Layer { return generator.Layer{Name: config.Builtin, FS: specs.FS()} }

// openLayer returns the spec folder of a name, relative to a folder, or the
// built-in set.
func openLayer(env environment, base, name string) (generator.Layer, error) {
	if name == config.Builtin {
		return builtinLayer(), nil
	}
	folder := filepath.Clean(name)
	if !filepath.IsAbs(folder) {
		folder = filepath.Join(base, folder)
	}
	info, err := os.Stat(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return generator.Layer{}, fmt.Errorf("there is no folder %s", env.show(folder))
	case err != nil:
		return generator.Layer{}, err
	case !info.IsDir():
		return generator.Layer{}, fmt.Errorf("%s is a file; name the folder that holds the spec files", env.show(folder))
	}
	return generator.Layer{Name: env.show(folder), FS: os.DirFS(folder)}, nil
}
