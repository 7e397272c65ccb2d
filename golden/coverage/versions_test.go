package coverage

import (
	"errors"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/generator"
	"github.com/metagraph-go/graphgen/generator/diag"
	"github.com/metagraph-go/graphgen/generator/spec"
	"github.com/metagraph-go/graphgen/specs"
)

func builtIn() []generator.Layer { return []generator.Layer{{Name: "specs", FS: specs.FS()}} }

// generateFor makes the package of a version.
func generateFor(t *testing.T, version string) *loaded {
	t.Helper()
	result, err := generator.Generate(t.Context(), generator.Config{Specs: builtIn(), APIVersion: version, Package: "meta"})
	if err != nil {
		t.Fatal(err)
	}
	p, err := load(result.Files)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// One spec set makes the packages of all versions, and they differ as the
// pages of the versions do.
func TestChanges(t *testing.T) {
	packages := map[string]*loaded{}
	for _, row := range loadChecklist(t).Changes {
		if packages[row.Version] == nil {
			packages[row.Version] = generateFor(t, row.Version)
		}
		for _, problem := range row.check(packages[row.Version]) {
			t.Error(problem)
		}
	}
}

func (r changeRow) check(p *loaded) []string {
	ps := &problems{row: r.Version + " " + r.Type}
	names := slices.Collect(maps.Keys(p.structs[r.Type]))
	if names == nil {
		names = p.enums[r.Type]
	}
	if len(names) == 0 {
		ps.add("no such type")
	}
	if r.Count != 0 {
		ps.want("number of values", len(names), r.Count)
	}
	for _, name := range r.Has {
		if !slices.Contains(names, name) {
			ps.add("%s is missing", name)
		}
	}
	for _, name := range r.Lacks {
		if slices.Contains(names, name) {
			ps.add("the version does not have %s", name)
		}
	}
	return ps.list
}

func TestVersions(t *testing.T) {
	set, diags := spec.Load(builtIn()...)
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	for _, want := range loadChecklist(t).Versions {
		i := slices.IndexFunc(set.Versions, func(v *spec.Version) bool { return v.Name.Value == want.Version })
		if i < 0 {
			t.Errorf("no version %s", want.Version)
			continue
		}
		v := set.Versions[i]
		got := versionRow{want.Item, v.Name.Value, v.Released.Value, v.Expires.Value, v.MarketingExpires.Value}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: -want +got:\n%s", want.Version, diff)
		}
	}
}

// Generating a version that has ended warns and says when it ended, from the
// day after on.
func TestExpiredVersionsWarn(t *testing.T) {
	for _, row := range loadChecklist(t).Versions {
		wantWarning(t, row.Version, row.Expires, row.Version+" expired on "+row.Expires+":")
		if row.MarketingExpires != "" {
			wantWarning(t, row.Version, row.MarketingExpires, row.Version+" expired on "+row.MarketingExpires+" for the Marketing API")
		}
	}
}

func wantWarning(t *testing.T, version, lastDay, text string) {
	t.Helper()
	day, err := time.Parse(time.DateOnly, lastDay)
	if err != nil {
		t.Fatal(err)
	}
	for _, moment := range []struct {
		now  time.Time
		want bool
	}{
		{day.Add(24*time.Hour - time.Second), false},
		{day.Add(24 * time.Hour), true},
	} {
		cfg := generator.Config{Specs: versionsAlone(t), APIVersion: version, Package: "meta", Now: moment.now}
		_, warnings, err := generator.Resolve(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		warns := slices.ContainsFunc(warnings, func(d diag.Diagnostic) bool {
			return d.Severity == diag.Warning && strings.HasPrefix(d.Message, text)
		})
		if warns != moment.want {
			t.Errorf("%s at %s: a warning %q: %t, want %t", version, moment.now, text, warns, moment.want)
		}
	}
}

// versionsAlone is what the built-in set says about versions.
func versionsAlone(t *testing.T) []generator.Layer {
	t.Helper()
	const name = "versions.yaml"
	content, err := fs.ReadFile(specs.FS(), name)
	if err != nil {
		t.Fatal(err)
	}
	return []generator.Layer{{Name: "specs", FS: fstest.MapFS{name: {Data: content}}}}
}

// A version that is misspelt is an error that names the known one.
func TestUnknownVersion(t *testing.T) {
	for _, row := range loadChecklist(t).Versions {
		misspelt := strings.TrimSuffix(row.Version, "0") + "1"
		result, err := generator.Generate(t.Context(), generator.Config{Specs: builtIn(), APIVersion: misspelt, Package: "meta"})
		if _, ok := errors.AsType[*diag.Errors](err); !ok || result != nil {
			t.Fatalf("%v, %v", result, err)
		}
		if !strings.Contains(err.Error(), `did you mean "`+row.Version+`"?`) {
			t.Errorf("the error does not name %s: %v", row.Version, err)
		}
	}
}
