package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/generator/ir"
)

// The list of the built-in specs has every operation that the reference pages
// describe, with its documented error codes.
func TestListHasWhatThePagesDescribe(t *testing.T) {
	type operation struct {
		Node, Edge, Op, Method, Path string
		Errors                       []int
	}
	got := graphgen(t, t.TempDir(), "list", "-version", "v25.0", "-format", "json")
	if got.code != exitOK {
		t.Fatalf("%+v", got)
	}
	var listed []ir.OperationSummary
	if err := json.Unmarshal([]byte(got.stdout), &listed); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(filepath.Join("..", "..", "golden", "coverage", "checklist.json"))
	if err != nil {
		t.Fatal(err)
	}
	var checklist struct {
		Operations []struct {
			operation
			Params []struct {
				Wire     string
				Required bool
			}
		}
	}
	if err := json.Unmarshal(content, &checklist); err != nil {
		t.Fatal(err)
	}
	for _, want := range checklist.Operations {
		i := slices.IndexFunc(listed, func(o ir.OperationSummary) bool {
			return o.Node == want.Node && o.Edge == want.Edge && o.Op == want.Op
		})
		if i < 0 {
			t.Errorf("%s.%s %s is not listed", want.Node, want.Edge, want.Op)
			continue
		}
		o := listed[i]
		if diff := cmp.Diff(want.operation.Errors, o.Errors); diff != "" {
			t.Errorf("%s.%s %s: -want +got:\n%s", o.Node, o.Edge, o.Op, diff)
		}
		if want.Method != o.Method || "/"+want.Path != o.Path {
			t.Errorf("%s.%s %s is %s %s, want %s /%s", o.Node, o.Edge, o.Op, o.Method, o.Path, want.Method, want.Path)
		}
		for _, param := range want.Params {
			if !slices.ContainsFunc(o.Params, func(p ir.ParamSummary) bool { return p.Name == param.Wire && p.Required == param.Required }) {
				t.Errorf("%s.%s %s lacks the param %s, required: %t", o.Node, o.Edge, o.Op, param.Wire, param.Required)
			}
		}
	}
}
