package textdiff_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metagraph-go/graphgen/generator/textdiff"
)

func ExampleUnified() {
	old := "// Version is the API version.\nconst Version = \"v24.0\"\n"
	new := "// Version is the API version.\nconst Version = \"v25.0\"\n"
	fmt.Print(textdiff.Unified("api.go", "api.go (generated)", []byte(old), []byte(new)))
	// Output:
	// --- api.go
	// +++ api.go (generated)
	// @@ -1,2 +1,2 @@
	//  // Version is the API version.
	// -const Version = "v24.0"
	// +const Version = "v25.0"
}

func TestUnified(t *testing.T) {
	tests := map[string]struct{ old, new, want string }{
		"equal":         {"a\nb\n", "a\nb\n", ""},
		"both empty":    {"", "", ""},
		"new file":      {"", "a\nb\n", "@@ -0,0 +1,2 @@\n+a\n+b\n"},
		"removed file":  {"a\n", "", "@@ -1 +0,0 @@\n-a\n"},
		"newline added": {"a", "a\n", "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"},
		"insertion in the middle": {
			lines(1, 9), lines(1, 5) + "new\n" + lines(6, 9),
			"@@ -3,6 +3,7 @@\n 3\n 4\n 5\n+new\n 6\n 7\n 8\n",
		},
		"changes that share their context are one hunk": {
			lines(1, 12), "1\ntwo\n" + lines(3, 8) + "nine\n" + lines(10, 12),
			"@@ -1,12 +1,12 @@\n 1\n-2\n+two\n 3\n 4\n 5\n 6\n 7\n 8\n-9\n+nine\n 10\n 11\n 12\n",
		},
		"changes apart are two hunks": {
			lines(1, 20), "new\n" + lines(1, 20) + "end\n",
			"@@ -1,3 +1,4 @@\n+new\n 1\n 2\n 3\n@@ -18,3 +19,4 @@\n 18\n 19\n 20\n+end\n",
		},
		"moved function stays whole": {
			"func A() {\n}\n\nfunc B() {\n}\n", "func New() {\n}\n\nfunc A() {\n}\n\nfunc B() {\n}\n",
			"@@ -1,3 +1,6 @@\n+func New() {\n+}\n+\n func A() {\n }\n \n",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			want := test.want
			if want != "" {
				want = "--- old\n+++ new\n" + want
			}
			got := textdiff.Unified("old", "new", []byte(test.old), []byte(test.new))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// A text that shares no unique line with the other must not take time or
// memory that grows with the square of its size.
func TestUnifiedOfLargeTexts(t *testing.T) {
	old := strings.Repeat("a\nb\n", 100_000)
	new := strings.Repeat("b\nb\na\n", 100_000)
	if got := apply(t, old, textdiff.Unified("old", "new", []byte(old), []byte(new))); got != new {
		t.Error("the diff does not lead from the old text to the new one")
	}
}

func FuzzUnified(f *testing.F) {
	f.Add("a\nb\nc\n", "a\nc\n")
	f.Add("a\nb\nc", "c\nb\na\n")
	f.Add(lines(1, 30), lines(5, 12)+lines(1, 3)+lines(20, 40))
	f.Add("\n\n\n", "\n")
	f.Fuzz(func(t *testing.T, old, new string) {
		diff := textdiff.Unified("old", "new", []byte(old), []byte(new))
		if (diff == "") != (old == new) {
			t.Fatalf("diff %q of %q and %q", diff, old, new)
		}
		if got := apply(t, old, diff); got != new {
			t.Errorf("applied to %q it gives %q, want %q:\n%s", old, got, new, diff)
		}
	})
}

func lines(from, to int) string {
	var b strings.Builder
	for i := from; i <= to; i++ {
		b.WriteString(strconv.Itoa(i) + "\n")
	}
	return b.String()
}

// apply is what patch does: it checks the line numbers, the counts and the
// unchanged lines of each hunk against the old text.
func apply(t *testing.T, old, diff string) string {
	t.Helper()
	if diff == "" {
		return old
	}
	source := strings.SplitAfter(old, "\n")
	script := strings.SplitAfter(diff, "\n")[2:]
	var out strings.Builder
	at := 0 // lines of source that were consumed
	for len(script) > 0 && script[0] != "" {
		oldStart, oldCount, newCount := hunkHeader(t, script[0])
		script = script[1:]
		for ; at < oldStart; at++ {
			out.WriteString(source[at])
		}
		for oldCount > 0 || newCount > 0 {
			mark, line := script[0][0], script[0][1:]
			script = script[1:]
			if len(script) > 0 && strings.HasPrefix(script[0], `\`) {
				line = strings.TrimSuffix(line, "\n")
				script = script[1:]
			}
			if mark != '+' {
				if source[at] != line {
					t.Fatalf("line %d is %q, the diff says %q", at+1, source[at], line)
				}
				at++
				oldCount--
			}
			if mark != '-' {
				out.WriteString(line)
				newCount--
			}
		}
	}
	for ; at < len(source); at++ {
		out.WriteString(source[at])
	}
	return out.String()
}

// hunkHeader returns how many old lines come before the hunk and how many
// lines it has on each side.
func hunkHeader(t *testing.T, header string) (before, oldCount, newCount int) {
	t.Helper()
	sides := strings.Fields(header)
	if len(sides) != 4 || sides[0] != "@@" {
		t.Fatalf("bad hunk header %q", header)
	}
	number := func(s string) int {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatalf("bad hunk header %q", header)
		}
		return n
	}
	side := func(s string) (start, count int) {
		first, rest, found := strings.Cut(s[1:], ",")
		if !found {
			return number(first), 1
		}
		return number(first), number(rest)
	}
	before, oldCount = side(sides[1])
	if oldCount > 0 {
		before--
	}
	_, newCount = side(sides[2])
	return before, oldCount, newCount
}
