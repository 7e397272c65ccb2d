package audience

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/metagraph-go/graphgen/runtime/hash"
)

// CSVOptions says how a CSV file is read.
type CSVOptions struct {
	// Comma separates the cells. 0 means ','.
	Comma rune
	// Columns says what columns are, by their names in the header: a key,
	// [BirthDate], or "" to leave the column out. Case, spaces and punctuation
	// of names do not matter. A name that the header does not have is an error.
	Columns map[string]hash.Key
	// SkipUnknown leaves out the columns whose names are neither known nor in
	// Columns. Without it they are an error. Look at [CSV.Columns] then: a
	// column whose name is misspelt is left out too.
	SkipUnknown bool
}

// CSV is a CSV file of people. Its header names the columns.
type CSV struct {
	comma   rune
	lines   *rowLines
	reader  *csv.Reader
	columns []Column
	keys    []hash.Key
	cells   []int // where the cell of each key stands in a record
	used    bool
}

// NewCSV reads the header of a CSV file. A column is known by the name of its
// key, such as "EMAIL" or "extern id", or by a common one:
//
//	EMAIL     e-mail, email address, mail
//	PHONE     phone number, telephone, tel, mobile, mobile number, cell phone
//	FN        first name, given name, forename
//	LN        last name, surname, family name
//	FI        first initial
//	GEN       gender, sex
//	DOB       date of birth, birth date, birthday: a whole date
//	DOBY      birth year, year of birth
//	DOBM      birth month, month of birth
//	DOBD      day of birth
//	CT        city, town
//	ST        state, province
//	ZIP       zip code, postal code, postcode
//	COUNTRY   country code
//	EXTERN_ID external id
//	MADID     mobile advertiser id, mobile ad id, IDFA, GAID, AAID
//
// Case, spaces and punctuation do not matter, and a byte order mark before the
// header is passed over. The error is a [*HeaderError] where columns are
// unknown or repeated. Errors never hold what a person could be known by: the
// names of columns are in them where the line is certainly a header.
func NewCSV(r io.Reader, o CSVOptions) (*CSV, error) {
	buffered := bufio.NewReaderSize(r, 64<<10)
	mark, _ := buffered.Peek(3) // What is wrong with the reader is met again.
	switch {
	case string(mark) == "\ufeff":
		_, _ = buffered.Discard(3) // It was just peeked at.
	case bytes.HasPrefix(mark, []byte("\xff\xfe")), bytes.HasPrefix(mark, []byte("\xfe\xff")):
		return nil, errors.New("audience: the CSV file is in UTF-16; save it in UTF-8")
	}
	c := &CSV{comma: o.Comma, lines: &rowLines{r: buffered}}
	c.newReader()
	header, err := c.reader.Read()
	if err == io.EOF {
		return nil, errors.New("audience: the CSV file is empty; it begins with a header that names the keys, such as EMAIL,PHONE")
	}
	if err != nil {
		return nil, fmt.Errorf("audience: reading the header of the CSV file: %w", err)
	}
	if c.columns, err = readHeader(header, o); err != nil {
		return nil, err
	}
	for i, column := range c.columns {
		for _, key := range column.Keys {
			c.keys = append(c.keys, key)
			c.cells = append(c.cells, i)
		}
	}
	return c, nil
}

// Keys returns the keys of the columns that are read, for Config.Schema.
func (c *CSV) Keys() []hash.Key { return slices.Clone(c.keys) }

// Columns returns what becomes of each column of the file.
func (c *CSV) Columns() []Column {
	columns := slices.Clone(c.columns)
	for i := range columns {
		columns[i].Keys = slices.Clone(columns[i].Keys)
	}
	return columns
}

// newReader sets the reader of rows from here on.
func (c *CSV) newReader() {
	c.reader = csv.NewReader(c.lines)
	c.reader.FieldsPerRecord = -1
	c.reader.ReuseRecord = true
	if c.comma != 0 {
		c.reader.Comma = c.comma
	}
}

const (
	reasonWidth  = "has more or fewer cells than the header"
	reasonQuotes = "has a quote that does not enclose a cell, or is never closed"
	reasonUsed   = "audience: the rows of a CSV were read already; open the file again"
)

// Rows yields the rows below the header, the first of which is row 1; empty
// lines do not count. A row has at most 1 MiB.
//
// A row with more or fewer cells than the header is a [*RowError]. So is one
// with a quote in the wrong place: the next row begins with the next line. The
// rows can be read once.
func (c *CSV) Rows() Rows {
	return func(yield func([]string, error) bool) {
		if c.used {
			yield(nil, errors.New(reasonUsed))
			return
		}
		c.used = true
		cells := make([]string, len(c.keys))
		for {
			record, err := c.readRow()
			var spoiled *RowError
			switch {
			case err == io.EOF:
				return
			case errors.As(err, &spoiled):
				if !yield(nil, err) {
					return
				}
				continue
			case err != nil:
				yield(nil, err)
				return
			}
			for i, at := range c.cells {
				cells[i] = record[at]
			}
			if !yield(cells, nil) {
				return
			}
		}
	}
}

// readRow reads a row that has a cell for each column. The error is a
// *RowError where another row may follow.
func (c *CSV) readRow() ([]string, error) {
	c.lines.begin()
	record, err := c.reader.Read()
	switch {
	case errors.Is(err, csv.ErrQuote), errors.Is(err, csv.ErrBareQuote), errors.Is(err, errLongRow):
		c.lines.again()
		c.newReader()
		return nil, &RowError{Reason: reasonQuotes}
	case err != nil:
		return nil, err
	case len(record) != len(c.columns):
		return nil, &RowError{Reason: reasonWidth}
	}
	return record, nil
}
