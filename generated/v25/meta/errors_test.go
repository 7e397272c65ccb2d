package meta

import (
	"testing"

	"github.com/metagraph-go/graphgen/runtime/graph"
)

// The class that the catalogue documents for a code is the one that the
// runtime gives to errors with it.
func TestErrorClasses(t *testing.T) {
	for _, doc := range api.Errors {
		e := &graph.Error{Code: doc.Code.Code, Subcode: doc.Code.Subcode, HTTPStatus: 400}
		if e.Class() != doc.Class {
			t.Errorf("%v is documented as %q, but errors with it are %q", doc.Code, doc.Class, e.Class())
		}
	}
}
