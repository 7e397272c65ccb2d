package check

import (
	"time"

	"github.com/metagraph-go/graphgen/generator/diag"
	"github.com/metagraph-go/graphgen/generator/spec"
	"github.com/metagraph-go/graphgen/generator/suggest"
)

// checkVersions wants each version once, released in the order of the numbers,
// and ended after its release.
func checkVersions(ix *index, r *report) {
	seen := map[string]diag.Pos{}
	var last *spec.Version
	var lastReleased time.Time
	for _, v := range ix.set.Versions {
		if _, _, ok := spec.ParseVersion(v.Name.Value); !ok {
			r.errorf(v.Name.Pos, "a version is written like v25.0, and this is %q%s", clip(v.Name.Value), suggest.DidYouMean(spec.MeantVersion(v.Name.Value)))
			continue
		}
		if first, ok := seen[v.Name.Value]; ok {
			r.errorf(v.Name.Pos, "version %s is declared twice, first at %s", v.Name.Value, first)
			continue
		}
		seen[v.Name.Value] = v.Name.Pos
		released, ok := parseDate(v.Released.Value)
		if v.Released.Value == "" {
			r.errorf(v.Pos, "version %s has no release date; give it released", v.Name.Value)
		}
		if !ok {
			continue
		}
		if last != nil && !released.After(lastReleased) {
			r.errorf(v.Released.Pos, "%s is released on %s, and %s before it on %s; versions follow each other", v.Name.Value, v.Released.Value, last.Name.Value, last.Released.Value)
		}
		last, lastReleased = v, released
		checkEnd(r, v, released, "expires", v.Expires)
		checkEnd(r, v, released, "marketing_expires", v.MarketingExpires)
	}
}

func checkEnd(r *report, v *spec.Version, released time.Time, key string, end spec.Text) {
	if date, ok := parseDate(end.Value); ok && !date.After(released) {
		r.errorf(end.Pos, "%s of %s is %s, which is not after its release on %s", key, v.Name.Value, end.Value, v.Released.Value)
	}
}
