package check

import "github.com/metagraph-go/graphgen/generator/spec"

// checkFiles wants files where a form can carry them: as a param of an
// operation that posts, alone or in a list.
func checkFiles(ix *index, r *report) {
	for _, t := range ix.types {
		if t.Name == "file" && t.use != inParam {
			r.errorf(t.Pos, "file is a type of params; nothing that is read is a file")
		}
	}
	for _, o := range ix.operations {
		for _, p := range o.Params {
			file, ok := fileIn(p.Type)
			switch {
			case !ok:
			case p.Type.Name != "file" && !isListOf(p.Type, "file"):
				r.errorf(file.Pos, "a file can't be inside %s; use file or list<file>", clip(p.Type.String()))
			case o.HTTPMethod() != "POST":
				r.errorf(file.Pos, "a file needs the method POST, and %s uses %s", o.name(), o.HTTPMethod())
			}
		}
	}
}

// fileIn returns the first type "file" in a type.
func fileIn(t spec.Type) (spec.Type, bool) {
	if t.Name == "file" {
		return t, true
	}
	for _, arg := range t.Args {
		if found, ok := fileIn(arg); ok {
			return found, true
		}
	}
	return spec.Type{}, false
}

func isListOf(t spec.Type, item string) bool {
	return t.Name == "list" && len(t.Args) == 1 && t.Args[0].Name == item
}
