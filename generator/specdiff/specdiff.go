// Package specdiff compares two generated packages by their IR: what was
// added, removed and changed, and what of that breaks Go code that uses the
// older one.
package specdiff

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/metagraph-go/graphgen/generator/ir"
)

// Kind says what became of an element.
type Kind string

// The kinds of changes.
const (
	Added   Kind = "added"
	Removed Kind = "removed"
	Changed Kind = "changed"
)

// Change is one difference. What is part of something that was added or
// removed as a whole is not listed by itself.
type Change struct {
	// Group is the Go name of the node that the element belongs to. It is that
	// of the struct or enum where there is no node, and "errors" for codes.
	Group string `json:"group"`
	Kind  Kind   `json:"kind"`
	// What is the sort of element: node, struct, enum, field, operation,
	// param, value, expansion, handle, id type, reading variant or error code.
	What string `json:"what"`
	// Name is the name in the API, such as "campaigns list" or "ACTIVE".
	Name string `json:"name"`
	// Go is the exported Go name, such as "AdAccountNode.Campaigns".
	Go string `json:"go"`
	// Details say what changed, one fact each.
	Details []string `json:"details"`
	// Breaks says why code that uses the older package breaks. Empty means that
	// it does not.
	Breaks string `json:"breaks"`
}

// Report is what differs between two packages.
type Report struct {
	// Old and New name what was compared.
	Old string `json:"old"`
	New string `json:"new"`
	// Changes are in the order of groups, and within one in that of the sorts
	// of elements and of names.
	Changes []Change `json:"changes"`
}

// Breaking reports whether some change breaks Go code.
func (r *Report) Breaking() bool {
	return slices.ContainsFunc(r.Changes, func(c Change) bool { return c.Breaks != "" })
}

// Compare returns what differs between two packages. Docs are not compared.
func Compare(older, newer *ir.Package) *Report {
	before, after := flatten(older), flatten(newer)
	report := &Report{Old: older.Version, New: newer.Version, Changes: []Change{}}
	for _, e := range before.list {
		now := after.byKey[e.key]
		switch {
		case now != nil:
			if c := compare(e, now); c.Details != nil {
				report.Changes = append(report.Changes, c)
			}
		case e.parent == "" || after.byKey[e.parent] != nil:
			report.Changes = append(report.Changes, change(e, Removed, e.goName+" is gone"))
		}
	}
	for _, e := range after.list {
		if before.byKey[e.key] != nil || e.parent != "" && before.byKey[e.parent] == nil {
			continue
		}
		breaks := ""
		if e.required {
			breaks = "the API refuses calls without it"
		}
		report.Changes = append(report.Changes, change(e, Added, breaks))
	}
	slices.SortStableFunc(report.Changes, func(a, b Change) int {
		return cmp.Or(cmp.Compare(a.Group, b.Group), cmp.Compare(rank(a.What), rank(b.What)), cmp.Compare(a.Name, b.Name))
	})
	return report
}

func change(e *element, kind Kind, breaks string) Change {
	c := Change{Group: e.group, Kind: kind, What: e.what, Name: e.name, Go: e.goName, Details: []string{}, Breaks: breaks}
	if kind == Added && e.goType != "" {
		c.Details = append(c.Details, e.goType)
	}
	if kind == Added && e.required {
		c.Details = append(c.Details, "required")
	}
	return c
}

// compare returns how an element changed; Details is nil when it did not.
func compare(before, after *element) Change {
	c := change(after, Changed, "")
	c.Details = nil
	var reasons []string
	if before.ownName() != after.ownName() {
		c.Details = append(c.Details, "was "+before.goName)
		reasons = append(reasons, before.goName+" is renamed")
	}
	if before.goType != after.goType {
		c.Details = append(c.Details, fmt.Sprintf("%s, was %s", after.goType, before.goType))
		reasons = append(reasons, "its type changed")
	}
	switch {
	case after.required && !before.required:
		c.Details = append(c.Details, "required, was optional")
		reasons = append(reasons, "the API refuses calls without it")
	case before.required && !after.required:
		c.Details = append(c.Details, "optional, was required")
	}
	for i, f := range after.facts {
		if was := before.facts[i]; was != f {
			c.Details = append(c.Details, f.difference(was))
		}
	}
	c.Breaks = strings.Join(reasons, "; ")
	return c
}
