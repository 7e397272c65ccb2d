package graph

import (
	"context"
	"errors"
	"fmt"
)

// readEach reads ids one by one, in one batch. The error is one of the batch
// as a whole. Where only the transport knows the token, which a batch has to
// send, each id is a request of its own.
func (m *multiRead) readEach(ctx context.Context, keys []string) error {
	single, request := m.splitOptions()
	if m.client.token(request).IsZero() {
		return m.readSeparately(ctx, keys)
	}
	var b Batch
	answers := make([]Object, len(keys))
	for i, key := range keys {
		r := m.one
		r.ID = key
		b.add(r, single, &answers[i])
	}
	if err := b.begin(options{}); err != nil {
		return err
	}
	run := &batchRun{client: m.client, options: request}
	run.all(ctx, b.ops)
	if err := wholeFailure(b.ops); err != nil {
		return fmt.Errorf("graph: %s: reading the ids one by one: %w", m.one.Operation, err)
	}
	for i, op := range b.ops {
		if op.err != nil {
			m.failed[keys[i]] = op.err
			continue
		}
		m.found[keys[i]] = answers[i]
		m.worked = true
	}
	return nil
}

// readSeparately reads ids one by one. The error is one that is not about an
// id.
func (m *multiRead) readSeparately(ctx context.Context, keys []string) error {
	for _, key := range keys {
		r := m.one
		r.ID = key
		var answer Object
		err := m.client.run(ctx, r, m.options, &answer)
		switch {
		case err == nil:
			m.found[key] = answer
			m.worked = true
		case asError(err) != nil && !errors.Is(err, ErrRateLimited) && !errors.Is(err, ErrToken):
			m.failed[key] = err
		default:
			return err
		}
	}
	return nil
}

// splitOptions returns the options of single reads in a batch, and those of
// its HTTP request.
func (m *multiRead) splitOptions() (single, request options) {
	o := m.options
	request = options{token: o.token, timeout: o.timeout, header: o.header, response: o.response}
	single = o
	single.token, single.timeout = SecretText{}, 0
	return single, request
}

// wholeFailure returns why the HTTP request of a batch of reads failed, or nil
// when the API answered to any of them.
func wholeFailure(ops []*batchOp) error {
	var first error
	for _, op := range ops {
		var end *OutcomeError
		if !errors.As(op.err, &end) || end.Err == nil || errors.Is(end.Err, errNoResult) {
			return nil
		}
		if first == nil {
			first = end.Err
		}
	}
	return first
}

// commonFailure returns the error that is about the request and not about its
// ids: nothing worked so far, and all ids that exist failed in the very same
// way. refusal is what the API said to all of them together.
func (m *multiRead) commonFailure(keys []string, refusal error) error {
	if m.worked {
		return nil
	}
	var first error
	failures := 0
	for _, key := range keys {
		err := m.failed[key]
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if first == nil {
			first = err
		}
		if !errors.Is(err, ErrBadRequest) || !sameFailure(err, first) {
			return nil
		}
		failures++
	}
	switch {
	case failures < 2:
		return nil
	case sameFailure(refusal, first):
		return refusal // It names no id.
	}
	return first
}

// sameFailure reports whether two errors say the same. The API names the id
// in the message of an error that is about one.
func sameFailure(a, b error) bool {
	x, y := asError(a), asError(b)
	return x != nil && y != nil && x.Code == y.Code && x.Subcode == y.Subcode && x.Message == y.Message
}
