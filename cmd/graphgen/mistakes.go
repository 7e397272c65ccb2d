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

// configMistakes are those in a config or in what the command line puts in its
// place, as opposed to those in specs.
func configMistakes(file, name string, diagnostics ...diag.Diagnostic) error {
	source := func(asked string) []byte {
		if asked != name {
			return nil
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return nil // the mistakes are shown without their lines
		}
		return text
	}
	return &mistakes{diag.Errors{Diagnostics: diagnostics}, source, exitFailure}
}

// explain gives the mistakes that the generator found their source. Those
// without a place in a spec file, such as an unknown version or a pattern that
// names nothing, are put down to the config or to the command line.
func (in *input) explain(err error) error {
	found, ok := errors.AsType[*diag.Errors](err)
	if !ok {
		return err
	}
	code := exitFailure
	diagnostics := slices.Clone(found.Diagnostics)
	for i, d := range diagnostics {
		switch {
		case d.Pos.File != "" && d.Severity == diag.Error:
			code = exitFindings
		case d.Pos.File == "" && in.config != nil:
			diagnostics[i].Pos.File = in.config.File
		case d.Pos.File == "":
			diagnostics[i].Pos.File = "graphgen"
		}
	}
	return &mistakes{diag.Errors{Diagnostics: diagnostics}, sourceOf(in.generator.Specs), code}
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
