package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/metagraph-go/graphgen/generator/diag"
	"github.com/metagraph-go/graphgen/generator/suggest"
)

// classes are the texts of graph.Class that a code can have. ErrReadBack is
// not one: the client makes it, not the API.
var classes = []string{
	"needs a new token", "permission", "throttled", "transient", "not found", "bad request", "blocked", "too much data",
}

var errorName = regexp.MustCompile(`^[A-Z][A-Za-z0-9]*$`)

// checkErrorCatalogue wants each code and each name once, with a known class.
func checkErrorCatalogue(ix *index, r *report) {
	codes, names := map[[2]int]diag.Pos{}, map[string]diag.Pos{}
	for _, e := range ix.set.Errors {
		what := fmt.Sprintf("error code %d", e.Code)
		if e.Subcode != 0 {
			what += fmt.Sprintf(", subcode %d,", e.Subcode)
		}
		key := [2]int{e.Code, e.Subcode}
		if first, ok := codes[key]; ok {
			r.errorf(e.Pos, "%s is declared twice, first at %s", what, first)
			continue
		}
		codes[key] = e.Pos
		switch first, ok := names[e.Name.Value]; {
		case e.Name.Value == "":
			r.errorf(e.Pos, "%s has no name", what)
		case !errorName.MatchString(e.Name.Value) || len(e.Name.Value) > maxName:
			r.errorf(e.Name.Pos, "the name of an error code is a Go name such as InvalidParameter, and this is %q", clip(e.Name.Value))
		case strings.HasPrefix(e.Name.Value, "Err") && errorName.MatchString(e.Name.Value[3:]):
			r.errorf(e.Name.Pos, "the name of an error code goes without Err: write %s", e.Name.Value[3:])
		case ok:
			r.errorf(e.Name.Pos, "the name %s is taken by the error code at %s", e.Name.Value, first)
		default:
			names[e.Name.Value] = e.Name.Pos
		}
		switch {
		case e.Class.Value == "":
			r.errorf(e.Pos, "%s has no class; give it one of: %s", what, strings.Join(classes, ", "))
		case !slices.Contains(classes, e.Class.Value):
			r.errorf(e.Class.Pos, "unknown class %q%s (classes: %s)", clip(e.Class.Value), suggest.New(classes).Hint(e.Class.Value), strings.Join(classes, ", "))
		}
		if e.Doc.Value == "" {
			r.warnf(e.Pos, "%s has no doc", what)
		}
	}
}
