package spec

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The table of keys in specs/README.md is the one that Load goes by.
func TestKeysAreThoseOfTheReadme(t *testing.T) {
	readme, err := os.ReadFile("../../specs/README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		row   string
		value bool // the part of the row that is about enum values
		keys  []string
	}{
		{"node", false, nodeKeys},
		{"field, param", false, paramKeys},
		{"edge", false, edgeKeys},
		{"operation", false, operationKeys},
		{"struct", false, structKeys},
		{"enum", false, enumKeys},
		{"enum", true, valueKeys},
	} {
		row := regexp.MustCompile(`(?m)^\| ` + tc.row + ` \| (.*) \|$`).FindStringSubmatch(string(readme))
		if row == nil {
			t.Errorf("README has no row %q", tc.row)
			continue
		}
		text := row[1]
		if before, after, ok := strings.Cut(text, "; a value:"); ok {
			text = before
			if tc.value {
				text = after
			}
		}
		var documented []string
		for _, part := range regexp.MustCompile("`([^`]*)`").FindAllStringSubmatch(text, -1) {
			documented = append(documented, strings.Fields(part[1])...)
		}
		if diff := cmp.Diff(slices.Sorted(slices.Values(documented)), slices.Sorted(slices.Values(tc.keys))); diff != "" {
			t.Errorf("keys of %s (-README +Load):\n%s", tc.row, diff)
		}
	}
}

// Each key that Load knows is read by the decoder, and not only let pass.
func TestEveryKeyIsRead(t *testing.T) {
	for key, data := range map[string]string{
		"node": "node: A\n", "edge": "node: A\nedges:\n  e:\n", "operation": "node: A\nupdate:\n", "struct": "types: A\nstructs:\n  S:\n",
		"enum": "types: A\nenums:\n  E:\n", "value": "types: A\nenums:\n  E:\n    values:\n      V:\n",
		"field": "node: A\nfields:\n  f:\n", "param": "node: A\nupdate:\n  params:\n    p:\n",
	} {
		keys := map[string][]string{
			"node": nodeKeys, "edge": edgeKeys, "operation": operationKeys, "struct": structKeys, "enum": enumKeys,
			"value": valueKeys, "field": fieldKeys, "param": paramKeys,
		}[key]
		indent := strings.Repeat(" ", 2*strings.Count(data, "\n")-2)
		for _, name := range keys {
			if name == "node" {
				continue
			}
			// A list of a list is of the wrong kind for every key, which shows
			// that the decoder looked at it.
			if lines := diagnose(data + indent + name + ": [[[]]]\n"); len(lines) != 1 || !strings.Contains(lines[0], ruleWrongKind) {
				t.Errorf("%s of %s: %q, want one complaint about the kind", name, key, lines)
			}
		}
	}
}
