package audience

import (
	"errors"
	"strings"

	"github.com/metagraph-go/graphgen/runtime/graph"
)

// shortestScrubbed is the length in bytes from which a value is looked for in
// messages. Shorter ones stand in any text by chance.
const shortestScrubbed = 4

// scrub returns err without the values of the batch that was sent, should the
// API repeat them.
func scrub(err error, rows string) error {
	var answer *graph.Error
	if !errors.As(err, &answer) {
		return err
	}
	whole := strings.Join([]string{answer.Message, answer.UserTitle, answer.UserMessage}, "\n")
	values := strings.NewReplacer(valuesIn(whole, rows)...)
	clean := *answer
	clean.Message = values.Replace(answer.Message)
	clean.UserTitle = values.Replace(answer.UserTitle)
	clean.UserMessage = values.Replace(answer.UserMessage)
	clean.Blame, clean.Data, clean.Result = nil, nil, nil
	if err == error(answer) {
		return &clean
	}
	return &scrubbedError{text: values.Replace(err.Error()), answer: &clean, original: err}
}

// valuesIn returns the JSON strings of rows that text holds, each followed by
// what to put in its place.
func valuesIn(text, rows string) []string {
	var found []string
	for {
		_, rest, ok := strings.Cut(rows, `"`)
		if !ok {
			return found
		}
		value, after := cutString(rest)
		if len(value) >= shortestScrubbed && strings.Contains(text, value) {
			found = append(found, value, "[redacted]")
		}
		rows = after
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

// scrubbedError stands for an error that wraps an answer of the API. The
// original can be recognised but not unwrapped.
type scrubbedError struct {
	text     string
	answer   *graph.Error
	original error
}

func (e *scrubbedError) Error() string { return e.text }

func (e *scrubbedError) GoString() string { return e.text }

func (e *scrubbedError) Unwrap() error { return e.answer }

func (e *scrubbedError) Is(target error) bool { return errors.Is(e.original, target) }
