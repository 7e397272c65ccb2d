// Package specs holds the built-in spec set: the YAML files of this folder.
package specs

import (
	"embed"
	"io/fs"
)

// DefaultVersion is the API version that is meant where none is named: the
// newest one that the built-in specs describe in full. It is not the newest on
// the day of a run, so that the same program does the same on every day.
const DefaultVersion = "v25.0"

//go:embed *.yaml
var files embed.FS

// FS returns the spec files. It is safe for concurrent use.
func FS() fs.FS { return files }
