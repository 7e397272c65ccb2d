package spec_test

import (
	"testing"

	"github.com/metagraph-go/graphgen/generator/spec"
)

func TestParseType(t *testing.T) {
	for _, tc := range []struct{ text, want string }{
		{"string", "string"},
		{"  unsigned   int32 ", "unsigned int32"},
		{"numeric string", "numeric string"},
		{"list<map<string,list<int32>>>", "list<map<string, list<int32>>>"},
		{"enum{ACTIVE,in stock}", "enum {ACTIVE, in stock}"},
		{"list< enum {A} >", "list<enum {A}>"},
		{"enum {A, B,}", "enum {A, B}"},
		{"enum {}", "enum {}"},
		{"id<Campaign>", "id<Campaign>"},
	} {
		got, err := spec.ParseType(tc.text, pos("a.yaml", 3, 10))
		if err != nil {
			t.Errorf("ParseType(%q): %v", tc.text, err)
			continue
		}
		if got.String() != tc.want {
			t.Errorf("ParseType(%q) = %q, want %q", tc.text, got, tc.want)
		}
		again, err := spec.ParseType(got.String(), pos("a.yaml", 3, 10))
		if err != nil || again.String() != got.String() {
			t.Errorf("ParseType(%q) again = %q, %v", tc.text, again, err)
		}
	}
}

func TestParseTypeErrors(t *testing.T) {
	for _, tc := range []struct{ text, want string }{
		{"", "a.yaml:3:10: a type is missing here"},
		{"list<", "a.yaml:3:15: a type is missing here"},
		{"list<string", "a.yaml:3:21: list< is not closed by >"},
		{"list<string>>", `a.yaml:3:22: unexpected ">"`},
		{"list<é>", `a.yaml:3:15: a type's name has no "é"`},
		{"map<é, x>", `a.yaml:3:14: a type's name has no "é"`},
		{"enum {A", "a.yaml:3:17: enum { is not closed by }"},
		{"enum {A {B}}", "a.yaml:3:18: enum { is not closed by }"},
		{"enum {,}", "a.yaml:3:16: a value of the enum is missing here"},
		{"string {A}", `a.yaml:3:17: only "enum" takes values in braces`},
		{"string string>", `a.yaml:3:23: unexpected ">"`},
	} {
		if _, err := spec.ParseType(tc.text, pos("a.yaml", 3, 10)); err == nil || err.Error() != tc.want {
			t.Errorf("ParseType(%q): %v, want %s", tc.text, err, tc.want)
		}
	}
}

func TestParseTypePositions(t *testing.T) {
	got, err := spec.ParseType("map<string, list<Campaign>>", pos("a.yaml", 3, 10))
	if err != nil {
		t.Fatal(err)
	}
	if campaign := got.Args[1].Args[0]; campaign.Name != "Campaign" || campaign.Pos != pos("a.yaml", 3, 27) {
		t.Errorf("inner type %q at %s, want Campaign at a.yaml:3:27", campaign.Name, campaign.Pos)
	}
}
