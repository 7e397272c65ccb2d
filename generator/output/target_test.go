package output_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metagraph-go/graphgen/generator/output"
)

// What is in the way of the output folder is named, and nothing is changed.
func TestObstacles(t *testing.T) {
	base := t.TempDir()
	tree := map[string]string{"gen": "a file\n"}
	write(t, base, tree)
	const (
		file = "gen is a file; name another folder, or move the file"
		link = "lost is a symbolic link that leads nowhere; make what it names, or remove it"
	)
	tests := map[string]struct {
		target output.Target
		want   string
	}{
		"a file":                                {output.Target{Base: base, Dir: "gen"}, file},
		"a file on the way":                     {output.Target{Base: base, Dir: filepath.Join("gen", "ads")}, file},
		"a file that the command line names":    {output.Folder(filepath.Join(base, "gen")), file},
		"a link that leads nowhere":             {output.Target{Base: base, Dir: "lost"}, link},
		"a link that leads nowhere, on the way": {output.Target{Base: base, Dir: filepath.Join("lost", "ads")}, link},
		"a link that the command line names":    {output.Folder(filepath.Join(base, "lost")), link},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if strings.Contains(name, "link") {
				if err := os.Symlink("nowhere", filepath.Join(base, "lost")); err != nil {
					t.Skipf("symbolic links cannot be made here: %v", err)
				}
				defer os.Remove(filepath.Join(base, "lost"))
			}
			_, err := output.NewPlan(test.target, files(map[string]string{"a.go": ""}))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
			if diff := cmp.Diff(tree, read(t, base)); diff != "" {
				t.Errorf("files changed:\n%s", diff)
			}
		})
	}
}
