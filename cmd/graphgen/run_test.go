package main

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// today is the date of the tests; every version of specsOf is alive on it.
var today = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

// outcome is what a run leaves behind, but for files.
type outcome struct {
	code           int
	stdout, stderr string
}

// graphgen runs a command line in a folder.
func graphgen(t *testing.T, dir string, args ...string) outcome {
	t.Helper()
	return graphgenContext(t.Context(), dir, args...)
}

func graphgenContext(ctx context.Context, dir string, args ...string) outcome {
	var stdout, stderr bytes.Buffer
	code := run(ctx, args, environment{stdout: &stdout, stderr: &stderr, dir: dir, now: today})
	return outcome{code, stdout.String(), stderr.String()}
}

// wantOutcome compares an outcome as a whole.
func wantOutcome(t *testing.T, got, want outcome) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(outcome{})); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// project makes a folder of files.
func project(t *testing.T, files ...map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for _, tree := range files {
		for name, text := range tree {
			name = filepath.Join(dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	return dir
}

// tree returns the regular files below a folder.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(dir, name))
		files[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// adSpecs is a small spec set of its own.
func adSpecs() map[string]string {
	return map[string]string{
		"graphgen.yaml": "version: 1\napi_version: v25.0\nspecs: [specs]\noutput: gen/ads\n",
		"specs/versions.yaml": "versions:\n" +
			"  - {version: v24.0, released: 2025-10-08, expires: 2026-10-08}\n" +
			"  - {version: v25.0, released: 2026-02-18}\n",
		"specs/errors.yaml": "errors:\n" +
			"  - {code: 100, name: InvalidParameter, class: bad request, doc: A param is wrong., source: {page: Errors, version: v25.0}}\n",
		"specs/ad.yaml": `node: Ad
doc: A creative with a target audience.
source: {page: Ad, version: v25.0}
fields:
  id: {type: numeric string, default: true, doc: The ad's id.}
  name: {type: string, doc: The ad's name.}
  status: {type: AdStatus, doc: Whether the ad runs.}
read:
  errors: [100]
update:
  params:
    name: {type: string, required: true, doc: The new name.}
  returns: success
  read_after_write: true
edges:
  copies:
    doc: The copies of the ad.
    list:
      params:
        created_after: {type: datetime, doc: Keeps only later copies.}
      returns: Ad
      since: v25.0
enums:
  AdStatus:
    doc: Whether an ad runs.
    values: [ACTIVE, PAUSED]
`,
	}
}

func TestUsage(t *testing.T) {
	tests := map[string]struct {
		args []string
		want string // the first line on standard error
		hint string // the second
	}{
		"unknown command":       {[]string{"generat"}, `graphgen: there is no command "generat"; did you mean "generate"?`, `Run "graphgen help" for usage.`},
		"unknown flag":          {[]string{"generate", "-chek"}, `graphgen: generate has no flag "-chek"; did you mean "-check"?`, `Run "graphgen help generate" for usage.`},
		"flag behind operand":   {[]string{"describe", "Ad", "-versoin", "v25.0"}, `graphgen: describe has no flag "-versoin"; did you mean "-version"?`, `Run "graphgen help describe" for usage.`},
		"flag without value":    {[]string{"generate", "-o"}, `graphgen: flag needs an argument: -o`, `Run "graphgen help generate" for usage.`},
		"too many operands":     {[]string{"describe", "Ad", "Page"}, `graphgen: describe does not take "Page"`, `Run "graphgen help describe" for usage.`},
		"too few operands":      {[]string{"describe"}, `graphgen: describe needs NODE[.EDGE][.OPERATION] or NODE.FIELD`, `Run "graphgen help describe" for usage.`},
		"operand behind --":     {[]string{"version", "--", "-v"}, `graphgen: version does not take "-v"`, `Run "graphgen help version" for usage.`},
		"help for what is not":  {[]string{"help", "lnit"}, `graphgen: there is no command "lnit"; did you mean "init"?`, `Run "graphgen help" for usage.`},
		"unknown format":        {[]string{"list", "-format", "xml"}, `graphgen: there is no format "xml"; it is table or json`, `Run "graphgen help list" for usage.`},
		"nothing says where to": {[]string{"generate"}, `graphgen: there is no graphgen.yaml here; write one with "graphgen init", or name a folder with -o`, `Run "graphgen help generate" for usage.`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			wantOutcome(t, graphgen(t, t.TempDir(), test.args...), outcome{exitFailure, "", test.want + "\n" + test.hint + "\n"})
		})
	}
	if got := graphgen(t, t.TempDir()); got.code != exitFailure || !strings.Contains(got.stderr, "Usage: graphgen COMMAND") {
		t.Errorf("without a command: %+v", got)
	}
}

// Every command and flag is explained, in help and by -h.
func TestHelp(t *testing.T) {
	overview := graphgen(t, t.TempDir(), "help")
	if overview.code != exitOK || overview.stderr != "" {
		t.Errorf("help: %+v", overview)
	}
	for _, c := range commands() {
		if !strings.Contains(overview.stdout, "  "+c.name+" ") || c.summary == "" {
			t.Errorf("help doesn't explain %s", c.name)
		}
		usage := graphgen(t, t.TempDir(), "help", c.name)
		wantOutcome(t, graphgen(t, t.TempDir(), c.name, "-h"), usage)
		if !strings.HasPrefix(usage.stdout, "Usage: graphgen "+c.name) {
			t.Errorf("help %s: %q", c.name, usage.stdout)
		}
		for _, f := range c.flags() {
			if f.Usage == "" || !strings.Contains(usage.stdout, "  -"+f.Name+" ") {
				t.Errorf("help %s doesn't explain -%s", c.name, f.Name)
			}
		}
	}
	wantOutcome(t, graphgen(t, t.TempDir(), "--help"), overview)
}

func TestVersion(t *testing.T) {
	for _, arg := range []string{"version", "-version", "--version"} {
		if got := graphgen(t, t.TempDir(), arg); got.code != exitOK || !strings.HasPrefix(got.stdout, "graphgen ") {
			t.Errorf("%s: %+v", arg, got)
		}
	}
}

func TestCompletionKnowsEveryCommandAndFlag(t *testing.T) {
	for _, shell := range shells {
		got := graphgen(t, t.TempDir(), "completion", shell)
		if got.code != exitOK {
			t.Errorf("%s: %+v", shell, got)
		}
		for _, c := range commands() {
			if !strings.Contains(got.stdout, c.name) {
				t.Errorf("%s: %s is missing", shell, c.name)
			}
			for _, f := range c.flags() {
				if !strings.Contains(got.stdout, "-"+f.Name) && !strings.Contains(got.stdout, "-o "+f.Name+" ") {
					t.Errorf("%s: %s -%s is missing", shell, c.name, f.Name)
				}
			}
		}
	}
	if got := graphgen(t, t.TempDir(), "completion", "fsh"); got.code != exitFailure || !strings.Contains(got.stderr, `did you mean "fish"?`) {
		t.Errorf("unknown shell: %+v", got)
	}
}
