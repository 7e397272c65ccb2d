package config

import _ "embed"

//go:embed graphgen.yaml
var template []byte

// Template returns the commented config file that a project begins with.
func Template() []byte { return append([]byte(nil), template...) }
