package check

// checkReturns wants lists to say what their items are, and creates what they
// answer with. The other kinds have a default.
func checkReturns(ix *index, r *report) {
	for _, o := range ix.operations {
		missing := o.Returns.Name == "" && o.Returns.Pos.Line == 0
		switch kind := o.Kind.Value; {
		case missing && kind == "list":
			r.errorf(o.Kind.Pos, "list needs returns: the type of its items")
		case missing && kind == "create":
			r.errorf(o.Kind.Pos, "create needs returns: the node or struct that it answers with, or success")
		case missing && kind == "read" && o.edge != nil:
			r.errorf(o.Kind.Pos, "read of an edge needs returns: the type that it answers with")
		case kind == "list" && o.Returns.Name == "list" && len(o.Returns.Args) == 1:
			r.errorf(o.Returns.Pos, "returns of a list is the type of its items; write %s in place of %s", clip(o.Returns.Args[0].String()), clip(o.Returns.String()))
		}
	}
}
