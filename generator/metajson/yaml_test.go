package metajson

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/metagraph-go/graphgen/generator/spec"
)

// Text is read back as it was, whatever YAML would make of it without quotes.
func FuzzScalar(f *testing.F) {
	for _, seed := range []string{
		"ACTIVE", "null", "NULL", "~", "true", "No", "y", "1", "1_000", "0x1F", "1e3", ".inf", "-1", "2024-01-02", "12:30:45",
		"a: b", "a #b", "- x", "? x", "!x", "&x", "*x", "<<", "@x", "`x", "%x", "[x]", "{x}", "a, b", `"x"`, "'x'", `\x`, "é🙂",
		"act_{ad_account_id}", "list<map<string, int64>>", "Cajun/Creole", "a.b", "a-b", "a - b", "---", "...", "=",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !isPlainText(text) || text == "" {
			t.Skip("the import leaves it out")
		}
		var w yamlWriter
		w.mapping(0, blockMap{
			{"types", "T"},
			{"enums", blockMap{
				{"Flow", blockMap{{"values", flowList{"first", text, "last"}}}},
				{"Block", blockMap{{"values", blockMap{{text, flowMap{{"go_name", text}}}, {"last", flowMap{}}}}}},
			}},
		})
		set, diags := spec.Load(spec.Layer{FS: fstest.MapFS{"t.yaml": {Data: []byte(w.String())}}})
		for _, d := range diags.All() {
			if strings.Contains(d.Message, "is given twice") {
				t.Skip("the text is one of the others")
			}
			t.Errorf("%s\n%s", d, w.String())
		}
		if t.Failed() {
			return
		}
		block, flow := set.Enums[0], set.Enums[1]
		if got := flow.Values[1].Value.Value; got != text {
			t.Errorf("in a list, %q became %q", text, got)
		}
		if got := block.Values[0]; got.Value.Value != text || got.GoName.Value != text {
			t.Errorf("as a key and a value, %q became %q and %q", text, got.Value.Value, got.GoName.Value)
		}
	})
}

// Long lists break between values.
func TestLongList(t *testing.T) {
	list := make(flowList, 100)
	for i := range list {
		list[i] = "SOME_VALUE_" + strings.Repeat("X", i%7)
	}
	var w yamlWriter
	w.mapping(4, blockMap{{"values", list}})
	for line := range strings.Lines(w.String()) {
		if len(line) > lineWidth+1 {
			t.Errorf("a line of %d characters: %s", len(line), line)
		}
	}
}

// The element that was there first keeps its name.
func TestPinned(t *testing.T) {
	identity := func(name string) string { return strings.ToUpper(name[:1]) + name[1:] }
	tests := map[string]struct {
		wire, taken []string
		want        string
	}{
		"nothing shared": {[]string{"a", "b"}, nil, ""},
		"twins":          {[]string{"On", "on"}, nil, "on=OnLower"},
		"older small":    {[]string{"on", "On"}, nil, "On=OnMixed"},
		"taken":          {[]string{"limit"}, []string{"Limit"}, "limit=LimitLower"},
	}
	for name, tt := range tests {
		pins := pinned(tt.wire, tt.taken, identity)
		var got []string
		for _, wire := range tt.wire {
			if pins[wire] != "" {
				got = append(got, wire+"="+pins[wire])
			}
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: got %v, want %s", name, got, tt.want)
		}
	}
}
