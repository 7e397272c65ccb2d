package check

import "github.com/metagraph-go/graphgen/generator/spec"

// textIn is a text of a set with the key that it stands under.
type textIn struct {
	spec.Text
	key string
	// prose may have several lines and goes into comments.
	prose bool
}

// eachText calls visit with every text of the set that is not empty.
func (ix *index) eachText(visit func(textIn)) {
	w := textWalk{visit}
	for _, n := range ix.set.Nodes {
		w.line("the name", n.Name)
		w.prose("doc", n.Doc)
		w.prose("notice", n.Notice)
		w.prose("deprecated", n.Deprecated)
		w.line("path", n.Path)
		w.lines("requirements", n.Requirements)
		w.lines("permissions", n.Permissions)
		w.source(n.Source)
		w.named(n.GoName, n.Range)
		for _, e := range n.Edges {
			w.line("the name", e.Name)
			w.prose("doc", e.Doc)
			w.prose("notice", e.Notice)
			w.prose("deprecated", e.Deprecated)
			w.source(e.Source)
			w.named(e.GoName, e.Range)
		}
	}
	for _, o := range ix.operations {
		w.operation(o.Operation)
	}
	for _, f := range ix.fields {
		w.field(f.Field)
	}
	for _, s := range ix.set.Structs {
		w.line("the name", s.Name)
		w.prose("doc", s.Doc)
		w.source(s.Source)
		w.named(s.GoName, s.Range)
	}
	for _, e := range ix.set.Enums {
		w.line("the name", e.Name)
		w.prose("doc", e.Doc)
		w.source(e.Source)
		w.named(e.GoName, e.Range)
	}
	for _, list := range ix.enumLists {
		for _, v := range list.values {
			w.line("the value", v.Value)
			w.prose("doc", v.Doc)
			w.prose("deprecated", v.Deprecated)
			w.named(v.GoName, v.Range)
		}
	}
	for _, e := range ix.set.Errors {
		w.line("name", e.Name)
		w.line("class", e.Class)
		w.prose("doc", e.Doc)
		w.source(e.Source)
	}
	for _, v := range ix.set.Versions {
		w.line("version", v.Name)
		w.line("released", v.Released)
		w.line("expires", v.Expires)
		w.line("marketing_expires", v.MarketingExpires)
	}
}

type textWalk struct {
	visit func(textIn)
}

func (w textWalk) line(key string, t spec.Text) {
	if t.Value != "" {
		w.visit(textIn{t, key, false})
	}
}

func (w textWalk) prose(key string, t spec.Text) {
	if t.Value != "" {
		w.visit(textIn{t, key, true})
	}
}

func (w textWalk) lines(key string, texts []spec.Text) {
	for _, t := range texts {
		w.line("an entry of "+key, t)
	}
}

func (w textWalk) named(goName spec.Text, r spec.Range) {
	w.line("go_name", goName)
	w.line("since", r.Since)
	w.line("removed", r.Removed)
}

func (w textWalk) source(s spec.Source) {
	w.line("page", s.Page)
	w.line("version", s.Version)
	w.line("url", s.URL)
	w.line("file", s.File)
}

func (w textWalk) operation(o *spec.Operation) {
	w.prose("doc", o.Doc)
	w.prose("notice", o.Notice)
	w.prose("deprecated", o.Deprecated)
	w.line("method", o.Method)
	w.line("path", o.Path)
	w.line("host", o.Host)
	w.line("read_after_write", o.ReadAfterWrite)
	w.lines("requirements", o.Requirements)
	w.lines("permissions", o.Permissions)
	for _, code := range o.Errors {
		w.line("an entry of errors", spec.Text(code))
	}
	w.source(o.Source)
	w.named(o.GoName, o.Range)
}

func (w textWalk) field(f *spec.Field) {
	w.line("the name", f.Name)
	w.prose("doc", f.Doc)
	w.prose("notice", f.Notice)
	w.prose("deprecated", f.Deprecated)
	w.line("default", f.Default)
	w.line("min", spec.Text(f.Min))
	w.line("max", spec.Text(f.Max))
	w.line("empty_since", f.EmptySince)
	w.lines("permissions", f.Permissions)
	w.named(f.GoName, f.Range)
}
