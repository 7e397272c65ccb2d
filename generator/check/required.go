package check

// checkRequired wants only params to be required, and doubts those that have a
// default.
func checkRequired(ix *index, r *report) {
	for _, f := range ix.fields {
		switch {
		case f.Required && !f.param:
			r.errorf(f.Pos, "field %s can't be required; only params are", f.Name.Value)
		case f.Required && f.Default.Value != "":
			r.warnf(f.Default.Pos, "param %s is required, so its default is never used; take one of the two away", f.Name.Value)
		}
	}
}
