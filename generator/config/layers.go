package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/metagraph-go/graphgen/generator/diag"
	"github.com/metagraph-go/graphgen/generator/spec"
	"github.com/metagraph-go/graphgen/specs"
)

// BuiltinLayer returns the built-in spec set.
func BuiltinLayer() spec.Layer { return spec.Layer{Name: Builtin, FS: specs.FS()} }

// OpenLayer returns the layer of a name: a folder of spec files, relative to
// another folder, or [Builtin]. Messages, the layer's name among them, give
// the path as show does.
func OpenLayer(name, relativeTo string, show func(path string) string) (spec.Layer, error) {
	if name == Builtin {
		return BuiltinLayer(), nil
	}
	folder := filepath.Clean(name)
	if !filepath.IsAbs(folder) {
		folder = filepath.Join(relativeTo, folder)
	}
	info, err := os.Stat(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return spec.Layer{}, fmt.Errorf("there is no folder %s", show(folder))
	case err != nil:
		return spec.Layer{}, err
	case !info.IsDir():
		return spec.Layer{}, fmt.Errorf("%s is a file; name the folder that holds the spec files", show(folder))
	}
	return spec.Layer{Name: show(folder), FS: os.DirFS(folder)}, nil
}

// Layers opens the Specs of a config that is in a folder. What is wrong with
// them is a [*diag.Errors].
func (c *Config) Layers(folder string, show func(path string) string) ([]spec.Layer, error) {
	var diags diag.List
	var layers []spec.Layer
	for _, entry := range c.Specs {
		layer, err := OpenLayer(entry.Value, folder, show)
		if err != nil {
			diags.Errorf(entry.Pos, "bad-value", "specs: %v", err)
		}
		layers = append(layers, layer)
	}
	return layers, diags.Err()
}
