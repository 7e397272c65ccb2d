package main

import (
	"io"
	"path/filepath"
	"strings"
	"testing"
)

const ownField = "node: Campaign\nfields:\n  internal_score: {type: float, doc: A score.}\n"

// TestSpecs serves fields of one's own, by a list of folders and by a config.
func TestSpecs(t *testing.T) {
	folder := files(t, map[string]string{
		"specs/campaign.yaml": ownField,
		"graphgen.yaml":       "version: 1\napi_version: v24.0\nspecs: [builtin, ./specs]\ninclude: [User]\n",
		"nodes.json":          `{"Campaign": {"7": {"internal_score": 0.5}}}`,
	})
	nodes := filepath.Join(folder, "nodes.json")
	for version, args := range map[string][]string{
		"v25.0": {"-specs", "builtin," + filepath.Join(folder, "specs"), "-empty", "-load", nodes},
		"v24.0": {"-config", filepath.Join(folder, "graphgen.yaml"), "-load", nodes},
		"v23.0": {"-config", filepath.Join(folder, "graphgen.yaml"), "-version", "v23.0", "-load", nodes},
	} {
		base, stop := start(t, args...)
		if _, body := get(t, base+"/7?fields=internal_score", ""); body != `{"internal_score":0.5,"id":"7"}` {
			t.Errorf("%v: %s", args, body)
		}
		if _, page := get(t, base+"/", ""); !strings.HasPrefix(page, "Fake Graph API "+version+":") {
			t.Errorf("%v: the page is of another version: %.40s", args, page)
		}
		stop()
	}
}

// TestSpecMistakes says what is wrong with specs, and not what could be better.
func TestSpecMistakes(t *testing.T) {
	folder := files(t, map[string]string{
		"alone/campaign.yaml":  ownField,
		"bad/campaign.yaml":    "node: Campaign\nfields:\n  internal_score: {type: flot, doc: A score.}\n  untold: {type: float}\n",
		"config/graphgen.yaml": "version: 1\napi_version: v25.0\nspecs: [builtin, ./specs, ./more]\n",
		"wrong/graphgen.yaml":  "version: 1\napi_versoin: v25.0\n",
	})
	at := func(name string) string { return filepath.Join(folder, filepath.FromSlash(name)) }
	shown := func(name string) string { return filepath.ToSlash(at(name)) }
	tests := []struct {
		args []string
		want string
	}{
		{[]string{"-specs", at("alone")}, "-specs: " + at("alone") + " has no versions.yaml; lay it over the built-in specs, as in -specs builtin," + at("alone")},
		{[]string{"-specs", "builtin," + at("none")}, "-specs: there is no folder " + shown("none")},
		{[]string{"-specs", "builtin," + at("bad")}, "graphtest: the specs have mistakes:\n" + shown("bad/campaign.yaml") + `:3:26: unknown type "flot"; did you mean "float"?`},
		{[]string{"-config", at("none.yaml")}, "-config: there is no file " + shown("none.yaml")},
		{[]string{"-config", at("wrong/graphgen.yaml")}, shown("wrong/graphgen.yaml") + `:2:1: a config has no key "api_versoin"; did you mean "api_version"?`},
		{[]string{"-config", at("config/graphgen.yaml")}, shown("config/graphgen.yaml") + ":3:18: specs: there is no folder " + shown("config/specs") + "\n" +
			shown("config/graphgen.yaml") + ":3:27: specs: there is no folder " + shown("config/more")},
		{[]string{"-config", "x", "-specs", "y"}, "-specs and -config both say which specs are served; give one of them"},
	}
	for _, test := range tests {
		if err := run(t.Context(), test.args, io.Discard, io.Discard); err == nil || err.Error() != test.want {
			t.Errorf("%v: %v, want %s", test.args, err, test.want)
		}
	}
}
