package output

import (
	"fmt"
	"go/build"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
)

// checkPackage fails when a Go file that stays in the folder is of another
// package than the generated files: the folder would not build.
func (p *Plan) checkPackage(folder *os.Root, files map[string][]byte) error {
	if p.target.Specs {
		return nil
	}
	want := ""
	for name, text := range files {
		if want = packageName(name, text); want != "" {
			break
		}
	}
	entries, err := fs.ReadDir(folder.FS(), ".")
	if err != nil {
		return err
	}
	for _, entry := range entries {
		name := entry.Name()
		if _, generated := files[name]; generated || path.Ext(name) != ".go" || !entry.Type().IsRegular() || slices.Contains(p.Remove, name) {
			continue
		}
		if !isBuilt(folder, name) {
			continue
		}
		text, err := folder.ReadFile(name)
		if err != nil {
			return err
		}
		found := packageName(name, text)
		if strings.HasSuffix(name, "_test.go") {
			found = strings.TrimSuffix(found, "_test")
		}
		if found != "" && found != want {
			return fmt.Errorf("output %s: %s is of package %s and the generated files would be of package %s; generate into a folder of their own, or set package to %s",
				p.target.name(), name, found, want, found)
		}
	}
	return nil
}

// isBuilt reports whether a file is part of the package on some system, as far
// as this one knows: a file that a build constraint leaves out may be of any
// package.
func isBuilt(folder *os.Root, name string) bool {
	context := build.Default
	context.OpenFile = func(string) (io.ReadCloser, error) { return folder.Open(name) }
	match, err := context.MatchFile(".", name)
	return match || err != nil
}

// packageName returns the name in the package clause of a file, or "".
func packageName(name string, text []byte) string {
	file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.PackageClauseOnly)
	if err != nil || file.Name == nil {
		return ""
	}
	return file.Name.Name
}
