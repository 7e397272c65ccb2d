package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/metagraph-go/graphgen/generator"
	"github.com/metagraph-go/graphgen/generator/config"
	"github.com/metagraph-go/graphgen/specs"
)

// specFlags say which specs are served.
type specFlags struct {
	// list has folders with commas between them, and "builtin".
	list, config, version string
}

// open returns the layers of the spec set and the version of paths that name
// none.
func (f specFlags) open() ([]generator.Layer, string, error) {
	layers, version := []generator.Layer{config.BuiltinLayer()}, specs.DefaultVersion
	var err error
	switch {
	case f.list != "" && f.config != "":
		return nil, "", errors.New("-specs and -config both say which specs are served; give one of them")
	case f.list != "":
		layers, err = openList(f.list)
	case f.config != "":
		layers, version, err = openConfig(f.config)
	}
	if f.version != "" {
		version = f.version
	}
	return layers, version, err
}

func openList(list string) ([]generator.Layer, error) {
	var layers []generator.Layer
	for name := range strings.SplitSeq(list, ",") {
		layer, err := config.OpenLayer(name, ".", filepath.ToSlash)
		if err != nil {
			return nil, fmt.Errorf("-specs: %w", err)
		}
		layers = append(layers, layer)
	}
	if !slices.ContainsFunc(layers, hasVersions) {
		return nil, fmt.Errorf("-specs: %s has no versions.yaml; lay it over the built-in specs, as in -specs %s,%s", list, config.Builtin, list)
	}
	return layers, nil
}

// hasVersions reports whether a layer says which versions there are.
func hasVersions(layer generator.Layer) bool {
	_, err := fs.Stat(layer.FS, "versions.yaml")
	return err == nil
}

// openConfig returns what a config of the generator says of specs.
func openConfig(file string) ([]generator.Layer, string, error) {
	name := filepath.ToSlash(file)
	c, err := config.Load(file, name)
	if errors.Is(err, os.ErrNotExist) {
		return nil, "", fmt.Errorf("-config: there is no file %s", name)
	}
	if err != nil {
		return nil, "", err
	}
	layers, err := c.Layers(filepath.Dir(file), filepath.ToSlash)
	return layers, c.APIVersion.Value, err
}
