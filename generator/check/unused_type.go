package check

// checkUnusedTypes warns of structs and enums that nothing uses: a spec that
// is not finished, or a name that was changed in one place. Nodes are used by
// their ids alone. Imported files have what they were made of, used or not.
func checkUnusedTypes(ix *index, r *report) {
	if ix.set.Incomplete {
		return
	}
	used := map[string]bool{}
	for _, t := range ix.types {
		if t.owner != t.Name { // a struct does not use itself
			used[t.Name] = true
		}
	}
	warned := map[string]bool{} // variants share a name
	for _, s := range ix.set.Structs {
		if name := s.Name.Value; !used[name] && !warned[name] && !ix.imported[s.Pos.File] {
			warned[name] = true
			r.warnf(s.Pos, "struct %s is not used", name)
		}
	}
	for _, e := range ix.set.Enums {
		if name := e.Name.Value; !used[name] && !warned[name] && !ix.imported[e.Pos.File] {
			warned[name] = true
			r.warnf(e.Pos, "enum %s is not used", name)
		}
	}
}
