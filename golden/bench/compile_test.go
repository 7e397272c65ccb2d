package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// stripe is a client of like size whose package of types and calls is one, as
// ours is.
const (
	stripe        = "github.com/stripe/stripe-go/v82"
	stripeVersion = "v82.5.1"
)

// BenchmarkCompile compiles one package, with the compiler alone and its
// imports compiled before, beside the root package of stripe-go.
func BenchmarkCompile(b *testing.B) {
	theirs := stripePackage(b)
	b.Run("generated", func(b *testing.B) {
		benchmarkCompile(b, newCompilation(b, checkout(b), "./generated/v25/meta"), theirs)
	})
	b.Run("all-of-Meta", func(b *testing.B) {
		benchmarkCompile(b, newCompilation(b, metaModule(b, buildGraphgen(b)), "./meta"), theirs)
	})
}

func benchmarkCompile(b *testing.B, ours, theirs *compilation) {
	var meta, stripe usage
	for b.Loop() {
		meta.add(ours.run(b))
		if theirs != nil {
			stripe.add(theirs.run(b))
		}
	}
	meta.report(b, "ours")
	b.ReportMetric(float64(ours.bytes)/1e6, "MB-source")
	if theirs != nil {
		stripe.report(b, "stripe")
		reportRatio(b, meta, stripe, "stripe")
	}
}

// stripePackage returns nil where stripe-go can't be had.
func stripePackage(b *testing.B) *compilation {
	b.Helper()
	dir := newModule(b, "")
	if _, err := output(dir, "go", "get", stripe+"@"+stripeVersion); err != nil {
		b.Logf("nothing to compare with, stripe-go can't be downloaded: %v", err)
		return nil
	}
	return newCompilation(b, dir, stripe)
}

// compilation is a package that is ready to be compiled.
type compilation struct {
	dir     string
	command []string
	bytes   int64 // of source
}

// newCompilation compiles the imports of a package.
func newCompilation(b *testing.B, dir, pkg string) *compilation {
	b.Helper()
	list := func(format string, args ...string) []string {
		return strings.Fields(mustOutput(b, dir, append([]string{"go", "list", "-mod=mod", "-f", format}, args...)...))
	}
	importcfg := filepath.Join(b.TempDir(), "importcfg")
	var exports strings.Builder
	deps := list(`{{join .Deps "\n"}}`, pkg)
	for _, line := range list("{{if .Export}}packagefile={{.ImportPath}}={{.Export}}{{end}}", append([]string{"-export"}, deps...)...) {
		exports.WriteString(strings.Replace(line, "packagefile=", "packagefile ", 1) + "\n")
	}
	write(b, importcfg, exports.String())

	c := &compilation{dir: dir}
	files := list(`{{range .GoFiles}}{{$.Dir}}/{{.}}{{"\n"}}{{end}}`, pkg)
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil {
			b.Fatal(err)
		}
		c.bytes += info.Size()
	}
	concurrency := fmt.Sprintf("-c=%d", min(4, runtime.GOMAXPROCS(0))) // as go build does
	c.command = append([]string{"go", "tool", "compile", "-p", list("{{.ImportPath}}", pkg)[0], "-pack", concurrency,
		"-importcfg", importcfg, "-o", filepath.Join(b.TempDir(), "package.a")}, files...)
	return c
}

// run compiles the package.
func (c *compilation) run(b *testing.B) usage {
	b.Helper()
	return measure(b, c.dir, c.command...)
}
