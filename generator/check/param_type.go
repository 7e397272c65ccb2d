package check

// checkParamTypes refuses nodes as params: what is sent is the id of one.
func checkParamTypes(ix *index, r *report) {
	for _, t := range ix.types {
		if t.use == inParam && ix.nodes[t.Name] != nil && t.of == "" {
			r.errorf(t.Pos, "a param can't be the node %s; use id<%s>, or a struct", t.Name, t.Name)
		}
	}
}
