package metajson

import (
	"regexp"
	"strconv"
	"strings"
)

// lineWidth is the column at which lists break.
const lineWidth = 120

// yamlValue is something that the writer can write: text, a mapping on one
// line (flowMap), one over several lines (blockMap), values of an enum
// (flowList) or variants (blockList).
type yamlValue any

type (
	pair struct {
		key   string
		value yamlValue
	}
	blockMap  []pair
	flowMap   []pair
	blockList []yamlValue
	flowList  []string
	// raw is text that needs no quotes, such as true.
	raw string
)

// yamlWriter writes the subset of YAML that spec files use.
type yamlWriter struct {
	strings.Builder
}

func (w *yamlWriter) mapping(indent int, pairs []pair) {
	for _, p := range pairs {
		w.WriteString(strings.Repeat(" ", indent))
		w.WriteString(scalar(p.key))
		w.WriteByte(':')
		w.value(indent, len(p.key), p.value)
	}
}

// value writes what stands behind a key, and ends the line.
func (w *yamlWriter) value(indent, keyWidth int, value yamlValue) {
	switch v := value.(type) {
	case blockMap:
		if len(v) == 0 {
			w.WriteString(" {}\n")
			return
		}
		w.WriteByte('\n')
		w.mapping(indent+2, v)
	case blockList:
		w.WriteByte('\n')
		for _, item := range v {
			w.item(indent+2, item)
		}
	case flowList:
		w.WriteByte(' ')
		w.flowList(indent, indent+keyWidth+2, v)
	default:
		w.WriteString(" " + oneLine(value) + "\n")
	}
}

// item writes an entry of a list.
func (w *yamlWriter) item(indent int, item yamlValue) {
	block, ok := item.(blockMap)
	if !ok || len(block) == 0 {
		w.WriteString(strings.Repeat(" ", indent) + "- " + oneLine(item) + "\n")
		return
	}
	var inner yamlWriter
	inner.mapping(indent+2, block)
	w.WriteString(strings.Repeat(" ", indent) + "- " + inner.String()[indent+2:])
}

// flowList writes a list in brackets, with line breaks where it is long.
func (w *yamlWriter) flowList(indent, column int, items flowList) {
	w.WriteByte('[')
	column++
	for i, item := range items {
		text := scalar(item)
		if i > 0 {
			w.WriteByte(',')
			column++
			if column+1+len(text)+1 > lineWidth {
				w.WriteString("\n" + strings.Repeat(" ", indent+2))
				column = indent + 2
			} else {
				w.WriteByte(' ')
				column++
			}
		}
		w.WriteString(text)
		column += len(text)
	}
	w.WriteString("]\n")
}

// oneLine returns a value that stands on one line.
func oneLine(value yamlValue) string {
	switch v := value.(type) {
	case string:
		return scalar(v)
	case raw:
		return string(v)
	case flowMap:
		parts := make([]string, len(v))
		for i, p := range v {
			parts[i] = scalar(p.key) + ": " + oneLine(p.value)
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	return "{}"
}

var (
	plain    = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*([-. ][A-Za-z0-9_]+)*(<[A-Za-z0-9_ <>]*>)?$`)
	notPlain = regexp.MustCompile(`(?i)^(null|true|false|yes|no|on|off|y|n)$`)
)

// scalar returns text as YAML that reads it back as the same text. What could
// be read otherwise, or could end the line, is quoted.
func scalar(text string) string {
	if plain.MatchString(text) && !notPlain.MatchString(text) {
		return text
	}
	return quote(text)
}

// quote writes text in double quotes. YAML knows the escapes of Go for what is
// not printable.
func quote(text string) string { return strconv.Quote(text) }
