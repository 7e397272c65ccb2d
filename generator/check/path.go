package check

import (
	"regexp"
	"slices"
	"strings"

	"github.com/metagraph-go/graphgen/generator/spec"
)

var (
	pathVariable = regexp.MustCompile(`\{[a-z][a-z0-9_]*\}`)
	pathText     = regexp.MustCompile(`^[A-Za-z0-9_./-]*$`)
)

// checkPaths wants a path to be relative to the version and to have one
// variable, the id of what is addressed.
func checkPaths(ix *index, r *report) {
	for _, n := range ix.set.Nodes {
		checkPath(r, n.Path)
	}
	for _, o := range ix.operations {
		checkPath(r, o.Path)
	}
}

func checkPath(r *report, path spec.Text) {
	if path.Value == "" {
		return
	}
	variables := len(pathVariable.FindAllString(path.Value, -1))
	segments := strings.Split(path.Value, "/")
	switch {
	case strings.Contains(path.Value, "://") || strings.HasPrefix(path.Value, "/"):
		r.errorf(path.Pos, "a path has no scheme, host or slash in front; begin it after the version, as in act_{ad_account_id}")
	case !pathText.MatchString(pathVariable.ReplaceAllString(path.Value, "")):
		r.errorf(path.Pos, "a path holds letters, digits, _ . - / and one variable such as {campaign_id}, and this is %q", clip(path.Value))
	case slices.Contains(segments, "") || slices.Contains(segments, ".") || slices.Contains(segments, ".."):
		r.errorf(path.Pos, `a path has no empty segment, "." or "..", and this is %q`, clip(path.Value))
	case variables != 1:
		r.errorf(path.Pos, "a path has exactly one variable, such as {campaign_id}, and %q has %d", clip(path.Value), variables)
	}
}
