package analysis

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/analysis/passes/composite"
	"golang.org/x/tools/go/analysis/passes/copylock"
	"golang.org/x/tools/go/analysis/passes/shadow"
	"golang.org/x/tools/go/analysis/passes/stdmethods"
	"golang.org/x/tools/go/analysis/passes/structtag"
	"golang.org/x/tools/go/analysis/passes/unusedresult"
	"golang.org/x/tools/go/packages"
)

// load type-checks packages, with what they import from the build cache.
func load(t *testing.T, patterns ...string) []*packages.Package {
	t.Helper()
	loaded, err := packages.Load(&packages.Config{
		Context: t.Context(),
		Mode: packages.NeedName | packages.NeedCompiledGoFiles | packages.NeedImports | packages.NeedExportFile |
			packages.NeedTypes | packages.NeedTypesInfo | packages.NeedTypesSizes | packages.NeedSyntax | packages.NeedModule,
	}, patterns...)
	if err != nil {
		t.Fatal(err)
	}
	for _, pkg := range loaded {
		for _, err := range pkg.Errors {
			t.Fatalf("%s: %v", pkg.PkgPath, err)
		}
	}
	return loaded
}

// analyze returns what analyzers say about packages.
func analyze(t *testing.T, loaded []*packages.Package, analyzers ...*analysis.Analyzer) []string {
	t.Helper()
	graph, err := checker.Analyze(analyzers, loaded, nil)
	if err != nil {
		t.Fatal(err)
	}
	var findings []string
	for _, action := range graph.Roots {
		if action.Err != nil {
			t.Errorf("%s: %v", action, action.Err)
		}
		for _, found := range action.Diagnostics {
			pos := action.Package.Fset.Position(found.Pos)
			findings = append(findings, fmt.Sprintf("%s: %s: %s", pos, action.Analyzer.Name, found.Message))
		}
	}
	return findings
}

// TestAnalyzers runs analyzers over every generated package: some of go vet's,
// some that go vet leaves out, and ours for what generated code may hold.
func TestAnalyzers(t *testing.T) {
	if testing.Short() {
		t.Skip("type-checks every generated package")
	}
	loaded := load(t, "./../../generated/...", "./../cases/...")
	if len(loaded) < 5 {
		t.Fatalf("%d packages", len(loaded))
	}
	for _, finding := range analyze(t, loaded, thin, documented,
		composite.Analyzer, copylock.Analyzer, shadow.Analyzer,
		stdmethods.Analyzer, structtag.Analyzer, unusedresult.Analyzer) {
		t.Error(finding)
	}
}

// TestOwnAnalyzersFind runs our analyzers over code that breaks their rules.
func TestOwnAnalyzersFind(t *testing.T) {
	got := strings.Join(analyze(t, load(t, "./testdata/thick"), thin, documented), "\n")
	for _, want := range []string{
		"Loop has a statement other than a return",
		"Two has 2 statements",
		"an interface",
		"Init runs code when a program begins",
		"func Undocumented has no doc comment",
		"type Bare has no doc comment",
		"const BareConst has no doc comment",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}
