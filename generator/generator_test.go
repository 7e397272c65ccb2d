package generator_test

import (
	"context"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/generator"
	"github.com/metagraph-go/graphgen/generator/diag"
	"github.com/metagraph-go/graphgen/specs"
)

// The built-in specs make a package of every version that they know.
func TestBuiltIn(t *testing.T) {
	versions := []string{"v19.0", "v21.0", "v25.0", "v26.0"}
	for _, version := range versions {
		pkg, _, err := generator.Resolve(t.Context(), generator.Config{Specs: builtIn(), APIVersion: version, Package: "meta"})
		if err != nil {
			t.Errorf("%s: %v", version, err)
			continue
		}
		if len(pkg.Operations) == 0 || pkg.Version != version || pkg.Name != "meta" {
			t.Errorf("%s: package %s of %s with %d operations", version, pkg.Name, pkg.Version, len(pkg.Operations))
		}
	}
	result := generate(t, generator.Config{Specs: builtIn(), APIVersion: "v25.0", Package: "meta"})
	for _, name := range []string{"api.go", "errors.go", "offline_conversion_data_set_upload.go"} {
		if !strings.Contains(string(result.Files[name]), "\npackage meta\n") {
			t.Errorf("%s is no file of package meta", name)
		}
	}
}

// shop is a small spec set.
func shop() []generator.Layer {
	return []generator.Layer{{Name: "shop", FS: os.DirFS("lower/testdata/shop")}}
}

func builtIn() []generator.Layer { return []generator.Layer{{Name: "specs", FS: specs.FS()}} }

func generate(t testing.TB, cfg generator.Config) *generator.Result {
	t.Helper()
	result, err := generator.Generate(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// shuffledFS lists the files of a folder in an order that changes.
type shuffledFS struct {
	fs.FS
	random *rand.Rand
}

func (s shuffledFS) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(s.FS, name)
	s.random.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
	return entries, err
}

// The same specs give the same bytes, in whatever order a file system lists
// them.
func TestGenerateIsDeterministic(t *testing.T) {
	config := func(files fs.FS) generator.Config {
		return generator.Config{Specs: []generator.Layer{{Name: "shop", FS: files}}, APIVersion: "v25.0", Package: "shop"}
	}
	want := generate(t, config(shop()[0].FS))
	random := rand.New(rand.NewPCG(5, 6))
	for range 10 {
		got := generate(t, config(shuffledFS{shop()[0].FS, random}))
		if diff := cmp.Diff(want.Files, got.Files); diff != "" {
			t.Fatalf("files differ (-first +now):\n%s", diff)
		}
		if diff := cmp.Diff(want.Package, got.Package); diff != "" {
			t.Fatalf("packages differ (-first +now):\n%s", diff)
		}
	}
}

// A later layer adds to an earlier one and overrides what it gives again.
func TestLayers(t *testing.T) {
	mine := generator.Layer{Name: "mine", FS: fstest.MapFS{"x.yaml": {Data: []byte(
		"node: Shop\nfields:\n  note: {type: string, doc: What I noted.}\n  1d_sales: {type: float}\n",
	)}}}
	result := generate(t, generator.Config{Specs: append(shop(), mine), APIVersion: "v25.0", Package: "shop"})
	source := strings.Join(strings.Fields(string(result.Files["shop.go"])), " ")
	for _, want := range []string{"// What I noted. Note string", "// Sales of a day.", "X1dSales graph.Opt[float64]", "Owner *Person"} {
		if !strings.Contains(source, want) {
			t.Errorf("no %q in the generated file", want)
		}
	}
}

// Mistakes are one error with all of them, and stop generation.
func TestGenerateErrors(t *testing.T) {
	bad := generator.Layer{Name: "bad", FS: fstest.MapFS{"x.yaml": {Data: []byte("node: X\nfields:\n  a: {type: Y}\n  b: {type: Z}\n")}}}
	tests := map[string]struct {
		cfg  generator.Config
		want []string
	}{
		"bad specs":       {generator.Config{Specs: append(builtIn(), bad), APIVersion: "v25.0"}, []string{"bad/x.yaml:3:13: ", "bad/x.yaml:4:13: "}},
		"unknown version": {generator.Config{Specs: builtIn(), APIVersion: "v1.0"}, []string{`no API version "v1.0"; the newest that they know are v23.0, v24.0`}},
		"no version":      {generator.Config{Specs: builtIn()}, []string{`no API version ""`}},
		"unknown pattern": {
			generator.Config{Specs: builtIn(), APIVersion: "v25.0", Include: []string{"SignalsUploadProgres"}},
			[]string{`"SignalsUploadProgres" names nothing in this version; did you mean "SignalsUploadProgress"?`},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			tt.cfg.Package = "meta"
			result, err := generator.Generate(t.Context(), tt.cfg)
			if _, ok := errors.AsType[*diag.Errors](err); !ok || result != nil {
				t.Fatalf("result %v and error %T (%v), want a *diag.Errors alone", result, err, err)
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("no %q in\n%v", want, err)
				}
			}
		})
	}
}

func TestGenerateBadPackageName(t *testing.T) {
	for _, name := range []string{"", "a-b", "func"} {
		if _, err := generator.Generate(t.Context(), generator.Config{Specs: shop(), APIVersion: "v25.0", Package: name}); err == nil {
			t.Errorf("package name %q is taken", name)
		}
	}
}

func TestExpiredVersionWarns(t *testing.T) {
	cfg := generator.Config{Specs: shop(), APIVersion: "v24.0", Package: "shop", Now: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)}
	expired := func(d diag.Diagnostic) bool {
		return d.Severity == diag.Warning && strings.Contains(d.Message, "v24.0 expired on 2026-06-09")
	}
	if result := generate(t, cfg); !slices.ContainsFunc(result.Warnings, expired) {
		t.Errorf("warnings %v do not say that v24.0 expired", result.Warnings)
	}
	cfg.Now = time.Time{}
	if result := generate(t, cfg); slices.ContainsFunc(result.Warnings, expired) {
		t.Error("v24.0 is called expired without a date")
	}
}

// Lint reports name clashes of every version, each once.
func TestLint(t *testing.T) {
	files := fstest.MapFS{
		"versions.yaml": {Data: []byte("versions:\n  - {version: v24.0, released: 2025-10-08}\n  - {version: v25.0, released: 2026-02-18}\n")},
		"a.yaml": {Data: []byte("node: A\ndoc: A node.\nfields:\n  id: {type: numeric string, doc: The id.}\n" +
			"  the_url: {type: string, doc: One.}\n  theUrl: {type: string, since: v25.0, doc: Two.}\n" +
			"  x_id: {type: string, doc: One.}\n  xId: {type: string, doc: Two.}\n")},
	}
	diagnostics, err := generator.Lint(t.Context(), []generator.Layer{{Name: "in", FS: files}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range diagnostics {
		if d.Rule == "name-collision" {
			got = append(got, d.Pos.String())
		}
	}
	if want := []string{"in/a.yaml:6:3", "in/a.yaml:8:3"}; !slices.Equal(got, want) {
		t.Errorf("clashes at %v, want %v, in %v", got, want, diagnostics)
	}
	diagnostics, err = generator.Lint(t.Context(), builtIn())
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range diagnostics {
		t.Errorf("the built-in specs: %s", d)
	}
}

func TestContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	cfg := generator.Config{Specs: shop(), APIVersion: "v25.0", Package: "shop"}
	if _, err := generator.Generate(ctx, cfg); !errors.Is(err, context.Canceled) {
		t.Errorf("Generate returns %v", err)
	}
	if _, _, err := generator.Resolve(ctx, cfg); !errors.Is(err, context.Canceled) {
		t.Errorf("Resolve returns %v", err)
	}
	if _, err := generator.Lint(ctx, shop()); !errors.Is(err, context.Canceled) {
		t.Errorf("Lint returns %v", err)
	}
}
