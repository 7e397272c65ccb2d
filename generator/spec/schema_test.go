package spec

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// schema is the part of JSON schema that specs/schema.json uses.
type schema struct {
	Ref                  string `json:"$ref"`
	Type                 any
	Enum                 []string
	Pattern              string
	AnyOf                []*schema
	OneOf                []*schema
	Items                *schema
	Properties           map[string]*schema
	AdditionalProperties json.RawMessage
	Definitions          map[string]*schema
}

func readSchema(t *testing.T) *schema {
	t.Helper()
	text, err := os.ReadFile("../../specs/schema.json")
	if err != nil {
		t.Fatal(err)
	}
	root := &schema{}
	if err := json.Unmarshal(text, root); err != nil {
		t.Fatal(err)
	}
	return root
}

// Editors read the schema; it must know the keys that Load knows.
func TestSchemaHasTheKeysOfSpecFiles(t *testing.T) {
	root := readSchema(t)
	want := map[string][]string{
		"node": nodeKeys, "types": typesKeys, "errors": errorsKeys, "versions": versionsKeys,
		"source": sourceKeys, "field": fieldKeys, "param": paramKeys, "edge": edgeKeys, "operation": operationKeys,
		"struct": structKeys, "enum": enumKeys, "value": valueKeys,
		"errorCode": errorCodeKeys, "subcode": subcodeKeys, "version": versionKeys,
	}
	got := map[string][]string{}
	for name, definition := range root.Definitions {
		got[name] = slices.Sorted(maps.Keys(definition.Properties))
		if string(definition.AdditionalProperties) != "false" {
			t.Errorf("%s allows unknown keys", name)
		}
	}
	for name, keys := range want {
		want[name] = slices.Sorted(slices.Values(keys))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-Load +schema:\n%s", diff)
	}
}

// A file with every key that the schema allows, with a value of the kind that
// it allows, is one that Load reads.
func TestLoadReadsWhatTheSchemaAllows(t *testing.T) {
	root := readSchema(t)
	files := fstest.MapFS{}
	for _, kind := range root.OneOf {
		for alternative := range 2 {
			value := sampler{root, alternative}.sample(t, kind)
			name := strings.TrimPrefix(kind.Ref, "#/definitions/")
			text, err := json.Marshal(value)
			if err != nil {
				t.Fatal(err)
			}
			files[fmt.Sprintf("%d/%s.yaml", alternative, name)] = &fstest.MapFile{Data: text}
		}
	}
	for _, folder := range []string{"0", "1"} {
		fsys, err := files.Sub(folder)
		if err != nil {
			t.Fatal(err)
		}
		if _, diags := Load(Layer{Name: folder, FS: fsys}); len(diags.All()) > 0 {
			t.Errorf("%v", diags.All())
		}
	}
}

// sampler makes values that a schema allows. Where it allows several kinds it
// takes the alternative with a number, or the last one.
type sampler struct {
	root        *schema
	alternative int
}

func (s sampler) sample(t *testing.T, of *schema) any {
	t.Helper()
	switch {
	case of.Ref != "":
		return s.sample(t, s.root.Definitions[strings.TrimPrefix(of.Ref, "#/definitions/")])
	case len(of.AnyOf) > 0:
		return s.sample(t, of.AnyOf[min(s.alternative, len(of.AnyOf)-1)])
	case len(of.Enum) > 0:
		return of.Enum[0]
	}
	kind, _ := of.Type.(string)
	if kinds, ok := of.Type.([]any); ok {
		kind, _ = kinds[min(s.alternative, len(kinds)-1)].(string)
	}
	switch kind {
	case "string":
		switch {
		case strings.HasPrefix(of.Pattern, "^v"):
			return fmt.Sprintf("v2%d.0", s.alternative)
		case of.Pattern != "":
			return "2026-01-02"
		}
		return "text"
	case "boolean":
		return true
	case "number", "integer":
		return 7
	case "array":
		return []any{s.sample(t, of.Items)}
	case "object":
		return s.object(t, of)
	}
	t.Fatalf("the schema has a type that this test does not know: %v", of.Type)
	return nil
}

func (s sampler) object(t *testing.T, of *schema) any {
	t.Helper()
	object := map[string]any{}
	for key, property := range of.Properties {
		object[key] = s.sample(t, property)
	}
	if len(of.Properties) == 0 {
		named := &schema{}
		if err := json.Unmarshal(of.AdditionalProperties, named); err != nil {
			t.Fatal(err)
		}
		object["33"] = s.sample(t, named) // a name, and a subcode
	}
	return object
}
