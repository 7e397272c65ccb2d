package check

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Editors read specs/schema.json; it must offer the classes that this package
// accepts.
func TestSchemaHasTheClasses(t *testing.T) {
	text, err := os.ReadFile("../../specs/schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Definitions map[string]struct {
			Properties struct{ Class struct{ Enum []string } }
		}
	}
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"errorCode", "subcode"} {
		if diff := cmp.Diff(classes, schema.Definitions[name].Properties.Class.Enum); diff != "" {
			t.Errorf("%s, -check +schema:\n%s", name, diff)
		}
	}
}
