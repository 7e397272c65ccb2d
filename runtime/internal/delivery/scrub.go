package delivery

import (
	"errors"
	"iter"
	"slices"
	"strings"

	"github.com/metagraph-go/graphgen/runtime/graph"
)

// shortestScrubbed is the length in bytes from which a value is looked for in
// messages. Shorter ones stand in any text by chance.
const shortestScrubbed = 4

// Scrub returns err without the values that were sent, should the API repeat
// them.
func Scrub(err error, values iter.Seq[string]) error {
	var answer *graph.Error
	if !errors.As(err, &answer) {
		return err
	}
	whole := strings.Join([]string{answer.Message, answer.UserTitle, answer.UserMessage}, "\n")
	found := replacer(whole, values)
	clean := *answer
	clean.Message = found.Replace(answer.Message)
	clean.UserTitle = found.Replace(answer.UserTitle)
	clean.UserMessage = found.Replace(answer.UserMessage)
	clean.Blame, clean.Data, clean.Result = nil, nil, nil
	if err == error(answer) {
		return &clean
	}
	return &scrubbedError{text: found.Replace(err.Error()), answer: &clean, original: err}
}

// ScrubText returns text without the values that were sent.
func ScrubText(text string, values iter.Seq[string]) string {
	return replacer(text, values).Replace(text)
}

// replacer puts "[redacted]" in the place of the values that text holds, the
// longest first.
func replacer(text string, values iter.Seq[string]) *strings.Replacer {
	var found []string
	for value := range values {
		if len(value) >= shortestScrubbed && strings.Contains(text, value) {
			found = append(found, value)
		}
	}
	slices.SortFunc(found, func(a, b string) int { return len(b) - len(a) })
	pairs := make([]string, 0, 2*len(found))
	for _, value := range found {
		pairs = append(pairs, value, "[redacted]")
	}
	return strings.NewReplacer(pairs...)
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
