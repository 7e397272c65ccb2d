package graph

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
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
// The API refuses a request when one of its ids is bad, or when they ask for
// too much data ([ErrReduceData]). The ids of the request are then read one by
// one in a batch, which is one more request, and each is answered or reported
// on its own. (With [Config.TransportAuth] there are no batches, so that it is
// one request each.) An error that is not about an id, such as a field that
// does not exist, is yielded once and ends the range. Nothing is sent before
// the range begins.
//
// The API counts one call for each id that is asked for, and another for each
// that is read again; an id that occurs twice among 50 is asked for once. Where
// most ids may be gone, reads in a [Batch] save the first half of that.
//
// In such a batch, [WithHeader] is sent with the request and with each read.
// [From] and [WithIfNoneMatch] are refused, because they are about one answer.
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
	client *Client
	// one reads the node of one id, and many those of the param "ids".
	one, many Request
	options   options
	// prefix stands before ids in the operation's path, such as "act_".
	prefix string
	// found and failed are the answers of the current chunk.
	found  map[string]Object
	failed map[string]error
	// worked says that some id had an answer, so that the request itself is
	// right.
	worked bool
}

func newMultiRead(c *Client, r Request, opts []Option) (*multiRead, error) {
	if !c.isMade() {
		return nil, errNoClient
	}
	if r.Operation == nil {
		return nil, errNoOperation
	}
	if r.Operation.Kind != KindRead && r.Operation.Kind != KindList {
		return nil, errors.New("graph: " + r.Operation.String() + ": ByIDs runs reads and lists only")
	}
	prefix, rest, variable := strings.Cut(r.Operation.Path, "{")
	if !variable || strings.Contains(prefix, "/") {
		return nil, errors.New("graph: " + r.Operation.String() + ": ByIDs runs operations whose path begins with the id of a node")
	}
	_, edge, _ := strings.Cut(rest, "}")
	m := &multiRead{client: c, one: r, many: r, options: collect(opts), prefix: prefix}
	m.options.use = manyCalls
	if m.options.from != "" {
		return nil, errors.New("graph: " + r.Operation.String() + ": From is for one list, and ByIDs reads one for each id")
	}
	operation := *r.Operation
	operation.Path = strings.TrimPrefix(edge, "/")
	m.many.Operation, m.many.ID = &operation, ""
	return m, nil
}

// key returns an id as paths and answers have it.
func (m *multiRead) key(id string) string { return m.prefix + strings.TrimPrefix(id, m.prefix) }

// fetch reads a chunk.
func (m *multiRead) fetch(ctx context.Context, ids []string) error {
	m.found, m.failed = map[string]Object{}, map[string]error{}
	var keys []string
	for _, id := range ids {
		key := m.key(id)
		if err := m.check(id); err != nil {
			m.failed[key] = err
		} else if !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	if len(keys) == 0 {
		return nil
	}
	refusal := m.readTogether(ctx, keys)
	switch {
	case refusal == nil:
		return nil
	case !isAboutIDs(refusal):
		return refusal
	case len(keys) == 1:
		m.failed[keys[0]] = refusal
		return nil
	}
	if err := m.readEach(ctx, keys); err != nil {
		return err
	}
	return m.commonFailure(keys, refusal)
}

// check refuses ids that would make a request mean something else.
func (m *multiRead) check(id string) error {
	err := checkID(strings.TrimPrefix(id, m.prefix))
	switch {
	case err != nil:
	case strings.Contains(id, ","):
		err = errors.New("the node's id holds a comma")
	case strings.Contains(id, refStart):
		err = errors.New("the node's id refers to a result of a batch")
	default:
		return nil
	}
	return fmt.Errorf("graph: %s: %w", m.one.Operation, err)
}

// readTogether reads ids in one call.
func (m *multiRead) readTogether(ctx context.Context, keys []string) error {
	o := m.options
	o.extra = append(o.extra[:len(o.extra):len(o.extra)], extraParam{"ids", commaList(keys)})
	o.ids = len(keys)
	if err := m.client.run(ctx, m.many, o, &m.found); err != nil {
		return err
	}
	m.worked = true
	return nil
}

// isAboutIDs reports whether an error may be about one of the ids or about
// their number. Code 100 does not say whether it is about an id or about
// another param, and permissions differ between nodes.
func isAboutIDs(err error) bool {
	refusal := asError(err)
	if refusal == nil {
		return false
	}
	switch refusal.Class() {
	case ErrNotFound, ErrReduceData, ErrBadRequest, ErrPermission:
		return true
	}
	return false
}

// decode decodes the answer for an id.
func (m *multiRead) decode(id string, out any) error {
	key := m.key(id)
	if err := m.failed[key]; err != nil {
		return err
	}
	object, ok := m.found[key]
	if !ok || string(object) == "null" {
		return &MissingIDError{Operation: m.one.Operation.String(), ID: id}
	}
	return decodeAnswer(m.one.Operation, object, out)
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
