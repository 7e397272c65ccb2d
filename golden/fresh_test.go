package golden_test

import (
	"path/filepath"
	"testing"

	"github.com/metagraph-go/graphgen/generator/config"
	"github.com/metagraph-go/graphgen/generator/output"
)

// TestGeneratedIsFresh makes the packages under generated again, in memory,
// and compares.
func TestGeneratedIsFresh(t *testing.T) {
	configs, err := filepath.Glob(filepath.Join("..", "generated", "*", "*", config.FileName))
	if err != nil || len(configs) == 0 {
		t.Fatalf("no generated packages: %v", err)
	}
	for _, file := range configs {
		t.Run(filepath.ToSlash(filepath.Dir(file)), func(t *testing.T) {
			folder, made := generate(t, file)
			files := map[string][]byte{}
			for name, content := range made {
				files[name] = []byte(content)
			}
			base := filepath.Dir(file)
			dir, err := filepath.Rel(base, folder)
			if err != nil {
				t.Fatal(err)
			}
			plan, err := output.NewPlan(output.Target{Base: base, Dir: dir, Config: config.FileName}, files)
			if err != nil {
				t.Fatal(err)
			}
			if plan.Stale() {
				t.Errorf("run \"go generate ./...\":\n%s", plan.Diff())
			}
		})
	}
}
