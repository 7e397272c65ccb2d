package diag_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metagraph-go/graphgen/generator/diag"
)

func at(file string, line, col int) diag.Pos { return diag.Pos{File: file, Line: line, Col: col} }

func TestDiagnosticString(t *testing.T) {
	for _, tc := range []struct {
		d    diag.Diagnostic
		want string
	}{
		{diag.Diagnostic{Pos: at("a.yaml", 3, 7), Message: "wrong"}, "a.yaml:3:7: wrong"},
		{diag.Diagnostic{Pos: at("a.yaml", 3, 0), Message: "wrong"}, "a.yaml:3: wrong"},
		{diag.Diagnostic{Pos: at("a.yaml", 0, 0), Message: "wrong"}, "a.yaml: wrong"},
		{diag.Diagnostic{Message: "wrong"}, "wrong"},
		{diag.Diagnostic{Pos: at("a.yaml", 3, 7), Severity: diag.Warning, Message: "odd"}, "a.yaml:3:7: warning: odd"},
		{diag.Diagnostic{Pos: at("a\x1b[2J\n.yaml", 1, 1), Message: "wrong"}, `a\x1b[2J\n.yaml:1:1: wrong`},
	} {
		if got := tc.d.String(); got != tc.want {
			t.Errorf("String() = %q, want %q", got, tc.want)
		}
	}
}

func TestMessagesAreOneSafeLine(t *testing.T) {
	var list diag.List
	list.Errorf(at("a.yaml", 1, 1), "name", "bad name %s", "é\x1b[31m\u202e\n")
	if got, want := list.All()[0].Message, `bad name é\x1b[31m\u202e\n`; got != want {
		t.Errorf("Message = %q, want %q", got, want)
	}
}

func TestListIsSortedWithoutRepeats(t *testing.T) {
	var list, other diag.List
	list.Errorf(at("b.yaml", 1, 1), "x", "third")
	other.Errorf(at("a.yaml", 10, 1), "x", "second")
	other.Warnf(at("a.yaml", 9, 3), "x", "first")
	other.Warnf(at("a.yaml", 9, 3), "x", "first")
	list.Add(other)
	var got []string
	for _, d := range list.All() {
		got = append(got, d.Message)
	}
	if diff := cmp.Diff([]string{"first", "second", "third"}, got); diff != "" {
		t.Errorf("All (-want +got):\n%s", diff)
	}
}

func TestErrIsForErrorsOnly(t *testing.T) {
	var list diag.List
	list.Warnf(at("a.yaml", 1, 1), "x", "odd")
	if err := list.Err(); err != nil {
		t.Errorf("Err = %v for a warning, want nil", err)
	}
	list.Errorf(at("a.yaml", 2, 1), "x", "wrong")
	var all *diag.Errors
	if err := list.Err(); !errors.As(err, &all) || len(all.Diagnostics) != 2 || all.Error() != "a.yaml:1:1: warning: odd\na.yaml:2:1: wrong" {
		t.Errorf("Err = %v", err)
	}
	if got := all.WithoutWarnings().Error(); got != "a.yaml:2:1: wrong" {
		t.Errorf("without warnings Err = %q", got)
	}
}

func TestPrint(t *testing.T) {
	files := map[string]string{
		"a.yaml": "node: A\nfields:\n\té: {typ: string}\n" + strings.Repeat("x", 300) + "\n\n",
	}
	diagnostics := []diag.Diagnostic{
		{Pos: at("a.yaml", 1, 7), Message: "no such node"},
		{Pos: at("a.yaml", 2, 0), Message: "not YAML"},
		{Pos: at("a.yaml", 3, 6), Message: "no key"},
		{Pos: at("a.yaml", 4, 200), Message: "too long"},
		{Pos: at("a.yaml", 5, 1), Message: "empty"},
		{Pos: at("a.yaml", 99, 1), Message: "past the end"},
		{Pos: at("gone.yaml", 1, 1), Message: "not at hand"},
	}
	var out strings.Builder
	err := diag.Print(&out, diagnostics, func(file string) []byte { return []byte(files[file]) })
	if err != nil {
		t.Fatal(err)
	}
	want := `a.yaml:1:7: no such node
     1 | node: A
       |       ^
a.yaml:2: not YAML
     2 | fields:
a.yaml:3:6: no key
     3 |  é: {typ: string}
       |      ^
a.yaml:4:200: too long
     4 | …` + strings.Repeat("x", 99) + `…
       | ` + strings.Repeat(" ", 51) + `^
a.yaml:5:1: empty
a.yaml:99:1: past the end
gone.yaml:1:1: not at hand
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("Print (-want +got):\n%s", diff)
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("full") }

func TestPrintReturnsTheWritersError(t *testing.T) {
	err := diag.Print(fullDisk{}, []diag.Diagnostic{{Message: "wrong"}}, func(string) []byte { return nil })
	if err == nil || err.Error() != "full" {
		t.Errorf("Print = %v, want the writer's error", err)
	}
}
