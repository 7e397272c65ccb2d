package graph

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Text such as {result=NAME:$.id} refers to the result of an operation of the
// same batch.
const (
	refStart = "{result="
	refEnd   = "}"
	// ownNames begins the names of operations. A name also holds text that
	// nobody can guess, so that no text that comes from elsewhere can name an
	// operation.
	ownNames = "graph_"
)

// holdsReference reports whether text holds a reference that Result.Ref made.
func holdsReference(text string) bool { return strings.Contains(text, refStart+ownNames) }

// reference returns the text that stands for a part of the result.
func (op *batchOp) reference(path string) string {
	if _, err := parsePath(path); err != nil && op.problem == nil {
		op.problem = fmt.Errorf("graph: %s: a reference to the result: %w", op.request, err)
	}
	return refStart + op.name + ":" + path + refEnd
}

// depend adds the operations that text refers to.
func (op *batchOp) depend(text string) error {
	_, err := replaceReferences(text, func(name, path string) (string, error) {
		other := op.batch.named(name)
		switch {
		case other != nil:
			op.need(other)
		case strings.HasPrefix(name, ownNames):
			return "", fmt.Errorf("graph: %s: a param or the id refers to no earlier result of the same batch", op.request)
		default:
			return "", fmt.Errorf("graph: %s: a param or the id holds the text %q, which the API takes for a reference to a result; make references with Result.Ref", op.request, refStart)
		}
		return "", nil
	})
	return err
}

// named returns the operation with a name, or nil.
func (b *Batch) named(name string) *batchOp {
	number, own := strings.CutPrefix(name, ownNames+b.token+"_")
	i, err := strconv.Atoi(number)
	if !own || err != nil || i < 0 || i >= len(b.ops) {
		return nil
	}
	return b.ops[i]
}

// replaceReferences returns text with each reference replaced. Text that the
// API may take for a reference and that is none has an empty name.
func replaceReferences(text string, replace func(name, path string) (string, error)) (string, error) {
	if !strings.Contains(text, refStart) {
		return text, nil
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, refStart)
		b.WriteString(before)
		if !found {
			return b.String(), nil
		}
		inner, after, closed := strings.Cut(rest, refEnd)
		name, path, named := strings.Cut(inner, ":")
		if !closed || !named {
			name, path = "", ""
		}
		instead, err := replace(name, path)
		if err != nil {
			return "", err
		}
		b.WriteString(instead)
		text = after
	}
}

// pathStep is one step of a path.
type pathStep struct {
	// name is the member to go to. Empty means items.
	name string
	// deep looks for the member at any depth.
	deep bool
	// all goes to all members or items.
	all bool
	// from, to and step are the range of items to go to; to is -1 for no end.
	from, to, step int
}

var errPath = errors.New(`the path is not of a form that the API is known to read, such as "$.id", "$.data.*.id", "$.data..id" or "$.data[0:10:1].id"`)

// parsePath reads a path.
func parsePath(path string) ([]pathStep, error) {
	rest, ok := strings.CutPrefix(path, "$")
	if !ok || rest == "" {
		return nil, errPath
	}
	var steps []pathStep
	for rest != "" {
		var step pathStep
		switch {
		case strings.HasPrefix(rest, "["):
			inner, after, closed := strings.Cut(rest[1:], "]")
			if !closed || !step.setItems(inner) {
				return nil, errPath
			}
			rest = after
		case strings.HasPrefix(rest, ".."):
			step.deep = true
			step.name, rest = cutName(rest[2:])
		case strings.HasPrefix(rest, ".*"):
			step.all, rest = true, rest[2:]
		case strings.HasPrefix(rest, "."):
			step.name, rest = cutName(rest[1:])
		default:
			return nil, errPath
		}
		if step.name == "" && !step.all && step.step == 0 {
			return nil, errPath
		}
		steps = append(steps, step)
	}
	return steps, nil
}

// cutName cuts a member's name off text.
func cutName(text string) (name, rest string) {
	i := 0
	for i < len(text) && isTokenByte(text[i]) {
		i++
	}
	return text[:i], text[i:]
}

// setItems reads what stands between brackets.
func (s *pathStep) setItems(text string) bool {
	if text == "*" {
		s.all = true
		return true
	}
	parts := strings.Split(text, ":")
	numbers := [3]int{0, -1, 1}
	for i, part := range parts {
		if part == "" && len(parts) > 1 && i < 3 {
			continue
		}
		n, err := strconv.Atoi(part)
		if i > 2 || err != nil || !isDigits(part) || n > 1e9 {
			return false
		}
		numbers[i] = n
	}
	s.from, s.to, s.step = numbers[0], numbers[1], numbers[2]
	if len(parts) == 1 {
		s.to = s.from + 1
	}
	return s.step > 0
}
