package check

import (
	"cmp"
	"fmt"

	"github.com/metagraph-go/graphgen/generator/spec"
	"github.com/metagraph-go/graphgen/generator/suggest"
)

// checkRanges wants since and removed to be known versions in their order, and
// inside the range of the element that holds them.
func checkRanges(ix *index, r *report) {
	versions := &versionJudge{report: r, known: map[string]bool{}}
	var names []string
	for _, v := range ix.set.Versions {
		versions.known[v.Name.Value] = true
		names = append(names, v.Name.Value)
		if spec.CompareVersions(v.Name.Value, versions.newest) > 0 {
			versions.newest = v.Name.Value
		}
	}
	versions.names = suggest.New(names)
	versions.closed = len(names) > 0 && !ix.set.Incomplete

	for _, n := range ix.set.Nodes {
		versions.judge("node "+n.Name.Value, n.Range, spec.Range{})
		for _, e := range n.Edges {
			versions.judge("edge "+e.Name.Value, e.Range, n.Range)
		}
	}
	for _, o := range ix.operations {
		within := o.node.Range
		if o.edge != nil && o.edge.Range != (spec.Range{}) {
			within = o.edge.Range
		}
		versions.judge(o.Kind.Value, o.Range, within)
	}
	for _, f := range ix.fields {
		versions.judge(f.what()+" "+f.Name.Value, f.Range, f.within)
	}
	for _, s := range ix.set.Structs {
		versions.judge("struct "+s.Name.Value, s.Range, spec.Range{})
	}
	for _, e := range ix.set.Enums {
		versions.judge("enum "+e.Name.Value, e.Range, spec.Range{})
		for _, v := range e.Values {
			versions.judge("value "+v.Value.Value, v.Range, e.Range)
		}
	}
}

// versionJudge judges ranges by the versions that there are.
type versionJudge struct {
	report *report
	known  map[string]bool
	names  *suggest.Finder
	newest string
	closed bool // known holds all versions
}

func (j *versionJudge) judge(what string, in, within spec.Range) {
	since, removed := j.isVersion("since", in.Since), j.isVersion("removed", in.Removed)
	switch {
	case !since || !removed:
	case in.Since.Value != "" && in.Removed.Value != "" && spec.CompareVersions(in.Since.Value, in.Removed.Value) >= 0:
		j.report.errorf(in.Since.Pos, "%s begins at %s and is removed at %s, so no version has it", clip(what), in.Since.Value, in.Removed.Value)
	case in.Since.Value != "" && !in.Overlaps(within):
		j.report.errorf(in.Since.Pos, "%s begins at %s, and what holds it is removed at %s", clip(what), in.Since.Value, within.Removed.Value)
	case in.Removed.Value != "" && !in.Overlaps(within):
		j.report.errorf(in.Removed.Pos, "%s is removed at %s, and what holds it begins at %s", clip(what), in.Removed.Value, within.Since.Value)
	}
}

// isVersion reports text that is no version. Nothing is no mistake.
func (j *versionJudge) isVersion(key string, t spec.Text) bool {
	if t.Pos.Line == 0 && t.Value == "" {
		return true
	}
	if _, _, ok := spec.ParseVersion(t.Value); !ok {
		j.report.errorf(t.Pos, "%s must be a version such as v25.0, and this is %q%s", key, clip(t.Value), suggest.DidYouMean(spec.MeantVersion(t.Value)))
		return false
	}
	if j.closed && !j.known[t.Value] {
		hint := cmp.Or(j.names.Hint(t.Value), "; add it to versions.yaml if it exists")
		if spec.CompareVersions(t.Value, j.newest) > 0 {
			hint = fmt.Sprintf(", which is newer than %s; add it to versions.yaml if it exists", j.newest)
		}
		j.report.errorf(t.Pos, "%s: unknown version %s%s", key, t.Value, hint)
		return false
	}
	return true
}
