package spec

import (
	"strings"
	"testing"

	"github.com/metagraph-go/graphgen/generator/diag"
)

func TestForeignType(t *testing.T) {
	for text, want := range map[string]string{
		"int": "int64", "Boolean": "bool", "double": "float", "str": "string", "date": "datetime", "array": "list<string>", "unsigned int": "unsigned int64",
		"[]string": "list<string>", "string[]": "list<string>", "[][]int": "list<list<int64>>", "array<Campaign>": "list<Campaign>", "list of Ad": "list<Ad>",
		"map[string]int": "map<string, int64>", "dict<str, array<double>>": "map<string, list<float>>", "List<int>": "list<int64>", "Map<string, int>": "map<string, int64>",
		"list<int>": "list<int64>", "map<string, boolean>": "map<string, bool>", "*Campaign": "Campaign", "string?": "string", " int ": "int64",
		"string": "", "list<string>": "", "Campaign": "", "strng": "", "id<Campaign>": "", "enum {int}": "", "": "", "[": "", "?": "", "map[": "", "<>": "",
		"map<string,list<int32>": "", "map<string,int>>": "", strings.Repeat("[]", 10_000): "",
	} {
		if got := ForeignType(text); got != want {
			t.Errorf("ForeignType(%.60q) = %.60q, want %.60q", text, got, want)
		}
	}
}

// Each type that is suggested is one.
func TestForeignTypesAreOfTheFormat(t *testing.T) {
	for foreign, want := range foreignTypes {
		if typ, err := ParseType(want, diag.Pos{}); err != nil || !IsBuiltin(typ.Name) {
			t.Errorf("%s stands for %s, which is no type (%v)", foreign, want, err)
		}
		if IsBuiltin(foreign) {
			t.Errorf("%s is a type of the format", foreign)
		}
	}
}
