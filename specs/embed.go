// Package specs holds the built-in spec set: the YAML files of this folder.
package specs

import (
	"embed"
	"io/fs"
)

//go:embed *.yaml
var files embed.FS

// FS returns the spec files. It is safe for concurrent use.
func FS() fs.FS { return files }
