package graph

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// errNoText means that what a path leads to is no text.
var errNoText = errors.New("it leads to what is no text")

// resolved returns the wire form of the operation with the results of the
// operations that have succeeded in place of the references to them, for an
// operation that is sent after them and not with them. The error is that of a
// part of a result that cannot be put in as the API would do it.
func (op *batchOp) resolved() (*wire, error) {
	if len(op.needs) == 0 {
		return op.wire, nil
	}
	w := *op.wire
	w.params = make(map[string][]string, len(op.wire.params))
	var err error
	if w.path, err = replaceReferences(op.wire.path, op.lookup(pathText)); err != nil {
		return nil, err
	}
	if w.request.ID, err = replaceReferences(op.request.ID, op.lookup(pathText)); err != nil {
		return nil, err
	}
	for name, values := range op.wire.params {
		for _, value := range values {
			text, err := replaceReferences(value, op.lookup(plainText))
			if err != nil {
				return nil, err
			}
			w.params[name] = append(w.params[name], text)
			if text != value && slices.Contains(op.wire.secrets, value) {
				w.secrets = append(slices.Clip(w.secrets), text)
			}
		}
	}
	return &w, nil
}

// lookup returns a function that finds what a reference stands for. References
// to operations that were not done yet stay.
func (op *batchOp) lookup(allowed func(string) bool) func(name, path string) (string, error) {
	return func(name, path string) (string, error) {
		other := op.batch.named(name)
		if !other.succeeded() {
			return refStart + name + ":" + path + refEnd, nil
		}
		unresolved := func(problem string) (string, error) {
			return "", fmt.Errorf("it refers to %s of the result of %s, %s", path, other.request, problem)
		}
		if other.err != nil {
			return unresolved("of which no result came")
		}
		parts, err := partsOf(other.body, path)
		if err != nil || len(parts) == 0 {
			return unresolved("which has no such part that is text")
		}
		for _, part := range parts {
			if !allowed(part) {
				return unresolved("where the text holds characters that cannot be put in for the reference")
			}
		}
		return strings.Join(parts, ","), nil
	}
}

// plainText reports whether text is the same inside of JSON as outside.
func plainText(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || strings.ContainsRune(`"\{}`, r) })
}

func pathText(text string) bool { return plainText(text) && checkID(text) == nil }

// partsOf returns the parts of a result that a path leads to, in their order.
func partsOf(body []byte, path string) ([]string, error) {
	steps, err := parsePath(path)
	if err != nil {
		return nil, err
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	root, err := readTree(dec)
	if err != nil {
		return nil, err
	}
	at := []*tree{root}
	for _, step := range steps {
		var next []*tree
		for _, t := range at {
			next = step.follow(t, next)
		}
		at = next
	}
	parts := make([]string, len(at))
	for i, t := range at {
		if t.names != nil || t.isList || t.isNull {
			return nil, errNoText
		}
		parts[i] = t.text
	}
	return parts, nil
}

// tree is JSON whose members keep their order.
type tree struct {
	text           string
	isList, isNull bool
	names          []string // Of an object, not nil.
	items          []*tree
}

func readTree(dec *json.Decoder) (*tree, error) {
	token, err := dec.Token()
	if err != nil {
		return nil, err
	}
	t := &tree{}
	switch v := token.(type) {
	case nil:
		t.isNull = true
	case string:
		t.text = v
	case json.Number:
		t.text = v.String()
	case bool:
		t.text = map[bool]string{true: "true", false: "false"}[v]
	case json.Delim:
		if t.isList = v == '['; !t.isList {
			t.names = []string{}
		}
		return t, t.readItems(dec)
	}
	return t, nil
}

func (t *tree) readItems(dec *json.Decoder) error {
	for dec.More() {
		if !t.isList {
			name, err := dec.Token()
			if err != nil {
				return err
			}
			t.names = append(t.names, name.(string)) // The decoder gives nothing else here.
		}
		item, err := readTree(dec)
		if err != nil {
			return err
		}
		t.items = append(t.items, item)
	}
	_, err := dec.Token()
	return err
}

// follow appends what the step leads to from t.
func (s pathStep) follow(t *tree, found []*tree) []*tree {
	switch {
	case s.all:
		return append(found, t.items...)
	case s.name == "":
		if !t.isList {
			return found
		}
		for i := s.from; i < len(t.items) && (s.to < 0 || i < s.to); i += s.step {
			found = append(found, t.items[i])
		}
		return found
	}
	for i, name := range t.names {
		if name == s.name {
			found = append(found, t.items[i])
		}
	}
	if s.deep {
		for _, item := range t.items {
			found = s.follow(item, found)
		}
	}
	return found
}
