package audience

import (
	"errors"
	"fmt"
	"iter"

	"github.com/metagraph-go/graphgen/runtime/hash"
)

// Rows yields people, one row each, with the cells in the order of the
// schema's keys. Cells are text, numbers too: "44.5". An uploader is done with
// a row before it asks for the next, so that the slice may be used again.
//
// A [*RowError] spoils only its row, which is then treated like a row with
// invalid cells. Any other error ends the upload.
type Rows = iter.Seq2[[]string, error]

// InvalidPolicy says what becomes of rows with invalid cells.
type InvalidPolicy string

const (
	// DropCells sends a row without its invalid cells, as long as another cell
	// is left to match the person by.
	DropCells InvalidPolicy = "drop cells"
	// DropRows does not send the row.
	DropRows InvalidPolicy = "drop rows"
	// Stop ends the upload with a [*RowError], at blank rows too. The session
	// stays open until it times out; the upload can be resumed only with the
	// same rows, so check them with [Uploader.Check] first.
	Stop InvalidPolicy = "stop"
)

// RowError says what is wrong with a row. It never holds a cell of it.
type RowError struct {
	// Row is the number of the row, from 1. A Rows that yields a RowError need
	// not set it.
	Row int64
	// Key is the cell's key. It is empty where the row as a whole is wrong.
	Key hash.Key
	// Reason says what is wrong, in one of a fixed set of texts, as errors are
	// counted by it.
	Reason string
}

// Error returns the number of the row, the key and the reason.
func (e *RowError) Error() string {
	if e.Key == "" {
		return fmt.Sprintf("audience: row %d %s", e.Row, e.Reason)
	}
	return fmt.Sprintf("audience: row %d: %s %s", e.Row, e.Key, e.Reason)
}

const (
	reasonLength = "has more or fewer cells than the schema has keys"
	reasonBlank  = "has no value to match by"
	reasonLarge  = "is larger than a batch may be"
)

// rowErrors returns what hash.Schema.AppendRow found wrong with a row.
func rowErrors(row int64, err error) []*RowError {
	if err == nil || err == hash.ErrBlankRow {
		return nil
	}
	var spoiled *RowError
	var invalid *hash.RowError
	switch {
	case errors.As(err, &spoiled):
		return []*RowError{{Row: row, Key: spoiled.Key, Reason: spoiled.Reason}}
	case errors.As(err, &invalid):
		list := make([]*RowError, len(invalid.Invalid))
		for i, cell := range invalid.Invalid {
			list[i] = &RowError{Row: row, Key: cell.Key, Reason: cell.Reason}
		}
		return list
	}
	return []*RowError{{Row: row, Reason: reasonLength}}
}
