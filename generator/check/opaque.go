package check

// checkOpaque wants a node to have fields or to say that it has none.
func checkOpaque(ix *index, r *report) {
	for _, n := range ix.set.Nodes {
		switch {
		case n.Opaque && len(n.Fields) > 0:
			r.errorf(n.Fields[0].Pos, "%s is opaque, so it has no fields; take one of the two away", n.Name.Value)
		case !n.Opaque && len(n.Fields) == 0 && !ix.set.Incomplete:
			r.warnf(n.Pos, "%s has no fields; say opaque: true if the API publishes none", n.Name.Value)
		}
	}
}
