package hash

import (
	"bufio"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

func toNFC(s string) string { return string(nfc(nil, []rune(s))) }

func TestNFC(t *testing.T) {
	for _, test := range []struct{ name, in, want string }{
		{"ascii", "plain", "plain"},
		{"composed already", "Zoë", "Zoë"},
		{"acute", "e\u0301", "é"},
		{"two marks", "a\u0302\u0301", "ấ"},
		{"marks out of order", "a\u0323\u0302", "ậ"},
		{"marks out of order, reversed", "a\u0302\u0323", "ậ"},
		{"cedilla below, acute above", "c\u0301\u0327", "ḉ"},
		{"greek", "ι\u0308\u0301", "ΐ"},
		{"cyrillic", "и\u0306", "й"},
		{"hangul of three jamo", "\u110c\u1165\u11bc", "정"},
		{"hangul of two jamo", "\u1100\u1161", "가"},
		{"hangul syllable and final jamo", "가\u11a8", "각"},
		{"compatibility ideograph", "\uf9e1", "李"},
		{"angstrom sign", "\u212b", "Å"},
		{"excluded from composition", "\u0958", "क\u093c"},
		{"blocked mark", "a\u0315\u0300", "à\u0315"},
		{"mark without a letter", "\u0301", "\u0301"},
		{"same class blocks", "a\u0308\u0301\u0308", "ä\u0301\u0308"},
	} {
		if got := toNFC(test.in); got != test.want {
			t.Errorf("%s: nfc(%+q) = %+q, want %+q", test.name, test.in, got, test.want)
		}
	}
}

// TestNFCConformance runs the test file of the Unicode consortium, where
// GRAPHGEN_UCD names a folder with NormalizationTest.txt.
func TestNFCConformance(t *testing.T) {
	dir := os.Getenv("GRAPHGEN_UCD")
	if dir == "" {
		t.Skip("GRAPHGEN_UCD names no folder with NormalizationTest.txt of Unicode " + unicode.Version)
	}
	f, err := os.Open(dir + "/NormalizationTest.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	cases := 0
	for lines := bufio.NewScanner(f); lines.Scan(); {
		columns := strings.Split(lines.Text(), ";")
		if len(columns) < 6 || strings.HasPrefix(columns[0], "#") {
			continue
		}
		cases++
		want := parseRunes(t, columns[1])
		for _, column := range columns[:3] {
			if in := parseRunes(t, column); !slices.Equal(nfc(nil, in), want) {
				t.Errorf("nfc(%U) = %U, want %U", in, nfc(nil, in), want)
			}
		}
		if nfkc := parseRunes(t, columns[3]); !slices.Equal(nfc(nil, nfkc), nfkc) {
			t.Errorf("nfc changes %U", nfkc)
		}
	}
	if cases < 10000 {
		t.Errorf("ran %d cases only", cases)
	}
}

func parseRunes(t *testing.T, column string) []rune {
	t.Helper()
	var rs []rune
	for _, field := range strings.Fields(column) {
		n, err := strconv.ParseInt(field, 16, 32)
		if err != nil {
			t.Fatal(err)
		}
		rs = append(rs, rune(n))
	}
	return rs
}

// Lowercase text must stay as it is: rules are applied to their own output.
func TestTextIsStable(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !unicode.IsLetter(r) && !unicode.IsMark(r) || unicode.Is(unicode.Unified_Ideograph, r) || r > hangulS && r < hangulS+hangulSCount {
			continue // symbols have no case, the large scripts no marks
		}
		for _, s := range [...]string{string(r), "A" + string(r) + "\u0301B", "İ\u0301" + string(r)} {
			once := appendLower(nil, s)
			if twice := appendLower(nil, string(once)); string(twice) != string(once) {
				t.Fatalf("appendLower(%+q) = %+q, then %+q", s, once, twice)
			}
			once = appendLetters(nil, s)
			if twice := appendLetters(nil, string(once)); string(twice) != string(once) {
				t.Fatalf("appendLetters(%+q) = %+q, then %+q", s, once, twice)
			}
		}
	}
}

// digitValue relies on every range of decimal digits holding whole tens.
func TestDigitRangesAreTens(t *testing.T) {
	count := 0
	for _, span := range unicode.Nd.R16 {
		if span.Stride != 1 || (span.Hi-span.Lo+1)%10 != 0 {
			t.Errorf("range %U to %U is no run of tens", span.Lo, span.Hi)
		}
		count += int(span.Hi-span.Lo) + 1
	}
	for _, span := range unicode.Nd.R32 {
		if span.Stride != 1 || (span.Hi-span.Lo+1)%10 != 0 {
			t.Errorf("range %U to %U is no run of tens", span.Lo, span.Hi)
		}
		count += int(span.Hi-span.Lo) + 1
	}
	digits := 0
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if digitValue(r) >= 0 {
			digits++
		}
	}
	if digits != count {
		t.Errorf("digitValue knows %d digits, Unicode has %d", digits, count)
	}
}
