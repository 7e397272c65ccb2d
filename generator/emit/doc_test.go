package emit

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/generator/ir"
)

func TestComment(t *testing.T) {
	tests := []struct {
		name string
		doc  ir.Doc
		want string
	}{
		{"nothing", nil, ""},
		{"white space", ir.Doc{" \n\t "}, ""},
		{"sentence", ir.Doc{"Campaign has ads."}, "// Campaign has ads.\n"},
		{"full stop", ir.Doc{"Campaign has ads"}, "// Campaign has ads.\n"},
		{"line breaks", ir.Doc{"Campaign\nhas\r\n\tads."}, "// Campaign has ads.\n"},
		{"paragraphs", ir.Doc{"One.", "", "Two."}, "// One.\n//\n// Two.\n"},
		{"list", ir.Doc{"One:", "- a.", "- b.", "Two."}, "// One:\n//\n//   - a.\n//   - b.\n//\n// Two.\n"},
		{"deprecation", ir.Doc{"One.", "Deprecated: use Two.", "Three."}, "// One.\n//\n// Three.\n//\n// Deprecated: use Two.\n"},
		{"build constraint", ir.Doc{"+build ignore."}, "// '+build' ignore.\n"},
		{"directive", ir.Doc{"See go:embed."}, "// See 'go:embed.'\n"},
		{"heading", ir.Doc{"# Not a heading."}, "// '#' Not a heading.\n"},
		{"link definition", ir.Doc{"[a b]: https://example.com"}, "// '[a' b]: https://example.com.\n"},
		{"marker in an item", ir.Doc{"One:", "- 1. Two."}, "// One:\n//\n//   - '1.' Two.\n"},
		{"doubled quotes", ir.Doc{"``Campaign'' has '''ads'''."}, "// “Campaign” has ”'ads”'.\n"},
		{"list at the start", ir.Doc{"- One."}, "// One.\n"},
		{"invisible", ir.Doc{"\ufeffa\u202eb\x00c\u2028d."}, "// abc d.\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, comment(test.doc, 0)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCommentWraps(t *testing.T) {
	long := strings.Repeat("word ", 60)
	link := "https://example.com/" + strings.Repeat("a", 100)
	text := comment(ir.Doc{long, "- " + long, link}, tabWidth)
	for line := range strings.Lines(text) {
		if length := len(strings.TrimSuffix(line, "\n")); length > commentWidth-tabWidth && !strings.Contains(line, link) {
			t.Errorf("%d columns: %s", length, line)
		}
	}
	if text := comment(ir.Doc{"Items:", "- " + strings.Repeat("1 - ", 60)}, 0); strings.Contains(text, "\n//     - ") {
		t.Errorf("a line of an item begins with a marker:\n%s", text)
	}
	if got := strings.Count(text, "word"); got != 120 {
		t.Errorf("%d words, want 120", got)
	}
	if !strings.Contains(text, "// "+link) {
		t.Error("the link is not on a line of its own")
	}
}
