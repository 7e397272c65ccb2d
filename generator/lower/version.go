package lower

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"github.com/metagraph-go/graphgen/generator/diag"
	"github.com/metagraph-go/graphgen/generator/spec"
)

// Select returns what a set says about one version: elements that the version
// does not have are dropped, and of an element with variants the one of the
// version stays. The set is left as it is. An unknown version is an error; a
// version that ended before now is a warning, unless now is zero.
func Select(set *spec.Set, version string, now time.Time) (*spec.Set, diag.List) {
	var diags diag.List
	known := findVersion(set, version)
	if known == nil {
		diags.OptionErrorf(diag.Option{Name: "api_version", Value: version}, "unknown-version", "the specs know no API version %q; they know %s", version, knownVersions(set))
		return nil, diags
	}
	warnExpired(&diags, known, now)
	at, _ := parseVersion(version)
	selected := *set
	selected.Nodes = keep(set.Nodes, func(n *spec.Node) (*spec.Node, bool) {
		c := *n
		c.Fields = selectFields(n.Fields, at)
		c.Operations = selectOperations(n.Operations, at)
		c.Edges = selectEdges(n.Edges, at)
		return &c, at.in(n.Range)
	})
	selected.Structs = keep(set.Structs, func(s *spec.Struct) (*spec.Struct, bool) {
		c := *s
		c.Fields = selectFields(s.Fields, at)
		return &c, at.in(s.Range)
	})
	selected.Enums = keep(set.Enums, func(e *spec.Enum) (*spec.Enum, bool) {
		c := *e
		c.Values = keep(e.Values, func(v *spec.Value) (*spec.Value, bool) { return v, at.in(v.Range) })
		return &c, at.in(e.Range)
	})
	return &selected, diags
}

func selectFields(fields []*spec.Field, at apiVersion) []*spec.Field {
	return keep(fields, func(f *spec.Field) (*spec.Field, bool) { return f, at.in(f.Range) })
}

func selectOperations(operations []*spec.Operation, at apiVersion) []*spec.Operation {
	return keep(operations, func(o *spec.Operation) (*spec.Operation, bool) {
		c := *o
		c.Params = selectFields(o.Params, at)
		return &c, at.in(o.Range)
	})
}

func selectEdges(edges []*spec.Edge, at apiVersion) []*spec.Edge {
	return keep(edges, func(e *spec.Edge) (*spec.Edge, bool) {
		c := *e
		c.Operations = selectOperations(e.Operations, at)
		return &c, at.in(e.Range)
	})
}

// keep returns what choose makes of the elements that it chooses.
func keep[T any](elements []T, choose func(T) (T, bool)) []T {
	kept := make([]T, 0, len(elements))
	for _, element := range elements {
		if chosen, ok := choose(element); ok {
			kept = append(kept, chosen)
		}
	}
	return kept
}

func findVersion(set *spec.Set, name string) *spec.Version {
	for _, v := range set.Versions {
		if v.Name.Value == name {
			return v
		}
	}
	return nil
}

func knownVersions(set *spec.Set) string {
	if len(set.Versions) == 0 {
		return "none: there is no versions.yaml"
	}
	list := make([]string, len(set.Versions))
	for i, v := range set.Versions {
		list[i] = v.Name.Value
	}
	return strings.Join(list, ", ")
}

// warnExpired warns of a version that the API, or the Marketing API, answers
// no more.
func warnExpired(diags *diag.List, v *spec.Version, now time.Time) {
	if now.IsZero() {
		return
	}
	if isPast(v.Expires.Value, now) {
		diags.Warnf(v.Pos, "expired-version", "%s expired on %s: the API answers its calls with the oldest version that is left", v.Name.Value, v.Expires.Value)
		return
	}
	if isPast(v.MarketingExpires.Value, now) {
		diags.Warnf(v.Pos, "expired-version", "%s expired on %s for the Marketing API, whose calls fail since then", v.Name.Value, v.MarketingExpires.Value)
	}
}

// isPast reports whether a day is over. Text that is no date is reported when
// the specs are checked.
func isPast(date string, now time.Time) bool {
	day, err := time.Parse(time.DateOnly, date)
	return err == nil && !now.Before(day.AddDate(0, 0, 1))
}

// apiVersion is the number of a version: 25, 0 for "v25.0".
type apiVersion struct{ major, minor int }

func parseVersion(name string) (apiVersion, bool) {
	number, ok := strings.CutPrefix(name, "v")
	majorText, minorText, dotted := strings.Cut(number, ".")
	major, err1 := strconv.Atoi(majorText)
	minor, err2 := strconv.Atoi(minorText)
	return apiVersion{major, minor}, ok && dotted && err1 == nil && err2 == nil
}

func (v apiVersion) compare(w apiVersion) int {
	return cmp.Or(cmp.Compare(v.major, w.major), cmp.Compare(v.minor, w.minor))
}

// in reports whether the version is in a range. A bound that is no version is
// reported when the specs are checked, and bounds nothing here.
func (v apiVersion) in(r spec.Range) bool {
	if r.Since.Value == "" && r.Removed.Value == "" {
		return true
	}
	if since, ok := parseVersion(r.Since.Value); ok && v.compare(since) < 0 {
		return false
	}
	removed, ok := parseVersion(r.Removed.Value)
	return !ok || v.compare(removed) < 0
}
