package lower

import (
	"testing"

	"github.com/metagraph-go/graphgen/generator/spec"
)

// Every scalar of the spec format has a Go type, and there are no others.
func TestScalarsAreThoseOfTheFormat(t *testing.T) {
	for _, name := range spec.Scalars() {
		if _, ok := scalars[name]; !ok {
			t.Errorf("the type %q has no Go type", name)
		}
	}
	if len(scalars) != len(spec.Scalars()) {
		t.Errorf("%d types have a Go type; the format has %d", len(scalars), len(spec.Scalars()))
	}
}
