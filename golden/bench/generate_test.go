package bench

import (
	"os"
	"path/filepath"
	"testing"
)

// BenchmarkGenerate runs the command on an empty output folder, beside gofmt
// on what it wrote: the floor for anything that prints formatted Go.
func BenchmarkGenerate(b *testing.B) {
	graphgen := buildGraphgen(b)
	b.Run("builtin", func(b *testing.B) {
		benchmarkGenerate(b, b.TempDir(), graphgen, "generate", "-o", "meta")
	})
	b.Run("all-of-Meta", func(b *testing.B) {
		benchmarkGenerate(b, metaModule(b, graphgen), graphgen, "generate")
	})
}

func benchmarkGenerate(b *testing.B, dir string, command ...string) {
	out := filepath.Join(dir, "meta")
	var generate, gofmt usage
	for b.Loop() {
		if err := os.RemoveAll(out); err != nil {
			b.Fatal(err)
		}
		generate.add(measure(b, dir, command...))
		gofmt.add(measure(b, dir, "gofmt", "-l", "meta"))
	}
	generate.report(b, "generate")
	gofmt.report(b, "gofmt")
	reportRatio(b, generate, gofmt, "gofmt")
}
