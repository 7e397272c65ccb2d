package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// mistaken is a spec folder that holds one mistake for each line of
// wantMistakes.
func mistaken() map[string]string {
	return map[string]string{
		"specs/ad.yaml": `node: Ad
colour: red
doc: [A, list]
fields:
  id: {type: numeric string, tipe: string}
  name: {type: "list<string"}
  name: {type: string}
read: yes please
edges: [copies]
`,
		"specs/page.yaml":  "node: Page\nread:\n  errors: 100\n  errosr: [100]\n",
		"specs/what.yaml":  "nod: What\n",
		"specs/empty.yaml": "# nothing\n",
	}
}

// wantMistakes are where the mistakes are. Package spec says what they read
// like.
var wantMistakes = []string{
	"specs/ad.yaml:2:1: ", "specs/ad.yaml:3:6: ", "specs/ad.yaml:5:30: ", "specs/ad.yaml:6:28: ", "specs/ad.yaml:7:3: ",
	"specs/ad.yaml:8:7: ", "specs/ad.yaml:9:8: ", "specs/empty.yaml:1:1: ", "specs/page.yaml:3:11: ", "specs/page.yaml:4:3: ", "specs/what.yaml:1:1: ",
}

func wantPlaces(t *testing.T, text string) {
	t.Helper()
	var lines []string
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "specs/") { // others show the line that the mistake is in
			lines = append(lines, line)
		}
	}
	if len(lines) != len(wantMistakes) {
		t.Fatalf("%d mistakes, want %d:\n%s", len(lines), len(wantMistakes), text)
	}
	for i, want := range wantMistakes {
		if !strings.HasPrefix(lines[i], want) {
			t.Errorf("got %q, want a mistake at %s", lines[i], want)
		}
	}
}

func TestLintReportsEveryMistake(t *testing.T) {
	dir := project(t, adSpecs(), mistaken())
	got := graphgen(t, dir, "lint")
	if got.code != exitFindings || got.stderr != "" {
		t.Errorf("%+v", got)
	}
	wantPlaces(t, got.stdout)
	if lines := strings.Count(got.stdout, "\n"); lines != len(wantMistakes) {
		t.Errorf("%d lines, want one for each mistake", lines)
	}
	wantOutcome(t, graphgen(t, dir, "lint", "specs"), got)

	verbose := graphgen(t, dir, "lint", "-v")
	wantPlaces(t, verbose.stdout)
	if want := "     2 | colour: red\n       | ^\n"; !strings.Contains(verbose.stdout, want) {
		t.Errorf("lint -v doesn't show the lines:\n%s", verbose.stdout)
	}
}

func TestGenerateReportsEveryMistakeAndWritesNothing(t *testing.T) {
	dir := project(t, adSpecs(), mistaken())
	before := tree(t, dir)
	got := graphgen(t, dir, "generate")
	if got.code != exitFindings || got.stdout != "" {
		t.Errorf("%+v", got)
	}
	wantPlaces(t, got.stderr)
	if diff := cmp.Diff(before, tree(t, dir)); diff != "" {
		t.Errorf("files changed:\n%s", diff)
	}
}

func TestLintOfGoodSpecs(t *testing.T) {
	wantOutcome(t, graphgen(t, project(t, adSpecs()), "lint"), outcome{exitOK, "", ""})
	for _, args := range [][]string{{"lint"}, {"lint", "builtin"}} {
		if got := graphgen(t, t.TempDir(), args...); got.code != exitOK {
			t.Errorf("%v: %+v", args, got)
		}
	}
}

// A folder of a project may refer to what the layers before it describe.
func TestLintOfLayers(t *testing.T) {
	dir := project(t, map[string]string{"more/errors.yaml": "errors:\n  - {code: 100, nmae: X}\n"})
	got := graphgen(t, dir, "lint", "builtin", "more")
	if got.code != exitFindings || !strings.HasPrefix(got.stdout, "more/errors.yaml:2:") {
		t.Errorf("%+v", got)
	}
}

func TestLintRefusesWhatIsNoFolder(t *testing.T) {
	dir := project(t, map[string]string{"ad.yaml": ""})
	wantOutcome(t, graphgen(t, dir, "lint", "nowhere"), outcome{exitFailure, "", "graphgen: there is no folder nowhere\n"})
	wantOutcome(t, graphgen(t, dir, "lint", "ad.yaml"), outcome{exitFailure, "", "graphgen: ad.yaml is a file; name the folder that holds the spec files\n"})
}
