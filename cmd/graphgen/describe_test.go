package main

import (
	"strings"
	"testing"
)

func TestDescribeOperation(t *testing.T) {
	want := `Ad.copies list (v25.0)
  GET /{ad_id}/copies

  func (n *AdNode) Copies(p AdCopiesParams) graph.List[*Ad]
`
	got := graphgen(t, project(t, adSpecs()), "describe", "Ad.copies")
	if got.code != exitOK || got.stderr != "" || !strings.HasPrefix(got.stdout, want) {
		t.Errorf("%+v", got)
	}
	for _, part := range []string{
		"\nParams, fields of AdCopiesParams:\n", "  created_after  datetime  CreatedAfter graph.Time", "Keeps only later copies.\n", "\nVersions:\n  since v25.0\n",
	} {
		if !strings.Contains(got.stdout, part) {
			t.Errorf("%q is missing in:\n%s", part, got.stdout)
		}
	}
}

func TestDescribeNames(t *testing.T) {
	dir := project(t, adSpecs())
	tests := map[string]string{ // name: what the output begins with
		"Ad":             "Ad (node, v25.0)\n",
		"Ad.read":        "Ad read (v25.0)\n",
		"Ad.update":      "Ad update (v25.0)\n",
		"Ad.copies.list": "Ad.copies list (v25.0)\n",
		"AdStatus":       "AdStatus (enum, v25.0)\n",
		"AdNode.Update":  "Ad update (v25.0)\n",
		"AdUpdateParams": "Ad update (v25.0)\n",
		"Ad.Update":      "Ad update (v25.0)\n",
		"Ad.Copies":      "Ad.copies list (v25.0)\n",
		"Ad.status":      "Ad.status (field, v25.0)\n  Whether the ad runs.\n\n  Status AdStatus\n\n  const AdFieldStatus AdField = \"status\"\n",
		"Ad.Status":      "Ad.status (field, v25.0)\n",
	}
	for name, want := range tests {
		if got := graphgen(t, dir, "describe", name); got.code != exitOK || !strings.HasPrefix(got.stdout, want) {
			t.Errorf("%s: %+v, want %q", name, got, want)
		}
	}
	for name, want := range map[string]string{
		"Ads":       "graphgen: v25.0 has no Ads; did you mean \"Ad\"?\n",
		"Ad.copeis": "graphgen: v25.0 has no Ad.copeis; did you mean \"Ad.copies\"?\n",
		"Ad.fields": "graphgen: v25.0 has no Ad.fields; \"graphgen describe Ad\" shows its fields\n",
		"Ad.staus":  "graphgen: v25.0 has no Ad.staus; did you mean \"Ad.status\"?\n",
		"Adx.field": "graphgen: v25.0 has no Adx.field\n",
		"Ad.delete": "graphgen: v25.0 has no Ad.delete",
	} {
		if got := graphgen(t, dir, "describe", name); got.code != exitFailure || !strings.HasPrefix(got.stderr, want) {
			t.Errorf("%s: %+v, want %q", name, got, want)
		}
	}
}

func TestDescribeShowsErrors(t *testing.T) {
	got := graphgen(t, project(t, adSpecs()), "describe", "Ad.read")
	if want := "\nDocumented errors:\n  100  ErrInvalidParameter  A param is wrong.\n"; !strings.Contains(got.stdout, want) {
		t.Errorf("%q is missing in:\n%s", want, got.stdout)
	}
}

// What describe says about Go is what generate writes: every signature and
// constructor of the built-in specs stands in the generated files.
func TestDescribedSignaturesAreTheGeneratedOnes(t *testing.T) {
	for name, dir := range map[string]string{"own specs": project(t, adSpecs()), "built-in specs": t.TempDir()} {
		t.Run(name, func(t *testing.T) {
			if got := graphgen(t, dir, "generate", "-o", "out"); got.code != exitOK {
				t.Fatalf("%+v", got)
			}
			var source strings.Builder
			for name, text := range tree(t, dir) {
				if strings.HasPrefix(name, "out/") {
					source.WriteString(text)
				}
			}
			generated := strings.Join(strings.Fields(source.String()), " ")
			env := environment{dir: dir, now: today, stderr: &strings.Builder{}}
			pkg, err := resolveAll(t.Context(), env, inputFlags{})
			if err != nil {
				t.Fatal(err)
			}
			operations := newIndex(pkg).operations
			if len(operations) != len(pkg.Operations) || len(operations) == 0 {
				t.Errorf("%d of %d operations have a method", len(operations), len(pkg.Operations))
			}
			for _, op := range operations {
				for _, signature := range signatures(op.handle, op.ir) {
					if !strings.Contains(generated, signature+" {") {
						t.Errorf("not generated: %s", signature)
					}
				}
				for _, p := range op.ir.Params {
					if want := p.GoName + " " + p.Type.String() + " `param:\"" + p.Wire; !strings.Contains(generated, want) {
						t.Errorf("%s: not generated: %s", op.ir.ParamsName, want)
					}
				}
			}
		})
	}
}
