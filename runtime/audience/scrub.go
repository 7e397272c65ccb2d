package audience

import (
	"iter"
	"strings"

	"github.com/metagraph-go/graphgen/runtime/internal/delivery"
)

// scrub returns err without the values of the batch that was sent, should the
// API repeat them.
func scrub(err error, rows string) error { return delivery.Scrub(err, stringsIn(rows)) }

// stringsIn yields the JSON strings of rows as they are written.
func stringsIn(rows string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for {
			_, rest, ok := strings.Cut(rows, `"`)
			if !ok {
				return
			}
			value, after := cutString(rest)
			if !yield(value) {
				return
			}
			rows = after
		}
	}
}

// cutString cuts what begins within a JSON string behind the string's end. The
// value is as it is written in the JSON.
func cutString(text string) (value, after string) {
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return text[:i], text[i+1:]
		}
	}
	return text, ""
}
