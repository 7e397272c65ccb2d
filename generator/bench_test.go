package generator_test

import (
	"fmt"
	"go/format"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/metagraph-go/graphgen/generator"
	"github.com/metagraph-go/graphgen/generator/metajson"
	"github.com/metagraph-go/graphgen/generator/spec"
	"github.com/metagraph-go/graphgen/specs"
)

// BenchmarkGenerate generates packages of the size of all that Meta publishes.
// The metric x_gofmt is the time as a multiple of go/format's time for the
// same files, on one goroutine, in the same run: seconds differ between
// machines, and this hardly.
func BenchmarkGenerate(b *testing.B) {
	b.Run("synthetic", func(b *testing.B) {
		benchmarkGenerate(b, generator.Layer{Name: "synthetic", FS: syntheticSpecs(1000)})
	})
	b.Run("meta", func(b *testing.B) {
		benchmarkGenerate(b, generator.Layer{Name: "imported", FS: metaSpecs(b)}, generator.Layer{Name: "builtin", FS: specs.FS()})
	})
}

// BenchmarkResolve is the part of BenchmarkGenerate before anything is printed.
func BenchmarkResolve(b *testing.B) {
	cfg := generator.Config{Specs: []generator.Layer{{Name: "synthetic", FS: syntheticSpecs(1000)}}, APIVersion: "v25.0", Package: "meta"}
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := generator.Resolve(b.Context(), cfg); err != nil {
			b.Fatal(err)
		}
	}
}

func benchmarkGenerate(b *testing.B, layers ...generator.Layer) {
	cfg := generator.Config{Specs: layers, APIVersion: "v25.0", Package: "meta"}
	var result *generator.Result
	b.ReportAllocs()
	for b.Loop() {
		var err error
		if result, err = generator.Generate(b.Context(), cfg); err != nil {
			b.Fatal(err)
		}
	}
	generated := b.Elapsed() / time.Duration(b.N)

	size, lines := 0, 0
	start := time.Now()
	for _, content := range result.Files {
		size += len(content)
		if _, err := format.Source(content); err != nil {
			b.Fatal(err)
		}
	}
	formatted := time.Since(start)
	for _, content := range result.Files {
		lines += strings.Count(string(content), "\n")
	}
	b.SetBytes(int64(size))
	b.ReportMetric(float64(generated)/float64(formatted), "x_gofmt")
	b.ReportMetric(float64(lines), "lines")
}

// syntheticSpecs are spec files with the proportions of Meta's: for 1000 nodes
// some 8600 fields, 1500 operations, 4800 params and 900 enums of 15 values.
func syntheticSpecs(nodes int) fs.FS {
	files := fstest.MapFS{"versions.yaml": {Data: []byte("versions: [{version: v25.0, released: 2026-02-18}]\n")}}
	for i := range nodes {
		files[fmt.Sprintf("node%d.yaml", i)] = &fstest.MapFile{Data: []byte(syntheticNode(i, nodes))}
	}
	return files
}

func syntheticNode(i, nodes int) string {
	var out strings.Builder
	other := fmt.Sprintf("Node%d", (i*7+1)%nodes)
	fmt.Fprintf(&out, "node: Node%d\ndoc: A node of many.\nfields:\n  id: {type: numeric string, doc: The id.}\n", i)
	types := []string{"string", "int64", other, "datetime", "list<string>", "bool", "\"map<string, int64>\"", fmt.Sprintf("Enum%d", i)}
	for j, typ := range types {
		fmt.Fprintf(&out, "  field_number_%d: {type: %s, doc: What the field holds.}\n", j, typ)
	}
	out.WriteString("read: {doc: Reads the node.}\n")
	if i%2 == 0 {
		fmt.Fprintf(&out, "edges:\n  others:\n    doc: The others.\n    list:\n      returns: %s\n      params:\n", other)
		for j := range 10 {
			fmt.Fprintf(&out, "        param_%d: {type: string, doc: What it asks for.}\n", j)
		}
	}
	fmt.Fprintf(&out, "enums:\n  Enum%d:\n    doc: A kind of node.\n    values: [", i)
	for j := range 15 {
		fmt.Fprintf(&out, "SOME_VALUE_%c, ", 'A'+j)
	}
	return out.String() + "OTHER]\n"
}

// metaSpecs imports Meta's published JSON of v25.0. The benchmark is skipped
// where that is not.
func metaSpecs(b *testing.B) fs.FS {
	b.Helper()
	folder := os.Getenv("GRAPHGEN_META_SPECS")
	if folder == "" {
		folder = filepath.Join("..", "..", "shared", "meta-specs")
	}
	folder = filepath.Join(folder, "v25.0")
	if _, err := os.Stat(filepath.Join(folder, "specs")); err != nil {
		b.Skipf("Meta's published JSON specs are not here (%v); set GRAPHGEN_META_SPECS to the folder that holds v25.0", err)
	}
	known, _ := spec.Load(generator.Layer{FS: specs.FS()})
	result, err := metajson.Import([]metajson.Release{{Version: "v25.0", FS: os.DirFS(folder)}}, known.Versions)
	if err != nil {
		b.Fatal(err)
	}
	files := fstest.MapFS{}
	for name, content := range result.Files {
		files[name] = &fstest.MapFile{Data: content}
	}
	return files
}
