package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Target is the folder that a package is written to.
type Target struct {
	// Base is the folder that nothing is written outside of: the one that
	// holds the config. It must exist.
	Base string
	// Dir is the output folder, relative to Base. It is made when it is not
	// there. Symbolic links on the way are followed only inside Base.
	Dir string
	// Config is the name of the config file in Base. Empty means that there is
	// none: the folder was named on the command line.
	Config string
	// Name is what diffs and errors call the folder. Empty means Dir.
	Name string
	// Specs says that the files are spec files, *.yaml, and not Go.
	Specs bool
}

// ext is the ending of the names of the files.
func (t Target) ext() string {
	if t.Specs {
		return ".yaml"
	}
	return ".go"
}

// name returns what diffs and errors call the folder, with slashes.
func (t Target) name() string {
	if t.Name != "" {
		return t.Name
	}
	return filepath.ToSlash(t.Dir)
}

// Folder returns the target for a folder that was named on the command line,
// which may be anywhere and need not exist.
func Folder(dir string) Target {
	base, rest := filepath.Clean(dir), "."
	for {
		if _, err := os.Stat(base); !errors.Is(err, fs.ErrNotExist) || base == filepath.Dir(base) {
			return Target{Base: base, Dir: rest}
		}
		base, rest = filepath.Dir(base), filepath.Join(filepath.Base(base), rest)
	}
}

// checkObstacles fails when something else is in the place of a folder on the
// way to the output.
func (t Target) checkObstacles() error {
	if !filepath.IsLocal(t.Dir) {
		return nil // checkInside says so
	}
	for below := filepath.Clean(t.Dir); ; below = filepath.Dir(below) {
		place := filepath.Join(t.Base, below)
		info, err := os.Stat(place)
		if err == nil && !info.IsDir() {
			return fmt.Errorf("output %s: %s is a file; name another folder, or move the file", t.name(), filepath.Base(place))
		}
		if _, linkErr := os.Lstat(place); errors.Is(err, fs.ErrNotExist) && linkErr == nil {
			return fmt.Errorf("output %s: %s is a symbolic link that leads nowhere; make what it names, or remove it", t.name(), filepath.Base(place))
		}
		if below == "." {
			return nil
		}
	}
}

// checkInside fails when the output folder is not below the base, by its name
// or because a symbolic link leads away. Every access goes through an os.Root
// and would fail as well; this says why.
func (t Target) checkInside() error {
	outside := fmt.Errorf("output %s: outside of the folder that holds the config; name a folder below it that no symbolic link leads away from", t.name())
	if !filepath.IsLocal(t.Dir) {
		return outside
	}
	base, err := filepath.EvalSymlinks(t.Base)
	if err != nil {
		return err
	}
	for below := filepath.Clean(t.Dir); below != "."; below = filepath.Dir(below) {
		dir, err := filepath.EvalSymlinks(filepath.Join(t.Base, below))
		if errors.Is(err, fs.ErrNotExist) {
			continue // is to be made, below its parent
		}
		if err != nil {
			return err
		}
		if relative, err := filepath.Rel(base, dir); err != nil || !filepath.IsLocal(relative) {
			return outside
		}
		break
	}
	return nil
}
