package check

import "github.com/metagraph-go/graphgen/generator/spec"

// checkMissingDocs warns where an author who writes docs left one out: inside
// a node that has a doc, and in files of types where one has. What has no docs
// at all is left in peace, and so are imported files.
func checkMissingDocs(ix *index, r *report) {
	for _, f := range ix.fields {
		if f.documented && f.Doc.Value == "" {
			r.warnf(f.Pos, "%s %s of %s has no doc", f.what(), f.Name.Value, f.owner)
		}
	}
	for _, n := range ix.set.Nodes {
		for _, e := range n.Edges {
			if n.Doc.Value != "" && e.Doc.Value == "" && !operationsHaveDocs(e) && !ix.imported[e.Pos.File] {
				r.warnf(e.Pos, "edge %s of %s has no doc; give it one, or one to each of its operations", e.Name.Value, n.Name.Value)
			}
		}
	}
}

func operationsHaveDocs(e *spec.Edge) bool {
	for _, o := range e.Operations {
		if o.Doc.Value == "" {
			return false
		}
	}
	return true
}
