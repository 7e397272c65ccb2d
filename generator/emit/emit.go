// Package emit prints a package of the IR as formatted Go files. It decides
// nothing about names, types or docs: these are in the IR. It is the only
// package that knows jennifer.
//
// The IR comes from specs, and specs are untrusted text. A name that is not a
// Go identifier is an error; any other text ends up in comments and string
// literals, which it can't leave.
package emit

import (
	"errors"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/metagraph-go/graphgen/generator/ir"
)

// The files that every package has.
const (
	apiFile    = "api.go"
	errorsFile = "errors.go"
)

// Package returns the formatted files of a package by name. The same IR gives
// the same files. An error means that the IR is not what package lower
// promises; all that is wrong is reported at once.
func Package(pkg *ir.Package) (map[string][]byte, error) {
	if err := verify(pkg); err != nil {
		return nil, err
	}
	sources := []source{apiSource(pkg)}
	if len(pkg.Errors) > 0 {
		sources = append(sources, errorsSource(pkg))
	}
	for i := range pkg.Files {
		sources = append(sources, fileSource(pkg, &pkg.Files[i]))
	}
	return render(sources)
}

// render renders the sources side by side.
func render(sources []source) (map[string][]byte, error) {
	contents := make([][]byte, len(sources))
	errs := make([]error, len(sources))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(sources)) {
		workers.Go(func() {
			var r renderer
			for i := next.Add(1) - 1; i < int64(len(sources)); i = next.Add(1) - 1 {
				contents[i], errs[i] = r.render(sources[i])
			}
		})
	}
	workers.Wait()
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	files := make(map[string][]byte, len(sources))
	for i, s := range sources {
		files[s.name] = contents[i]
	}
	return files, nil
}
