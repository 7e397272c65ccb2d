package graphtest

import (
	"cmp"
	"slices"
	"strings"
)

// Values of the param order on edges whose items have a time.
const (
	oldestFirst = "chronological"
	latestFirst = "reverse_chronological"
)

// ordered returns the items of an edge in the order that the call asks for, or
// as they are. Cursors of such a page are places in its order.
func (v *view) ordered(links []link, decoded args) ([]link, *Error) {
	t := v.schema.typeNamed(v.call.target.returns.Name)
	text, own := v.call.params["order"], v.call.target.params["order"] != nil
	switch {
	case own || decoded["sort_by"] != nil:
		field := strings.ToLower(decoded.text("sort_by"))
		if t == nil || t.fields[field] == nil {
			return links, nil
		}
		return v.sorted(links, func(a, b *record) int { return compareFields(a, b, field) }, decoded.text("order") == "DESCENDING"), nil
	case text == "" || t == nil || t.fields["created_time"] == nil:
		return links, nil
	case text != oldestFirst && text != latestFirst:
		if v.server.config.IgnoreUnknownParams {
			return links, nil
		}
		return nil, paramError([]string{"order"}, "Param order must be one of {%s, %s}", oldestFirst, latestFirst)
	case v.pagesByTime():
		if text == latestFirst {
			return links, nil // It is the order of such edges.
		}
		order := v.byTime(links)
		start, end := v.timeRange(order)
		links = order.links[start:end]
	}
	return v.sorted(links, func(a, b *record) int { return createdTime(a).Compare(createdTime(b)) }, text == latestFirst), nil
}

// sorted returns items in an order, with numbers of their own. Equals keep
// theirs.
func (v *view) sorted(links []link, order func(a, b *record) int, descending bool) []link {
	v.call.ordered = true
	out := slices.Clone(links)
	slices.SortFunc(out, func(a, b link) int {
		n := order(a.rec, b.rec)
		if descending {
			n = -n
		}
		return cmp.Or(n, cmp.Compare(a.seq, b.seq))
	})
	for i := range out {
		out[i].seq = int64(i + 1)
	}
	return out
}

// compareFields compares by a field: numbers by their values, the rest as text.
// What lacks the field comes first.
func compareFields(a, b *record, field string) int {
	x, y := textOf(a.fields[field]), textOf(b.fields[field])
	if n, ok := compareNumbers(x, y); ok {
		return n
	}
	return strings.Compare(x, y)
}
