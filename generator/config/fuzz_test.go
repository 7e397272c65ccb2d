package config_test

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/metagraph-go/graphgen/generator/config"
	"github.com/metagraph-go/graphgen/generator/diag"
)

// Whatever the file holds, Parse either returns a config that keeps to its own
// rules or says where the file is wrong.
func FuzzParse(f *testing.F) {
	f.Add(config.Template())
	f.Add([]byte("version: 1\napi_version: v25.0\noutput: a/../..\n"))
	f.Add([]byte("version: 1\napi_version: v25.0\npackage: &a [*a]\n"))
	f.Add([]byte("version: 1\n? {a: b}\n: - c\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := config.Parse("graphgen.yaml", text)
		if err != nil {
			mistakes, ok := errors.AsType[*diag.Errors](err)
			if !ok || len(mistakes.Diagnostics) == 0 {
				t.Fatalf("%v is no list of mistakes", err)
			}
			for _, d := range mistakes.Diagnostics {
				if d.Pos.File != "graphgen.yaml" || d.Message == "" {
					t.Errorf("a mistake without place or message: %+v", d)
				}
			}
			return
		}
		if c.APIVersion.Value == "" || c.Package.Value == "" || len(c.Specs) == 0 {
			t.Errorf("incomplete: %+v", c)
		}
		if !filepath.IsLocal(c.Output.Value) {
			t.Errorf("the output %q leaves the folder of the config", c.Output.Value)
		}
	})
}
