package spec

// entry is one element that has a name of its own in the whole set.
type entry struct {
	name  Text
	home  string // of structs and enums
	value *value
	added bool // by a later layer than the first
}

// elements are the entries of a file, a layer or several layers.
type elements struct {
	nodes, structs, enums, errors, versions group
}

// group holds entries of one kind in the order of the files. A name that is
// given twice in one layer stays twice, for package check to report.
type group struct {
	entries []entry
	first   map[string]int
}

func newElements() *elements { return &elements{} }

// add puts the entries of another file of the same layer behind.
func (e *elements) add(other *elements) {
	e.nodes.add(other.nodes)
	e.structs.add(other.structs)
	e.enums.add(other.enums)
	e.errors.add(other.errors)
	e.versions.add(other.versions)
}

// overlay merges the entries of a later layer. A name that is of another kind
// there is so from then on.
func (e *elements) overlay(later *elements) {
	e.nodes.drop(later.structs, later.enums)
	e.structs.drop(later.nodes, later.enums)
	e.enums.drop(later.nodes, later.structs)
	e.nodes.overlayNodes(later.nodes)
	e.structs.overlay(later.structs)
	e.enums.overlay(later.enums)
	e.errors.overlay(later.errors)
	e.versions.overlay(later.versions)
}

func (g *group) append(added entry) {
	if g.first == nil {
		g.first = map[string]int{}
	}
	if _, ok := g.first[added.name.Value]; !ok {
		g.first[added.name.Value] = len(g.entries)
	}
	g.entries = append(g.entries, added)
}

func (g *group) add(other group) {
	for _, added := range other.entries {
		g.append(added)
	}
}

// drop takes out the entries whose names others declare.
func (g *group) drop(others ...group) {
	gone := func(e entry) bool {
		for _, other := range others {
			if i, ok := other.first[e.name.Value]; ok && other.entries[i].value.kind != nullKind {
				return true
			}
		}
		return false
	}
	kept := group{}
	for _, e := range g.entries {
		if !gone(e) {
			kept.append(e)
		}
	}
	*g = kept
}

func (g *group) overlay(later group) { g.overlayBy(later, merge) }

func (g *group) overlayNodes(later group) { g.overlayBy(later, mergeNode) }

// overlayBy merges the entries that have a name in common.
func (g *group) overlayBy(later group, merge func(base, over *value) *value) {
	merged := group{}
	replaced := map[string]*value{}
	var added []entry
	for _, over := range later.entries {
		i, ok := g.first[over.name.Value]
		_, again := replaced[over.name.Value]
		if !ok || again {
			added = append(added, over)
			continue
		}
		replaced[over.name.Value] = merge(g.entries[i].value, over.value)
	}
	for i, base := range g.entries {
		if v, ok := replaced[base.name.Value]; ok && g.first[base.name.Value] == i {
			if v.kind == nullKind {
				continue
			}
			base.value = v
		}
		merged.append(base)
	}
	for _, over := range added {
		over.added = true
		merged.append(over)
	}
	*g = merged
}

// merge lays one value over another. Mappings merge key by key, a key whose
// value is null goes away, and everything else is replaced as a whole. This
// is how a JSON merge patch works (RFC 7396).
func merge(base, over *value) *value {
	if over.kind != mappingKind {
		return over
	}
	pairs, ok := asPairs(base)
	if !ok {
		return over
	}
	at := make(map[string]int, len(pairs))
	for i, p := range pairs {
		at[p.key.Value] = i
	}
	merged := &value{kind: mappingKind, pos: base.pos}
	gone := map[string]bool{}
	var added []pair
	for _, p := range over.pairs {
		i, ok := at[p.key.Value]
		switch {
		case !ok:
			p.added = true
			added = append(added, p)
		case p.value.kind == nullKind:
			gone[p.key.Value] = true
		default:
			pairs[i].value = merge(pairs[i].value, p.value)
		}
	}
	for _, p := range pairs {
		if !gone[p.key.Value] {
			merged.pairs = append(merged.pairs, p)
		}
	}
	merged.pairs = append(merged.pairs, added...)
	return merged
}

// asPairs returns a copy of the pairs of a mapping. A list of names, such as
// the values of an enum, counts as a mapping of names to nothing more.
func asPairs(v *value) ([]pair, bool) {
	switch v.kind {
	case mappingKind:
		return append([]pair(nil), v.pairs...), true
	case listKind:
		pairs := make([]pair, len(v.items))
		for i, item := range v.items {
			if item.kind != scalarKind {
				return nil, false
			}
			pairs[i] = pair{key: Text{item.text, item.pos}, value: &value{kind: mappingKind, pos: item.pos}}
		}
		return pairs, true
	}
	return nil, false
}
