package spec

import (
	"cmp"
	"strconv"
	"strings"
)

// ParseVersion returns the numbers of a version such as "v25.0", and whether
// the text is one.
func ParseVersion(text string) (major, minor int, ok bool) {
	digits, found := strings.CutPrefix(text, "v")
	before, after, dot := strings.Cut(digits, ".")
	if !found || !dot {
		return 0, 0, false
	}
	major, majorOK := parseSmall(before)
	minor, minorOK := parseSmall(after)
	return major, minor, majorOK && minorOK
}

// MeantVersion returns the version that a text without its "v", its minor
// number or with a capital was likely meant to be, or "".
func MeantVersion(text string) string {
	meant := "v" + strings.TrimLeft(text, "vV")
	if !strings.Contains(meant, ".") {
		meant += ".0"
	}
	if _, _, ok := ParseVersion(meant); !ok || meant == text {
		return ""
	}
	return meant
}

// parseSmall reads a number without sign and without zeros in front.
func parseSmall(text string) (int, bool) {
	n, err := strconv.ParseUint(text, 10, 16)
	return int(n), err == nil && strconv.FormatUint(n, 10) == text
}

// CompareVersions returns -1, 0 or 1 as a is before, equal to or after b.
// Text that is no version stands before all versions.
func CompareVersions(a, b string) int {
	aMajor, aMinor, aOK := ParseVersion(a)
	bMajor, bMinor, bOK := ParseVersion(b)
	switch {
	case aOK && bOK:
		return cmp.Or(cmp.Compare(aMajor, bMajor), cmp.Compare(aMinor, bMinor))
	case aOK:
		return 1
	case bOK:
		return -1
	}
	return cmp.Compare(a, b)
}

// Contains reports whether a version is in the range.
func (r Range) Contains(version string) bool {
	return (r.Since.Value == "" || CompareVersions(version, r.Since.Value) >= 0) &&
		(r.Removed.Value == "" || CompareVersions(version, r.Removed.Value) < 0)
}

// Overlaps reports whether some version can be in both ranges.
func (r Range) Overlaps(other Range) bool {
	return before(r.Since, other.Removed) && before(other.Since, r.Removed)
}

// before reports whether a range that begins at since holds a version before
// removed.
func before(since, removed Text) bool {
	return since.Value == "" || removed.Value == "" || CompareVersions(since.Value, removed.Value) < 0
}
