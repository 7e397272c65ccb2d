package spec

import (
	"cmp"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/metagraph-go/graphgen/generator/diag"
)

// Layer is one folder of spec files.
type Layer struct {
	// Name stands before file names in diagnostics, such as "specs".
	Name string
	// FS holds the files. It is read by one goroutine at a time.
	FS fs.FS
}

// Load reads the *.yaml and *.yml files of all layers, sub-folders too. Files
// and folders whose names begin with "." are left out. A later layer adds to
// the earlier ones and overrides what it gives again; specs/README.md has the
// rules.
//
// Load reports everything that is wrong with the files as files: YAML, keys
// and the kinds of values. The set holds what could be read in any case, so
// that package check can report the rest in the same run. What Load returns
// does not depend on the order in which an FS lists its files.
func Load(layers ...Layer) (*Set, diag.List) {
	var diags diag.List
	merged := newElements()
	for i, layer := range layers {
		if loaded := loadLayer(layer, &diags); i == 0 {
			merged = loaded
		} else {
			merged.overlay(loaded)
		}
	}
	lost := diags.HasErrors()
	set := decode(merged, &diags)
	set.Incomplete = set.Incomplete || lost
	return set, diags
}

// loadLayer reads the files of one layer.
func loadLayer(layer Layer, diags *diag.List) *elements {
	paths := specPaths(layer, diags)
	files := make([]*elements, len(paths))
	lists := make([]diag.List, len(paths))

	type job struct {
		index int
		data  []byte
	}
	jobs := make(chan job)
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(paths)) {
		workers.Go(func() {
			for j := range jobs {
				list := &lists[j.index]
				if root := parseFile(path.Join(layer.Name, paths[j.index]), j.data, list); root != nil {
					files[j.index] = split(root, list)
				}
			}
		})
	}
	for i, p := range paths {
		if data := readFile(layer.FS, p, path.Join(layer.Name, p), &lists[i]); data != nil {
			jobs <- job{i, data}
		}
	}
	close(jobs)
	workers.Wait()

	all := newElements()
	for i, file := range files {
		diags.Add(lists[i])
		if file != nil {
			all.add(file)
		}
	}
	return all
}

// specPaths returns the paths of the spec files in the order of their names.
func specPaths(layer Layer, diags *diag.List) []string {
	place := diag.Pos{File: cmp.Or(layer.Name, ".")}
	if layer.FS == nil {
		diags.Errorf(place, ruleUnreadable, "the layer has no files: its FS is nil")
		return nil
	}
	var paths []string
	before := diags.Len()
	err := fs.WalkDir(layer.FS, ".", func(p string, entry fs.DirEntry, err error) error {
		if err != nil {
			diags.Errorf(diag.Pos{File: path.Join(layer.Name, p)}, ruleUnreadable, "can't read the folder: %s", reason(err))
			return nil
		}
		hidden := p != "." && strings.HasPrefix(path.Base(p), ".")
		switch {
		case hidden && entry.IsDir():
			return fs.SkipDir
		case hidden || entry.IsDir() || !isSpecName(p):
		case !isFile(layer.FS, p, entry):
			diags.Errorf(diag.Pos{File: path.Join(layer.Name, p)}, ruleUnreadable, "this is no file; rename it or take it away")
		default:
			paths = append(paths, p)
		}
		return nil
	})
	if err != nil {
		diags.Errorf(place, ruleUnreadable, "can't read the folder: %s", reason(err))
	}
	if len(paths) == 0 && diags.Len() == before {
		diags.Errorf(place, ruleEmptyLayer, "the folder holds no *.yaml file; check its path")
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

// isFile reports whether an entry is a file, or a link to one. Opening a pipe
// could wait forever. A link that leads nowhere is left for reading to report.
func isFile(fsys fs.FS, p string, entry fs.DirEntry) bool {
	if entry.Type().IsRegular() {
		return true
	}
	info, err := fs.Stat(fsys, p)
	return err != nil || info.Mode().IsRegular()
}

func isSpecName(p string) bool {
	ext := strings.ToLower(path.Ext(p))
	return ext == ".yaml" || ext == ".yml"
}
