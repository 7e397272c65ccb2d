package graph

import (
	"context"
	"errors"
	"iter"
	"maps"
	"strings"
)

// maxIDs is how many ids the API takes in one call.
const maxIDs = 50

// IDResult is what [ByIDs] found for one id.
type IDResult[ID ~string, T any] struct {
	// ID is the id that was asked for.
	ID ID
	// Value is the answer. It is the zero T when Err is not nil.
	Value T
	// Err says why there is no answer for this id; other ids are not affected.
	// It matches [ErrNotFound] when the API left the id out.
	Err error
}

// ByIDs runs one read for many ids, 50 in a request, and yields one result for
// each id, in the order of ids. The id that call itself addresses does not
// matter; call may be a list too, and then answers with the first page of each
// node's edge:
//
//	read := meta.AdByID("").Read(meta.AdReadParams{Fields: fields})
//	for result, err := range graph.ByIDs(ctx, client, read, ids) {
//		// err ends the range; result.Err concerns result.ID alone.
//	}
//
// The API refuses a request when one of its ids is bad. The request is then
// split until the bad ids are found, so that each is reported on its own. A
// request that asks for too much data ([ErrReduceData]) is split as well. An
// error that is not about an id is yielded once and ends the range. Nothing is
// sent before the range begins.
//
// Splitting takes about ten more requests for one bad id of 50, and nearly 100
// where all 50 are bad. Where many ids may be gone, reads in a [Batch] are
// better: one request for 50, and the API counts one call for each id.
func ByIDs[ID ~string, T any](ctx context.Context, c *Client, call Call[T], ids []ID, opts ...Option) iter.Seq2[IDResult[ID, T], error] {
	return func(yield func(IDResult[ID, T], error) bool) {
		read, err := newMultiRead(c, call.Request, opts)
		if err != nil {
			yield(IDResult[ID, T]{}, err)
			return
		}
		for start := 0; start < len(ids); start += maxIDs {
			chunk := ids[start:min(start+maxIDs, len(ids))]
			if err := read.fetch(ctx, FieldNames(chunk)); err != nil {
				yield(IDResult[ID, T]{}, err)
				return
			}
			for _, id := range chunk {
				result := IDResult[ID, T]{ID: id}
				result.Err = read.decode(string(id), &result.Value)
				if !yield(result, nil) {
					return
				}
			}
		}
	}
}

// multiRead reads chunks of ids. It is not generic, so that it is compiled
// once.
type multiRead struct {
	client  *Client
	request Request
	options options
	// prefix stands before ids in the operation's path, such as "act_".
	prefix string
	// found and failed are the answers of the current chunk.
	found  map[string]Object
	failed map[string]error
	// worked says that some request had an answer, so that the request itself
	// is right.
	worked bool
}

func newMultiRead(c *Client, r Request, opts []Option) (*multiRead, error) {
	if r.Operation == nil {
		return nil, errNoOperation
	}
	if r.Operation.Kind != KindRead && r.Operation.Kind != KindList {
		return nil, errors.New("graph: " + r.Operation.String() + ": ByIDs runs reads and lists only")
	}
	prefix, rest, _ := strings.Cut(r.Operation.Path, "{")
	_, edge, _ := strings.Cut(rest, "}")
	operation := *r.Operation
	operation.Path = strings.TrimPrefix(edge, "/")
	r.Operation, r.ID = &operation, ""
	return &multiRead{client: c, request: r, options: collect(opts), prefix: prefix}, nil
}

// fetch reads a chunk.
func (m *multiRead) fetch(ctx context.Context, ids []string) error {
	m.found, m.failed = map[string]Object{}, map[string]error{}
	var asked []string
	for _, id := range ids {
		switch {
		case id == "" || strings.Contains(id, ","):
			m.failed[id] = errors.New("graph: " + m.request.Operation.String() + ": an id is empty or holds a comma")
		default:
			asked = append(asked, m.prefix+strings.TrimPrefix(id, m.prefix))
		}
	}
	if err := m.split(ctx, asked); err != nil {
		return err
	}
	return m.commonFailure(asked)
}

// split reads ids, and halves of them when one of them is bad or when they are
// too many.
func (m *multiRead) split(ctx context.Context, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	o := m.options
	o.extra = append(o.extra[:len(o.extra):len(o.extra)], extraParam{"ids", commaList(ids)})
	var answer map[string]Object
	err := m.client.run(ctx, m.request, o, &answer)
	if err == nil {
		m.worked = true
		maps.Copy(m.found, answer)
		return nil
	}
	if !isAboutIDs(err) {
		return err
	}
	if len(ids) == 1 {
		m.failed[ids[0]] = err
		return nil
	}
	half := len(ids) / 2
	if err := m.split(ctx, ids[:half]); err != nil {
		return err
	}
	return m.split(ctx, ids[half:])
}

// isAboutIDs reports whether an error may be about one of the ids or about
// their number. Code 100 does not say whether it is about an id or about
// another param.
func isAboutIDs(err error) bool {
	return errors.Is(err, ErrNotFound) || errors.Is(err, ErrReduceData) || errors.Is(err, Code{Code: 100})
}

// commonFailure returns the error that is about the request and not about its
// ids: nothing worked so far, and all ids failed in the very same way.
func (m *multiRead) commonFailure(ids []string) error {
	if m.worked || len(ids) < 2 {
		return nil
	}
	first := m.failed[ids[0]]
	for _, id := range ids {
		if err := m.failed[id]; err == nil || errors.Is(err, ErrNotFound) || !sameFailure(err, first) {
			return nil
		}
	}
	return first
}

// sameFailure reports whether two errors say the same. The API names the id
// in the message of an error that is about one.
func sameFailure(a, b error) bool {
	var x, y *Error
	return errors.As(a, &x) && errors.As(b, &y) && x.Code == y.Code && x.Subcode == y.Subcode && x.Message == y.Message
}

// decode decodes the answer for an id.
func (m *multiRead) decode(id string, out any) error {
	key := m.prefix + strings.TrimPrefix(id, m.prefix)
	if err := m.failed[id]; err != nil {
		return err
	}
	if err := m.failed[key]; err != nil {
		return err
	}
	object, ok := m.found[key]
	if !ok || string(object) == "null" {
		return &MissingIDError{Operation: m.request.Operation.String(), ID: id}
	}
	return decodeAnswer(m.request.Operation, object, out)
}

// MissingIDError says that the API's answer left out an id. It matches
// [ErrNotFound].
type MissingIDError struct {
	// Operation is the operation, such as "Ad read".
	Operation string
	// ID is the id.
	ID string
}

// Error returns one line with the operation and the id.
func (e *MissingIDError) Error() string {
	return "graph: " + e.Operation + ": the answer has nothing for the id " + e.ID
}

// Is reports whether target is ErrNotFound.
func (e *MissingIDError) Is(target error) bool { return target == ErrNotFound }
