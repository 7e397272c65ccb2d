package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/metagraph-go/graphgen/generator/specdiff"
)

var shops = map[string]string{
	"graphgen.yaml":       "version: 1\napi_version: v25.0\nspecs: [./specs]\noutput: ./meta\ninclude: [Shop.read]\n",
	"specs/versions.yaml": "versions: [{version: v25.0, released: 2026-02-18}, {version: v26.0, released: 2026-07-29}]\n",
	"specs/shop.yaml": "node: Shop\nfields:\n  id: {type: string}\n  opened: {type: datetime, since: v26.0}\n" +
		"  note: {type: string, removed: v26.0}\nread: {}\n",
	"newer/shop.yaml": "node: Shop\nfields: {name: {type: string}}\n",
}

func TestDiff(t *testing.T) {
	dir := project(t, shops)
	if err := os.CopyFS(filepath.Join(dir, "at@home"), os.DirFS(filepath.Join(dir, "specs"))); err != nil {
		t.Fatal(err)
	}
	versions := "Shop\n  - field note (Shop.Note) [breaks: Shop.Note is gone]\n  + field opened (Shop.Opened): graph.Time\n" +
		"v25.0 to v26.0: 1 added, 1 removed, 0 changed; 1 breaks Go code.\n"
	layers := "Shop\n  + field name (Shop.Name): string\nspecs to specs,newer: 1 added, 0 removed, 0 changed; 0 break Go code.\n"
	tests := map[string]struct {
		args string
		want outcome
	}{
		"versions":            {"v25.0 v26.0", outcome{exitOK, versions, ""}},
		"breaking in CI":      {"-exit-code v25.0 v26.0", outcome{exitFindings, versions, ""}},
		"layers, newest":      {"-exit-code specs specs,newer", outcome{exitOK, layers, ""}},
		"folder with version": {"specs@v25.0 specs@v25.0", outcome{exitOK, "specs@v25.0 and specs@v25.0 do not differ.\n", ""}},
		"@ in a folder":       {"at@home at@home@v26.0", outcome{exitOK, "at@home and at@home@v26.0 do not differ.\n", ""}},
		"no version there":    {"newer specs", outcome{exitFailure, "", "graphgen: newer has no versions.yaml; lay it over builtin, as in \"builtin,newer@v25.0\"\n"}},
		"no version":          {"25 v26.0", outcome{exitFailure, "", "graphgen: there is no folder 25; did you mean \"v25.0\"?\n"}},
		"no folder":           {"nowhere specs", outcome{exitFailure, "", "graphgen: there is no folder nowhere\n"}},
		"bad format":          {"-format html v25.0 v26.0", outcome{exitFailure, "", "graphgen: there is no format \"html\"; it is one of text, markdown, json\nRun \"graphgen help diff\" for usage.\n"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			wantOutcome(t, graphgen(t, dir, append([]string{"diff"}, strings.Fields(tt.args)...)...), tt.want)
		})
	}
}

func TestDiffUnknownVersion(t *testing.T) {
	got := graphgen(t, project(t, shops), "diff", "v25.0", "v27.0")
	if got.code != exitFailure || !strings.Contains(got.stderr, `the specs know no API version "v27.0"; they know v25.0, v26.0`) {
		t.Errorf("%+v", got)
	}
}

func TestDiffJSON(t *testing.T) {
	got := graphgen(t, project(t, shops), "diff", "-format", "json", "v25.0", "v26.0")
	var report specdiff.Report
	if err := json.Unmarshal([]byte(got.stdout), &report); err != nil || got.code != exitOK {
		t.Fatalf("%v: %+v", err, got)
	}
	if len(report.Changes) != 2 || !report.Breaking() || report.Old != "v25.0" {
		t.Errorf("%+v", report)
	}
}
