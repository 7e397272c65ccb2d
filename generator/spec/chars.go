package spec

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"github.com/metagraph-go/graphgen/generator/diag"
)

// BadRune says why a character must not stand in spec text, or returns "". It
// refuses what a reader of the generated code cannot see or would see in
// another order than the compiler does. Tab and newline are fine.
func BadRune(r rune) string {
	switch {
	case r == '\t' || r == '\n':
		return ""
	case r == 0:
		return "a NUL character"
	case r < 0x20 || r >= 0x7f && r <= 0x9f:
		return fmt.Sprintf("the control character U+%04X", r)
	case r == 0x2028 || r == 0x2029:
		return fmt.Sprintf("the line separator U+%04X", r)
	case r == 0x061c || r == 0x200e || r == 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069:
		return fmt.Sprintf("the text direction control U+%04X", r)
	case r == 0xfeff:
		return "a byte order mark (U+FEFF)"
	case r == 0x00ad || r == 0x180e || r >= 0x200b && r <= 0x200d || r >= 0x2060 && r <= 0x2064:
		return fmt.Sprintf("the invisible character U+%04X", r)
	case r >= 0xe0000 && r <= 0xe007f:
		return fmt.Sprintf("the invisible character U+%X", r)
	case r == utf8.RuneError:
		return "the replacement character U+FFFD"
	case r >= 0xd800 && r <= 0xdfff || r > utf8.MaxRune || r&0xfffe == 0xfffe || r >= 0xfdd0 && r <= 0xfdef:
		return fmt.Sprintf("U+%04X, which is no character", r)
	}
	return ""
}

// scanCharacters reports the first character of a file that cannot stay, and
// whether there was none. A file that has one is not parsed, since positions
// after it could be wrong.
func scanCharacters(file string, data []byte, diags *diag.List) bool {
	lineStart := 0
	line := 1
	for i := 0; i < len(data); {
		c := data[i]
		if c >= 0x20 && c < 0x7f || c == '\t' {
			i++
			continue
		}
		if c == '\n' {
			i++
			line, lineStart = line+1, i
			continue
		}
		if bytes.HasPrefix(data[i:], []byte("\r\n")) {
			i++
			continue
		}
		r, size := utf8.DecodeRune(data[i:])
		problem := BadRune(r)
		if r == utf8.RuneError && size == 1 {
			problem = fmt.Sprintf("the byte 0x%02x, which is not UTF-8", c)
		}
		if problem != "" {
			pos := diag.Pos{File: file, Line: line, Col: utf8.RuneCount(data[lineStart:i]) + 1}
			diags.Errorf(pos, ruleCharacter, "the file holds %s; take it out", problem)
			return false
		}
		i += size
	}
	return true
}
