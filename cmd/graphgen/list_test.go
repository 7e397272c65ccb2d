package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/generator/ir"
)

// Scripts rely on the keys and on empty arrays not being null.
func TestListJSON(t *testing.T) {
	got := graphgen(t, project(t, adSpecs()), "list", "-format", "json")
	if got.code != exitOK || got.stderr != "" {
		t.Fatalf("%+v", got)
	}
	var list []any
	if err := json.Unmarshal([]byte(got.stdout), &list); err != nil {
		t.Fatal(err)
	}
	none := []any{}
	param := func(name, typ string, required bool) map[string]any {
		return map[string]any{"name": name, "type": typ, "required": required}
	}
	want := []any{
		map[string]any{"node": "Ad", "edge": "", "op": "read", "method": "GET", "path": "/{ad_id}", "params": none,
			"returns": "Ad", "errors": []any{100.0}, "since": "", "removed": ""},
		map[string]any{"node": "Ad", "edge": "", "op": "update", "method": "POST", "path": "/{ad_id}", "params": []any{param("name", "string", true)},
			"returns": "success", "errors": none, "since": "", "removed": ""},
		map[string]any{"node": "Ad", "edge": "copies", "op": "list", "method": "GET", "path": "/{ad_id}/copies", "params": []any{param("created_after", "datetime", false)},
			"returns": "Ad", "errors": none, "since": "v25.0", "removed": ""},
	}
	if diff := cmp.Diff(want, list); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestListTable(t *testing.T) {
	want := `NODE  EDGE    OP      REQUEST              RETURNS  ERRORS  PARAMS
Ad    -       read    GET /{ad_id}         Ad       100     -
Ad    -       update  POST /{ad_id}        success  -       name*
Ad    copies  list    GET /{ad_id}/copies  Ad       -       created_after
`
	wantOutcome(t, graphgen(t, project(t, adSpecs()), "list"), outcome{exitOK, want, ""})
}

func TestListOfOtherVersion(t *testing.T) {
	got := graphgen(t, project(t, adSpecs()), "list", "-version", "v24.0", "-format=json")
	var list []struct{ Edge string }
	if err := json.Unmarshal([]byte(got.stdout), &list); err != nil {
		t.Fatal(err)
	}
	if len(list) != 2 {
		t.Errorf("%d operations in v24.0, want 2: the edge exists since v25.0", len(list))
	}
}

// The list is of what could be included, not of what is.
func TestListIgnoresInclude(t *testing.T) {
	dir := project(t, adSpecs(), map[string]string{"graphgen.yaml": "version: 1\napi_version: v25.0\nspecs: [specs]\ninclude: [Ad.read]\n"})
	wantOutcome(t, graphgen(t, dir, "list"), graphgen(t, project(t, adSpecs()), "list"))
}

// Patterns are those of include, and messages about them don't speak of it.
func TestListOfPatterns(t *testing.T) {
	dir := project(t, adSpecs(), map[string]string{"graphgen.yaml": "version: 1\napi_version: v25.0\nspecs: [specs]\ninclude: [Ad.read]\nexclude: [Ad.copies]\n"})
	for pattern, want := range map[string]int{"Ad": 3, "Ad.copies": 1, "*.read": 1, "Ad.copies.list": 1} {
		got := graphgen(t, dir, "list", pattern)
		if lines := strings.Count(got.stdout, "\n") - 1; got.code != exitOK || got.stderr != "" || lines != want {
			t.Errorf("list %s: %d operations, want %d: %+v", pattern, lines, want, got)
		}
	}
	if got := graphgen(t, dir, "list", "Ad.read", "Ad.copies"); strings.Count(got.stdout, "\n") != 3 {
		t.Errorf("two patterns: %+v", got)
	}
	for pattern, want := range map[string]string{
		"Adset":     "graphgen: \"Adset\" names nothing in this version\n",
		"Ad.copeis": "graphgen: \"Ad.copeis\" names nothing in this version; did you mean \"Ad.copies\"?\n",
		"Ad.name":   "graphgen: no operation of v25.0 is part of Ad.name\nRun \"graphgen help list\" for usage.\n",
		"AdStatus":  "graphgen: no operation of v25.0 is part of AdStatus\nRun \"graphgen help list\" for usage.\n",
	} {
		wantOutcome(t, graphgen(t, dir, "list", pattern), outcome{exitFailure, "", want})
	}
}

// Without a config, commands that show specs say which ones.
func TestBuiltinSpecsAreNoted(t *testing.T) {
	const want = "graphgen: there is no graphgen.yaml here; using the built-in specs\n"
	for _, args := range [][]string{{"list", "Ad.read"}, {"describe", "Ad.read"}, {"lint"}} {
		if got := graphgen(t, t.TempDir(), args...); got.code != exitOK || got.stderr != want {
			t.Errorf("%v: exit code %d, %q", args, got.code, got.stderr)
		}
		if got := graphgen(t, project(t, adSpecs()), args...); got.code != exitOK || got.stderr != "" {
			t.Errorf("%v with a config: exit code %d, %q", args, got.code, got.stderr)
		}
	}
}

func TestParamNames(t *testing.T) {
	optional := func(names ...string) []ir.ParamSummary {
		params := make([]ir.ParamSummary, len(names))
		for i, name := range names {
			params[i].Name = name
		}
		return params
	}
	few := optional("a", "b", "c", "d")
	many := append(optional("a", "b", "c", "d", "e", "f"), ir.ParamSummary{Name: "z", Required: true})
	if got, want := paramNames(few), "a, b, c, d"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := paramNames(many), "a, b, c, d, z*, and 2 more"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
