package audience

import (
	"errors"
	"fmt"
	"iter"
)

// batch is the rows of one request.
type batch struct {
	// seq is its number in the upload, from 1.
	seq int64
	// first and last are the numbers of the input's rows that it accounts for,
	// sent or dropped.
	first, last int64
	// rows is how many rows are in it.
	rows    int64
	payload string
	// final says that no row comes after it.
	final bool
	// end is where the input stands after it.
	end Mark

	// attempts is how often it was sent in this run, and inDoubt says that the
	// API may have received it although it was not acknowledged.
	attempts int
	inDoubt  bool
	// closes says that it is marked as the last one of a session, although
	// others follow it in the next.
	closes bool
}

// Mark is a place in the input, after a batch.
type Mark struct {
	// Seq is the number of the batch before it, counted through the upload.
	Seq int64 `json:"seq"`
	// Sent is how many rows are in the batches up to it.
	Sent int64 `json:"sent"`
	// Counts are of all rows up to it.
	Counts Counts `json:"counts"`
	// Digest is the digest of all rows up to it.
	Digest string `json:"digest"`
}

// batcher makes batches of rows. A batch is closed by the first row that does
// not fit into it, or by the end of the input; so it is known to be the last
// one when it is sent, and the same rows always make the same batches.
type batcher struct {
	u         *Uploader
	from      Mark
	tally     *tally
	digest    *rowDigest
	rowErrors []*RowError

	seq, first, sent int64
	rows             int64  // in the batch being made
	data             []byte // of these rows
	row              []byte // the row just encoded
}

// newBatcher returns a batcher of the batches after from.
func newBatcher(u *Uploader, from Mark) *batcher {
	return &batcher{
		u:      u,
		from:   from,
		tally:  newTally(from.Counts),
		digest: newRowDigest(),
		seq:    from.Seq,
		first:  from.Counts.Read + 1,
		sent:   from.Sent,
	}
}

// batches yields the batches of rows. An error is the last thing that it
// yields.
func (b *batcher) batches(rows Rows) iter.Seq2[*batch, error] {
	return func(yield func(*batch, error) bool) {
		var row int64
		for cells, err := range rows {
			row++
			if err := b.readable(row, err); err != nil {
				yield(nil, err)
				return
			}
			if row <= b.from.Counts.Read {
				if err := b.skip(row, cells); err != nil {
					yield(nil, err)
					return
				}
				continue
			}
			fits, problems, stop := b.encode(row, cells, err)
			if stop != nil {
				yield(nil, stop)
				return
			}
			if len(b.row) > 0 && !fits && !yield(b.close(false), nil) {
				return
			}
			b.account(cells, problems)
		}
		switch {
		case row < b.from.Counts.Read:
			yield(nil, fmt.Errorf("%w: there are only %d of at least %d rows", ErrInputChanged, row, b.from.Counts.Read))
		case b.rows > 0:
			yield(b.close(true), nil)
		case b.from.Seq > 0:
			yield(nil, fmt.Errorf("%w: the rows end with those that were sent, but there were more", ErrInputChanged))
		default:
			yield(nil, ErrNoRows)
		}
	}
}

// readable returns an error of the input that is not one of a single row.
func (b *batcher) readable(row int64, err error) error {
	if err == nil {
		return nil
	}
	var spoiled *RowError
	if errors.As(err, &spoiled) {
		return nil
	}
	return fmt.Errorf("audience: reading row %d: %w", row, err)
}

// skip passes over a row of a batch that was acknowledged in an earlier run.
func (b *batcher) skip(row int64, cells []string) error {
	b.digest.add(cells)
	if row == b.from.Counts.Read && b.digest.String() != b.from.Digest {
		return fmt.Errorf("%w: the first %d rows are others", ErrInputChanged, row)
	}
	return nil
}

// encode leaves the row's JSON in b.row, or nothing when the row is to be
// dropped, and reports whether it fits into the batch.
func (b *batcher) encode(row int64, cells []string, err error) (fits bool, problems []*RowError, stop error) {
	b.row = b.row[:0]
	if err == nil {
		b.row, err = b.u.schema.AppendRow(b.row, int(row), cells)
	}
	problems = rowErrors(row, err)
	if len(b.row) > b.u.config.MaxBytes {
		b.row = b.row[:0]
		problems = append(problems, &RowError{Row: row, Reason: reasonLarge})
	}
	switch policy := b.u.config.OnInvalid; {
	case policy == Stop && len(problems) > 0:
		return false, nil, problems[0]
	case policy == Stop && len(b.row) == 0:
		return false, nil, &RowError{Row: row, Reason: reasonBlank}
	case policy == DropRows && len(problems) > 0:
		b.row = b.row[:0]
	}
	size := len(b.data) + len(b.row) + 1
	fits = b.rows == 0 || b.rows < int64(b.u.config.MaxRows) && size <= b.u.config.MaxBytes
	return fits, problems, nil
}

// account counts the row and puts it into the batch.
func (b *batcher) account(cells []string, problems []*RowError) {
	b.digest.add(cells)
	b.tally.read++
	for _, problem := range problems {
		b.tally.invalid[invalidCell{problem.Key, problem.Reason}]++
		if len(b.rowErrors) < b.u.config.MaxRowErrors {
			b.rowErrors = append(b.rowErrors, problem)
		}
	}
	if len(b.row) == 0 {
		b.tally.dropped++
		if len(problems) == 0 {
			b.tally.blank++
		}
		return
	}
	if b.rows > 0 {
		b.data = append(b.data, ',')
	}
	b.data = append(b.data, b.row...)
	b.rows++
}

// close returns the batch and begins the next.
func (b *batcher) close(final bool) *batch {
	b.seq++
	b.sent += b.rows
	made := &batch{
		seq:     b.seq,
		first:   b.first,
		last:    b.tally.read,
		rows:    b.rows,
		payload: b.u.frame.payload(b.data),
		final:   final,
		end:     Mark{Seq: b.seq, Sent: b.sent, Counts: b.tally.counts(), Digest: b.digest.String()},
	}
	b.first, b.rows, b.data = b.tally.read+1, 0, b.data[:0]
	return made
}
