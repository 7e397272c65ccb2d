// Package check says whether a spec set makes sense. It has one file for each
// rule. What it lets pass is safe to put into comments, string literals and
// struct tags of generated code.
package check

import (
	"sync"

	"github.com/metagraph-go/graphgen/generator/diag"
	"github.com/metagraph-go/graphgen/generator/spec"
)

// rule is one thing that a spec set has to keep. Rules run side by side, and
// change nothing.
type rule struct {
	name  string
	check func(*index, *report)
}

var rules = []rule{
	{"text", checkTexts},
	{"directive", checkDirectives},
	{"name", checkNames},
	{"go-name", checkGoNames},
	{"declared-twice", checkDeclaredTwice},
	{"variants", checkVariants},
	{"unknown-type", checkUnknownTypes},
	{"type-shape", checkTypeShapes},
	{"param-type", checkParamTypes},
	{"file", checkFiles},
	{"enum-values", checkEnumValues},
	{"bounds", checkBounds},
	{"default", checkDefaults},
	{"required", checkRequired},
	{"csv", checkCSV},
	{"path", checkPaths},
	{"operation-kind", checkOperationKinds},
	{"method", checkMethods},
	{"returns", checkReturns},
	{"read-after-write", checkReadAfterWrite},
	{"opaque", checkOpaque},
	{"error-code", checkErrorCodes},
	{"error-catalogue", checkErrorCatalogue},
	{"range", checkRanges},
	{"versions", checkVersions},
	{"source", checkSources},
	{"date", checkDates},
	{"unused-type", checkUnusedTypes},
	{"new-in-layer", checkNewInLayer},
	{"missing-doc", checkMissingDocs},
}

// Set returns everything that is wrong in a set. It does not change the set.
// It can be used on a set that was loaded with errors: what may be a
// consequence of those is left out.
func Set(set *spec.Set) diag.List {
	ix := newIndex(set)
	found := make([]diag.List, len(rules))
	var workers sync.WaitGroup
	for i, r := range rules {
		workers.Go(func() { r.check(ix, &report{diags: &found[i], rule: r.name}) })
	}
	workers.Wait()
	var diags diag.List
	for _, list := range found {
		diags.Add(list)
	}
	return diags
}

// Rules returns the names of the rules.
func Rules() []string {
	names := make([]string, len(rules))
	for i, r := range rules {
		names[i] = r.name
	}
	return names
}

// report collects what one rule finds.
type report struct {
	diags *diag.List
	rule  string
}

func (r *report) errorf(pos diag.Pos, format string, args ...any) {
	r.diags.Errorf(pos, r.rule, format, args...)
}

func (r *report) warnf(pos diag.Pos, format string, args ...any) {
	r.diags.Warnf(pos, r.rule, format, args...)
}
