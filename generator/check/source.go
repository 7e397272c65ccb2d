package check

import (
	"net/url"

	"github.com/metagraph-go/graphgen/generator/spec"
	"github.com/metagraph-go/graphgen/generator/suggest"
)

// checkSources wants the version and the address of a source to be such.
func checkSources(ix *index, r *report) {
	check := func(s spec.Source) {
		if _, _, ok := spec.ParseVersion(s.Version.Value); !ok && s.Version.Pos.Line != 0 {
			r.errorf(s.Version.Pos, "version of a source is written like v25.0, and this is %q%s", clip(s.Version.Value), suggest.DidYouMean(spec.MeantVersion(s.Version.Value)))
		}
		address, err := url.Parse(s.URL.Value)
		if s.URL.Pos.Line != 0 && (err != nil || address.Scheme != "https" && address.Scheme != "http" || address.Host == "") {
			r.errorf(s.URL.Pos, "url of a source must begin with https://, and this is %q", clip(s.URL.Value))
		}
	}
	for _, n := range ix.set.Nodes {
		check(n.Source)
		for _, e := range n.Edges {
			check(e.Source)
		}
	}
	for _, o := range ix.operations {
		check(o.Source)
	}
	for _, s := range ix.set.Structs {
		check(s.Source)
	}
	for _, e := range ix.set.Enums {
		check(e.Source)
	}
	for _, e := range ix.set.Errors {
		check(e.Source)
	}
}
