// Package generator makes a typed Go client of Meta's Graph and Marketing API
// from spec files. It reads and writes no disk, prints nothing and has no
// clock: the same specs give the same bytes.
//
// The steps are packages of their own, and data flows through them one way:
// spec reads files, check judges them, lower makes Go declarations of them, ir
// holds these as plain data, and emit prints them.
package generator

import (
	"context"
	"time"

	"github.com/metagraph-go/graphgen/generator/check"
	"github.com/metagraph-go/graphgen/generator/diag"
	"github.com/metagraph-go/graphgen/generator/emit"
	"github.com/metagraph-go/graphgen/generator/ir"
	"github.com/metagraph-go/graphgen/generator/lower"
	"github.com/metagraph-go/graphgen/generator/spec"
)

// Layer is one folder of spec files.
type Layer = spec.Layer

// Config says what to generate.
type Config struct {
	// Specs are the layers of the spec set. Later layers add to earlier ones and
	// override elements of them. The first is usually the built-in set,
	// specs.FS().
	Specs []Layer
	// APIVersion is the version to generate, such as "v25.0".
	APIVersion string
	// Package is the name of the Go package.
	Package string
	// Include says what is generated, as patterns over "Node",
	// "Node.operation", "Node.edge", "Node.edge.operation", "Node.field", and the
	// names of structs and enums. A star stands for any part of one name. What the
	// included operations need is added. Empty means everything.
	Include []string
	// Exclude takes from what Include names. It has the same patterns.
	Exclude []string
	// Now is the date on which expired versions are judged. Zero means that they
	// are not.
	Now time.Time
}

// Result is what Generate made.
type Result struct {
	// Files are the generated files by name, such as "campaign.go". They are
	// formatted Go.
	Files map[string][]byte
	// Package is the IR that they were printed from.
	Package *ir.Package
	// Warnings are diagnostics that did not stop generation.
	Warnings []diag.Diagnostic
}

// Generate makes a package. What is wrong with the specs or with the patterns
// of cfg is reported all at once, as a [*diag.Errors].
func Generate(ctx context.Context, cfg Config) (*Result, error) {
	pkg, warnings, err := Resolve(ctx, cfg)
	if err != nil {
		return nil, err
	}
	files, err := emit.Package(pkg)
	if err != nil {
		return nil, err
	}
	return &Result{Files: files, Package: pkg, Warnings: warnings}, ctx.Err()
}

// Resolve is Generate up to the IR, before anything is printed. It also
// returns the warnings. Errors are those of [Generate].
func Resolve(ctx context.Context, cfg Config) (*ir.Package, []diag.Diagnostic, error) {
	var diags diag.List

	// 1. Read the files.
	set, found := spec.Load(cfg.Specs...)
	diags.Add(found)

	// 2. Check all versions, also those that are not generated.
	diags.Add(check.Set(set))
	if err := stop(ctx, &diags); err != nil {
		return nil, nil, err
	}

	// 3. Keep what the version has.
	set, found = lower.Select(set, cfg.APIVersion, cfg.Now)
	diags.Add(found)
	if err := stop(ctx, &diags); err != nil {
		return nil, nil, err
	}

	// 4. Resolve references and names over the whole set. Names come before
	// pruning, so that a wider Include never renames anything.
	model, found := lower.Resolve(set)
	diags.Add(found)
	if err := stop(ctx, &diags); err != nil {
		return nil, nil, err
	}

	// 5. Select what Include and Exclude name, with what that needs.
	selection, found := lower.Prune(model, cfg.Include, cfg.Exclude)
	diags.Add(found)
	if err := stop(ctx, &diags); err != nil {
		return nil, nil, err
	}

	// 6. Lower it to Go declarations.
	return lower.Package(selection, cfg.Package, cfg.APIVersion), diags.All(), nil
}

// Lint reports everything that is wrong with a spec set, in all its versions.
// The error is that of the context alone.
func Lint(ctx context.Context, layers []Layer) ([]diag.Diagnostic, error) {
	set, diags := spec.Load(layers...)
	diags.Add(check.Set(set))
	if !diags.HasErrors() {
		diags.Add(lintVersions(set))
	}
	return diags.All(), ctx.Err()
}

// lintVersions reports what shows only when names and references of a version
// are resolved. What several versions have in common is reported once.
func lintVersions(set *spec.Set) diag.List {
	var diags diag.List
	for _, version := range set.Versions {
		selected, _ := lower.Select(set, version.Name.Value, time.Time{})
		_, found := lower.Resolve(selected)
		diags.Add(found)
	}
	return diags
}

// stop returns the errors of a list, or why the context ended.
func stop(ctx context.Context, diags *diag.List) error {
	if err := diags.Err(); err != nil {
		return err
	}
	return ctx.Err()
}
