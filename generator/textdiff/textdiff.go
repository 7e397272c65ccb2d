// Package textdiff compares two texts line by line and prints the difference
// in the unified format that diff -u, git and patch share.
package textdiff

import (
	"fmt"
	"strings"
)

// context is the number of unchanged lines around a change.
const context = 3

// Unified returns what turns the old text into the new one, or "" when they
// are equal. The names stand in the two header lines, such as "a/campaign.go"
// and "b/campaign.go"; "/dev/null" is the name of a file that is not there.
func Unified(oldName, newName string, old, new []byte) string {
	a, b := splitLines(string(old)), splitLines(string(new))
	changes := compare(a, b)
	if len(changes) == 0 {
		return ""
	}
	var out strings.Builder
	fmt.Fprintf(&out, "--- %s\n+++ %s\n", oldName, newName)
	for len(changes) > 0 {
		n := hunkSize(changes)
		writeHunk(&out, a, b, changes[:n])
		changes = changes[n:]
	}
	return out.String()
}

// splitLines splits a text into lines that keep their line ends, so that a
// missing newline at the end of the text is a difference too.
func splitLines(text string) []string {
	lines := strings.SplitAfter(text, "\n")
	if lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// hunkSize returns how many of the changes are so close to each other that
// their contexts touch.
func hunkSize(changes []change) int {
	n := 1
	for n < len(changes) && changes[n].oldStart-changes[n-1].oldEnd <= 2*context {
		n++
	}
	return n
}

// writeHunk prints changes with the lines between and around them.
func writeHunk(out *strings.Builder, a, b []string, changes []change) {
	first, last := changes[0], changes[len(changes)-1]
	before := min(context, first.oldStart)
	after := min(context, len(a)-last.oldEnd)
	fmt.Fprintf(out, "@@ -%s +%s @@\n",
		hunkRange(first.oldStart-before, last.oldEnd+after),
		hunkRange(first.newStart-before, last.newEnd+after))

	at := first.oldStart - before
	for _, c := range changes {
		writeLines(out, ' ', a[at:c.oldStart])
		writeLines(out, '-', a[c.oldStart:c.oldEnd])
		writeLines(out, '+', b[c.newStart:c.newEnd])
		at = c.oldEnd
	}
	writeLines(out, ' ', a[at:last.oldEnd+after])
}

// hunkRange prints the lines from start up to end, counted from 0, the way
// hunk headers do: counted from 1, and an empty range by the line before it.
func hunkRange(start, end int) string {
	switch end - start {
	case 0:
		return fmt.Sprintf("%d,0", start)
	case 1:
		return fmt.Sprint(start + 1)
	}
	return fmt.Sprintf("%d,%d", start+1, end-start)
}

func writeLines(out *strings.Builder, mark byte, lines []string) {
	for _, line := range lines {
		out.WriteByte(mark)
		out.WriteString(line)
		if !strings.HasSuffix(line, "\n") {
			out.WriteString("\n\\ No newline at end of file\n")
		}
	}
}
