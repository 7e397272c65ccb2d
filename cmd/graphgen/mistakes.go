package main

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/metagraph-go/graphgen/generator"
	"github.com/metagraph-go/graphgen/generator/diag"
)

// mistakes are diagnostics that end a command, with the text that they are
// about.
type mistakes struct {
	diag.Errors
	source func(file string) []byte
	code   int
}

// configMistakes are those in a config, as opposed to those in specs.
func configMistakes(file, name string, diagnostics ...diag.Diagnostic) error {
	return &mistakes{diag.Errors{Diagnostics: diagnostics}, sourceOfConfig(file, name), exitFailure}
}

// sourceOfConfig returns a function that finds the config by the name that it
// has in diagnostics.
func sourceOfConfig(file, name string) func(asked string) []byte {
	return func(asked string) []byte {
		if asked != name {
			return nil
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return nil // the mistakes are shown without their lines
		}
		return text
	}
}

// explain gives the mistakes that the generator found their places and source.
func (in *input) explain(err error) error {
	found, ok := errors.AsType[*diag.Errors](err)
	if !ok {
		return err
	}
	code := exitFailure
	for _, d := range found.Diagnostics {
		if d.Pos.File != "" && d.Severity == diag.Error {
			code = exitFindings
		}
	}
	return &mistakes{diag.Errors{Diagnostics: in.place(found.Diagnostics)}, in.source, code}
}

// place puts mistakes in options, such as a pattern that names nothing, where
// the config has the option, or else down to the command line.
func (in *input) place(diagnostics []diag.Diagnostic) []diag.Diagnostic {
	placed := slices.Clone(diagnostics)
	for i, d := range placed {
		if d.Pos.File == "" && in.config != nil {
			placed[i].Pos = in.config.Pos(d.Option)
		}
		if placed[i].Pos.File == "" {
			placed[i].Pos.File = "graphgen"
		}
	}
	slices.SortStableFunc(placed, func(a, b diag.Diagnostic) int { return a.Pos.Compare(b.Pos) })
	return placed
}

// source finds the config and spec files by the names that they have in
// diagnostics.
func (in *input) source(file string) []byte {
	if in.config != nil && file == in.config.File {
		return sourceOfConfig(in.configFile, file)(file)
	}
	return sourceOf(in.generator.Specs)(file)
}

// sourceOf returns a function that finds spec files by the names that they
// have in diagnostics.
func sourceOf(layers []generator.Layer) func(file string) []byte {
	return func(file string) []byte {
		for _, layer := range slices.Backward(layers) {
			name, ok := strings.CutPrefix(file, layer.Name+"/")
			if layer.Name == "." || layer.Name == "" {
				name, ok = file, true // diagnostics join the names
			}
			if !ok {
				continue
			}
			if text, err := fs.ReadFile(layer.FS, name); err == nil {
				return text
			}
		}
		return nil
	}
}
