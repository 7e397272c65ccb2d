package check

// checkCSV wants csv on lists of what is short text: numbers, names, enums
// and ids.
func checkCSV(ix *index, r *report) {
	for _, f := range ix.fields {
		if !f.CSV || f.Type.Name == "" {
			continue
		}
		switch {
		case !f.param:
			r.errorf(f.Pos, "field %s can't be csv; only params are", f.Name.Value)
		case f.Type.Name != "list" || len(f.Type.Args) != 1:
			r.errorf(f.Type.Pos, "csv is for lists, and %s is %s", f.Name.Value, clip(f.Type.String()))
		case !isMapKey(ix, f.Type.Args[0].Name):
			r.errorf(f.Type.Args[0].Pos, "csv is for lists of numbers, strings, enums and ids, and %s holds %s", f.Name.Value, clip(f.Type.Args[0].String()))
		}
	}
}
