package lower

import (
	"cmp"
	"fmt"
	"slices"
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
		diags.OptionErrorf(diag.Option{Name: "api_version", Value: version}, "unknown-version", "the specs know no API version %q; %s", version, otherVersions(set, version))
		return nil, diags
	}
	warnExpired(&diags, known, now)
	selected := *set
	selected.Nodes = keep(set.Nodes, func(n *spec.Node) (*spec.Node, bool) {
		c := *n
		c.Fields = selectFields(n.Fields, version)
		c.Operations = selectOperations(n.Operations, version)
		c.Edges = selectEdges(n.Edges, version)
		return &c, n.Range.Contains(version)
	})
	selected.Structs = keep(set.Structs, func(s *spec.Struct) (*spec.Struct, bool) {
		c := *s
		c.Fields = selectFields(s.Fields, version)
		return &c, s.Range.Contains(version)
	})
	selected.Enums = keep(set.Enums, func(e *spec.Enum) (*spec.Enum, bool) {
		c := *e
		c.Values = keep(e.Values, func(v *spec.Value) (*spec.Value, bool) { return v, v.Range.Contains(version) })
		return &c, e.Range.Contains(version)
	})
	return &selected, diags
}

func selectFields(fields []*spec.Field, version string) []*spec.Field {
	return keep(fields, func(f *spec.Field) (*spec.Field, bool) { return f, f.Range.Contains(version) })
}

func selectOperations(operations []*spec.Operation, version string) []*spec.Operation {
	return keep(operations, func(o *spec.Operation) (*spec.Operation, bool) {
		c := *o
		c.Params = selectFields(o.Params, version)
		return &c, o.Range.Contains(version)
	})
}

func selectEdges(edges []*spec.Edge, version string) []*spec.Edge {
	return keep(edges, func(e *spec.Edge) (*spec.Edge, bool) {
		c := *e
		c.Operations = selectOperations(e.Operations, version)
		return &c, e.Range.Contains(version)
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

// otherVersions says what can stand in place of an unknown version: the one
// that was likely meant, or the newest.
func otherVersions(set *spec.Set, unknown string) string {
	if len(set.Versions) == 0 {
		return "they know none: there is no versions.yaml"
	}
	meant := cmp.Or(spec.MeantVersion(unknown), unknown)
	major, _, _ := strings.Cut(meant, ".")
	var names []string
	for _, v := range set.Versions {
		if name := v.Name.Value; name == meant || strings.HasPrefix(name, major+".") {
			return fmt.Sprintf("did you mean %q?", name)
		}
		names = append(names, v.Name.Value)
	}
	slices.SortFunc(names, spec.CompareVersions)
	const few = 4
	known := "they know " + strings.Join(names, ", ")
	if len(names) > few {
		known = "the newest that they know are " + strings.Join(names[len(names)-few:], ", ")
	}
	if spec.CompareVersions(meant, names[len(names)-1]) > 0 {
		known += "; a newer one needs an entry in versions.yaml"
	}
	return known
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
