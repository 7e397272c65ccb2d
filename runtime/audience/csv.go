package audience

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/metagraph-go/graphgen/runtime/hash"
)

// CSVOptions says how a CSV file is read.
type CSVOptions struct {
	// Comma separates the cells. 0 means ','.
	Comma rune
	// SkipUnknown leaves out the columns whose header is no key. Without it they
	// are an error.
	SkipUnknown bool
}

// CSV is a CSV file of people. Its header names the keys of the columns.
type CSV struct {
	reader  *csv.Reader
	limit   *rowLimit
	keys    []hash.Key
	columns []int // of the keys
	width   int   // of the header
	used    bool
}

// NewCSV reads the header of a CSV file: keys in any case, such as "email".
// Spaces and hyphens may stand for their underscores, and a byte order mark
// before it is passed over. Errors never hold what the file holds, because a
// file without a header begins with a person.
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
	if len(header) == 1 && strings.ContainsAny(header[0], ";\t|") {
		return nil, errors.New("audience: the CSV file's header is a single column with ; | or tabs in it; set CSVOptions.Comma to what separates the columns")
	}
	c := &CSV{reader: reader, limit: limit, width: len(header)}
	for i, name := range header {
		if err := c.addColumn(i, name, o); err != nil {
			return nil, err
		}
	}
	if len(c.keys) == 0 {
		return nil, errors.New("audience: no column of the CSV file's header is a key, such as EMAIL or PHONE")
	}
	return c, nil
}

// addColumn reads a cell of the header.
func (c *CSV) addColumn(i int, name string, o CSVOptions) error {
	name = strings.NewReplacer(" ", "_", "-", "_").Replace(strings.TrimSpace(name))
	key := hash.Key(strings.ToUpper(name))
	switch {
	case key.Form() == hash.FormUnknown && o.SkipUnknown:
		return nil
	case key.Form() == hash.FormUnknown:
		return fmt.Errorf("audience: column %d of the CSV file's header is no key; leave it out with SkipUnknown, or name it by its key: %s", i+1, keyList())
	case slices.Contains(c.keys, key):
		return fmt.Errorf("audience: column %d of the CSV file's header repeats the key %s", i+1, key)
	}
	c.keys = append(c.keys, key)
	c.columns = append(c.columns, i)
	return nil
}

func keyList() string {
	var names []string
	for _, key := range hash.Keys() {
		names = append(names, string(key))
	}
	return strings.Join(names, ", ")
}

// Keys returns the keys of the columns that are read, for Config.Schema.
func (c *CSV) Keys() []hash.Key { return slices.Clone(c.keys) }

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
		cells := make([]string, len(c.columns))
		for {
			c.limit.left = maxCSVRow
			record, err := c.reader.Read()
			switch {
			case err == io.EOF:
				return
			case err != nil:
				yield(nil, err)
				return
			case len(record) != c.width:
				if !yield(nil, &RowError{Reason: reasonWidth}) {
					return
				}
				continue
			}
			for i, column := range c.columns {
				cells[i] = record[column]
			}
			if !yield(cells, nil) {
				return
			}
		}
	}
}
