package generator_test

import (
	"testing"

	"github.com/metagraph-go/graphgen/generator"
	"github.com/metagraph-go/graphgen/specs"
)

// The built-in specs make a package of every version that they know.
func TestGenerateBuiltIn(t *testing.T) {
	for _, version := range []string{"v19.0", "v21.0", "v25.0", "v26.0"} {
		result, err := generator.Generate(t.Context(), generator.Config{
			Specs: []generator.Layer{{Name: "specs", FS: specs.FS()}}, APIVersion: version, Package: "meta",
		})
		if err != nil {
			t.Errorf("%s: %v", version, err)
			continue
		}
		for _, name := range []string{"api.go", "errors.go", "offline_conversion_data_set_upload.go"} {
			if len(result.Files[name]) == 0 {
				t.Errorf("%s: no %s", version, name)
			}
		}
	}
}
