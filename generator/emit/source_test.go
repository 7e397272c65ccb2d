package emit

import (
	"strings"
	"testing"

	"github.com/dave/jennifer/jen"
)

// TestFormatFailure checks the error for code that is not Go: it names file
// and node, and shows the numbered lines around the fault.
func TestFormatFailure(t *testing.T) {
	s := source{
		name: "campaign.go", subject: "node Campaign", version: "v25.0", pkg: "meta",
		declarations: func() []*jen.Statement {
			return []*jen.Statement{jen.Type().Id("A").String(), jen.Type().Id("not an identifier").String()}
		},
	}
	_, err := new(renderer).render(s)
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{
		"emit: campaign.go (node Campaign): the generated code is not Go",
		"     6 | type A string",
		">    8 | type not an identifier string",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("error has no %q:\n%v", want, err)
		}
	}
}

// TestRenderNamesEveryFailure checks that files that fail together are
// reported together.
func TestRenderNamesEveryFailure(t *testing.T) {
	bad := func() []*jen.Statement { return []*jen.Statement{jen.Op("}")} }
	_, err := render([]source{
		{name: "a.go", pkg: "meta", declarations: bad},
		{name: "b.go", pkg: "meta", declarations: bad},
	})
	if err == nil || !strings.Contains(err.Error(), "a.go") || !strings.Contains(err.Error(), "b.go") {
		t.Errorf("error is %v, want one for a.go and b.go", err)
	}
}
