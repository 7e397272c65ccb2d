package check

// checkReadAfterWrite wants the key on writes only. That a name is a node's is
// part of unknown-type.
func checkReadAfterWrite(ix *index, r *report) {
	for _, o := range ix.operations {
		if o.ReadAfterWrite.Value == "" {
			continue
		}
		switch o.Kind.Value {
		case "read", "list":
			r.errorf(o.ReadAfterWrite.Pos, "read_after_write is for writes, and this is a %s", o.Kind.Value)
		}
	}
}
