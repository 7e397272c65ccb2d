package metajson

import "slices"

// span is a run of imported versions, from the first one to before the last.
type span struct{ from, to int }

// bounds returns since and removed of an element inside another: the first
// version that has it and the first that has it no more, unless the element
// that holds it begins or ends there too.
func (s span) bounds(within span, versions []string) (since, removed string) {
	if s.from > within.from {
		since = versions[s.from]
	}
	if s.to < within.to {
		removed = versions[s.to]
	}
	return since, removed
}

// variant is what an element is in a run of versions.
type variant[T any] struct {
	span
	value *T
}

// variants splits what the versions of a span have of an element into runs in
// which it is the same. Nil is an element that a version does not have.
func variants[T any](at []*T, within span, same func(a, b *T) bool) []variant[T] {
	var runs []variant[T]
	for i := within.from; i < within.to; i++ {
		if at[i] == nil {
			continue
		}
		last := len(runs) - 1
		if last >= 0 && runs[last].to == i && same(at[i-1], at[i]) {
			runs[last].to = i + 1
			runs[last].value = at[i]
			continue
		}
		runs = append(runs, variant[T]{span{i, i + 1}, at[i]})
	}
	return runs
}

// hull returns the span from the first version that has an element to the last
// one, and whether versions between lack it.
func hull[T any](at []*T) (s span, gap bool) {
	runs := variants(at, span{0, len(at)}, func(a, b *T) bool { return true })
	if len(runs) == 0 {
		return span{}, false
	}
	return span{runs[0].from, runs[len(runs)-1].to}, len(runs) > 1
}

// history is an element by versions.
type history[T any] struct {
	name string
	at   []*T
}

// first returns the element as its first version has it.
func (h history[T]) first() int { return slices.IndexFunc(h.at, func(t *T) bool { return t != nil }) }

// histories collects the elements of all versions by their names, in the order
// of the names.
func histories[T any](lists [][]*T, name func(*T) string) []history[T] {
	index := map[string]int{}
	var all []history[T]
	for version, list := range lists {
		for _, element := range list {
			key := name(element)
			i, ok := index[key]
			if !ok {
				i = len(all)
				index[key] = i
				all = append(all, history[T]{key, make([]*T, len(lists))})
			}
			all[i].at[version] = element
		}
	}
	return sortedBy(all, func(h history[T]) string { return h.name })
}
