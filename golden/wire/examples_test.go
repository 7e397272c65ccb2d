package wire

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// Every request of the pages' examples is one that a call sends.
func TestExamples(t *testing.T) {
	sent := map[string]bool{}
	for _, cases := range pages {
		for _, c := range cases {
			sent[canonical(describe(t, c))] = true
		}
	}
	content, err := os.ReadFile("examples.txt")
	if err != nil {
		t.Fatal(err)
	}
	examples := 0
	for block := range strings.SplitSeq(strings.ReplaceAll(string(content), "\r\n", "\n"), "\n\n") {
		lines := slices.DeleteFunc(strings.Split(strings.TrimSpace(block), "\n"), func(line string) bool {
			return line == "" || strings.HasPrefix(line, "#")
		})
		if len(lines) == 0 {
			continue
		}
		examples++
		if example := canonical(strings.Join(lines, "\n")); !sent[example] {
			t.Errorf("no call sends this; those to the same place are\n%s\nwant\n%s", near(sent, lines[0]), example)
		}
	}
	if examples == 0 {
		t.Error("no examples")
	}
}

func near(sent map[string]bool, first string) string {
	var found []string
	for _, request := range slices.Sorted(maps.Keys(sent)) {
		if strings.HasPrefix(request, first+"\n") {
			found = append(found, request)
		}
	}
	return strings.Join(found, "\n")
}

// canonical puts params in order, and members of JSON objects too: neither
// matters to the API.
func canonical(request string) string {
	lines := strings.Split(strings.TrimSpace(request), "\n")
	for i, line := range lines {
		name, value, ok := strings.Cut(line, "=")
		if !ok || i == 0 {
			continue
		}
		decoder := json.NewDecoder(strings.NewReader(value))
		decoder.UseNumber()
		var decoded any
		if decoder.Decode(&decoded) != nil || decoder.More() {
			continue
		}
		if text, err := json.Marshal(decoded); err == nil {
			lines[i] = name + "=" + string(text)
		}
	}
	slices.Sort(lines[1:])
	return strings.Join(lines, "\n") + "\n"
}
