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
	reader  *csv.Reader
	limit   *rowLimit
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
	limit := &rowLimit{r: buffered, left: maxCSVRow}
	reader := csv.NewReader(limit)
	reader.FieldsPerRecord = -1
	reader.ReuseRecord = true
	if o.Comma != 0 {
		reader.Comma = o.Comma
	}
	header, err := reader.Read()
	if err == io.EOF {
		return nil, errors.New("audience: the CSV file is empty; it begins with a header that names the keys, such as EMAIL,PHONE")
	}
	if err != nil {
		return nil, fmt.Errorf("audience: reading the header of the CSV file: %w", err)
	}
	columns, err := readHeader(header, o)
	if err != nil {
		return nil, err
	}
	c := &CSV{reader: reader, limit: limit, columns: columns}
	for i, column := range columns {
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

const (
	reasonWidth = "has more or fewer cells than the header"
	reasonUsed  = "audience: the rows of a CSV were read already; open the file again"
)

// maxCSVRow is the most bytes of a row. A quote that is never closed would
// otherwise read the rest of the file into one cell.
const maxCSVRow = 1 << 20

var errLongRow = fmt.Errorf("the row has more than %d bytes; perhaps a quote is not closed", maxCSVRow)

// rowLimit reads no more than what is left for the row.
type rowLimit struct {
	r    io.Reader
	left int
}

func (l *rowLimit) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, errLongRow
	}
	n, err := l.r.Read(p[:min(len(p), l.left)])
	l.left -= n
	return n, err
}

// Rows yields the rows below the header, the first of which is row 1; empty
// lines do not count. A row has at most 1 MiB. A row with more or fewer cells than the header is a
// [*RowError]. Broken quotes end the rows, because where the next row begins
// is then not certain. The rows can be read once.
func (c *CSV) Rows() Rows {
	return func(yield func([]string, error) bool) {
		if c.used {
			yield(nil, errors.New(reasonUsed))
			return
		}
		c.used = true
		cells := make([]string, len(c.keys))
		for {
			c.limit.left = maxCSVRow
			record, err := c.reader.Read()
			switch {
			case err == io.EOF:
				return
			case err != nil:
				yield(nil, err)
				return
			case len(record) != len(c.columns):
				if !yield(nil, &RowError{Reason: reasonWidth}) {
					return
				}
				continue
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
