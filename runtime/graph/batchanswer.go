package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
)

// batchResult is the result of an operation as the API writes it.
type batchResult struct {
	null bool
	// problem is why the result cannot be read.
	problem error
	code    int
	header  http.Header
	body    []byte
}

var (
	errNoList   = errors.New("the answer to the batch is no list of results")
	errNoResult = errors.New("the result is no object with a code")
	errNull     = errors.New("the result is null, which stands for a time-out and for a result that was left out")
)

// wireResult is the usual form of a result.
type wireResult struct {
	Code    *int `json:"code"`
	Headers []struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	} `json:"headers"`
	Body *string `json:"body"`
}

// parseResults reads the answer to n operations. When the number differs,
// nothing is known about any of them: results have no names, and only their
// place tells which is which.
func parseResults(body []byte, n int) ([]batchResult, error) {
	var usual []*wireResult
	if err := json.Unmarshal(body, &usual); err != nil {
		return parseOddResults(body, n)
	}
	if err := checkCount(usual, n); err != nil {
		return nil, err
	}
	results := make([]batchResult, n)
	for i, wire := range usual {
		if wire == nil {
			results[i].null = true
			continue
		}
		results[i] = wire.result()
	}
	return results, nil
}

func checkCount[T any](results []T, n int) error {
	switch {
	case results == nil:
		return errNoList
	case len(results) != n:
		return fmt.Errorf("the answer to the batch has %d results for %d operations", len(results), n)
	}
	return nil
}

func (w *wireResult) result() batchResult {
	if w.Code == nil {
		return batchResult{problem: errNoResult}
	}
	r := batchResult{code: *w.Code, header: make(http.Header, len(w.Headers))}
	for _, h := range w.Headers {
		r.header.Add(h.Name, h.Value)
	}
	if w.Body != nil {
		r.body = []byte(*w.Body)
	}
	return r
}

// parseOddResults reads results of which some have another form. One of them
// spoils none of the others.
func parseOddResults(body []byte, n int) ([]batchResult, error) {
	var list []json.RawMessage
	if err := json.Unmarshal(body, &list); err != nil {
		return nil, errNoList
	}
	if err := checkCount(list, n); err != nil {
		return nil, err
	}
	results := make([]batchResult, n)
	for i, data := range list {
		results[i] = parseOddResult(data)
	}
	return results, nil
}

// parseOddResult reads a result whose code may be text, whose body may be JSON
// and not text, and whose headers may be anything.
func parseOddResult(data []byte) batchResult {
	if string(data) == "null" {
		return batchResult{null: true}
	}
	var odd struct {
		Code    Opt[int]        `json:"code"`
		Headers json.RawMessage `json:"headers"`
		Body    json.RawMessage `json:"body"`
	}
	if err := json.Unmarshal(data, &odd); err != nil {
		return batchResult{problem: errNoResult}
	}
	var wire wireResult
	if code, ok := odd.Code.Get(); ok {
		wire.Code = &code
	}
	if json.Unmarshal(odd.Headers, &wire.Headers) != nil {
		wire.Headers = nil
	}
	isText := json.Unmarshal(odd.Body, &wire.Body) == nil
	r := wire.result()
	if r.problem == nil && !isText && len(odd.Body) > 0 {
		r.body = odd.Body
	}
	return r
}

// settle gives each operation its end. What a null means follows from the
// other results, so those come first.
func (s *batchSend) settle(ctx context.Context, results []batchResult, whole *answer) {
	at := make(map[*batchOp]*batchResult, len(results))
	for i := range results {
		send, result := &s.sends[i], &results[i]
		at[send.op] = result
		switch {
		case result.problem != nil:
			send.op.err = send.op.unclear(result.problem)
			s.finished(send, nil)
		case !result.null:
			a := &answer{
				status: result.code, header: result.header, body: withoutLinkToken(result.body, send.options.token),
				scrub: whole.scrub, attempts: send.op.attempts, inBatch: true,
			}
			send.op.err = s.read(ctx, send, a)
			s.finished(send, a)
		}
	}
	succeeded := s.dependedOn(at)
	for i := range results {
		if results[i].null {
			send := &s.sends[i]
			send.op.err = send.null(at, succeeded[send.op])
			s.finished(send, nil)
		}
	}
}

// dependedOn returns the operations that certainly succeeded because one that
// depends on them did, which may be known by one that depends on that.
func (s *batchSend) dependedOn(at map[*batchOp]*batchResult) map[*batchOp]bool {
	found := map[*batchOp]bool{}
	for _, op := range slices.Backward(s.ops) {
		if r := at[op]; found[op] || r.answered() && r.code < 300 && asError(op.err) == nil {
			for _, other := range op.needs {
				found[other] = true
			}
		}
	}
	return found
}

func (r *batchResult) answered() bool { return !r.null && r.problem == nil }

// null returns what became of an operation whose result is null: it timed out,
// or one that it depends on failed, or it succeeded and its result was left
// out. succeeded says that an operation that needs its result succeeded.
func (s *opSend) null(at map[*batchOp]*batchResult, succeeded bool) error {
	op := s.op
	for _, other := range op.needs {
		r := at[other]
		switch {
		case r == nil || r.answered() && asError(other.err) == nil:
			// It succeeded.
		case r.problem != nil || errors.Is(other.err, errNull):
			return op.unclear(errNull)
		case errors.Is(other.err, ErrOmitted):
		default:
			return op.dependencyFailed(other)
		}
	}
	switch {
	case !s.omit:
		return op.outcome(ErrTimedOut, nil)
	case succeeded:
		return op.outcome(ErrOmitted, nil)
	}
	return op.unclear(errNull)
}

// read decodes the answer to an operation.
func (s *batchSend) read(ctx context.Context, send *opSend, a *answer) error {
	op := send.op
	a.keep(send.options)
	unchanged := a.status == http.StatusNotModified
	if unchanged && send.known.found {
		a.body = send.known.entry.Body
		send.known.keep(send.options)
	}
	var err error
	if unchanged && !send.known.found {
		err = fmt.Errorf("graph: %s: %w", op.request, ErrNotModified)
	} else {
		err = a.decode(op.request, op.out)
	}
	refusal := asError(err)
	if refusal != nil {
		s.client.config.Retry.advise(refusal, op.attempts)
	}
	if s.client.config.Limiter != nil {
		s.client.config.Limiter.Observe(send.key, *a.usage(), refusal)
	}
	switch {
	case refusal != nil && !op.wire.reads() && refusal.Class() == ErrTransient:
		return op.unclear(refusal)
	case err != nil:
		return err
	}
	if len(op.dependants) > 0 {
		op.body = a.body
	}
	s.client.remember(ctx, send.known, a)
	return nil
}

// finished tells the hooks about an operation. a is nil when it has no answer.
func (s *batchSend) finished(send *opSend, a *answer) {
	e := eventOf(send.op.request, send.op.attempts)
	e.Err = send.op.err
	if refusal := asError(send.op.err); refusal != nil {
		e.Wait = refusal.Wait
	}
	s.client.onResponse(send.op.told, e, a)
}
